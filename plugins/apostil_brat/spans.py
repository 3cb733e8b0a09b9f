"""Spans as brat writes them: fragments that hold neither a line break nor a tab.

brat cuts a file of annotations at every line break that Unicode knows, the text of a span included; other readers split at
tabs. So a span is cut there, and its text is that of its fragments joined by one space.
"""

from __future__ import annotations

import re

_BREAKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` cuts at, and tabs."""
_FRAGMENT = re.compile(f"[^{_BREAKS}]+")

Fragments = list[tuple[int, int]]


def fragments(text: str, start: int, end: int) -> Fragments:
    """Offsets of the pieces of `text[start:end]` between breaks, none empty; an empty list where there is nothing else."""
    return [match.span() for match in _FRAGMENT.finditer(text, start, end)]


def joined(text: str, pieces: Fragments) -> str:
    return " ".join(text[start:end] for start, end in pieces)


def only_breaks(text: str, start: int, end: int) -> bool:
    """Whether nothing but breaks stands between the two offsets, which are in the text."""
    return 0 <= start <= end <= len(text) and _FRAGMENT.search(text, start, end) is None
