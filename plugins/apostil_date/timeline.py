"""What day a piece stands for: against the reference date, or the last date of the text."""

from __future__ import annotations

import calendar
import datetime as dt

from attrs import define

from apostil_date import reckoning
from apostil_date.piece import Piece

SEASON_START = {"SP": (3, 20), "SU": (6, 21), "FA": (9, 22), "WI": (12, 21)}
NEAR = 12
"""A day to come is meant, where nothing tells, if it is this many times nearer than the one gone by."""
DAY_UNITS = ("D", "W", "N", "WE")
PRECISE = ("TH", "TM", "TS")


@define
class Timeline:
    """Where in time a text is. `prefer`: where a date without a year lies if no word tells; -1 past, 1 future, 0 nearest."""

    reference: dt.date | None
    prefer: int = -1
    alone: bool = False
    """Whether the text is nothing but a date, as typed into a calendar: it is to come, its hours are those of the reference."""
    year: int | None = None
    """Year of the last date of the text, and its month if it has one."""
    month: int | None = None
    day: dt.date | None = None
    """Last date of the text that is a day."""

    def resolve(self, piece: Piece) -> str | None:
        """The TIMEX3 value of `piece`, which becomes the last date of the text; None for a day that does not exist."""
        if piece.until is not None:
            return self._range(piece, piece.until)
        if piece.of is not None:
            return self._of(piece, piece.of)
        if piece.kind == "calendar":
            return self._calendar(piece)
        if piece.kind == "shift":
            return self._shift(piece)
        return piece.value

    def _range(self, first: Piece, last: Piece) -> str | None:
        first.until = None
        if first.of is not None and first.part_of_day and last.of is None:
            first.of.prefer = first.of.prefer or first.prefer
            whole = self.resolve(first) or ""
            return f"{whole}/{whole[: -len(first.part_of_day)]}{last.part_of_day}"
        if last.of is not None and last.part_of_day and first.of is None:
            last.prefer = last.prefer or first.prefer
            whole = self.resolve(last) or ""
            return f"{whole[: -len(last.part_of_day)]}{first.part_of_day}/{whole}"
        _share(first, last)
        if last.weekday is not None and last.day is None and last.month is None and first.weekday is not None:
            a = self.resolve(first)
            if self.day is not None:
                day = self.day + dt.timedelta(days=(last.weekday - self.day.weekday()) % 7 or 7)
                return f"{a}/{day.isoformat()}"
        b = self.resolve(last)
        if (
            first.year is None
            and (first.month is not None or first.sub)
            and last.month is not None
            and last.year is not None
            and first.kind == last.kind == "calendar"
        ):
            later = (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31)
            first.year = last.year - (1 if later else 0)
        if first.rule == "night-of-days":
            return f"{self.resolve(first)}{last.part_of_day}"
        known = (self.year, self.month, self.day)
        a = self.resolve(first)
        self.year, self.month, self.day = known
        return f"{a}/{b}" if a and b else None

    def _of(self, p: Piece, whole: Piece) -> str | None:
        """A part of a period or day that is said in its own right."""
        p.of = None
        whole.prefer = whole.prefer or p.prefer
        value = self.resolve(whole) or ""
        if p.unit in ("rank", "half-month"):
            return self._rank(p, value)
        if p.kind == "shift" and self.day is not None and value == self.day.isoformat():
            day = reckoning.shifted(self.day, p.unit, p.n)
            return day.isoformat() if day else None
        if p.part_of_day and p.month is None:
            return (
                f"{value}{p.part_of_day}"
                if len(value) == 10 and "REF" not in value
                else p.part_of_day
                if "-" in value
                else value
            )
        if value.isdigit():
            p.year = int(value)
        return self.resolve(p)

    def _rank(self, p: Piece, value: str) -> str | None:
        """The n-th weekday, week, week-end or half of the month `value`."""
        if value[:4].isdigit() and value[5:] in SEASON_START and p.weekday is not None and p.n > 0:
            day = dt.date(int(value[:4]), *SEASON_START[value[5:]])
            return (day + dt.timedelta(days=(p.weekday - day.weekday()) % 7 + 7 * (p.n - 1))).isoformat()
        if not value[:4].isdigit() or len(value) not in (4, 7) or (len(value) == 7 and not value[5:].isdigit()):
            return value or None
        year, month = int(value[:4]), int(value[5:] or 1)
        if p.unit == "half-month":
            days = (1, 15) if p.n == 1 else (16, calendar.monthrange(year, month)[1])
            return f"{value}-{days[0]:02d}/{value}-{days[1]:02d}"
        if len(value) == 4 and p.sub == "W":
            return f"{value}-W{p.n:02d}"
        if not 1 <= p.n <= 5 and p.n != -1:
            return None
        day = reckoning.nth_weekday(year, month, {"W": 3, "WE": 5}.get(p.sub, p.weekday or 0), p.n)
        if p.sub:
            return reckoning.in_unit(day, p.sub)
        self.year, self.month, self.day = day.year, day.month, day
        return day.isoformat()

    def _calendar(self, p: Piece) -> str | None:
        if p.year is None:
            if p.day is None and p.month is None and not p.sub:
                return self._weekday(p) if p.weekday is not None else self._clock(p)
            if p.month is None and not p.sub:
                return self._day_of_month(p)
            p.year = self._year(p)
        if p.sub and len(p.sub) > 2 and p.sub[0].isdigit() and not p.sub[0] == "-" and "X" in p.sub:
            return p.sub
        year = f"{p.year:04d}" if p.year is not None else "XXXX"
        self.year, self.month = p.year if p.year is not None else self.year, p.month if p.year is not None else self.month
        if p.sub:
            return self._sub(p, year)
        if p.month is None:
            return year
        if p.day is None:
            return f"{year}-{p.month:02d}"
        if p.day == -1:
            p.day = calendar.monthrange(p.year or 2001, p.month)[1] if 1 <= p.month <= 12 else 0
        if not reckoning.exists(p.year if p.year is not None else 2024, p.month, p.day):
            return None
        if p.year is not None:
            self.day = dt.date(p.year, p.month, p.day)
        return f"{year}-{p.month:02d}-{p.day:02d}{p.part_of_day}"

    def _sub(self, p: Piece, year: str) -> str | None:
        if p.unit != "holiday":
            return f"{year}-{p.sub}"
        day = reckoning.holiday(p.sub, p.year) if p.year is not None else None
        if day is None:
            return f"{year}-{p.sub}{p.part_of_day}" if len(p.sub) == 5 else year if p.year is not None else "XXXX"
        self.day, self.month = day, day.month
        return day.isoformat() + p.part_of_day

    def _clock(self, p: Piece) -> str:
        """A part of the day alone: of the last day of the text, else of the reference."""
        clock = p.part_of_day[1].isdigit()
        day = self.day or (self.reference if self.alone or not clock else None)
        return (day.isoformat() if day else "" if clock else "XXXX-XX-XX") + p.part_of_day

    def _start(self, p: Piece, year: int) -> dt.date | None:
        month, day = p.month or 1, p.day if p.day and p.day > 0 else 1
        if p.unit == "holiday":
            return reckoning.holiday(p.sub, year)
        if p.sub in SEASON_START:
            month, day = SEASON_START[p.sub]
        elif p.sub[:1] == "Q":
            month = 3 * int(p.sub[1]) - 2
        elif p.sub[:1] == "H":
            month = 6 * int(p.sub[1]) - 5
        elif p.sub[:1] == "W":
            return dt.date.fromisocalendar(year, 1, 1) + dt.timedelta(weeks=int(p.sub[1:3]) - 1)
        return dt.date(year, month, day) if reckoning.exists(year, month, day) else None

    def _year(self, p: Piece) -> int | None:
        """The year of a date that has none: by its adjective, the tense, else the past."""
        ref = self.reference
        if ref is None:
            return None
        if p.text_anchor and self.year is not None:
            return self.year + p.n
        if p.this and p.month:
            return ref.year
        days = [(y, day) for y in range(ref.year - 8, ref.year + 9) if (day := self._start(p, y)) is not None]
        here = dt.date(ref.year, ref.month, 1) if p.month and not p.day else ref
        past = max((y for y, day in days if day <= ref), default=None)
        future = min((y for y, day in days if day >= here), default=None)
        if p.n:
            strict = [y for y, day in days if (day > ref if p.n > 0 else day < here)]
            return (min(strict) if p.n > 0 else max(strict)) if strict else ref.year
        if past is None or future is None:
            return ref.year
        starts = dict(days)
        if p.prefer == 1 and p.day and 6 * (ref - starts[past]).days < (starts[future] - ref).days:
            return past
        if p.prefer > 0:
            return future
        if p.prefer < 0 and not (p.day and 4 * NEAR * (starts[future] - ref).days <= (ref - starts[past]).days):
            return past
        if self.prefer:
            near = NEAR * (starts[future] - ref).days <= (ref - starts[past]).days
            return future if near or self.prefer > 0 else past
        return future if starts[future] - ref < ref - starts[past] else past

    def _weekday(self, p: Piece) -> str:
        ref = self.day if p.text_anchor and self.day else self.reference
        assert p.weekday is not None
        if ref is None:
            return "FUTURE_REF" if p.n > 0 or p.prefer > 0 else "PAST_REF"
        ahead = (p.weekday - ref.weekday()) % 7
        if p.unit == "W":  # of this, the last or the next week
            day = reckoning.add_days(ref, p.weekday - ref.weekday() + 7 * p.n)
        elif p.n > 0:
            day = reckoning.add_days(ref, (ahead or 7) + 7 * (p.n - 1))
        elif p.n < 0:
            day = reckoning.add_days(ref, (ahead or 7) - 7 if ahead else -7)
        elif p.this and not p.prefer:
            day = reckoning.add_days(ref, ahead if ahead <= 2 else ahead - 7)
        elif (p.prefer or self.prefer) > 0:
            day = reckoning.add_days(ref, ahead)
        else:
            day = reckoning.add_days(ref, ahead - 7 if ahead else 0)
        if day is None:
            return "PAST_REF"
        self.year, self.month, self.day = day.year, day.month, day
        return day.isoformat() + p.part_of_day

    def _day_of_month(self, p: Piece) -> str | None:
        """`lundi 5`, `le 16`: the month before or after the reference in which it fits."""
        ref, assert_day = self.reference, p.day or 0
        if ref is None or not 1 <= assert_day <= 31:
            return f"XXXX-XX-{assert_day:02d}" if 1 <= assert_day <= 31 else None
        found: list[dt.date] = []
        for k in range(-14, 15):
            month = reckoning.add_months(ref.replace(day=1), k)
            if month and reckoning.exists(month.year, month.month, assert_day):
                day = month.replace(day=assert_day)
                if p.weekday is None or day.weekday() == p.weekday:
                    found.append(day)
        if not found:
            return None
        lean = p.n or p.prefer
        ahead = [d for d in found if (d >= ref if lean > 0 else d <= ref)] if lean else []
        day = min(ahead or found, key=lambda d: abs(d - ref))
        self.year, self.month, self.day = day.year, day.month, day
        return day.isoformat() + p.part_of_day

    def _anchor(self, p: Piece) -> dt.date | None:
        if not p.text_anchor:
            return self.reference
        if p.unit in DAY_UNITS or p.unit in PRECISE:
            return self.day or self.reference
        if self.year is None:
            return self.reference
        if p.unit in ("Y", "F", "X", "C"):
            return dt.date(self.year, self.month or 1, 1)
        if self.month is None:
            return self.reference
        return dt.date(self.year, self.month, 1)

    def _shift(self, p: Piece) -> str:
        anchor = self._anchor(p)
        day = reckoning.shifted(anchor, p.unit, p.n) if anchor and p.unit not in PRECISE else None
        if day is None:
            past = p.n < 0 or (p.text_anchor and p.n > 0)
            return "PAST_REF" if past else "FUTURE_REF" if p.n > 0 else "PRESENT_REF"
        if p.weekday is not None:
            day = day + dt.timedelta(days=p.weekday - day.weekday())
        if p.unit in ("D", "M", "Y") or p.weekday is not None:
            self.year = day.year
            self.month = day.month if p.unit != "Y" else None
            if p.unit == "D" or p.weekday is not None:
                self.day = day
        value = day.isoformat() if p.weekday is not None else reckoning.in_unit(day, p.unit)
        return value + p.part_of_day


def _share(first: Piece, last: Piece) -> None:
    """Let each end of a range take from the other what it lacks: `du 1er au 5 mai 2024`."""
    if first.kind != "calendar" or last.kind != "calendar":
        return
    if first.month is None and first.day is not None and last.month is not None:
        first.month = last.month
        if last.year is not None and first.year is None and last.day and first.day > last.day > 0:
            first.month, first.year = (last.month - 1 or 12), last.year - (last.month == 1)
        elif first.year is None:
            first.year = last.year
    if last.year is None and first.year is not None and (last.month is not None or last.sub):
        later = (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31)
        last.year = first.year + (1 if later else 0)
    if first.day is not None and last.day is not None and last.month is None:
        last.month = first.month
    first.prefer = first.prefer or last.prefer
