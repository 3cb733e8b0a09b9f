"""Words that place a date in time: `mars dernier`, `next March`, `this Friday`, and the year that follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apostil import Hit, Words, pattern
from apostil_date import reckoning
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import table

BACK = 48
"""Characters read before a word."""
PIVOT = 40
"""Two digits up to this are a year of this century."""

YEAR_AFTER = r"""(?:\ ?,?[ \n]{1,2}(?:(?:<<date_of_year>>)[ \n])?|-|/)
    (?P<year> (?:1\d|20|21)\d\d(?!\w|[.,]\d|\ \d{3}(?!\d)|\ ?[%\x80$])
            | '\d\d(?!\w)
            | (?<!\n)\d\d(?![\w%:/]|[.,]\d|\ ?[%\x80$]|\ ?h|\ \w) )"""
_BEFORE = r"(?<!\w)(?:(?P<every><<date_every>>)|(?P<adjective><<date_adjective_before>>)|(?P<this><<date_this>>))\ "


class Placing:
    """Patterns of one language for words that place a date."""

    def __init__(self, words: Words) -> None:
        self.year = pattern(YEAR_AFTER, words)
        self.after = pattern(r"[ \n](?P<adjective><<date_adjective>>)(?!\w)", words)
        self.before = backward(_BEFORE, words, ("date_every", "date_adjective_before", "date_this"))
        self.everies = table(words, "date_every")
        self.adjectives, self.adjectives_before = table(words, "date_adjective"), table(words, "date_adjective_before")

    def adjectives_of(self, folded: str, p: Piece) -> None:
        """Take into `p` the adjectives on its sides."""
        if after := self.after.match(folded, p.end):
            p.end = after.end()
            _place(p, self.adjectives[after["adjective"]])
        before = self.before.match(folded, max(0, p.start - BACK), p.start)
        if not before or before["every"]:
            return
        p.start = before.start()
        if before["this"]:
            p.this = True
        else:
            _place(p, self.adjectives_before[before["adjective"]])

    def year_or_adjectives_of(self, folded: str, p: Piece) -> None:
        """Take into `p` the year after it, in full or with an apostrophe, else its adjectives."""
        year = self.year.match(folded, p.end)
        if year and (len(year["year"]) == 4 or year["year"][0] == "'"):
            p.year, p.end = full_year(year["year"]), year.end()
        else:
            self.adjectives_of(folded, p)

    def repeated(self, folded: str, hit: Hit, unit: str, rule: str) -> Piece | None:
        """`hit` with `every` or the like before it: a repetition, whose period is counted in `unit`."""
        before = self.before.match(folded, max(0, hit.start - BACK), hit.start)
        if not before or not before["every"]:
            return None
        count = self.everies[before["every"]].replace("n", "1")
        return Piece(before.start(), hit.end, "set", rule, value=f"P{count}{unit}")


def full_year(written: str) -> int:
    """`2024`, `'24`, `98` in full."""
    digits = written.lstrip("'")
    return int(digits) if len(digits) == 4 else reckoning.full_year(int(digits), PIVOT)


def _place(p: Piece, facts: Mapping[str, Any]) -> None:
    p.n, p.text_anchor, p.relative, p.rule = facts["n"], facts.get("text", False), True, f"{p.rule}-adjective"
