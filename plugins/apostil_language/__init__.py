"""Function words, from which the engine tells in what language a text is."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Lexicon, hookimpl, load_lexicons


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    return load_lexicons(__name__, language)
