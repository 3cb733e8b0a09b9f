"""Units of offsets. Ours are code points; others count UTF-16 code units (Java, JavaScript) or UTF-8 bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from attrs import define, field

CODEPOINT = "codepoint"
UNITS = {CODEPOINT: "codepoint", "utf16": "utf16", "utf8": "utf8"}


@define
class OffsetMap:
    """Converts offsets into one text between code points and another unit, by bisection.

    `wide` holds the code-point offsets of characters that take more than one unit, `extra` the surplus up to and with each.
    """

    wide: list[int]
    extra: list[int]
    ends: list[int] = field(init=False)
    """Offsets in the other unit after each character of `wide`."""

    def __attrs_post_init__(self) -> None:
        self.ends = [i + 1 + more for i, more in zip(self.wide, self.extra, strict=True)]

    @classmethod
    def of(cls, text: str, unit: str) -> OffsetMap:
        """Map for `text` to `unit`, one of `UNITS`. Raises `KeyError` for another."""
        if UNITS[unit] == CODEPOINT or text.isascii():
            return cls([], [])
        size = _utf16_extra if unit == "utf16" else _utf8_extra
        surplus = [(i, more) for i, char in enumerate(text) if (more := size(char))]
        return cls([i for i, _ in surplus], list(accumulate(more for _, more in surplus)))

    def out(self, offset: int) -> int:
        """A code-point offset in the other unit."""
        before = bisect_left(self.wide, offset)
        return offset + (self.extra[before - 1] if before else 0)

    def back(self, offset: int) -> int | None:
        """An offset in the other unit as code points; None where it falls inside a character."""
        before = bisect_right(self.ends, offset)
        found = offset - (self.extra[before - 1] if before else 0)
        return found if self.out(found) == offset else None


def _utf16_extra(char: str) -> int:
    return 1 if char > "\uffff" else 0


def _utf8_extra(char: str) -> int:
    return 0 if char < "\x80" else 1 if char < "\u0800" else 2 if char <= "\uffff" else 3
