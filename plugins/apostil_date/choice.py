"""Which year, week or month is meant where a date does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from apostil_date import reckoning
from apostil_date.piece import Piece

SEASON_START: Mapping[str, tuple[int, int]] = {"SP": (3, 20), "SU": (6, 21), "FA": (9, 22), "WI": (12, 21)}
HALF_SEASON = dt.timedelta(days=45)
YEARS = 9
"""Years looked at on each side of the reference: a leap day or the 53rd week comes in that time."""
NEAR = 12
"""Where no word tells, a day to come is meant if it is this many times nearer than the one gone by."""
SOON = 183
"""Days after a date to come within which the next one without a year is."""
NEARER, NEAREST = 6, 48
"""The same against a sign of the future that is not near, and against a sign of the past."""


def start(p: Piece, year: int) -> dt.date | None:
    """The first day of `p` in `year`; None where it has none."""
    if p.unit == "holiday":
        return reckoning.holiday(p.sub, year)
    month, day = p.month or 1, p.day if p.day and p.day > 0 else 1
    kind = p.sub[:1]
    if p.sub in SEASON_START:
        month, day = SEASON_START[p.sub]
    elif kind == "Q":
        month = 3 * int(p.sub[1]) - 2
    elif kind == "H":
        month = 6 * int(p.sub[1]) - 5
    elif kind == "W":
        return dt.date.fromisocalendar(year, 1, 1) + dt.timedelta(weeks=int(p.sub[1:3]) - 1)
    return dt.date(year, month, day) if reckoning.exists(year, month, day) else None


def year_of(p: Piece, reference: dt.date, default: int) -> int:
    """The year of `p`, which says none: by its adjective, the tense, else `default` (-1 past, 1 future, 0 nearest)."""
    if p.this and p.month:
        return reference.year
    if p.this and p.sub in SEASON_START and p.prefer <= 0:
        middles = {year: day + HALF_SEASON for year, day in _starts(p, reference.year, 1).items()}
        return min(middles, key=lambda year: abs(middles[year] - reference), default=reference.year)
    starts = _starts(p, reference.year, 1)
    here = _begun(p, reference)
    if p.n:
        strict = [year for year, day in starts.items() if (day > reference if p.n > 0 else day < here)]
        return (min(strict) if p.n > 0 else max(strict)) if strict else reference.year
    if p.day and p.weekday is not None and (years := [y for y, day in starts.items() if day.weekday() == p.weekday]):
        return min(years, key=lambda y: abs(y - reference.year))  # `lundi 22 décembre`: one year has it
    past = max((year for year, day in starts.items() if day <= reference), default=None)
    future = min((year for year, day in starts.items() if day >= here), default=None)
    if past is None or future is None:
        return _rare(p, reference, default)
    back, ahead = (reference - starts[past]).days, (starts[future] - reference).days
    return future if _is_future(p, back, ahead, default) else past


def soon_after(p: Piece, date: dt.date) -> dt.date | None:
    """The first day of `p` on or after `date`, or in its month, if it is within half a year."""
    month = date.replace(day=1)
    days = [day for day in _starts(p, date.year, 1).values() if day >= (date if p.day else month)]
    first = min(days, default=None)
    return first if first and (first - date).days < SOON else None


def _begun(p: Piece, reference: dt.date) -> dt.date:
    """The earliest first day of a period like `p` that is not over on the day of `reference`."""
    if p.month and not p.day:
        return reference.replace(day=1)
    months = 3 if p.sub in SEASON_START else {"Q": 3, "H": 6}.get(p.sub[:1], 0)
    before = reckoning.add_months(reference, -months) if months else None
    return before + dt.timedelta(days=1) if before else reference


def _starts(p: Piece, year: int, around: int) -> dict[int, dt.date]:
    """The first day of `p` in each year around `year` in which it has one."""
    first, last = max(year - around, reckoning.FIRST), min(year + around, reckoning.LAST)
    return {y: day for y in range(first, last + 1) if (day := start(p, y)) is not None}


def _rare(p: Piece, reference: dt.date, default: int) -> int:
    """The same for a day that not every year has: the nearest year, gone by unless a word or `default` says otherwise."""
    years = _starts(p, reference.year, YEARS)
    ahead = (p.prefer or default) > 0
    side = [y for y, day in years.items() if (day >= reference if ahead else day <= reference)]
    return min(side or [reference.year], key=lambda y: abs(y - reference.year))


def _is_future(p: Piece, back: int, ahead: int, default: int) -> bool:
    """Whether `p` is the one `ahead` days to come and not the one `back` days ago."""
    if p.prefer == 1 and p.day and NEARER * back < ahead:
        return False
    if p.prefer > 0:
        return True
    if p.prefer < 0:
        return p.prefer == -1 and bool(p.day) and NEAREST * ahead <= back
    if default:
        return default > 0 or NEAR * ahead <= back
    return ahead < back


def weekday_of(p: Piece, reference: dt.date, default: int) -> dt.date | None:
    """The day that the weekday of `p` is, seen from `reference`."""
    assert p.weekday is not None
    ahead = (p.weekday - reference.weekday()) % 7
    if p.n > 0:
        days = (ahead or (0 if p.rule == "weekday-in-eight" else 7)) + 7 * (p.n - 1)
    elif p.n < 0:
        days = ahead - 7
    elif p.this and not p.prefer:
        days = ahead if ahead <= 2 else ahead - 7
    elif (p.prefer or default) > 0:
        days = ahead
    else:
        days = ahead - 7 if ahead else 0
    return reckoning.add_days(reference, days)


def day_of_month(p: Piece, reference: dt.date, default: int) -> dt.date | None:
    """`lundi 5`, `le 16`: the nearest month in which that day exists and is that weekday; to come if `default` is 1."""
    found: list[dt.date] = []
    for months in range(-14, 15):
        month = reckoning.add_months(reference.replace(day=1), months)
        if month and p.day and reckoning.exists(month.year, month.month, p.day):
            day = month.replace(day=p.day)
            if p.weekday is None or day.weekday() == p.weekday:
                found.append(day)
    lean = p.n or p.prefer or max(default, 0)
    leaning = [day for day in found if (day >= reference if lean > 0 else day <= reference)] if lean else []
    return min(leaning or found, key=lambda day: abs(day - reference), default=None)


def share(first: Piece, last: Piece) -> None:
    """Let each end of a range take from the other what it lacks: `du 1er au 5 mai 2024`."""
    if first.kind != "calendar" or last.kind != "calendar":
        return
    if first.month is None and first.day is not None and last.month is not None:
        first.month, first.year = last.month, first.year if first.year is not None else last.year
        if last.year is not None and last.day and first.day > last.day > 0:
            first.month, first.year = (last.month - 1 or 12), last.year - (last.month == 1)
    if last.year is None and first.year is not None and (last.month is not None or last.sub):
        last.year = first.year + _later(first, last)
    if first.day is not None and last.day is not None and last.month is None:
        last.month = first.month
    first.prefer = first.prefer or last.prefer


def share_year(first: Piece, last: Piece) -> None:
    """Give `first` the year of `last`, known by now, or the one before."""
    dated = first.kind == last.kind == "calendar" and (first.month is not None or bool(first.sub))
    if dated and first.year is None and (last.month is not None or last.sub) and last.year is not None:
        first.year = last.year - _later(first, last)


def _later(first: Piece, last: Piece) -> int:
    """1 where `first` comes later in the year than `last`, 0 where it does not."""
    return int((first.month or 0, first.day or 0) > (last.month or 12, last.day or 31))
