"""Marks in a text: elements that nest where spans do, and are cut where spans cross."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from apostil import Annotation
from apostil_html.escaping import escaped

DEPTH = 8
"""Spans drawn over one place. A browser flattens deep elements, and the cost of a cut grows with their number."""

Group = list[Annotation]
"""Annotations of one span: they are one mark."""


def groups(annotations: Iterable[Annotation]) -> Iterator[Group]:
    """Annotations in reading order, those of one span together."""
    ordered = sorted(annotations, key=lambda a: (a.start, -a.end))
    yield from (list(same) for _, same in groupby(ordered, key=lambda a: (a.start, a.end)))


class Marking:
    """The text of a document with its marks. Each mark is opened again at most `DEPTH` times: linear in text and marks.

    `opening(group, again)` is the start tag of a mark, `again` where it goes on after a cut.
    """

    def __init__(self, text: str, opening: Callable[[Group, bool], str]) -> None:
        self._text = text
        self._opening = opening
        self._open: list[Group] = []
        """Outermost first."""
        self._done = 0
        self.left_out = 0
        """Annotations for which there was no room, once the pieces are drawn."""

    def pieces(self, annotations: Iterable[Annotation]) -> Iterator[str]:
        for group in groups(annotations):
            yield from self._advance(group[0].start)
            if len(self._open) == DEPTH:
                self.left_out += len(group)
                continue
            self._open.append(group)
            yield self._opening(group, False)
        yield from self._advance(len(self._text))

    def _advance(self, to: int) -> Iterator[str]:
        """Text up to `to`, with the ends of the marks on the way."""
        while self._open and (end := min(group[0].end for group in self._open)) <= to:
            yield self._written(end)
            first = next(i for i, group in enumerate(self._open) if group[0].end == end)
            yield "</mark>" * (len(self._open) - first)
            cut = [group for group in self._open[first:] if group[0].end > end]
            self._open[first:] = cut
            yield from (self._opening(group, True) for group in cut)
        yield self._written(to)

    def _written(self, to: int) -> str:
        piece, self._done = self._text[self._done : to], to
        return escaped(piece)
