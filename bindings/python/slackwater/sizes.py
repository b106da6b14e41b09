"""Sizes as people read them."""

from __future__ import annotations


def readable(size: float) -> str:
    """Bytes as people read them: ``"1.5 GB"``."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
