import { unpack_lzma } from "./lzma.ts";
import { PayloadError } from "./reader.ts";
import { slot_text } from "./slots.ts";

// The 91 signs stand for themselves in HTML and in an attribute's text: printable ASCII without
// the space, ", & and <.
const kSigns = 91;
const kBitsOfPair = 13;
const kMostBytes = 1 << 26;

function bytes_of(text: string): Uint8Array {
  const digit = (at: number): number => {
    const code = text.charCodeAt(at);
    return code - 33 - +(code > 34) - +(code > 38) - +(code > 60);
  };
  const bytes = new Uint8Array(Math.floor(((text.length >> 1) * kBitsOfPair) / 8));
  let held = 0;
  let count = 0;
  let next = 0;
  for (let i = 0; i + 1 < text.length; i += 2) {
    held |= (digit(i) + kSigns * digit(i + 1)) << count;
    for (count += kBitsOfPair; count >= 8; count -= 8) {
      bytes[next++] = held;
      held >>>= 8;
    }
  }
  return bytes;
}

/** Adler-32 of RFC 1950. */
function checksum(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; low %= 65521, high %= 65521) {
    const end = Math.min(at + 1024, bytes.length); // so that the sums stay small numbers
    for (; at < end; at++) high += low += bytes[at]!;
  }
  return (high * 65536 + low) >>> 0;
}

type Restored = (content: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
const itself: Restored = (content) => content;

/**
 * What ../../pack.mjs, or `slackwater page`, packed into a text: the size of an .lzma file's content, the checksum of the
 * bytes that `restored` makes of it, and the file.
 *
 * Throws: PayloadError when it is not what was packed; `what` names it to the reader.
 */
export function unpacked(text: string, what: string, restored: Restored = itself): Uint8Array<ArrayBuffer> {
  const packed = bytes_of(text);
  const head = new DataView(packed.buffer);
  const size = packed.length > 8 ? head.getUint32(0, true) : kMostBytes;
  try {
    if (size < kMostBytes) {
      const bytes = restored(unpack_lzma(packed.subarray(8), size));
      if (checksum(bytes) === head.getUint32(4, true)) return bytes;
    }
  } catch {
    // What makes no sense to `restored` is broken as well.
  }
  throw new PayloadError(
    `This page's ${what} is broken: it is not what was packed. The file may be cut off or changed.`,
  );
}

export function unpacked_slot(id: string, what: string, restored?: Restored): Uint8Array<ArrayBuffer> {
  const text = slot_text(id).trim();
  if (!text) {
    throw new PayloadError(`This page has no ${what} in it. \`slackwater page SCENARIO -o page.html\` makes one that has.`);
  }
  return unpacked(text, what, restored);
}
