"""How well predicted annotations agree with gold ones.

    strict    the same span; where annotations of a label may overlap (a sentence of several clauses), also the same first field
    overlap   one to one, the shared part at least half of the joint span (and the same first field there)
    partial   one to one; the same span counts as one, any shared character as a half
    exact     strict, and every key of the gold value the same; a key that it does not have may be anything

Precision, recall and F1 count spans over all documents together.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve

from apostil.agreement import Pair, aligned
from apostil.exporter import Labels
from apostil.hashing import sha256
from apostil.model import Annotated, Annotation, Document

MEASURES = ("strict", "overlap", "partial", "exact")
ALL = "all"
CERTAINTY = 0.95
"""Share of resamples that an interval holds."""


@define
class Score:
    """Counts of one label or group: annotations in gold and predicted, and those that agree by each measure."""

    gold: int = 0
    predicted: int = 0
    strict: int = 0
    overlap: int = 0
    partial: float = 0
    exact: int = 0

    def precision(self, measure: str) -> float:
        """Share of predicted annotations that agree; 0 where there are none."""
        agree: float = getattr(self, measure)
        return agree / self.predicted if self.predicted else 0.0

    def recall(self, measure: str) -> float:
        """Share of gold annotations that agree; 0 where there are none."""
        agree: float = getattr(self, measure)
        return agree / self.gold if self.gold else 0.0

    def f1(self, measure: str) -> float:
        """Harmonic mean of precision and recall."""
        agree: float = getattr(self, measure)
        return 2 * agree / (self.gold + self.predicted) if self.gold + self.predicted else 0.0

    def add(self, other: Score, times: int = 1) -> None:
        """Count in what `other` counts, as often as `times` says."""
        self.gold += other.gold * times
        self.predicted += other.predicted * times
        self.strict += other.strict * times
        self.overlap += other.overlap * times
        self.partial += other.partial * times
        self.exact += other.exact * times


@define
class Group:
    """What annotations are scored by. `of_predicted`: by what only predicted ones tell (their rule, say), so that there is a
    precision but no recall."""

    of: Callable[[Document, Annotation], str]
    of_predicted: bool = False


BY_LABEL = Group(lambda document, a: a.label)
Pairs = list[tuple[Annotated, Annotated | None]]
Tally = dict[str, Score]
"""Scores by group, of all under `ALL`."""


def paired(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Pairs:
    """Each gold document with a predicted one of the same id and text, else of the same id, else of the same text, else with
    None; then each predicted document that is left, with an empty one of its id. Of several that are alike the first goes with
    the first."""
    wanted, left = list(gold), list(predicted)
    found: dict[int, Annotated] = {}
    keys: list[Callable[[Annotated], Any]] = [lambda a: (a.document.id, text_key(a)), lambda a: a.document.id, text_key]
    for key in keys:
        alike: defaultdict[Any, deque[Annotated]] = defaultdict(deque)
        for annotated in left:
            alike[key(annotated)].append(annotated)
        for place, g in enumerate(wanted):
            if place not in found and (same := alike[key(g)]):
                found[place] = same.popleft()
        taken = set(map(id, found.values()))
        left = [annotated for annotated in left if id(annotated) not in taken]
    return [(g, found.get(place)) for place, g in enumerate(wanted)] + [(Annotated(a.document), a) for a in left]


def text_key(annotated: Annotated) -> str:
    """Hash of the text, by the file's own word where it was read without."""
    return annotated.sha256 or sha256(annotated.document.text.encode("utf-8", "replace")).hexdigest()


def tallies(pairs: Pairs, labels: Labels, group: Group = BY_LABEL) -> Iterator[Tally]:
    """Scores of each document by itself."""
    for gold, predicted in pairs:
        found: Tally = {ALL: Score()}
        theirs = predicted.annotations if predicted else []
        document = _told(gold, predicted)
        for a in gold.annotations:
            _count(found, None if group.of_predicted else group.of(document, a), "gold", 1)
        for b in theirs:
            _count(found, group.of(document, b), "predicted", 1)
        for measure, pair, share in _agreeing(gold.annotations, theirs, labels):
            _count(found, group.of(document, pair[group.of_predicted]), measure, share)
        yield found


