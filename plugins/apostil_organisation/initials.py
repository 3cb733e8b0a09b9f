"""Initials: what an acronym is made of."""

from __future__ import annotations

import re
from functools import lru_cache

from .pieces import key_of

_CORPORATE = frozenset(
    ("Public", "Company", "Limited", "Ltd", "Inc", "Corporation", "Corp", "Co", "Group", "Holdings", "SA", "PLC")
)
_LIMITED = frozenset(("Limited", "Ltd"))
SMALL_WORDS = frozenset(
    (
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
        "en",
        "a",
        "of",
        "the",
        "and",
        "for",
        "on",
        "&",
        "à",
        "aux",
        "pour",
        "in",
        "par",
    )
)


@lru_cache(maxsize=4096)
def initials(full: str) -> tuple[str, ...]:
    """Initials of a name of several words, small words left out and counted: `Union européenne` → `ue`."""
    words = [w for w in re.split(r"[\s'’-]{1,3}", full) if w]
    if len(words) < 2:
        return ()
    bare = "".join(key_of(w)[:1] for w in words if w.lower() not in SMALL_WORDS)
    every = "".join(key_of(w)[:1] for w in words)
    found = (bare,) if bare == every else (bare, every)
    lean = "".join(key_of(w)[:1] for w in words if w.lower() not in SMALL_WORDS and w.rstrip(".,") not in _CORPORATE)
    limited = [w for w in words if w.rstrip(".,") in _LIMITED]
    if len(lean) > 1:
        found = (*found, lean + "l") if limited else found if lean in found else (*found, lean)
    if (
        words[0].isupper() and len(words[0]) > 1 and not full.isupper()
    ):  # `PTTEP` for PTT Exploration and Production Public Company
        spelt = "".join(
            key_of(w) if w.isupper() else key_of(w)[:1] for w in words if w not in _CORPORATE and w not in SMALL_WORDS
        )
        found = (*found, spelt) if len(spelt) > len(words[0]) + 1 else found
    return found


def is_acronym(short: str, full: str) -> bool:
    """Whether `short` is made of the initials of `full`, with or without small letters between: `BofA`, `CNaPS`."""
    if " " in short or not 2 <= len(short) <= 10:
        return False
    letters, first = initials(full), full.partition(" ")[0]
    if not first.isupper() and short == "".join(c for c in first if c.isupper()):
        return True  # `AZ`, of AstraZeneca
    return key_of(short) in letters or "".join(c for c in short if c.isupper()).lower() in letters
