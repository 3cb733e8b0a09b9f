"""What a party of a clause does in it: gets, owes, or is only the source of the news."""

from __future__ import annotations

import regex
from attrs import define

from apostil import Words, finder, fold
from apostil_clause.cues import PREFIX, ROLE

AROUND = 48
"""Characters before and after a name that are read."""
_GIVEN = frozenset(
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


@define
class Roles:
    """Words that stand beside the name of a party, in a language."""

    gets: tuple[str, ...]
    gives: tuple[str, ...]
    to: tuple[str, ...]
    into: tuple[str, ...]
    revenue_of: tuple[str, ...]
    source: regex.Pattern[str]

    @classmethod
    def of(cls, words: Words) -> Roles:
        def listed(name: str, *ends: str) -> tuple[str, ...]:
            return tuple(fold(phrase) + end for phrase in words[PREFIX + ROLE + name] for end in ends)

        return cls(
            listed("gets", " "),
            listed("gives", " "),
            listed("to", " ", "'"),
            listed("into", " ", "'"),
            listed("revenue_of", " ", "'"),
            finder(r"(?<!\w) <<source>> (?!\w) [^,;:.]{0,30} $", {"source": listed("source", "")}),
        )

    def role(self, folded: str, start: int, end: int, kind: str) -> str | None:
        """Role of the party at `folded[start:end]` in a clause of type `kind`; None for the source of the news."""
        before = folded[max(0, start - AROUND) : start]
        if self.source.search(before):
            return None
        if kind not in _GIVEN:
            return "party"
        after = folded[end : end + AROUND].lstrip(" ")
        if after.startswith(self.gives) or (kind == "revenue_sharing" and before.endswith(self.revenue_of)):
            return "obligor"
        if kind == "licence_grant" and before.endswith(self.revenue_of):
            return "obligor"
        if after.startswith(self.gets) or before.endswith(self.into if kind == "investment" else self.to):
            return "beneficiary"
        return "party"
