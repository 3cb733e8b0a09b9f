"""How far a term holds, from cue verbs, mood and tense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Status = Literal["in_force", "proposed", "contested", "ended", "conditional"]
STATUSES: tuple[Status, ...] = ("contested", "ended", "proposed", "conditional", "in_force")
"""In the order in which they are asked: what is disputed may well be in force, and what is proposed conditional.
A right or duty of today is in force where nothing else is told."""
_REPORTED = frozenset({"contested", "proposed"})
"""Told of a contract, not in it: what a party refuses or what could happen is there a part of the term."""


def status(mask: int, cues: Sequence[tuple[Status, int]], contract: int) -> Status | None:
    """The first of `cues` that is in the features `mask` of a sentence. A sentence of a contract without one is in force."""
    for name, bit in cues:
        if mask & bit and not (mask & contract and name in _REPORTED):
            return name
    return "in_force" if mask & contract else None
