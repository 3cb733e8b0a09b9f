"""Amounts, rates, dates and organisations inside a span: evidence for its types, then the arguments of its clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from apostil import Annotation, Argument, View
from apostil_clause.frames import Bits, Place
from apostil_clause.roles import AROUND, GIVEN, Roles

ROLES = ("party", "beneficiary", "obligor", "amount", "rate", "date", "duration", "cap", "notice")
_ROLE = {"money": "amount", "percentage": "rate", "date": "date", "organisation": "party"}
"""Plain role by label, in the order of arguments."""
_DATELINE = re.compile(r"[^()\n]?(?: \([^()\n]{2,30})?\) ?[-–—]{1,2} ")
"""From the end of the day, or the last letter of the agency, of a dateline: `Sept 14 (Reuters) - `."""
_CAPPED = frozenset({"cap_on_liability", "liquidated_damages", "revenue_sharing"})


class Entities:
    """What other annotators found, in one list in the order of the text."""

    def __init__(self, view: View, bits: Bits) -> None:
        self.folded = view.folded
        money, rates, dates, parties = (view[label] for label in _ROLE)
        self.found: list[Annotation] = [*money, *rates, *dates, *parties]
        self.found.sort(key=attrgetter("start"))
        self.starts = [a.start for a in self.found]
        self.figures = sorted([*money.starts, *rates.starts])
        """Where amounts and rates begin."""
        by_label = {label: bits[role] for label, role in _ROLE.items()}
        self.bits = [by_label[a.label] for a in self.found]
        self.roles = {bits[role]: role for role in _ROLE.values()}
        self.date, self.duration, self.moment = bits["date"], bits["duration"], bits["moment"]
        self.period, self.several = bits["period"], bits["several"]

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
        if mask & self.date and asked & (self.duration | self.moment | self.period):
            for a in self.found[first:last]:
                if a.label == "date":
                    mask |= self._kind(a)
        if last - first > 1 and asked & self.several:
            names = {getattr(a.value, "canonical", a.start) for a in self.found[first:last] if a.label == "organisation"}
            mask |= self.several if len(names) > 1 else 0
        return mask & asked

    def _kind(self, date: Annotation) -> int:
        """The feature of a length of time, of a day, or of a day and of what lasts from it to another."""
        if _is_duration(date):
            return self.duration
        told = getattr(date.value, "value", None) or ""  # none of a date that does not exist
        return self.moment | (self.period if "/" in told else 0)

    def places(self, first: int, last: int, asked: int) -> list[Place]:
        """Start, end and features of those of the annotations that have any of the features `asked`."""
        kinds = self.date | self.duration | self.moment | self.period
        return [
            (a.start, a.end, bits | self._kind(a) if bits == self.date else bits)
            for a, bits in zip(self.found[first:last], self.bits[first:last], strict=True)
            if bits & asked or (bits == self.date and asked & kinds)
        ]

    def arguments(self, first: int, last: int, told: Roles) -> list[Argument]:
        """Links to these annotations but the sources of the news, in the order of roles, then of the text."""
        if first == last:
            return []
        bits, found, roles = self.bits, self.found, self.roles
        indexes = range(first, last) if last - first < 2 else sorted(range(first, last), key=bits.__getitem__)
        sourced = told.has_source(self.folded[max(0, found[first].start - AROUND) : found[last - 1].start])
        links: list[Argument] = []
        for i in indexes:
            a, role = found[i], roles[bits[i]]
            if i - first < 2 and _DATELINE.match(self.folded, a.end - (self.folded[a.start - 1] == "(")):
                continue
            if role == "date" and _is_duration(a):
                role = "duration"
            if not sourced or role != "party" or not told.is_source(self.folded, a.start):
                links.append(Argument(role, a))
        return links


def finer(links: Sequence[Argument], kind: str, folded: str, told: Roles) -> list[Argument] | None:
    """Links of a clause of type `kind`: the finer role where the type, the value and the words beside leave no doubt."""
    if kind not in GIVEN and kind not in _CAPPED and kind != "notice_period":
        return [*links] or None
    found: list[Argument] = []
    lengths = sum(link.role == "duration" for link in links)
    for link in links:
        role, target = link.role, link.target
        assert isinstance(target, Annotation)
        if role == "party":
            role = told.role(folded, target.start, target.end, kind) if kind in GIVEN else role
        elif role == "amount":
            role = "cap" if kind in _CAPPED and getattr(target.value, "bound", None) == "max" else role
        elif role == "duration" and kind == "notice_period":
            role = "notice" if lengths == 1 or told.is_notice(folded, target.start, target.end) else role
        found.append(link if role == link.role else Argument(role, target))
    return found or None


def _is_duration(annotation: Annotation) -> bool:
    return getattr(annotation.value, "type", None) == "DURATION"
