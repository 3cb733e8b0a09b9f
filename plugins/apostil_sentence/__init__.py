"""Sentences and headings, as a layer for other annotators: nothing of it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Annotator, Lexicon, hookimpl, load_lexicons


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    return load_lexicons(__name__, language)


@hookimpl
def apostil_annotators() -> Iterable[Annotator]:
    from apostil_sentence.sentence import sentences

    return [sentences]
