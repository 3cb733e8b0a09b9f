"""Amounts, rates, dates and organisations inside a span: evidence for its types, then the arguments of its clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from apostil import Annotation, Argument, View
from apostil_clause.frames import Bits, Place

ROLES = ("party", "beneficiary", "obligor", "amount", "rate", "date", "duration", "cap", "notice")
_ROLE = {"money": "amount", "percentage": "rate", "date": "date", "organisation": "party"}
"""Plain role by label, in the order of arguments."""
_CAPPED = frozenset({"cap_on_liability", "liquidated_damages", "revenue_sharing"})


class Entities:
    """What other annotators found, in one list in the order of the text."""

    def __init__(self, view: View, bits: Bits) -> None:
        layers = {label: view[label] for label in _ROLE}
        self.found: list[Annotation] = sorted((a for layer in layers.values() for a in layer), key=attrgetter("start"))
        self.starts = [a.start for a in self.found]
        self.figures = sorted([*layers["money"].starts, *layers["percentage"].starts])
        """Where amounts and rates begin."""
        by_label = {label: bits[role] for label, role in _ROLE.items()}
        self.bits = [by_label[a.label] for a in self.found]
        self.roles = {bits[role]: role for role in _ROLE.values()}
        self.date, self.duration, self.moment = bits["date"], bits["duration"], bits["moment"]
        self.several = bits["several"]

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Indexes of the first annotation inside a span and of that after the last."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        while last > first and self.found[last - 1].end > end:
            last -= 1
        return first, last

    def features(self, first: int, last: int, asked: int) -> int:
        """Those of the features `asked` that these annotations have."""
        mask = 0
        for bits in self.bits[first:last]:
            mask |= bits
        if mask & self.date and asked & (self.duration | self.moment):
            for a in self.found[first:last]:
                if a.label == "date":
                    mask |= self.duration if _is_duration(a) else self.moment
        if last - first > 1 and asked & self.several:
            names = {getattr(a.value, "canonical", a.start) for a in self.found[first:last] if a.label == "organisation"}
            mask |= self.several if len(names) > 1 else 0
        return mask & asked

    def places(self, first: int, last: int, asked: int) -> list[Place]:
        """Start, end and features of those of the annotations that have any of the features `asked`."""
        kinds = self.date | self.duration | self.moment
        return [
            (a.start, a.end, bits | (self.duration if _is_duration(a) else self.moment) if bits == self.date else bits)
            for a, bits in zip(self.found[first:last], self.bits[first:last], strict=True)
            if bits & asked or (bits == self.date and asked & kinds)
        ]

    def arguments(self, first: int, last: int) -> list[Argument]:
        """Links to these annotations, in the order of roles, then of the text."""
        bits, found, roles, date = self.bits, self.found, self.roles, self.date
        places = range(first, last) if last - first < 2 else sorted(range(first, last), key=bits.__getitem__)
        return [
            Argument("duration" if bits[i] == date and _is_duration(found[i]) else roles[bits[i]], found[i]) for i in places
        ]


def finer(links: Sequence[Argument], kind: str) -> list[Argument] | None:
    """Links of a clause of type `kind`: the finer role where the type and the value leave no doubt."""
    if kind in _CAPPED:
        return [Argument("cap", link.target) if link.role == "amount" and _is_cap(link) else link for link in links] or None
    if kind == "notice_period":
        return [Argument("notice", link.target) if link.role == "duration" else link for link in links] or None
    return [*links] or None


def _is_cap(link: Argument) -> bool:
    target: Any = link.target
    return getattr(target.value, "bound", None) == "max"


def _is_duration(annotation: Annotation) -> bool:
    return getattr(annotation.value, "type", None) == "DURATION"
