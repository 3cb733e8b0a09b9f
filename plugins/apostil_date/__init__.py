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
    return load_lexicons(__name__, language)
