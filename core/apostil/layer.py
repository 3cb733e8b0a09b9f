"""Things found in a text, in order, with look-ups that cost a bisection and never invite a scan."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol, TypeVar


class Span(Protocol):
    """Anything with a place: a hit, a number, an annotation."""

    start: int
    end: int


S = TypeVar("S", bound=Span)


class Layer(tuple[S, ...]):
    """Spans of one kind sorted by start. Where spans overlap, look-ups by end see the one that starts last.

    Positions are those of the `View` that the layer belongs to.
    """

    _starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Start of each span, made on first use."""
        if self._starts is None:
            self._starts = [span.start for span in self]
        return self._starts

    def inside(self, start: int, end: int) -> list[S]:
        """Spans that begin at or after `start` and end at or before `end`."""
        starts = self._starts if self._starts is not None else self.starts
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first)
        return [span for span in self[first:last] if span.end <= end] if first < last else []

    def at(self, start: int) -> S | None:
        """The span that begins exactly at `start`."""
        i = bisect_left(self.starts, start)
        return self[i] if i < len(self) and self.starts[i] == start else None

    def covering(self, position: int) -> S | None:
        """The last span to begin at or before `position` if it holds it."""
        i = bisect_right(self.starts, position) - 1
        return self[i] if i >= 0 and self[i].end > position else None

    def before(self, position: int, within: int = 1) -> S | None:
        """The last span that begins before `position`, if it ends at most `within` characters before it."""
        i = bisect_left(self.starts, position) - 1
        if i < 0:
            return None
        span = self[i]
        return span if 0 <= position - span.end <= within else None

    def after(self, position: int, within: int = 1) -> S | None:
        """The first span that begins at or after `position`, if it does so at most `within` characters on."""
        i = bisect_left(self.starts, position)
        if i == len(self):
            return None
        span = self[i]
        return span if span.start - position <= within else None
