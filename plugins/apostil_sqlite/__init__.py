"""Writes an SQLite database: documents, annotations, arguments, and an index of all their words."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Exporter, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_sqlite.writer import DatabaseWriter

    return DatabaseWriter(sink, labels)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("sqlite", ".sqlite", _open, "a database: documents, annotations, arguments, full-text index")]
