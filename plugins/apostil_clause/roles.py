"""What a party of a clause does in it: gets, owes, or is only the source of the news."""

from __future__ import annotations

import re

import regex
from attrs import define

from apostil import Words, finder, fold_all, pattern
from apostil_clause.cues import PREFIX, ROLE

AROUND = 48
"""Characters before and after a name that are read."""
GIVEN = frozenset(
    {
        "revenue_sharing",
        "licence_grant",
        "price_payment",
        "investment",
        "equity_stake",
        "supply",
        "exclusivity",
        "preemption",
        "liquidated_damages",
        "minimum_commitment",
    }
)
"""Types whose clauses give something to somebody."""
_SHARED = frozenset({"revenue_sharing", "licence_grant"})
"""Types of which he owes something whose revenues or works they name."""


@define
class Roles:
    """Words that stand beside the name of a party, in a language."""

    gets: re.Pattern[str]
    gives: re.Pattern[str]
    to: tuple[str, ...]
    not_to: tuple[str, ...]
    into: tuple[str, ...]
    from_: tuple[str, ...]
    revenue_of: tuple[str, ...]
    notices: tuple[str, ...]
    sources: tuple[str, ...]
    source: regex.Pattern[str]

    @classmethod
    def of(cls, words: Words) -> Roles:
        def listed(name: str) -> list[str]:
            return fold_all(words[PREFIX + ROLE + name])

        def after(name: str) -> re.Pattern[str]:
            return pattern(r"[ ]{0,40} <<words>> [ ]", {"words": listed(name)})

        def before(name: str) -> tuple[str, ...]:
            return tuple(phrase + end for phrase in listed(name) for end in (" ", "'"))

        sources = listed("source")
        source = finder(r"(?<!\w) <<source>> (?!\w) [^,;:.]{0,30} $", {"source": sources})
        beside = before("to"), before("not_to"), before("into"), before("from"), before("revenue_of")
        return cls(after("gets"), after("gives"), *beside, tuple(listed("notice")), tuple(sources), source)

    def has_source(self, quote: str) -> bool:
        """Whether a word for the source of the news stands in `quote`, or seems to."""
        for phrase in self.sources:  # noqa: SIM110  a loop costs half of what `any` and a generator do
            if phrase in quote:
                return True
        return False

    def is_source(self, folded: str, start: int) -> bool:
        """Whether a name that begins at `start` is that of the source of the news."""
        before = folded[max(0, start - AROUND) : start]
        return self.has_source(before) and self.source.search(before) is not None

    def is_notice(self, folded: str, start: int, end: int) -> bool:
        """Whether a length of time is that of a notice: `un préavis de trente jours`, `180 days' written notice`."""
        around = folded[max(0, start - AROUND) : end + AROUND // 2]
        return any(word in around for word in self.notices)

    def role(self, folded: str, start: int, end: int, kind: str) -> str:
        """Role of the party at `folded[start:end]` in a clause of type `kind`, which is one of `GIVEN`."""
        before = folded[max(0, start - AROUND) : start]
        if kind in _SHARED and before.endswith(self.revenue_of):
            return "obligor"
        if self.gives.match(folded, end) or (kind == "investment" and before.endswith(self.from_)):
            return "obligor"
        given = before.endswith(self.into if kind == "investment" else self.to) and not before.endswith(self.not_to)
        if given or self.gets.match(folded, end):
            return "beneficiary"
        return "party"
