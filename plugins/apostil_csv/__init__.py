"""Writes tables: a row an annotation, comma- or tab-separated."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Exporter, Labels, Sink, Writer, hookimpl


def _csv(sink: Sink, labels: Labels) -> Writer:
    from apostil_csv.writer import TableWriter

    return TableWriter(sink, labels, ",")


def _tsv(sink: Sink, labels: Labels) -> Writer:
    from apostil_csv.writer import TableWriter

    return TableWriter(sink, labels, "\t")


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [
        Exporter("csv", ".csv", _csv, "a row an annotation, a column a value field"),
        Exporter("tsv", ".tsv", _tsv, "the same, separated by tabs"),
    ]
