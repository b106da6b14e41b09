"""Reads what `slackwater page` packed into a page, by Python's own LZMA and Adler-32."""

from __future__ import annotations

import json
import lzma
import re
import zlib
from typing import Any

SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<')


def unpacked(text: str) -> bytes:
    """The bytes of a packed text: two signs hold 13 bits, the lowest first."""
    held = 0
    for at in range(0, len(text), 2):
        pair = SIGNS.index(text[at]) + len(SIGNS) * SIGNS.index(text[at + 1])
        held |= pair << (13 * (at // 2))
    packed = held.to_bytes(len(text) * 13 // 16 + 1, "little")
    size, checksum = (int.from_bytes(packed[at : at + 4], "little") for at in (0, 4))
    content = lzma.LZMADecompressor(lzma.FORMAT_ALONE).decompress(packed[8:])
    assert len(content) == size
    assert zlib.adler32(content) == checksum
    return content


def payload_of(page: str) -> dict[str, Any]:
    """What the page of a scenario is made of."""
    found = re.search(r'id="slackwater-payload">([^<]*)</script>', page)
    assert found
    return dict(json.loads(unpacked(found[1])))
