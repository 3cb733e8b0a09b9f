"""Numbers in figures and words: a layer that the annotators of money, percentages and dates read."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Annotator, Lexicon, hookimpl, load_lexicons


@hookimpl
def apostil_annotators() -> Iterable[Annotator]:
    from apostil_numbers.numbers import numbers

    return [numbers]


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    return load_lexicons(__name__, language)
