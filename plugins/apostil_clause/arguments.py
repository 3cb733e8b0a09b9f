"""Amounts, rates, dates and organisations inside a span: evidence for its types, then the arguments of its clauses."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from apostil import Annotation, Argument, View
from apostil_clause.frames import Bits
from apostil_clause.roles import Roles

ROLES = ("party", "beneficiary", "obligor", "amount", "rate", "date", "duration", "cap", "notice")
_LAYERS = (("money", "amount"), ("percentage", "rate"), ("date", "date"), ("organisation", "party"))
_CAPPED = frozenset({"cap_on_liability", "liquidated_damages", "revenue_sharing"})


class Entities:
    """What other annotators found, by place."""

    def __init__(self, view: View, bits: Bits) -> None:
        self.folded = view.folded
        self.layers = [(role, bits[role], view[name]) for name, role in _LAYERS if len(view[name])]
        self.figures = sorted(a.start for role, _, layer in self.layers if role in ("amount", "rate") for a in layer)
        self.duration = bits["duration"]
        self.moment = bits["moment"]
        self.several = bits["several"]

    def figures_in(self, start: int, end: int) -> bool:
        """Whether an amount or a rate begins in a span."""
        i = bisect_left(self.figures, start)
        return i < len(self.figures) and self.figures[i] < end

    def places(self, start: int, end: int) -> tuple[list[tuple[int, int, int]], int]:
        """Start, end and bits of each annotation of a span, as of cues; and all their bits, `several` for two organisations."""
        found: list[tuple[int, int, int]] = []
        mask = 0
        for role, bit, layer in self.layers:
            inside = layer.inside(start, end)
            for a in inside:
                bits = bit if role != "date" else bit | (self.duration if _is_duration(a) else self.moment)
                found.append((a.start, a.end, bits))
                mask |= bits
            if role == "party" and len(inside) > 1 and len({getattr(a.value, "canonical", a.start) for a in inside}) > 1:
                mask |= self.several
        return found, mask

    def arguments(self, start: int, end: int, kind: str, roles: Roles) -> list[Argument] | None:
        """Links of a clause of type `kind`, in the order of roles, then of the text."""
        found: list[Argument] = []
        for role, _, layer in self.layers:
            for a in layer.inside(start, end):
                finer = roles.role(self.folded, a.start, a.end, kind) if role == "party" else _role(role, a, kind)
                if finer:
                    found.append(Argument(finer, a))
        return found or None


def _is_duration(annotation: Annotation) -> bool:
    return getattr(annotation.value, "type", None) == "DURATION"


def _role(role: str, annotation: Annotation, kind: str) -> str:
    """The finer role where the type and the value leave no doubt."""
    value: Any = annotation.value
    if role == "date" and _is_duration(annotation):
        return "notice" if kind == "notice_period" else "duration"
    if role == "amount" and kind in _CAPPED and getattr(value, "bound", None) == "max":
        return "cap"
    return role
