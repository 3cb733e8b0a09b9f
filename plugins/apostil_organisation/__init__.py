"""Named organisations: companies, institutions, courts, media, clubs, parties.

`gazetteer.lexicons_of(path)` makes lexicons of a user's CSV file of names, for `Engine(lexicons=…)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from apostil import Annotator, Lexicon, hookimpl, load_lexicons


@hookimpl
def apostil_annotators() -> list[Annotator]:
    from .organisation import organisation  # not needed to list plugins or show help

    return [organisation]


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    from .gazetteer import built_in

    return [*load_lexicons(__name__, language), *built_in()]


@hookimpl
def apostil_lexicon_file(path: Path) -> Iterable[Lexicon]:
    """A CSV file with the columns `name,kind,aliases,word`, of which only the first is needed."""
    from .gazetteer import lexicons_of

    return lexicons_of(path) if path.suffix.lower() == ".csv" else ()
