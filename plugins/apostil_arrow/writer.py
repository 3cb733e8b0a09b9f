"""The writers of both tables. Rows go out in groups, so that memory does not grow with the output."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from apostil import Annotated, ExportError, Labels, Sink, header, offsets_out
from apostil_arrow.columns import DOCUMENT, WHOLE_DOCUMENT, Columns, arrays

GROUP = 8_000_000
"""A row group is written once it has about as many bytes: some 30,000 annotations. One long document can make it larger."""
ROW = 200
"""What a row takes beside its text, about."""

Rows = list[tuple[Any, ...]]


class _Groups:
    """A Parquet file, and documents that wait to be written to it: what is said of each, and rows of its annotations."""

    def __init__(self, sink: Sink, schema: pa.Schema) -> None:
        self._file = pq.ParquetWriter(sink.stream(), schema, compression="zstd")
        self.waiting: list[tuple[tuple[Any, ...], Rows]] = []
        self._size = 0

    def add(self, document: tuple[Any, ...], rows: Rows, text: str) -> bool:
        """Whether there is enough for a row group."""
        self.waiting.append((document, rows))
        self._size += ROW + len(text) + sum(ROW + len(row[4]) for row in rows)
        return self._size > GROUP

    def write(self, columns: list[pa.Array]) -> None:
        self._file.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._file.schema))
        self.waiting, self._size = [], 0

    def close(self) -> None:
        self._file.close()


class AnnotationsWriter:
    """A row an annotation, with what is said of its document."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._columns = Columns(labels)
        self._types = {"document": DOCUMENT["document"], **self._columns.types, **DOCUMENT}
        self._groups = _Groups(sink, pa.schema(self._types.items(), self._columns.metadata(sink.offset_unit)))
        self._empty = 0

    def write(self, annotated: Annotated) -> None:
        offsets = offsets_out(annotated, self._sink)
        head = _head(annotated, self._sink)
        rows = [self._columns.row(a, offsets) for a in annotated.annotations]
        self._empty += not rows
        if self._groups.add(head, rows, ""):
            self._flush()

    def close(self) -> None:
        """Write the last group, and tell how many documents are not there."""
        self._flush()
        self._groups.close()
        if self._empty:
            self._sink.note(f"documents without annotations, which have no row: {self._empty} (parquet-documents keeps them)")

    def _flush(self) -> None:
        rows = [(head[0], *row, *head[1:]) for head, rows in self._groups.waiting for row in rows]
        self._groups.write(arrays(rows, self._types))


class DocumentsWriter:
    """A row a document: all that standoff JSON says of it, and its text."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._columns = Columns(labels)
        self._struct = pa.struct(self._columns.types.items())
        types = {**WHOLE_DOCUMENT, "annotations": pa.list_(self._struct)}
        self._groups = _Groups(sink, pa.schema(types.items(), self._columns.metadata(sink.offset_unit)))

    def write(self, annotated: Annotated) -> None:
        offsets = offsets_out(annotated, self._sink)
        rows = [self._columns.row(a, offsets) for a in annotated.annotations]
        text = annotated.document.text
        if self._groups.add(self._document(annotated), rows, text):
            self._flush()

    def close(self) -> None:
        """Write the last group."""
        self._flush()
        self._groups.close()

    def _document(self, annotated: Annotated) -> tuple[Any, ...]:
        document = annotated.document
        metadata = msgspec.json.encode(document.metadata).decode() if document.metadata else None
        problems = [msgspec.to_builtins(problem) for problem in annotated.problems]
        annotators = [{"name": name, "version": version} for name, version in annotated.annotators.items()]
        known = not annotated.failed and (document.text or not annotated.length)
        text = document.text if known else None
        told = document.replaced, document.extracted, metadata, problems, annotators, text
        return (*_head(annotated, self._sink), *told)

    def _flush(self) -> None:
        waiting = self._groups.waiting
        columns = arrays([document for document, _ in waiting], WHOLE_DOCUMENT)
        ends = [0, *accumulate(len(rows) for _, rows in waiting)]
        annotations = arrays([row for _, rows in waiting for row in rows], self._columns.types)
        structs = pa.StructArray.from_arrays(annotations, fields=list(self._struct))
        self._groups.write([*columns, pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)])


def _head(annotated: Annotated, sink: Sink) -> tuple[Any, ...]:
    """What both tables say of a document. Raises `ExportError` for a text that is none, having lone surrogates."""
    try:
        said = header(annotated, False, sink.offset_unit)
    except UnicodeEncodeError:
        raise ExportError(annotated.document.id, "its text has a lone surrogate, which is no character") from None
    return tuple(said["id" if name == "document" else name] for name in DOCUMENT)
