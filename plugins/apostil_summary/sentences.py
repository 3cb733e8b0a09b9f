"""The sentence around an annotation, as far as a table needs it, and what stands in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from apostil import Annotation, Document
from apostil_summary.wording import line

WIDTH = 100
"""Characters of a sentence that are shown."""
_REACH = 300
"""Characters looked at on each side of an annotation."""
_STOP = re.compile(r"[.!?…][»”\"')]?\s+(?=[^\Wa-zà-ÿ\d_]|[«“\"])|[\n\r\u2028\u2029]")


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the sentence around `text[start:end]`, at most `_REACH` characters away."""
    first = max(0, start - _REACH)
    for match in _STOP.finditer(text, first, start):
        first = match.end()
    after = _STOP.search(text, max(start, end - 1), min(len(text), end + _REACH))
    return first, after.start() + 1 if after else min(len(text), end + _REACH)


def excerpt(document: Document, a: Annotation) -> str:
    """The sentence of `a`, cut around it where it is longer than `WIDTH`; its own text where the document has none."""
    if not document.text:
        return trimmed(line(a.text), 0)
    first, last = bounds(document.text, a.start, a.end)
    before = line(document.text[first : a.start])
    return trimmed(line(document.text[first:last]), len(before))


def trimmed(sentence: str, position: int, width: int = WIDTH) -> str:
    """`sentence` cut at spaces to about `width` characters, those at `position` kept, `…` where something was cut."""
    if len(sentence) <= width:
        return sentence
    first = max(0, min(position - width // 3, len(sentence) - width))
    if first:
        space = sentence.find(" ", first, first + 20)
        first = space + 1 if space >= 0 else first
    last = first + width
    if last < len(sentence):
        space = sentence.rfind(" ", max(first + width // 2, position), last)
        last = space if space > 0 else last
    cut = sentence[first:last].strip()
    return f"{'… ' if first else ''}{cut}{' …' if last < len(sentence) else ''}"


class Nearby:
    """Annotations of one label by place."""

    def __init__(self, annotations: list[Annotation]) -> None:
        self._all = sorted(annotations, key=lambda a: a.start)
        self._starts = [a.start for a in self._all]

    def nearest(self, a: Annotation, first: int, last: int) -> Annotation | None:
        """The one closest to `a` among those that begin between `first` and `last`; of two as close, the earlier."""
        here = bisect_right(self._starts, a.start)
        low = max(bisect_left(self._starts, first), here - 3)
        high = min(bisect_left(self._starts, last), here + 3)
        return min(self._all[low:high], key=lambda b: max(b.start - a.end, a.start - b.end), default=None)
