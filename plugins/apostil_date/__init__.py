"""Calendar expressions: dates, times of the day, durations, repetitions."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Annotator, Lexicon, hookimpl, load_lexicons
from apostil_date.date import date


@hookimpl
def apostil_annotators() -> Iterable[Annotator]:
    return [date]


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    yield from load_lexicons(__name__, language)
    yield Lexicon("date_fiscal", {f"fy{year % div:02d}": year for year in range(2000, 2050) for div in (100, 10_000)})
