"""White space that only sets a text: the blanks of justified lines and of pages of a PDF, indents, line ends of two characters,
line breaks inside paragraphs that are wrapped.

Annotators are shown a text without it, so that none of them has to reckon with it, and what they find is put back in its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from attrs import define

from apostil.folding import LOWER, fold_bytes
from apostil.patterns import finder
from apostil.wrapping import unwrapped

WIDEST = 5
"""Blanks of a gap inside a line that is closed up; a wider one stands between columns, and stays."""
_SIGNS = (b"  ", b"\r\n", b" \n", b"\n ", b"\t\n", b"\n\t", b"\t\t", b"\t ", b" \t")
"""One of them is in every run, and most texts have none: looking for them is the whole cost there."""
_RUN = finder(r"[ \t][ \t]++(?:\r?\n(?:[ \t]++)?)? | [ \t]\r?\n(?:[ \t]++)? | \r?\n[ \t]++ | \r\n")
"""A run has at most one line break: a blank line stays one."""


@define
class Spacing:
    """A stretch of a text with its runs of blanks closed up, and the way back to the offsets of the text.

    A run is closed to one character: the line break where it has one, else the tab, else a space. Gaps between columns stay. A
    line break that only wraps a paragraph is a space.
    """

    start: int
    """Where the stretch begins in the text."""
    ends: list[int]
    """Ends of the runs, in the closed text."""
    left_out: list[int]
    """Characters left out up to and with each run, after a first 0."""
    unwrapped: bool = False
    """Whether line breaks inside paragraphs are shown as spaces."""

    def opened(self, offset: int) -> int:
        """Where the character at `offset` of the closed text stands in the text."""
        return self.start + offset + self.left_out[bisect_right(self.ends, offset)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the closed text as one of the text."""
        return self.opened(start), self.opened(end - 1) + 1 if end > start else self.opened(start)

    def closed(self, offset: int) -> int:
        """How many characters of the closed text stand before `offset` of the text."""
        return bisect_left(range(max(0, offset - self.start)), offset, key=self.opened)


def close_up(text: str, lowered: bytes, start: int) -> tuple[str, bytes, Spacing]:
    """`text`, which begins at `start` of its document, and its folded view `lowered`, with runs of blanks closed up and wrapped
    lines made one."""
    spacing = Spacing(start, [], [0])
    closed = _closed(text, lowered, spacing) if any(sign in lowered for sign in _SIGNS) else text
    whole = unwrapped(closed, text)
    spacing.unwrapped, closed = whole is not closed, whole
    return closed, lowered if closed is text else fold_bytes(closed).translate(LOWER), spacing


def _closed(text: str, lowered: bytes, spacing: Spacing) -> str:
    pieces: list[str] = []
    last = out = 0
    for run in _RUN.finditer(lowered.decode("latin-1")):
        if len(run[0]) > WIDEST and "\n" not in run[0]:
            continue
        pieces += text[last : run.start()], "\n" if "\n" in run[0] else "\t" if "\t" in run[0] else " "
        last = run.end()
        out += last - run.start() - 1
        spacing.ends.append(last - out)
        spacing.left_out.append(out)
    return "".join((*pieces, text[last:]))
