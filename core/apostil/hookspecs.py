"""The whole contract between apostil and its plugins.

All hooks are optional and return values. They are asked at load and at set-up, never on the way of a document.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from apostil.annotators import Annotator
    from apostil.exporter import Exporter, Importer
    from apostil.lexicon import Lexicon
    from apostil.reader import Reader

PROJECT = "apostil"
"""Name of the project for pluggy, and of the entry-point group."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def apostil_readers() -> Iterable[Reader]:  # type: ignore[empty-body]
    """Ways to turn the bytes of a file into documents."""


@hookspec
def apostil_lexicons(language: str) -> Iterable[Lexicon]:  # type: ignore[empty-body]
    """Words of `language` (ISO 639-1). Words of a lexicon that exists are added to it: so a language pack works."""


@hookspec
def apostil_lexicon_file(path: Path) -> Iterable[Lexicon]:  # type: ignore[empty-body]
    """Words of a user's file (`--lexicon FILE`) that the plugin knows how to read; none of a file that is not its own."""


@hookspec
def apostil_annotators() -> Iterable[Annotator]:  # type: ignore[empty-body]
    """Annotators, run on every document in the order of what they require."""


@hookspec
def apostil_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Formats to write annotations in."""


@hookspec
def apostil_importers() -> Iterable[Importer]:  # type: ignore[empty-body]
    """Foreign formats to read annotations from."""


@hookspec
def apostil_commands() -> Iterable[click.Command]:  # type: ignore[empty-body]
    """Further commands of the command line."""
