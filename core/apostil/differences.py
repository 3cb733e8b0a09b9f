"""What became of annotations between two sets of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from attrs import define

from apostil.agreement import Alignment, Pair, aligned, matched
from apostil.evaluate import Pairs, agrees
from apostil.exporter import Labels
from apostil.model import Annotation

Kind = Literal["appeared", "vanished", "moved", "relabelled", "revalued", "relinked"]


@define
class Side:
    """An annotation before or after. Links are `role:start-end`."""

    id: str
    label: str
    start: int
    end: int
    text: str
    value: dict[str, Any]
    links: list[str]


@define
class Difference:
    """What became of an annotation. Of several changes to one the kind is the first in the order of `Kind`; all can be seen
    in what it was before and is after, of which one is None where it appeared or vanished."""

    document: str
    kind: Kind
    before: Side | None
    after: Side | None

    @property
    def side(self) -> Side:
        """The annotation as it was, or is where it was not."""
        side = self.before or self.after
        assert side is not None
        return side


def differences(pairs: Pairs, labels: Labels) -> Iterator[Difference]:
    """What differs, document by document in reading order."""
    for one, other in pairs:
        before, after = one.annotations, other.annotations if other else []
        places = [{a.id: f"{a.start}-{a.end}" for a in annotations} for annotations in (before, after)]
        found = [
            Difference(one.document.id, kind, _side(a, places[0]), _side(b, places[1]))
            for kind, a, b in _changes(aligned(before, after, labels))
        ]
        found.sort(key=lambda d: (d.side.start, d.side.end, d.side.label, d.kind))
        yield from found


def _side(a: Annotation | None, places: dict[str, str]) -> Side | None:
    if a is None:
        return None
    links = [f"{link.role}:{places.get(_target(link.target), '?')}" for link in a.links()]
    return Side(a.id, a.label, a.start, a.end, a.text, a.fields(), links)


def _target(target: Annotation | str) -> str:
    return target.id if isinstance(target, Annotation) else target


def _changes(found: Alignment) -> Iterator[tuple[Kind, Annotation | None, Annotation | None]]:
    revalued, gold, predicted = matched(found.gold, found.predicted, lambda a: (a.label, a.start, a.end))
    relabelled, vanished, appeared = matched(gold, predicted, lambda a: (a.start, a.end))
    after = {a.id: b.id for a, b in (*found.same, *found.touching, *revalued, *relabelled)}
    known = set(after.values())
    yield from (("moved", a, b) for a, b in found.touching)
    yield from (("relabelled", a, b) for a, b in relabelled)
    yield from (("revalued", a, b) for a, b in revalued)
    for pair in found.same:
        if not _same_value(pair):
            yield "revalued", *pair
        elif not _same_links(pair, after, known):
            yield "relinked", *pair
    yield from (("vanished", a, None) for a in vanished)
    yield from (("appeared", None, b) for b in appeared)


def _same_value(pair: Pair) -> bool:
    """Whether every key of the first value is the same in the second. What was noted by hand need not have all keys, but a
    value where there was none is a change."""
    return agrees(*pair) and bool(pair[0].fields()) >= bool(pair[1].fields())


def _same_links(pair: Pair, after: dict[str, str], known: set[str]) -> bool:
    """Whether both have the same links; those to what vanished or appeared go and come with it."""
    ids = [(link.role, _target(link.target)) for link in pair[0].links()]
    were = {(role, after[target]) for role, target in ids if target in after}
    return were == {(link.role, _target(link.target)) for link in pair[1].links() if _target(link.target) in known}
