"""Writes and reads the lines of doccano: texts with labelled spans, and with relations between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Importer, Labels, Sink, Writer, hookimpl


def _spans(sink: Sink, labels: Labels) -> Writer:
    from apostil_doccano.writer import LineWriter, spans

    return LineWriter(sink, spans)


def _relations(sink: Sink, labels: Labels) -> Writer:
    from apostil_doccano.writer import LineWriter, relations

    return LineWriter(sink, relations)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_doccano.importing import read

    return read(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [
        Exporter("doccano", ".doccano.jsonl", _spans, "doccano: a text and its labelled spans a line", needs_text=True),
        Exporter("doccano-relations", ".doccano.jsonl", _relations, "the same, with arguments as relations", needs_text=True),
    ]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [Importer("doccano", _read, "doccano: lines of spans or of entities and relations")]
