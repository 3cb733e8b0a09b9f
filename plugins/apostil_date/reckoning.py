"""Calendar arithmetic: small pure functions on `datetime.date`."""

from __future__ import annotations

import calendar
import datetime as dt

FIRST, LAST = 1, 9999
"""Years that `datetime.date` knows."""


def exists(year: int, month: int, day: int) -> bool:
    return FIRST <= year <= LAST and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def add_months(day: dt.date, months: int) -> dt.date | None:
    """The same day of another month, its last day where that month is shorter; None outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST <= year <= LAST:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def fiscal_year(year: int, start: int) -> str:
    """The fiscal year that ends in `year` and begins in the month `start`: its first and last month, unless it is the year."""
    return f"{year:04d}" if start == 1 else f"{year - 1:04d}-{start:02d}/{year:04d}-{start - 1:02d}"


def full_year(two_digits: int, pivot: int = 30) -> int:
    """The year meant by two digits: 98 is 1998, 24 is 2024."""
    return two_digits + (2000 if two_digits <= pivot else 1900)


def week(day: dt.date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def in_unit(day: dt.date, unit: str) -> str:
    """The period of `unit` that `day` lies in."""
    if unit == "Y":
        return f"{day.year:04d}"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "W":
        return week(day)
    if unit == "WE":
        return week(day) + "-WE"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    if unit == "X":
        return f"{day.year // 10:03d}X"
    if unit == "C":
        return f"{(day.year - 1) // 100:02d}XX"
    return day.isoformat()


MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "F": 12, "X": 120, "C": 1200}
DAYS = {"D": 1, "W": 7, "N": 15, "FN": 14, "WE": 7}


def shifted(day: dt.date, unit: str, n: int) -> dt.date | None:
    """`day` moved by `n` units."""
    if unit in MONTHS:
        return add_months(day, n * MONTHS[unit]) if abs(n) < 200_000 else None
    return add_days(day, n * DAYS.get(unit, 1)) if abs(n) < 10_000_000 else None


def nth_weekday(year: int, month: int, weekday: int, rank: int) -> dt.date:
    """The `rank`-th `weekday` of a month, the last one for -1."""
    if rank > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (rank - 1))
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def holiday(rule: str, year: int) -> dt.date | None:
    """The day of a holiday in `year`. Rules: `12-25`; `easter-2`; `11-3-4`, the fourth Thursday of November (0 is Monday,
    rank 9 the last); `thanksgiving+1`; `mothers-fr`, the last Sunday of May unless it is Whit Sunday."""
    if not 1583 <= year <= 9000:
        return None
    if rule.startswith("easter"):
        return easter(year) + dt.timedelta(days=int(rule[6:]))
    if rule.startswith("thanksgiving"):
        return nth_weekday(year, 11, 3, 4) + dt.timedelta(days=int(rule[12:]))
    if rule == "mothers-fr":
        day = nth_weekday(year, 5, 6, -1)
        return day + dt.timedelta(days=7) if day == easter(year) + dt.timedelta(days=49) else day
    parts = [int(part) for part in rule.split("-")]
    if len(parts) == 2:
        return dt.date(year, parts[0], parts[1])
    return nth_weekday(year, parts[0], parts[1], -1 if parts[2] == 9 else parts[2])


def first_days(period: str, count: int) -> str:
    """The first `count` days of a month or year, a range; `period` itself where that is not known."""
    begin = f"{period}-01" if len(period) == 7 else f"{period}-01-01"
    known = begin.replace("-", "").isdigit() and len(begin) == 10
    last = add_days(dt.date.fromisoformat(begin), count - 1) if known else None
    return f"{begin}/{last.isoformat()}" if last else period
