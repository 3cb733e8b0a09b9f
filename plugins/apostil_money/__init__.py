"""Amounts of money, with or without a written currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apostil import Annotator, Lexicon, hookimpl, load_lexicons


@hookimpl
def apostil_annotators() -> Iterable[Annotator]:
    from apostil_money.money import money

    return [money]


@hookimpl
def apostil_lexicons(language: str) -> Iterator[Lexicon]:
    from apostil_money.currencies import names, ones, prefixes

    words = list(load_lexicons(__name__, language))
    cldr = names(language)
    yield from words
    yield Lexicon("money_cldr", cldr, scan=False)
    yield Lexicon("money_one", ones(words))
    yield Lexicon("number_prefix", prefixes(cldr), scan=False)
