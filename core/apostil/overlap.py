"""Which of several overlapping annotations of a label stays, and in what order annotations are read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import msgspec

from apostil.annotators import Annotator, Label
from apostil.model import Annotation, Argument, Lost

_encode = msgspec.json.Encoder().encode


def settle(found: list[tuple[int, Annotation]]) -> tuple[list[Annotation], list[Lost]]:
    """Of annotations with their annotators' priorities, those that stay, sorted by start, and those that lose.

    The longest stays, then the earliest, then that of higher priority, then the first found. O(n log n).
    """
    found.sort(key=lambda item: item[1].start)
    clear, last = True, 0
    for _, annotation in found:
        if annotation.start < last:
            clear = False
            break
        last = annotation.end
    if clear:
        return [annotation for _, annotation in found], []
    ranked = sorted(found, key=lambda item: (item[1].start - item[1].end, item[1].start, -item[0]))
    kept: list[Annotation] = []
    starts: list[int] = []
    losers: list[Lost] = []
    for _, annotation in ranked:
        i = bisect_left(starts, annotation.end)  # kept ones do not overlap: only the last to begin before our end can touch
        if i and kept[i - 1].end > annotation.start:
            losers.append(Lost(annotation, kept[i - 1]))
            continue
        kept.insert(i, annotation)
        starts.insert(i, annotation.start)
    return kept, losers


class Settled:
    """Annotations of one window as annotators add them, by label."""

    def __init__(self, labels: Mapping[str, Label], keep_losers: bool) -> None:
        self._labels = labels
        self._keep_losers = keep_losers
        self._found: dict[str, list[tuple[int, Annotation]]] = {}
        self._givers: dict[str, set[str]] = {}
        self._losers: list[Lost] = []

    def add(self, annotator: Annotator, annotations: list[Annotation]) -> list[Annotation]:
        """Settle overlaps within what one annotator found; what stays, sorted by start."""
        by_label: dict[str, list[tuple[int, Annotation]]] = {}
        for annotation in annotations:
            by_label.setdefault(annotation.label, []).append((annotator.priority, annotation))
        stay: list[Annotation] = []
        for label, found in by_label.items():
            kept = self._settle(label, found)
            stay += kept
            self._found.setdefault(label, []).extend((annotator.priority, a) for a in kept)
            self._givers.setdefault(label, set()).add(annotator.name)
        if len(by_label) > 1:
            stay.sort(key=lambda a: a.start)
        return stay

    def _settle(self, label: str, found: list[tuple[int, Annotation]]) -> list[Annotation]:
        if self._labels[label].overlap:
            return [a for _, a in sorted(found, key=lambda item: item[1].start)]
        kept, losers = settle(found)
        if self._keep_losers:
            self._losers += losers
        return kept

    def result(self) -> tuple[list[Annotation], list[Lost]]:
        """All annotations of the window, overlaps between annotators of one label settled too, and the losers."""
        annotations: list[Annotation] = []
        for label, found in self._found.items():
            several = len(self._givers[label]) > 1
            annotations += self._settle(label, found) if several else [a for _, a in found]
        return annotations, self._losers


def in_reading_order(annotations: list[Annotation]) -> None:
    """Sort by start, then longest first, then label, then value; number `T1`, `T2` …; point arguments to ids.

    Two annotations alike in all of these are one. An argument whose target is not among `annotations` is dropped.
    """
    annotations.sort(key=lambda a: (a.start, -a.end, a.label))
    _order_ties(annotations)
    for number, annotation in enumerate(annotations, 1):
        annotation.id = f"T{number}"
    for annotation in annotations:
        if links := annotation.links():
            annotation.arguments = _resolved(links) or None


def _order_ties(annotations: list[Annotation]) -> None:
    i = 0
    while i + 1 < len(annotations):
        a, j = annotations[i], i + 1
        while j < len(annotations) and _place(annotations[j]) == _place(a):
            j += 1
        if j - i > 1:
            distinct = {_encode(b.value): b for b in reversed(annotations[i:j])}
            annotations[i:j] = [distinct[key] for key in sorted(distinct)]
            j = i + len(distinct)
        i = j


def _place(a: Annotation) -> tuple[int, int, str]:
    return a.start, a.end, a.label


def _resolved(links: list[Argument]) -> list[Argument]:
    kept: list[Argument] = []
    for link in links:
        if isinstance(link.target, Annotation):
            if not link.target.id:
                continue
            link.target = link.target.id
        kept.append(link)
    return kept
