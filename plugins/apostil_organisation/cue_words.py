"""Cue words of a language, read from the tables `organisation_*`."""

from __future__ import annotations

import re

from apostil import Words, pattern

MARKET = r"\((?:<<organisation_market>>)(?!\w)"
"""What opens the code of a share: `(NASDAQ`, `(Euronext Paris`."""


def listed(words: Words, *names: str) -> frozenset[str]:
    """The words of all the classes `names` together."""
    return frozenset(word for name in names for word in words[f"organisation_{name}"])


def market_of(words: Words) -> re.Pattern[str]:
    """A bracket from its opening to the code of a share: `(NASDAQ: `."""
    return pattern(rf"{MARKET}[ ]?:?[ ]?", words)
