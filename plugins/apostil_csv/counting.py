"""Offsets counted in UTF-16 code units or UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Iterable

_CODECS = {"utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}


def counted(text: str, offsets: Iterable[int], unit: str) -> dict[int, int]:
    """Each of `offsets`, code points of `text`, in `unit`. Linear in the text."""
    codec, width = _CODECS[unit]
    found: dict[int, int] = {}
    before = total = 0
    for offset in sorted(set(offsets)):
        total += len(text[before:offset].encode(codec)) // width
        found[offset] = total
        before = offset
    return found