def _told(gold: Annotated, predicted: Annotated | None) -> Document:
    """The gold document, with what only the predicted one says of it."""
    if predicted is None:
        return gold.document
    one, other = gold.document, predicted.document
    return evolve(one, language=one.language or other.language, metadata={**other.metadata, **one.metadata})


def _count(found: Tally, name: str | None, measure: str, share: float) -> None:
    for score in (found[ALL], *([found.setdefault(name, Score())] if name not in (None, ALL) else [])):
        setattr(score, measure, getattr(score, measure) + share)


def _agreeing(gold: list[Annotation], predicted: list[Annotation], labels: Labels) -> Iterator[tuple[str, Pair, float]]:
    found = aligned(gold, predicted, labels)
    for pair in found.same:
        yield "strict", pair, 1
        yield "overlap", pair, 1
        yield "partial", pair, 1
        if agrees(*pair):
            yield "exact", pair, 1
    yield from (("overlap", pair, 1) for pair in found.half)
    yield from (("partial", pair, 0.5) for pair in found.touching)


def agrees(gold: Annotation, predicted: Annotation) -> bool:
    """Whether every key of the gold value is the same in the predicted one."""
    theirs: Mapping[str, Any] = predicted.fields()
    return all(theirs.get(key) == value for key, value in gold.fields().items())


def summed(tallies: Iterable[tuple[Tally, int]]) -> Tally:
    """Scores of documents together, each counted as often as said: groups by name, then `ALL`."""
    found: Tally = {}
    for tally, times in tallies:
        for name, score in tally.items():
            found.setdefault(name, Score()).add(score, times)
    total = found.pop(ALL, Score())
    return {**dict(sorted(found.items())), ALL: total}


def counts_by_rule(pairs: Pairs, labels: Labels) -> dict[str, dict[str, tuple[int, int]]]:
    """By annotator and rule: predicted annotations that are exact, and all."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for gold, predicted in pairs:
        if predicted is None:
            continue
        right = {id(b) for a, b in aligned(gold.annotations, predicted.annotations, labels).same if agrees(a, b)}
        for b in predicted.annotations:
            of = found.setdefault(b.annotator, {})
            exact, every = of.get(b.rule, (0, 0))
            of[b.rule] = exact + (id(b) in right), every + 1
    return found


def scores(pairs: Pairs, labels: Labels, group: Group = BY_LABEL) -> Tally:
    """Scores by label, or by what `group` says, of all documents."""
    return summed((tally, 1) for tally in tallies(pairs, labels, group))


def intervals(
    documents: list[Tally], resamples: int, ratio: Callable[[Score, str], float]
) -> dict[str, dict[str, tuple[float, float]]]:
    """Where `ratio` lies, by group and measure, in the middle `CERTAINTY` of `resamples` of the documents, drawn with
    replacement: a percentile bootstrap, the same on every run. A group counts where it is drawn."""
    draw = random.Random(0)  # noqa: S311  a fixed seed is the point
    met: dict[tuple[str, str], list[float]] = {}
    for _ in range(resamples if documents else 0):
        times = [0] * len(documents)
        for place in draw.choices(range(len(documents)), k=len(documents)):
            times[place] += 1
        for name, score in summed((tally, n) for tally, n in zip(documents, times, strict=True) if n).items():
            for measure in MEASURES:
                met.setdefault((name, measure), []).append(ratio(score, measure))
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for (name, measure), values in met.items():
        values.sort()
        cut = int(len(values) * (1 - CERTAINTY) / 2)
        found.setdefault(name, {})[measure] = values[cut], values[-1 - cut]
    return found
