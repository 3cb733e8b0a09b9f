"""Named organisations: companies, institutions, courts, media, clubs, parties. `gazetteer.lexicons_of` takes a user's names."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Annotator, Lexicon, hookimpl, load_lexicons

from .gazetteer import built_in
from .organisation import Organisation, organisation

__all__ = ["Organisation"]


@hookimpl
def apostil_annotators() -> list[Annotator]:
    return [organisation]


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    return [*load_lexicons(__name__, language), *built_in()]
