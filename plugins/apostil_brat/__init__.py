"""Writes and reads the files of brat: a text and its annotations, and the configuration to edit them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Importer, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_brat.writer import BratWriter

    return BratWriter(sink, labels)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_brat.importing import read

    return read(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("brat", ".ann", _open, "brat: a .txt and an .ann a document", folder=True, needs_text=True)]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [Importer("brat", _read, "brat: a folder, or one .ann beside its .txt")]
