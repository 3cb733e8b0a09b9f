"""Which of several overlapping annotations of a label stays, and in what order annotations are read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import compress, groupby
from operator import attrgetter, eq

import msgspec

from apostil.annotators import Annotator, Label
from apostil.model import Annotation, Argument, Lost

_encode = msgspec.json.Encoder().encode
_START = attrgetter("start")


def settle(found: list[Annotation], priorities: Mapping[str, int]) -> tuple[list[Annotation], list[Lost]]:
    """Of annotations of one label, those that stay, sorted by start, and those that lose.

    The longest stays, then the earliest, then that of the annotator of higher priority, then the first found. O(n log n).
    """
    found.sort(key=_START)
    last = 0
    for annotation in found:
        if annotation.start < last:
            break
        last = annotation.end
    else:
        return found, []
    ranked = sorted(found, key=lambda a: (a.start - a.end, a.start, -priorities.get(a.annotator, 0)))
    kept: list[Annotation] = []
    starts: list[int] = []
    losers: list[Lost] = []
    for annotation in ranked:
        i = bisect_left(starts, annotation.end)  # kept ones do not overlap: only the last to begin before our end can touch
        if i and kept[i - 1].end > annotation.start:
            losers.append(Lost(annotation, kept[i - 1], _why(annotation, kept[i - 1], priorities)))
            continue
        kept.insert(i, annotation)
        starts.insert(i, annotation.start)
    return kept, losers


def _why(loser: Annotation, winner: Annotation, priorities: Mapping[str, int]) -> str:
    if loser.end - loser.start != winner.end - winner.start:
        return "shorter"
    if loser.start != winner.start:
        return "begins later"
    lower = priorities.get(loser.annotator, 0) < priorities.get(winner.annotator, 0)
    return "its annotator has a lower priority" if lower else "found later"


class Settled:
    """Annotations of one window as annotators add them, by label."""

    def __init__(self, labels: Mapping[str, Label], priorities: Mapping[str, int], keep_losers: bool) -> None:
        self._labels = labels
        self._priorities = priorities
        self._keep_losers = keep_losers
        self._found: dict[str, list[list[Annotation]]] = {}
        self._losers: list[Lost] = []

    def add(self, annotator: Annotator, annotations: list[Annotation]) -> list[Annotation]:
        """Settle overlaps within what one annotator found; what stays, sorted by start."""
        stay: list[Annotation] = []
        for label in annotator.labels:
            alone = len(annotator.labels) == 1
            kept = self._settle(label.name, annotations if alone else [a for a in annotations if a.label == label.name])
            self._found.setdefault(label.name, []).append(kept)
            if alone:
                return kept
            stay += kept
        stay.sort(key=_START)
        return stay

    def turn_down(self, losers: list[Lost]) -> None:
        """Keep what an annotator rejected."""
        self._losers += losers

    def _settle(self, label: str, found: list[Annotation]) -> list[Annotation]:
        if self._labels[label].overlap:
            return sorted(found, key=_START)
        kept, losers = settle(found, self._priorities)
        if self._keep_losers:
            self._losers += losers
        return kept

    def result(self) -> tuple[list[Annotation], list[Lost]]:
        """All annotations of the window, overlaps between annotators of one label settled too, and the losers."""
        annotations: list[Annotation] = []
        for label, found in self._found.items():
            annotations += found[0] if len(found) == 1 else self._settle(label, [a for one in found for a in one])
        return annotations, self._losers


def in_reading_order(annotations: list[Annotation]) -> None:
    """Sort by start, then longest first, then label, then value; number `T1`, `T2` …; point arguments to ids.

    Two annotations alike in all of these are one. An argument whose target is not among `annotations` is dropped.
    """
    annotations.sort(key=_START)
    _order_ties(annotations)
    for number, annotation in enumerate(annotations, 1):
        annotation.id = f"T{number}"
    for annotation in annotations:
        if annotation.arguments is not None:
            annotation.arguments = _resolved(annotation.arguments, annotations) or None


def _order_ties(annotations: list[Annotation]) -> None:
    """Order and make unique those that start together; most start alone."""
    starts = [a.start for a in annotations]
    ties = list(compress(range(len(starts)), map(eq, starts, starts[1:])))
    last = len(starts)
    for i in reversed(ties):  # from the end, so that places before stay true where one is dropped
        if i + 1 >= last:
            continue
        first = bisect_left(starts, starts[i])
        annotations[first : i + 2] = _ranked(annotations[first : i + 2])
        last = first + 1


def _ranked(together: list[Annotation]) -> list[Annotation]:
    """Annotations of one start, the longest first, then by label, then by value; of those alike in all the first found."""
    together.sort(key=lambda a: (-a.end, a.label))
    ranked: list[Annotation] = []
    for _, alike in groupby(together, key=lambda a: (a.end, a.label)):
        first, *others = alike
        if others:
            distinct = {_encode(a.value): a for a in reversed([first, *others])}
            ranked += [distinct[key] for key in sorted(distinct)]
        else:
            ranked.append(first)
    return ranked


def _resolved(links: list[Argument], annotations: list[Annotation]) -> list[Argument]:
    """Links with ids for targets, without those that lead to what was dropped or to another document."""
    kept: list[Argument] = []
    for link in links:
        target = link.target
        if isinstance(target, Annotation):
            place = int(target.id[1:]) - 1 if target.id else -1
            if not 0 <= place < len(annotations) or annotations[place] is not target:
                continue
            link.target = target.id
        kept.append(link)
    return kept
