"""What day a piece stands for: against the reference date, or the last date of the text."""

from __future__ import annotations

import calendar
import datetime as dt

from attrs import define, field

from apostil_date import choice, reckoning
from apostil_date.ahead import Ahead
from apostil_date.piece import Piece

DAY_UNITS = frozenset(("D", "W", "N", "FN", "WE"))
PRECISE = frozenset(("TH", "TM", "TS"))
RANKED_DAY = {"W": 3, "WE": 5}
"""The weekday that decides which month a week (ISO 8601: Thursday) or a week-end belongs to."""


@define
class Timeline:
    """Where in time a text is. `prefer`: where a date without a year lies if no word tells; -1 past, 1 future, 0 nearest."""

    reference: dt.date | None
    prefer: int = -1
    alone: bool = False
    """Whether the text is nothing but a date, as typed into a calendar: it is to come, its hours are those of the reference."""
    fiscal_start: int = 1
    """The month in which a fiscal year begins."""
    to_the_day: bool = True
    """Whether the day of the reference is known; else it stands for its month, and no day or week is told from it."""
    year: int | None = None
    """Year of the last date of the text, and its month if it has one."""
    month: int | None = None
    period: tuple[str, str] | None = None
    """Last period of the text that is shorter than a year and longer than a day, without its year; its two ends if a range."""
    day: dt.date | None = None
    """Last date of the text that is a day."""
    ahead: Ahead = field(factory=Ahead)

    def resolve(self, p: Piece) -> str | None:
        """The TIMEX3 value of `p`, which becomes the last date of the text; None for a day that does not exist."""
        if p.until is not None:
            return self._range(p, p.until)
        if p.of is not None:
            return self._part(p, p.of)
        if p.kind == "calendar":
            return self._calendar(p)
        return self._shift(p) if p.kind == "shift" else p.value

    @property
    def today(self) -> dt.date | None:
        """The reference where its day is known."""
        return self.reference if self.to_the_day else None

    def knows(self, p: Piece) -> bool:
        """Whether the reference is known as exactly as the unit of `p` asks for."""
        in_days = p.unit in DAY_UNITS or p.weekday is not None
        return (self.today if in_days else self.reference) is not None

    def _at(self, day: dt.date) -> str:
        """`day`, from now on the last date of the text."""
        self.year, self.month, self.day = day.year, day.month, day
        return day.isoformat()

    def _range(self, first: Piece, last: Piece) -> str | None:
        first.until = None
        if first.part_of_day and last.part_of_day and (first.of is None) != (last.of is None):
            return self._hours(first, last)
        if last.rule == "day-alone":
            return self._days(first, last)
        choice.share(first, last)
        if first.rule == "night-of-days":
            night = self.resolve(first)
            return night and night + last.part_of_day
        begin, end = first.of or first, last.of or last
        if begin.weekday is not None and end.weekday is not None and end.day is None and end.month is None:
            a = self.resolve(first)
            if self.day is not None:
                days = (end.weekday - self.day.weekday()) % 7 or 7
                self.day += dt.timedelta(days=days)
                return f"{a}/{self.day.isoformat()}{last.part_of_day}"
        b = self.resolve(last)
        choice.share_year(first, last)
        known = (self.year, self.month, self.day)
        a = self.resolve(first)
        self.year, self.month, self.day = known
        if not a or not b:
            return None
        if a[:4] == b[:4] and a[4:5] == "-":
            self.period = (a[4:], b[4:])
        return f"{a.partition('/')[0]}/{b.rpartition('/')[2]}"

    def _days(self, first: Piece, last: Piece) -> str | None:
        """Two days of a month that neither says."""
        begin = self.resolve(first) or ""
        if self.day and last.day and begin == self.day.isoformat():
            if not reckoning.exists(self.day.year, self.day.month, last.day):
                return None
            self.day = self.day.replace(day=last.day)
        return f"{begin}/{begin[:-2]}{last.day:02d}" if begin else None

    def _hours(self, first: Piece, last: Piece) -> str:
        """Hours of a day that is said with one of them."""
        dated, other = (first, last) if first.of is not None else (last, first)
        dated.prefer = first.prefer or last.prefer
        whole = self.resolve(dated) or ""
        bare = whole.removesuffix(dated.part_of_day) + other.part_of_day
        if dated is first and other.part_of_day < first.part_of_day and self.day and first.part_of_day[1].isdigit():
            following = reckoning.add_days(self.day, 1)  # `hier de 22 h à 2 h`
            bare = f"{following}{other.part_of_day}" if following else bare
        return f"{whole}/{bare}" if dated is first else f"{bare}/{whole}"

    def _part(self, p: Piece, whole: Piece) -> str | None:
        """A part of a period or day that is said in its own right."""
        p.of = None
        whole.prefer = whole.prefer or p.prefer
        known = (self.year, self.month)
        value = self.resolve(whole) or ""
        if p.rule == "same-period":
            self.year, self.month = known
            a, b = (self.period if self.period and not value.endswith("REF") else None) or ("", "")
            return f"{value}{a}" if a == b else f"{value}{a}/{value}{b}"
        if p.unit in ("rank", "half-month"):
            return self._ranked(p, value)
        if p.unit == "first-days":
            return reckoning.first_days(value, p.n)
        if p.kind == "shift" and self.day is not None and value == self.day.isoformat():
            day = reckoning.shifted(self.day, p.unit, p.n)
            return day.isoformat() if day else None
        if p.part_of_day and p.month is None:
            return value + p.part_of_day if len(value) == 10 and value[4] == "-" else p.part_of_day
        if value.isdigit():
            p.year = int(value)
        return self.resolve(p)

    def _ranked(self, p: Piece, value: str) -> str | None:
        """The n-th weekday, week, week-end or half of the period `value`."""
        year, _, month = value.partition("-")
        if not year.isdigit():
            return value or None
        if month in choice.SEASON_START and p.weekday is not None and p.n > 0:
            first = dt.date(int(year), *choice.SEASON_START[month])
            return self._at(first + dt.timedelta(days=(p.weekday - first.weekday()) % 7 + 7 * (p.n - 1)))
        if not month.isdigit() or not (1 <= p.n <= 5 or p.n == -1):
            return value
        if p.unit == "half-month":
            days = (1, 15) if p.n == 1 else (16, calendar.monthrange(int(year), int(month))[1])
            return f"{value}-{days[0]:02d}/{value}-{days[1]:02d}"
        day = reckoning.nth_weekday(int(year), int(month), RANKED_DAY.get(p.sub, p.weekday or 0), p.n)
        return reckoning.in_unit(day, p.sub) if p.sub else self._at(day)

    def _calendar(self, p: Piece) -> str | None:
        if p.year is None:
            if p.month is None and not p.sub:
                return self._incomplete(p)
            if p.text_anchor and self.year is not None:
                p.year = self.year + p.n
            elif self.reference is not None:
                here = not self.to_the_day and not p.n and p.month == self.reference.month
                p.year = self.reference.year if here else self.ahead.year_of(p, self.reference, self.prefer)
        if p.year is not None:
            self.year, self.month = p.year, p.month
        year = f"{p.year:04d}" if p.year is not None else "XXXX"
        if p.sub:
            return self._sub(p, year)
        if p.month is None:
            fiscal = p.unit == "F" and self.fiscal_start > 1
            return reckoning.fiscal_year(p.year, self.fiscal_start) if fiscal and p.year else p.value or year
        if p.day is not None:
            return self._day(p, year, p.month, p.day)
        self.period = (f"-{p.month:02d}", f"-{p.month:02d}")
        return f"{year}-{p.month:02d}"

    def _day(self, p: Piece, year: str, month: int, day: int) -> str | None:
        of = p.year if p.year is not None else 2024  # a leap year: 29 February of no year exists
        if day == -1 and reckoning.exists(of, month, 1):
            day = calendar.monthrange(of, month)[1]
        if not reckoning.exists(of, month, day):
            return None
        if p.year is not None:
            self.day = dt.date(p.year, month, day)
            if p.unit == "W":
                return reckoning.week(self.day)
        return f"{year}-{month:02d}-{day:02d}{p.part_of_day}"

    def _sub(self, p: Piece, year: str) -> str:
        if "X" in p.sub:
            return p.sub
        if p.unit != "holiday":
            self.period = (f"-{p.sub}", f"-{p.sub}")
            return f"{year}-{p.sub}"
        day = reckoning.holiday(p.sub, p.year) if p.year is not None else None
        return self._at(day) + p.part_of_day if day else year

    def _incomplete(self, p: Piece) -> str | None:
        """A weekday, a day of some month, or a time of the day: of the last day of the text, else of the reference."""
        if p.day is not None:
            anchor, prefer = (self.day, 0) if p.text_anchor and self.day else (self.today, self.prefer)
            day = choice.day_of_month(p, anchor, prefer) if anchor else None
            if p.unit == "W":
                return reckoning.week(day) if day else "XXXX-WXX"
            if day is None:
                return f"XXXX-XX-{p.day:02d}" if 1 <= p.day <= 31 and self.today is None else None
            return self._at(day) + p.part_of_day
        if p.weekday is not None:
            day = self.ahead.weekday(p, self.today, self.day, self.prefer)
            return self._at(day) + p.part_of_day if day else "FUTURE_REF" if p.n > 0 or p.prefer > 0 else "PAST_REF"
        clock = p.part_of_day[1].isdigit()
        day = self.day or (self.today if self.alone or not clock else None)
        return (day.isoformat() if day else "" if clock else "XXXX-XX-XX") + p.part_of_day

    def _anchor(self, p: Piece) -> dt.date | None:
        if not p.text_anchor:
            return self.reference if self.knows(p) else None
        if p.unit in DAY_UNITS or p.unit in PRECISE:
            return self.day or self.today
        by_year = p.unit in ("Y", "F", "X", "C")
        if self.year is None or (self.month is None and not by_year) or not reckoning.exists(self.year, self.month or 1, 1):
            return self.reference
        return dt.date(self.year, self.month or 1, 1)

    def _shift(self, p: Piece) -> str:
        anchor = self._anchor(p)
        day = reckoning.shifted(anchor, p.unit, p.n) if anchor and p.unit not in PRECISE else None
        if day is None:
            past = p.n < 0 or (p.text_anchor and p.n > 0)
            return "PAST_REF" if past else "FUTURE_REF" if p.n > 0 else "PRESENT_REF"
        if p.weekday is not None:
            monday = reckoning.add_days(day, p.weekday - day.weekday())
            return self._at(monday) + p.part_of_day if monday else "PAST_REF"
        if p.unit == "M" and p.day:
            return self._at(day.replace(day=p.day)) if reckoning.exists(day.year, day.month, p.day) else None  # type: ignore[return-value]
        if p.unit == "D":
            return self._at(day) + p.part_of_day
        if p.unit == "M" or (p.unit == "Y" and not (p.text_anchor and p.n < 0)):  # a year to compare with is no new anchor
            self.year, self.month = day.year, day.month if p.unit == "M" else None
        if p.unit == "F":
            return reckoning.fiscal_year(day.year + (day.month >= self.fiscal_start > 1), self.fiscal_start)
        return reckoning.in_unit(day, p.unit) + p.part_of_day
