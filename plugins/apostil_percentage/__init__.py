"""Proportions: percentages, per mille, points."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Annotator, Lexicon, hookimpl, load_lexicons


@hookimpl
def apostil_annotators() -> Iterable[Annotator]:
    from apostil_percentage.percentage import percentage

    return [percentage]


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    return load_lexicons(__name__, language)
