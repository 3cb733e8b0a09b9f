"""How far a term holds, from cue verbs, mood and tense."""

from __future__ import annotations

from typing import Literal

from apostil_clause.frames import Bits

Status = Literal["in_force", "proposed", "contested", "ended", "conditional"]

_ORDER: tuple[Status, ...] = ("contested", "ended", "proposed", "conditional", "in_force")


def status(mask: int, bits: Bits, heading: bool) -> Status | None:
    """The first of the statuses whose cues (`status_proposed` and so on) are in the sentence; none for headings.

    What is disputed may well be in force, and what is proposed conditional: the more telling one is named. A sentence of a
    contract without a cue is in force.
    """
    if heading:
        return None
    for name in _ORDER:
        if mask & bits["status_" + name]:
            return name
    return "in_force" if mask & bits["contract"] else None
