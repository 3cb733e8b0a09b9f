"""How well predicted annotations agree with gold ones.

    strict    the same span; where annotations of a label may overlap (a sentence of several clauses), also the same first field
    overlap   one to one, the shared part at least half of the joint span (and the same first field there)
    exact     strict, and every key of the gold value the same; keys that gold lacks are free

Precision, recall and F1 count spans over all documents together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import define

from apostil.exporter import Labels
from apostil.model import Annotated, Annotation

MEASURES = ("strict", "overlap", "exact")
ALL = "all"


@define
class Score:
    """Counts of one label or group: annotations in gold and predicted, and those that agree by each measure."""

    gold: int = 0
    predicted: int = 0
    strict: int = 0
    overlap: int = 0
    exact: int = 0

    def precision(self, measure: str) -> float:
        """Share of predicted annotations that agree; 0 where there are none."""
        agree: int = getattr(self, measure)
        return agree / self.predicted if self.predicted else 0.0

    def recall(self, measure: str) -> float:
        """Share of gold annotations that agree; 0 where there are none."""
        agree: int = getattr(self, measure)
        return agree / self.gold if self.gold else 0.0

    def f1(self, measure: str) -> float:
        """Harmonic mean of precision and recall."""
        agree: int = getattr(self, measure)
        return 2 * agree / (self.gold + self.predicted) if self.gold + self.predicted else 0.0


@define
class Difference:
    """What became of an annotation: `kind` is missed, added or changed (the same span with another value)."""

    document: str
    kind: str
    label: str
    start: int
    end: int
    text: str
    gold: dict[str, Any] | None
    predicted: dict[str, Any] | None


Pairs = list[tuple[Annotated, Annotated | None]]
Group = Callable[[Annotated, Annotation], str]


def paired(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Pairs:
    """Each gold document with the predicted one of the same id, else with one of the same text, else with None; then each
    predicted document that gold lacks, with an empty one of its id."""
    by_id: dict[str, Annotated] = {}
    by_text: dict[str, Annotated] = {}
    for annotated in predicted:
        by_id.setdefault(annotated.document.id, annotated)
        by_text.setdefault(_text_key(annotated), annotated)
    pairs: Pairs = [(g, by_id.get(g.document.id) or by_text.get(_text_key(g))) for g in gold]
    met = {id(other) for _, other in pairs}
    return pairs + [(Annotated(a.document), a) for a in by_id.values() if id(a) not in met]


def _text_key(annotated: Annotated) -> str:
    return annotated.sha256 or hashlib.sha256(annotated.document.text.encode("utf-8", "replace")).hexdigest()


def scores(pairs: Pairs, labels: Labels, group: Group = lambda annotated, annotation: annotation.label) -> dict[str, Score]:
    """Scores by label, or by what `group` says of an annotation, and of all under `ALL`."""
    found: dict[str, Score] = {}
    for gold, predicted in pairs:
        theirs = predicted.annotations if predicted else []
        for annotation in gold.annotations:
            found.setdefault(group(gold, annotation), Score()).gold += 1
        for annotation in theirs:
            found.setdefault(group(predicted or gold, annotation), Score()).predicted += 1
        for measure, matched in _matches(gold.annotations, theirs, labels):
            score = found[group(gold, matched)]
            setattr(score, measure, getattr(score, measure) + 1)
    total = Score(*(sum(getattr(s, name) for s in found.values()) for name in ("gold", "predicted", *MEASURES)))
    return {**dict(sorted(found.items())), ALL: total}


def differences(pairs: Pairs, labels: Labels) -> Iterator[Difference]:
    """What differs between gold and predicted, in reading order, document by document."""
    for gold, predicted in pairs:
        name = gold.document.id
        mine = {_key(a, labels): a for a in gold.annotations}
        theirs = {_key(a, labels): a for a in (predicted.annotations if predicted else [])}
        for key in sorted(mine.keys() | theirs.keys(), key=lambda k: (k[1], k[2], k[0], k[3])):
            a, b = mine.get(key), theirs.get(key)
            if a and b and _agrees(a, b):
                continue
            kind = "changed" if a and b else "missed" if a else "added"
            one = a or b
            assert one is not None
            yield Difference(
                name, kind, one.label, one.start, one.end, one.text, a.fields() if a else None, b.fields() if b else None
            )


def _matches(gold: list[Annotation], predicted: list[Annotation], labels: Labels) -> Iterator[tuple[str, Annotation]]:
    theirs = {_key(a, labels): a for a in predicted}
    mine = {_key(a, labels): a for a in gold}
    for key in mine.keys() & theirs.keys():
        yield "strict", mine[key]
        if _agrees(mine[key], theirs[key]):
            yield "exact", mine[key]
    left: dict[tuple[str, str], list[Annotation]] = {}
    for a in sorted(predicted, key=lambda a: -a.start):
        left.setdefault((a.label, _kind(a, labels)), []).append(a)
    for a in sorted(gold, key=lambda a: a.start):
        candidates = left.get((a.label, _kind(a, labels)), [])
        while candidates and candidates[-1].end <= a.start:  # what ends before this one begins is of no use to later ones
            candidates.pop()
        for i in range(len(candidates) - 1, -1, -1):
            if candidates[i].start >= a.end:
                break
            if _half(a, candidates[i]):
                del candidates[i]
                yield "overlap", a
                break


def _kind(a: Annotation, labels: Labels) -> str:
    """What tells annotations of one span apart: the first declared field, where spans of the label may overlap."""
    label = labels.get(a.label)
    if label is None or label.value is None or not label.overlap:
        return ""
    return str(a.fields().get(attrs.fields(label.value)[0].name))


def _key(a: Annotation, labels: Labels) -> tuple[str, int, int, str]:
    return a.label, a.start, a.end, _kind(a, labels)


def _agrees(gold: Annotation, predicted: Annotation) -> bool:
    theirs: Mapping[str, Any] = predicted.fields()
    return all(theirs.get(key) == value for key, value in gold.fields().items())


def _half(a: Annotation, b: Annotation) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared * 2 >= max(a.end, b.end) - min(a.start, b.start)
