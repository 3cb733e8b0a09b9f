"""Parquet files, a few rows at a time. Extension types are refused: old ones could run code when they are read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from apostil import Decoding, Document, InputError, Quota, one_line
from apostil_table.rows import Columns

ROWS = 64
"""Rows read at a time."""


def read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
    """A document a row; one that is none is yielded as the error it is. Raises `InputError`."""
    try:
        looked = pq.ParquetFile(stream)
        columns = Columns.of(name, looked.schema_arrow.names, decoding.column)
        _refuse(looked, columns)
        # dictionaries stay as they are in the file: a text that is repeated takes its memory once
        file = pq.ParquetFile(stream, read_dictionary=[columns.text], buffer_size=1 << 20, pre_buffer=False)
        row = 0
        for batch in file.iter_batches(ROWS, columns=[columns.text, *columns.about], use_threads=False):
            for index in range(batch.num_rows):
                row += 1
                cells = _cells(batch, index, f"{name}:{row}")
                yield cells if isinstance(cells, InputError) else columns.document(row, cells)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise InputError(name, f"damaged, or not Parquet ({one_line(error)[:80]})") from error


def _cells(batch: pa.RecordBatch, index: int, place: str) -> dict[str, object] | InputError:
    """The cells of a row by column, or the error that one is: a day that no calendar has, a text that is not UTF-8."""
    cells: dict[str, object] = {}
    for column, name in zip(batch.columns, batch.schema.names, strict=True):
        try:
            cells[name] = _plain(column[index])
        except (ValueError, OverflowError, KeyError) as error:
            return InputError(place, f"column {name!r} holds a value that cannot be read: {one_line(error)[:80]}")
    return cells


def _plain(cell: pa.Scalar) -> object:
    """The value of a cell. Nanoseconds are read as microseconds, whether pandas, which has them, is there or not."""
    kind = cell.type
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        cell = cell.cast(pa.timestamp("us", kind.tz))
    elif pa.types.is_duration(kind) and kind.unit == "ns":
        cell = cell.cast(pa.duration("us"))
    return cell.as_py()


def _refuse(file: pq.ParquetFile, columns: Columns) -> None:
    """Raise `InputError` for a column that holds no text, and for pages that are small only in the file."""
    for wanted in (columns.text, *columns.about):
        kind = file.schema_arrow.field(wanted).type
        if isinstance(kind, pa.BaseExtensionType) or pa.types.is_nested(kind):
            raise InputError(columns.name, f"column {wanted!r} holds no plain values")
    kind = file.schema_arrow.field(columns.text).type
    if not (pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise InputError(columns.name, f"column {columns.text!r} holds {kind}, not text: give --text-column")
    for group in range(file.metadata.num_row_groups):
        part = file.metadata.row_group(group)
        chunks = (part.column(place) for place in range(part.num_columns))
        for chunk in (chunk for chunk in chunks if chunk.path_in_schema in (columns.text, *columns.about)):
            Quota(columns.name, chunk.total_compressed_size, sys.maxsize).spend(chunk.total_uncompressed_size)
