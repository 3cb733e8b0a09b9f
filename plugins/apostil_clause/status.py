"""How far a term holds, from cue verbs, mood and tense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import regex

Status = Literal["in_force", "proposed", "contested", "ended", "conditional"]
STATUSES: tuple[Status, ...] = ("contested", "ended", "proposed", "conditional")
"""In the order in which they are asked: what is disputed may well be in force, and what is proposed conditional."""


def status(
    folded: str, start: int, end: int, cues: Mapping[str, regex.Pattern[str]], contract: bool
) -> Status | None:
    """The first of `STATUSES` whose cues the sentence holds. A sentence of a contract without one is in force."""
    for name in STATUSES:
        if cues[name].search(folded, start, end):
            return name
    return "in_force" if contract else None
