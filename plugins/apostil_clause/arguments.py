"""Links from a clause to the amounts, rates, dates and organisations inside its span."""

from __future__ import annotations

from typing import Any

from apostil import Annotation, Argument, View
from apostil_clause.frames import Bits

ROLES = ("party", "beneficiary", "obligor", "amount", "rate", "date", "duration", "cap", "notice")
_LAYERS = (("money", "amount"), ("percentage", "rate"), ("date", "date"), ("organisation", "party"))
_CAPPED = frozenset({"cap_on_liability", "liquidated_damages", "revenue_sharing"})


class Entities:
    """What other annotators found, by place."""

    def __init__(self, view: View) -> None:
        self.layers = [(role, view[name]) for name, role in _LAYERS if len(view[name])]

    def bits(self, start: int, end: int, bits: Bits) -> int:
        """Features `amount`, `rate`, `date`, `duration`, `party` and `several` (two organisations) of a span."""
        mask = 0
        for role, layer in self.layers:
            inside = layer.inside(start, end)
            if not inside:
                continue
            mask |= bits[role]
            if role == "date" and any(_is_duration(a) for a in inside):
                mask |= bits["duration"]
            if role == "party" and len({a.value.canonical if a.value else a.text for a in inside}) > 1:
                mask |= bits["several"]
        return mask

    def places(self, start: int, end: int, bits: Bits) -> list[tuple[int, int, int]]:
        """Start, end and bits of each annotation of a span, as of cues."""
        return [
            (a.start, a.end, bits[role] | (bits["duration"] if role == "date" and _is_duration(a) else 0))
            for role, layer in self.layers
            for a in layer.inside(start, end)
        ]

    def arguments(self, start: int, end: int, kind: str) -> list[Argument] | None:
        """Links of a clause of type `kind`, in the order of roles, then of the text."""
        found = [Argument(_role(role, a, kind), a) for role, layer in self.layers for a in layer.inside(start, end)]
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
