"""What TIMEX3 and a `date` have in common: types, and how a word limits a value."""

from __future__ import annotations

LABEL = "date"
TYPES = ("DATE", "TIME", "DURATION", "SET")
MODS = {
    "start": "START",
    "mid": "MID",
    "end": "END",
    "approx": "APPROX",
    "before": "BEFORE",
    "after": "AFTER",
    "since": "ON_OR_AFTER",
    "until": "ON_OR_BEFORE",
    "more_than": "MORE_THAN",
    "less_than": "LESS_THAN",
}
"""`mod` of TIMEX3 by ours."""
OURS = {theirs: ours for ours, theirs in MODS.items()} | {"EQUAL_OR_MORE": "more_than", "EQUAL_OR_LESS": "less_than"}
