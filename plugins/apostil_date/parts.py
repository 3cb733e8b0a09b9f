"""A date that leans on the one beside it: `mars de l'année dernière`, `trois jours après le 5 mai`."""

from __future__ import annotations

from copy import copy

from apostil import Words
from apostil_date.amounts import months_of
from apostil_date.piece import Piece
from apostil_date.tables import folded_set, table

YEARS = ("year", "year-range", "fiscal-year")
"""Rules that read a year, the last where it is two: `2024-2025`."""


class Parts:
    """Words of one language between a period and its part."""

    def __init__(self, words: Words) -> None:
        self.links = folded_set(words, "date_link")
        self.fiscal_links = folded_set(words, "date_fiscal_link")
        self.same_links = folded_set(words, "date_same_link")
        self.week_links = folded_set(words, "date_week_link") | {""}
        self.offsets = table(words, "date_offset")

    def of(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """One piece of `a` and `b` where one is a part of the other or counted from it."""
        if a.rule == "first-length" and gap in self.links and gap:
            return _first_of(a, b)
        if a.rule == "first-days" and gap in self.links and gap:
            return _first_days_of(a, b)
        if a.rule == "same-period":
            whole = (b.kind == "calendar" and b.rule == "year") or (b.kind == "shift" and b.unit == "Y")
            if not whole or (gap and gap not in self.same_links):
                return None
            a.of, a.end, a.bare = b, b.end, False
            return a
        if gap in self.offsets and a.kind == "length" and b.is_day and not (gap == "from" and a.unit in "YM"):
            return _counted_from(a, b, self.offsets[gap])
        if a.kind == "shift" and a.unit == "W" and b.is_weekday and gap in self.week_links:
            a.weekday, a.part_of_day, a.end, a.rule = b.weekday, b.part_of_day, b.end, "weekday-of-week"
            return a
        if a.sub and a.year is None and b.rule in YEARS and gap in self.fiscal_links:
            a.year, a.end = b.year, b.end
            return a
        if gap and gap not in self.links:
            return None
        if a.kind == "shift":
            return _of_shift(a, b, bool(gap))
        if a.kind != "calendar":
            return None
        if a.unit in ("rank", "half-month"):
            if (b.month is None and not b.sub and b.unit not in ("M", "Y")) or b.day:
                return None
            a.of, a.end, a.bare = b, b.end, False
            return a
        return _of_period(a, b) if b.kind == "shift" and a.year is None else None


def _first_of(a: Piece, b: Piece) -> Piece | None:
    """`the first 11 months` of `this year`."""
    count = _count(a)
    if b.kind != "shift" or b.unit != "Y" or not count:
        return None
    a.end = b.end
    months_of(a, count)
    a.of = b
    if a.until is not None:
        a.until.of = copy(b)
    return a


def _first_days_of(a: Piece, b: Piece) -> Piece | None:
    """`les dix premiers jours` of `mars`, `the first two weeks` of `2024`."""
    count, whole = _count(a), b.kind == "calendar" and not (b.day or b.sub or b.weekday is not None or b.until)
    if not count or not (whole or (b.kind == "shift" and b.unit in ("M", "Y"))) or b.part_of_day:
        return None
    a.n = count * (7 if a.unit == "W" else 1)
    a.kind, a.unit, a.value, a.of, a.end = "calendar", "first-days", None, b, b.end
    return a


def _count(length: Piece) -> int:
    """The whole number of units of `length`; 0 where it is none."""
    number = (length.value or "P")[1:-1]
    return int(number) if number.isdigit() else 0


def _counted_from(a: Piece, b: Piece, sign: int) -> Piece | None:
    number = (a.value or "P")[1:-1]
    if a.unit not in ("D", "W", "M", "Y") or not number.isdigit():
        return None
    b.prefer = b.prefer or sign
    a.kind, a.n, a.value, a.of, a.end, a.text_anchor = "shift", sign * int(number), None, b, b.end, True
    return a


def _of_shift(a: Piece, b: Piece, linked: bool) -> Piece | None:
    """`le lendemain du 13 février`, `aujourd'hui vendredi`."""
    if a.unit != "D":
        return None
    if a.text_anchor and linked and b.is_day and a.of is None:
        a.of, a.end = b, b.end
        return a
    if not linked and b.is_weekday:
        a.end = b.end
        return a
    return None


def _of_period(a: Piece, b: Piece) -> Piece | None:
    """A month or quarter of a year, a weekday of a week."""
    if b.unit == "Y" and (a.month is not None or a.sub):
        a.of, a.end = b, b.end
        return a
    if b.unit == "W" and a.weekday is not None and a.day is None:
        b.weekday, b.part_of_day, b.start, b.rule = a.weekday, a.part_of_day, a.start, "weekday-of-week"
        return b
    return None
