"""Expressions built on a unit of time: what stands before the unit says which module reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from apostil import Hit, View, Words
from apostil_date.amounts import length
from apostil_date.backward import backward
from apostil_date.hours import are_minutes
from apostil_date.lengths import Lengths
from apostil_date.periods import Periods
from apostil_date.piece import Piece
from apostil_date.tables import table

BACK = 60
"""Characters read before a unit."""
RANKED = ("Q", "H", "C", "W", "N", "WE")
"""Units of which the first or the second is a date: quarter, half-year, century, week, fortnight, week-end."""
QUARTERS = ("Q", "H")
LED = (
    "date_every", "date_before_unit", "date_quantifier", "date_ordinal", "date_this", "date_adjective_before", "date_qualifier",
)  # fmt: skip
"""Lists one of whose words may stand last before a unit."""
KINDS = ("figure", "bracket", "quantifier", "ordinal", "this", "adjective")
"""Groups of the pattern that say what stands before, one at most of which matches."""
ARTICLES = ("a", "an")
NO_NUMBER = ("label", "glued", "scale")
"""Forms of the numbers layer that count nothing."""

_LEFT = r"""(?<![\w.,])(?:
    (?:(?P<every><<date_every>>)[ \n])?
    (?:(?P<outer><<date_before_unit>>)[ \n])?
    (?: (?<!\d\ )(?P<figure>\d{1,3}(?:\ \d{3}){1,3}|\d{1,4}(?:[.,]\d{1,2})?)(?:[ ]\([^()\n]{1,40}\))?[ \n]?
      | \((?P<bracket>\d{1,4})\)[ \n]?
      | (?P<quantifier><<date_quantifier>>)[ \n-]?
      | (?P<ordinal><<date_ordinal>>)[ \n]
      | (?P<this><<date_this>>)[ \n]
      | (?P<adjective><<date_adjective_before>>)[ \n]
    )?
    (?:(?P<inner><<date_before_unit>>)[ \n])?
    (?:(?P<qualifier><<date_qualifier>>)[ \n-])?
  )"""


class Before(msgspec.Struct, gc=False):
    """What stands before a unit. `start` is where it begins; `amount` and `low` are decimal strings, or X where vague."""

    start: int
    kind: str = ""
    """`amount`, `ordinal`, `this`, `adjective`, or nothing."""
    word: str = ""
    amount: str = ""
    low: str = ""
    placing: str = ""
    """`dernières`, `next`, `first`: the word that places a number of units."""
    placing_start: int = 0
    last: int = 0
    """Where the figure begins that ends a range."""
    every: str = ""
    quantified: bool = False
    """Whether the amount is an article or a vague word and no number."""


class Units:
    """Patterns of one language for expressions built on a unit of time."""

    def __init__(self, words: Words) -> None:
        hyphened = [f"{word}-" for name in ("date_qualifier", "date_quantifier") for word in words[name]]
        marks = {"hyphened": hyphened, "bracket": (")",)}
        self.left = backward(_LEFT, words | marks, (*LED, *marks))
        ones = {word: True for word in words["number_one"] if word not in ("a", "an")}
        spelt = r"(?<!\w)(?:(?:<<number_word>>|<<one>>)(?:[ \n]et[ \n]|[ \n]and[ \n]|[ \n-])){1,5}"
        self.spelt = backward(
            spelt,
            {"number_word": words["number_word"], "one": ones, "and": ("et", "and"), "hyphen": ("-",)},
            ("number_word", "one", "and", "hyphen"),
        )
        self.every = backward(r"(?<!\w)(?P<every><<date_every>>)[ \n]", words, ("date_every",))
        self.placed = backward(r"(?<!\w)(?P<placing><<date_before_unit>>)[ \n]", words, ("date_before_unit",))
        self.lengths, self.periods = Lengths(words), Periods(words)
        self.times = backward(
            r"(?<!\w)(?:<<date_times_word>>|(?P<times><<date_times>>))\ (?:<<date_per>>)\ (?:(?:<<date_qualifier>>)\ )?",
            words,
            ("date_per", "date_qualifier"),
        )
        self.running = backward(r"(?<!\w)(?:<<date_running>>)[ \n]", words, ("date_running",))
        self.quantifiers = table(words, "date_quantifier")
        self.determined = frozenset(words["date_determined"])
        """Words that place a length only after an article; without one they are prepositions."""
        self.ordinals = table(words, "date_ordinal")
        self.english = words.language == "en"

    def pieces(self, view: View) -> Iterator[Piece]:
        numbers = view["numbers"]
        for hit in view["date_unit"]:
            if piece := self.read(view.folded, numbers, hit):
                yield piece

    def read(self, folded: str, numbers: Any, hit: Hit) -> Piece | None:
        if times := self.times.match(folded, max(0, hit.start - 20), hit.start):
            return self._repeated(numbers, hit, times)
        if hit.value == "N" and _counts(folded, numbers, hit):
            return None
        before = self._before(folded, numbers, hit)
        if before is None:
            return None
        if before.placing and before.kind == "amount" and folded[hit.start - 1] == "-" and self._places_noun(before):
            before.placing, before.start = "", before.placing_start + len(before.placing) + 1
        if before.every:
            return self.periods.repeated(folded, hit, before)
        if before.quantified and hit.value in QUARTERS and before.amount == "1" and self.ordinals.get(before.placing, 0) > 0:
            before.kind = ""  # `un premier trimestre` is no length
        if before.kind == "amount":
            return self.lengths.read(folded, numbers, hit, before)
        if before.kind == "ordinal":
            if self.running.match(folded, max(0, hit.start - 16), hit.start):
                return None
            return self.periods.ranked(folded, hit, before.start, int(before.amount)) if hit.value in RANKED else None
        if before.placing:
            rank = self.ordinals.get(before.placing)
            if rank is not None and hit.value in RANKED and (rank > 0 or self.periods.of_month.match(folded, hit.end)):
                return self.periods.ranked(folded, hit, before.placing_start, rank)
            return self.periods.recent(folded, hit, before)
        if hit.value == "C" and (century := self.periods.roman_century(folded, hit)):
            return century
        return self.periods.relative(folded, hit, before)

    def _places_noun(self, before: Before) -> bool:
        """Whether what stands before a length with a hyphen is of the noun after it: `an initial two-year term`."""
        return self.lengths.placing[before.placing] in (0, 3)

    def _repeated(self, numbers: Any, hit: Hit, times: Any) -> Piece | None:
        """`deux fois par mois`, `once a week`: how often is not part of the value."""
        count = numbers.before(times.start()) if times["times"] else times
        if count is None:
            return None
        start = count.start if times["times"] else count.start()
        return Piece(start, hit.end, "set", "times-per-unit", value=length("1", hit.value))

    def _before(self, folded: str, numbers: Any, hit: Hit) -> Before | None:
        start = hit.start
        near = folded[max(0, start - 2) : start].rstrip()[-1:]
        if not near.isdigit() and not self.left.may_end(folded, start):
            if near and folded[start - 1] in ".,_":
                return None
            before = Before(start)
            self._spelt(folded, numbers, before)
            return before
        left = self.left.any_match(folded, max(0, start - BACK), start)
        if left is None:
            return None
        before = Before(left.start())
        for name in ("inner", "outer"):
            if left[name]:
                before.placing, before.placing_start = left[name], left.start(name)
        before.every = left["every"] or ""
        kind = ""
        if left.start() < hit.start:
            for name in KINDS:
                if left[name]:
                    kind = name
                    break
        if kind:
            self._named(folded, numbers, before, left, kind)
        elif not before.every:  # not in `$600 million each year`
            self._spelt(folded, numbers, before)
        if left["outer"] and self._preposed(folded, left["outer"], left.start("outer")):
            before.placing, before.start = "", left.start(kind) if kind else before.start
        if left["inner"] and before.kind == "amount" and not before.every and self._counts_other(folded, hit, before):
            before.kind, before.amount, before.low, before.start = "", "", "", before.placing_start
        return before

    def _preposed(self, folded: str, word: str, start: int) -> bool:
        """Whether a word that may place a length is a preposition: `following two years of losses`."""
        return word in self.determined and not folded.endswith("the ", 0, start)

    def _counts_other(self, folded: str, hit: Hit, before: Before) -> bool:
        """Whether the number counts something else and the unit is alone: `$5 billion last year`, `hired 500 last month`."""
        return self.english and folded[hit.end - 1] != "s" and before.word not in ARTICLES

    def _named(self, folded: str, numbers: Any, before: Before, left: Any, kind: str) -> None:
        """Fill in `before` with a figure or a word of the lists."""
        before.kind, before.word = kind, left[kind]
        start = left.start("outer") if left["outer"] else left.start(kind)
        if kind == "figure":
            before.kind, before.amount = "amount", left[kind].replace(",", ".").replace(" ", "")
            whole = numbers.covering(left.start(kind))
            if whole is not None and are_minutes(folded, whole.start):
                before.start, before.last = left.start(kind), left.start(kind)  # `de 9 h 30 à 18 heures`
                return
            if whole is not None and whole.value.high and folded[whole.start].isdigit() and whole.start < left.start(kind):
                before.amount, before.low, before.start = whole.value.high, whole.value.low, whole.start
                before.last = left.start(kind)
                self._place(folded, before)
                start = before.start
            elif not left["outer"]:
                start = self._word_before(folded, start)
        elif kind == "bracket":
            before.kind, before.amount = "amount", left[kind]
            spelt = numbers.before(start - 1)
            start = spelt.start if spelt is not None else self._word_before(folded, start - 1)
        elif kind == "quantifier":
            if (whole := numbers.covering(start)) and whole.end <= left.end():
                before.kind, before.start = "", whole.end
                self._spelt(folded, numbers, before)  # `seventy-one days`
                return
            before.kind, before.amount, before.quantified = "amount", self.quantifiers[left[kind]], True
        elif kind == "ordinal":
            before.amount = str(self.ordinals[left[kind]])
        before.start = left.start() if left["every"] else start

    def _spelt(self, folded: str, numbers: Any, before: Before) -> None:
        """Fill in `before` with the number in words that the numbers layer has there."""
        hit = numbers.before(before.start)
        if hit is None or hit.value.form in NO_NUMBER:
            return
        value = hit.value
        if value.form == "ordinal":
            before.kind, before.start, before.amount = "ordinal", hit.start, value.amount
        elif value.amount:
            before.kind, before.start, before.amount = "amount", hit.start, value.amount
        elif value.low and value.high:
            before.kind, before.start, before.amount, before.low = "amount", hit.start, value.high, value.low
        if before.kind:
            self._place(folded, before)

    def _place(self, folded: str, before: Before) -> None:
        """Take into `before` what places or repeats its number: `the next five to six years`, `every 2-3 months`."""
        counts = before.kind == "amount"
        placed = self.placed.match(folded, max(0, before.start - 16), before.start) if counts else None
        if placed and not self._preposed(folded, placed["placing"], placed.start()):
            before.placing, before.placing_start, before.start = placed["placing"], placed.start(), placed.start()
        if every := self.every.match(folded, max(0, before.start - 12), before.start):
            before.every, before.start = every["every"], every.start()

    def _word_before(self, folded: str, end: int) -> int:
        """Start of the number in words that a figure restates, with or without brackets; `end` if there is none."""
        found = self.spelt.match(folded, max(0, end - 40), end)
        return found.start() if found else end


def _counts(folded: str, numbers: Any, hit: Hit) -> bool:
    """Whether a fortnight is a number of something else: `une quinzaine de millions`, `une quinzaine de salariés`."""
    number = numbers.covering(hit.start)
    counted = folded.startswith((" de ", " d'"), hit.end)
    return number is not None and (number.end > hit.end or (number.start < hit.start and counted))
