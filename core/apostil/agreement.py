"""Which predicted annotation is which gold one: identical ones first, the others one to one in reading order.

Time is linear in the annotations and in the pairs of them that overlap, of which there are few where those of one label do not
overlap each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import attrs
from attrs import define, field

from apostil.exporter import Labels
from apostil.model import Annotation

Pair = tuple[Annotation, Annotation]


@define
class Alignment:
    """Pairs of a gold and a predicted annotation of one document. `touching` ones share a character, `half` ones half of their
    joint span; each of these is a pairing by itself of what is not the `same`."""

    same: list[Pair] = field(factory=list)
    """Of one label, span and, where annotations of the label may overlap, first field."""
    half: list[Pair] = field(factory=list)
    touching: list[Pair] = field(factory=list)
    gold: list[Annotation] = field(factory=list)
    """Gold ones that touch none."""
    predicted: list[Annotation] = field(factory=list)
    """Predicted ones that touch none."""


def aligned(gold: Iterable[Annotation], predicted: Iterable[Annotation], labels: Labels) -> Alignment:
    """Pairs of the annotations of one document."""
    found = Alignment()
    found.same, mine, theirs = matched(gold, predicted, lambda a: (a.label, a.start, a.end, _kind(a, labels)))
    groups: dict[tuple[str, str], tuple[list[Annotation], list[Annotation]]] = {}
    for side, left in enumerate((mine, theirs)):
        for a in left:
            groups.setdefault((a.label, _kind(a, labels)), ([], []))[side].append(a)
    for one, other in groups.values():
        one.sort(key=_place)
        other.sort(key=_place)
        found.half += _along(one, other, _half)
        found.touching += _along(one, other, _touch)
    met = set(map(id, chain.from_iterable(found.touching)))
    found.gold = [a for a in mine if id(a) not in met]
    found.predicted = [a for a in theirs if id(a) not in met]
    return found


def matched(
    gold: Iterable[Annotation], predicted: Iterable[Annotation], key: Callable[[Annotation], object]
) -> tuple[list[Pair], list[Annotation], list[Annotation]]:
    """Pairs of one key, one to one, in the order of `gold`; then what is left of both."""
    waiting: dict[object, list[Annotation]] = {}
    theirs = list(predicted)
    for b in reversed(theirs):
        waiting.setdefault(key(b), []).append(b)
    pairs: list[Pair] = []
    left: list[Annotation] = []
    for a in gold:
        if same := waiting.get(key(a)):
            pairs.append((a, same.pop()))
        else:
            left.append(a)
    met = {id(b) for _, b in pairs}
    return pairs, left, [b for b in theirs if id(b) not in met]


def _along(
    gold: list[Annotation], predicted: list[Annotation], fits: Callable[[Annotation, Annotation], bool]
) -> Iterator[Pair]:
    """Each of `gold` with the first of `predicted` that fits and is free. Both are sorted by start.

    Predicted ones are looked at only while they overlap: `begun` are those that began no later than the gold one, a very long
    one among them, and they are let go of when they have ended.
    """
    begun: list[Annotation] = []
    taken: set[int] = set()
    i = 0
    for a in gold:
        while i < len(predicted) and predicted[i].start <= a.start:
            begun.append(predicted[i])
            i += 1
        begun = [b for b in begun if b.end > a.start and id(b) not in taken]
        for b in chain(begun, _starting_before(a.end, predicted, i)):
            if id(b) not in taken and fits(a, b):
                taken.add(id(b))
                yield a, b
                break


def _starting_before(end: int, annotations: list[Annotation], i: int) -> Iterator[Annotation]:
    while i < len(annotations) and annotations[i].start < end:
        yield annotations[i]
        i += 1


def _kind(a: Annotation, labels: Labels) -> str:
    """What tells annotations of one span apart: the first declared field, where spans of the label may overlap."""
    label = labels.get(a.label)
    if label is None or label.value is None or not label.overlap:
        return ""
    return str(a.fields().get(attrs.fields(label.value)[0].name))


def _place(a: Annotation) -> tuple[int, int]:
    return a.start, a.end


def _half(a: Annotation, b: Annotation) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared * 2 >= max(a.end, b.end) - min(a.start, b.start)


def _touch(a: Annotation, b: Annotation) -> bool:
    return a.start < b.end and b.start < a.end
