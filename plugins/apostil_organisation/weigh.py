"""The one place where evidence is added up.

Each kind of evidence counts once for a name, however often it is met. Weights are multiples of 1/8, so that a sum is the
same in any order. A name whose sum reaches `ENOUGH` is an organisation.
"""

from __future__ import annotations

from functools import lru_cache

ENOUGH = 3.0
HOPELESS = -4.0
"""A name that its own words put this low is not looked at further."""
CERTAIN = 4.5
"""A name that its own words put this high needs no look at what is beside it."""

WEIGHTS = {
    # the name itself
    "listed": 7.0,
    "listed-word": 2.0,
    "listed-place": -2.0,
    "listed-person": -1.0,
    "form": 9.0,
    "head": 6.0,
    "tail": 4.5,
    "start": 4.5,
    "trade": 2.5,
    "branch": 4.0,
    "joined": 4.0,
    "partners": 2.5,
    "acronym": 1.0,
    "camel": 1.5,
    # what stands beside it
    "noun": 4.0,
    "apposed": 4.5,
    "attributed": 3.5,
    "role": 4.0,
    "role-weak": 1.5,
    "role-article": 2.0,
    "masthead": 3.0,
    "source": 4.0,
    "before-strong": 3.0,
    "before": 2.0,
    "before-weak": 0.5,
    "verb": 4.0,
    "match": 3.0,
    "club": 8.0,
    "says": 3.75,
    "announces": 1.0,
    "speech": 1.0,
    "inside": 1.0,
    "acronym-article": 1.5,
    "affiliation": 1.0,
    "country": 3.5,
    "price": 1.5,
    "repeated": 0.375,
    "frequent": 0.5,
    "title": 2.0,
    "coordination": 4.0,
    "bracket": 4.0,
    # against
    "opening": -1.0,
    "extends": -3.0,
    "headline": -3.0,
    "two-words": -1.0,
    "person-role": -2.0,
    "first-name": -4.0,
    "person": -6.0,
    "surname": -6.0,
    "surname-listed": -4.5,
    "place": -4.5,
    "place-before": -0.75,
    "registry": -9.0,
    "product": -4.5,
    "model": -1.0,
    "product-before": -3.5,
    "article": -1.0,
    "determiner": -3.0,
    "common": -4.0,
    "common-listed": -2.0,
    "term": -6.0,
    "abbreviation": -9.0,
    "articled": -6.0,
    "address": -9.0,
}


@lru_cache(maxsize=4096)
def weight(evidence: frozenset[str]) -> float:
    """Sum of the weights of distinct kinds of evidence."""
    return sum([WEIGHTS[kind] for kind in evidence])


@lru_cache(maxsize=4096)
def strongest(evidence: frozenset[str]) -> str:
    """The kind of evidence that weighs most, which an annotation gives as its rule."""
    return max(sorted(evidence), key=WEIGHTS.__getitem__, default="repeated")
