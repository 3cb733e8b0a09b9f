"""Tokens of a text, and the IOB2 tags that annotations of one label give them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

import regex
from attrs import define, field

from apostil import Annotation

_TOKEN = regex.compile(r"\w+|[^\w\s\p{Cc}]")
"""A word with its combining marks, or one other character that shows; controls would cut lines in some readers."""


@define
class Tokens:
    """Tokens of a text as parallel lists."""

    words: list[str] = field(factory=list)
    starts: list[int] = field(factory=list)
    ends: list[int] = field(factory=list)

    @classmethod
    def of(cls, text: str) -> Tokens:
        found = cls()
        for token in _TOKEN.finditer(text):
            found.words.append(token[0])
            found.starts.append(token.start())
            found.ends.append(token.end())
        return found

    def within(self, a: Annotation) -> tuple[int, int]:
        """First token that `a` touches and the one after the last; the same number where it touches none."""
        return bisect_right(self.ends, a.start), bisect_left(self.starts, a.end)


def tagged(tokens: Tokens, annotations: Iterable[Annotation], lost: Counter[str]) -> dict[int, str]:
    """IOB2 tags by token, of annotations of one label in reading order; tokens outside all of them have none.

    Of two that share a token the first stays. `lost` counts what could not be said.
    """
    tags: dict[int, str] = {}
    free = 0
    for a in annotations:
        first, after = tokens.within(a)
        if first >= after or first < free:
            lost["no token" if first >= after else "overlapping"] += 1
            continue
        lost["widened"] += tokens.starts[first] < a.start or tokens.ends[after - 1] > a.end
        tags[first] = f"B-{a.label}"
        tags.update((token, f"I-{a.label}") for token in range(first + 1, after))
        free = after
    return tags
