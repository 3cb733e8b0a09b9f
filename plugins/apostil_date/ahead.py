"""What a text has told to come: the same weekday again is that day, the next month without a year comes after it."""

from __future__ import annotations

import datetime as dt

from attrs import define, field

from apostil_date import choice, reckoning
from apostil_date.piece import Piece

FOLLOWING = 4
"""Days from one weekday to the next of a list at most."""


@define
class Ahead:
    """The days to come of a text."""

    last: dt.date | None = None
    """The last month or day without a year, where it is to come."""
    weekdays: dict[int, dt.date] = field(factory=dict)
    """For a weekday of the text, the day to come that it was last."""

    def year_of(self, p: Piece, reference: dt.date, default: int) -> int:
        """The year of a date that says none: by the words around, else soon after the last one that was to come."""
        year = choice.year_of(p, reference, default)
        if not p.n and not p.prefer and not p.this and self.last and (soon := choice.soon_after(p, self.last)):
            year = soon.year
        begin = choice.start(p, year)
        self.last = begin if begin and begin > reference else None
        return year

    def weekday(self, p: Piece, today: dt.date | None, last: dt.date | None, default: int) -> dt.date | None:
        """The day of the weekday of `p`; `last` is the last day of the text."""
        anchor = last if p.text_anchor and last else today
        if anchor is None or p.weekday is None:
            return None
        if p.follows and last and (days := (p.weekday - last.weekday()) % 7) < FOLLOWING:
            return reckoning.add_days(last, days)
        known = self.weekdays.get(p.weekday)
        if known and known > anchor and not p.n and p.prefer > -2:  # -2: a word is sure that it is gone by
            return known
        day = choice.weekday_of(p, anchor, default)
        if day and day > anchor:
            self.weekdays[p.weekday] = day
        return day
