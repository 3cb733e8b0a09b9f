"""Writes and reads the JSON of GATE: a document, its text and annotations in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Importer, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_gate.writer import GateWriter

    return GateWriter(sink)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_gate.importing import read

    return read(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("gate", ".bdocjs", _open, "GATE: bdoc JSON, one file a document", folder=True, needs_text=True)]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [Importer("gate", _read, "GATE: a .bdocjs, or a folder of them")]
