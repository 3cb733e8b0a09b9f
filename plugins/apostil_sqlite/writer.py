"""The writer of the database: one transaction on a new file, so that memory does not grow with it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from apostil import Annotated, Annotation, ExportError, Labels, OffsetMap, Sink, ValueColumns, header, offsets_out
from apostil_sqlite.tables import AFTER, BEFORE, indexes, tables

_HEADER = ("id", "source", "language", "reference_date", "sha256", "length", "offset_unit")
_UNHELD = re.compile("[\0\ud800-\udfff]")
"""NUL, where functions of SQL end a text, and lone surrogates, which are no characters."""
LARGEST = 2**63 - 1
Row = list[Any]


class DatabaseWriter:
    """Rows of each document as it comes; indexes at the end."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._columns = ValueColumns(labels, (*BEFORE, *AFTER))
        self._documents = self._annotations = self._replaced = 0
        self._database = sqlite3.connect(sink.stream_path(), isolation_level=None)
        with _told():
            # The file is nobody's until it is whole: nothing is to be rolled back in it, or waited for.
            for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN", *tables(self._columns)):
                self._database.execute(statement)

    def write(self, annotated: Annotated) -> None:
        offsets = offsets_out(annotated, self._sink)
        rows = [self._row(a, offsets) for a in annotated.annotations]
        numbers = {a.id: self._annotations + number for number, a in enumerate(annotated.annotations, 1)}
        links = [(numbers[a.id], link.role, numbers[link.target_id]) for a in annotated.annotations for link in a.links()]
        number = self._documents + 1
        document = [number, *self._document(annotated)]
        with _told():
            self._insert("documents", [document])
            self._insert("annotations", ([own, number, *row] for own, row in zip(numbers.values(), rows, strict=True)))
            self._insert("arguments", links)
            self._insert("problems", ((number, p.annotator, p.message, p.code) for p in annotated.problems))
        self._documents, self._annotations = number, self._annotations + len(rows)

    def close(self) -> None:
        """Index what was written, and tell what it could not hold."""
        with _told():
            for statement in (*indexes(), "COMMIT"):
                self._database.execute(statement)
            self._database.close()
        if self._replaced:
            self._sink.note(f"NUL and lone surrogates that became U+FFFD, which takes their place: {self._replaced}")

    def _document(self, annotated: Annotated) -> Row:
        document = annotated.document
        try:
            said = header(annotated, self._sink.with_text, self._sink.offset_unit)
        except UnicodeEncodeError:
            raise ExportError(document.id, "its text has a lone surrogate, which is no character") from None
        date = document.reference_date
        said["reference_date"] = date.isoformat() if date else None
        metadata = _json(document.metadata) if document.metadata else None
        return [*(said[name] for name in _HEADER), document.replaced, metadata, _json(annotated.annotators), said.get("text")]

    def _row(self, a: Annotation, offsets: OffsetMap) -> Row:
        cells, others = self._columns.cells(a)
        return [
            *(a.id, a.label, offsets.out(a.start), offsets.out(a.end), a.text),
            *map(_cell, cells),
            *(a.annotator, a.rule, a.confidence, _json(others) if others else None),
        ]

    def _insert(self, table: str, rows: Iterable[Iterable[Any]]) -> None:
        held = [[self._held(cell) for cell in row] for row in rows]
        if held:
            places = ", ".join("?" * len(held[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES ({places})", held)  # noqa: S608  # a name of ours

    def _held(self, cell: Any) -> Any:
        if not isinstance(cell, str) or not _UNHELD.search(cell):
            return cell
        text, count = _UNHELD.subn("\ufffd", cell)
        self._replaced += count
        return text


def _cell(value: Any) -> Any:
    """A field of a value as what a column can hold: JSON where it is not flat."""
    is_flat = value is None or isinstance(value, str | float) or (isinstance(value, int) and abs(value) <= LARGEST)
    return value if is_flat else _json(value)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode("utf-8")


@contextmanager
def _told() -> Iterator[None]:
    """Errors of SQLite as the system's, after which nothing is written: a full disk, an SQLite without full-text index."""
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
