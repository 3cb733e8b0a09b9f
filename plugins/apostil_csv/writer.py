"""The writer of tables: RFC 4180, UTF-8 without BOM, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from apostil import Annotated, Annotation, Labels, OffsetMap, Sink, ValueColumns, offsets_out
from apostil_csv.cells import as_json, cell, safe

BEFORE = ("document", "id", "label", "start_char", "end_char", "text")
AFTER = ("annotator", "rule", "arguments", "confidence", "language", "reference_date", "value_json")
"""`end` alone is a reserved word of SQL. `value_json` holds what no loaded plugin declares a column for."""


class TableWriter:
    """A row an annotation."""

    def __init__(self, sink: Sink, labels: Labels, separator: str) -> None:
        self._sink = sink
        self._stream = sink.stream()
        self._separator = separator
        self._columns = ValueColumns(labels, (*BEFORE, *AFTER))
        self._put([[*BEFORE, *self._columns.names, *AFTER]])

    def write(self, annotated: Annotated) -> None:
        document = annotated.document
        offsets = offsets_out(annotated, self._sink)
        date = document.reference_date
        ends = [cell(document.language), date.isoformat() if date else ""]
        self._put(self._row(cell(document.id), a, offsets, ends) for a in annotated.annotations)

    def close(self) -> None:
        """Nothing follows the last row."""

    def _row(self, document: str, a: Annotation, offsets: OffsetMap, ends: list[str]) -> list[str]:
        cells, others = self._columns.cells(a)
        start, end = offsets.out(a.start), offsets.out(a.end)
        return [
            *(document, safe(a.id), safe(a.label), str(start), str(end), safe(a.text)),
            *("" if value is None else cell(value) for value in cells),
            *(safe(a.annotator), safe(a.rule), safe(_arguments(a)) if a.arguments else "", cell(a.confidence), *ends),
            as_json(others) if others else "",
        ]

    def _put(self, rows: Iterable[list[str]]) -> None:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=self._separator, lineterminator="\r\n").writerows(rows)
        self._stream.write(buffer.getvalue().encode("utf-8"))


def _arguments(a: Annotation) -> str:
    """`role:id` of each argument, separated by spaces."""
    return " ".join(f"{link.role}:{link.target_id}" for link in a.links())
