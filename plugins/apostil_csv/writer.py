"""The writer of tables: RFC 4180, UTF-8 without BOM, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import attrs

from apostil import Annotated, Annotation, ExportError, Label, Labels, OffsetMap, Sink
from apostil_csv.cells import as_json, cell, safe

BEFORE = ("document", "id", "label", "start_char", "end_char", "text")
AFTER = ("annotator", "rule", "arguments", "confidence", "language", "reference_date", "value_json")
"""`end` alone is a reserved word of SQL. `value_json` holds what no loaded plugin declares a column for."""


def _fields(label: Label) -> list[str]:
    value = label.value
    return [a.name for a in attrs.fields(value)] if value is not None and attrs.has(value) else []


def _column(field: str) -> str:
    """Column of a value field: its own name, unless the table has another column of that name."""
    return f"value_{field}" if field in BEFORE or field in AFTER else field


class TableWriter:
    """A row an annotation. Labels that share a field share its column."""

    def __init__(self, sink: Sink, labels: Labels, separator: str) -> None:
        self._stream = sink.stream()
        self._unit = sink.offset_unit
        self._separator = separator
        self._fields = list(dict.fromkeys(field for label in labels.values() for field in _fields(label)))
        places = {field: place for place, field in enumerate(self._fields)}
        self._places = {name: {field: places[field] for field in _fields(label)} for name, label in labels.items()}
        """Column by field, counted from the first of them, by label."""
        self._put([[*BEFORE, *map(_column, self._fields), *AFTER]])

    def write(self, annotated: Annotated) -> None:
        document = annotated.document
        annotations = annotated.annotations
        if self._unit != "codepoint" and annotations and not document.text:
            raise ExportError(document.id, f"offsets in {self._unit} cannot be counted without the text")
        offsets = OffsetMap.of(document.text, self._unit)
        date = document.reference_date
        ends = [cell(document.language), date.isoformat() if date else ""]
        self._put(self._row(cell(document.id), a, offsets, ends) for a in annotations)

    def close(self) -> None:
        """Nothing follows the last row."""

    def _row(self, document: str, a: Annotation, offsets: OffsetMap, ends: list[str]) -> list[str]:
        columns = self._places.get(a.label, {})
        cells = [""] * len(self._fields)
        others = {}
        for name, value in a.fields().items():
            if name not in columns:
                others[name] = value
            elif value is not None:
                cells[columns[name]] = cell(value)
        start, end = offsets.out(a.start), offsets.out(a.end)
        return [
            *(document, safe(a.id), safe(a.label), str(start), str(end), safe(a.text)),
            *cells,
            *(safe(a.annotator), safe(a.rule), safe(_arguments(a)) if a.arguments else "", cell(a.confidence), *ends),
            as_json(others) if others else "",
        ]

    def _put(self, rows: Iterable[list[str]]) -> None:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=self._separator, lineterminator="\r\n").writerows(rows)
        self._stream.write(buffer.getvalue().encode("utf-8"))


def _arguments(a: Annotation) -> str:
    """`role:id` of each argument, separated by spaces."""
    return " ".join(f"{link.role}:{_id(link.target)}" for link in a.links())


def _id(target: Any) -> str:
    return target.id if isinstance(target, Annotation) else str(target)
