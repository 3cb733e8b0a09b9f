"""Reads both tables back. A row becomes the standoff object it was, which is checked as one from any other file."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from apostil import Annotated, Document, InputError, Problem, decode, one_line, printable, strict_json
from apostil_arrow.columns import AFTER, BEFORE, DOCUMENT, FIXED, WHOLE_DOCUMENT

BATCH = 1000
"""Rows read together."""
Row = dict[str, Any]


def read_documents(path: Path) -> Iterator[Annotated]:
    """Documents of a table of one row each. Raises `InputError` for a file that is none; a bad row comes as failed."""
    with _opened(path) as file:
        columns, types = _columns(file), {**WHOLE_DOCUMENT, "annotations": None}
        for number, row in enumerate(_rows(file, path, types, BATCH // 50, set(types)), 1):
            yield _annotated(f"{path.name}, row {number}", row, row["annotations"] or [], columns)


def read_annotations(path: Path) -> Iterator[Annotated]:
    """Documents of a table of one row an annotation, where those of one document, one id and hash, stand together.

    Raises `InputError` for a file that is none; a document that cannot be read comes as failed.
    """
    with _opened(path) as file:
        columns, seen = _columns(file), set()
        types = {**DOCUMENT, **BEFORE, **AFTER}
        ours = {*types, *(column for fields in columns.values() for column in fields.values())} if columns else None
        for own, rows in groupby(_rows(file, path, types, BATCH, ours), lambda row: (row["document"], row["sha256"])):
            document = own[0]
            if own in seen:
                raise InputError(path.name, f"rows of {printable(str(document))[:80]!r} are apart: sort them by document")
            seen.add(own)
            annotations = list(rows)
            yield _annotated(f"{path.name}, {printable(str(document))[:80]}", annotations[0], annotations, columns)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    """The file. Raises `InputError` for whatever Arrow finds wrong with it, now or when it is read."""
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, MemoryError) as error:
        why = printable(str(error).partition("\n")[0])[:200]
        raise InputError(path.name, f"cannot be read as Parquet: {why}") from None


def _columns(file: pq.ParquetFile) -> dict[str, dict[str, str]]:
    """Columns of each label by field, as the file says; none in one that another program wrote."""
    said = (file.schema_arrow.metadata or {}).get(b"apostil_columns", b"{}")
    try:
        return msgspec.json.decode(said, type=dict[str, dict[str, str]])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _rows(file: pq.ParquetFile, path: Path, types: Mapping[str, Any], size: int, ours: Collection[str] | None) -> Iterator[Row]:
    """Rows as dicts of the columns `ours`, of all where that is None, cast to `types` where one is given.

    Raises `InputError` for a table that lacks some of `types`, and for a column that holds what Python has no value for.
    """
    schema = file.schema_arrow
    if missing := types.keys() - set(schema.names):
        other = "parquet" if "annotations" in missing else "parquet-documents"
        raise InputError(path.name, f"has no column {min(missing)!r}: not written by apostil, or to be read with -f {other}")
    for field in schema:
        if _is_extension(field.type):
            raise InputError(path.name, f"column {printable(field.name)!r} is of an extension type, which is not read")
    read = [name for name in schema.names if ours is None or name in ours]
    for batch in file.iter_batches(size, columns=read):
        batch.validate(full=True)
        wanted = pa.schema([pa.field(f.name, types.get(f.name) or f.type) for f in batch.schema])
        table = pa.Table.from_batches([batch]).cast(wanted)
        columns = [_values(table.column(place), f"{path.name}: column {printable(f.name)}") for place, f in enumerate(wanted)]
        yield from (dict(zip(wanted.names, cells, strict=True)) for cells in zip(*columns, strict=True))


def _values(column: pa.ChunkedArray, place: str) -> list[Any]:
    """The cells of a column. Nanoseconds are read as microseconds, whether pandas, which has them, is there or not."""
    kind = column.type
    try:
        if (pa.types.is_timestamp(kind) or pa.types.is_duration(kind)) and kind.unit == "ns":
            column = column.cast(pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) else pa.duration("us"))
        found: list[Any] = column.to_pylist()
    except (ValueError, OverflowError, KeyError) as error:  # nanoseconds, a year 10,000, a zone that is none
        raise InputError(place, f"holds values that cannot be read: {kind}, {one_line(error)}") from None
    return found


def _is_extension(kind: pa.DataType) -> bool:
    inner = [kind.field(i).type for i in range(kind.num_fields)]
    return isinstance(kind, pa.BaseExtensionType) or any(map(_is_extension, inner))


def _annotated(place: str, row: Row, annotations: list[Row], columns: Mapping[str, Mapping[str, str]]) -> Annotated:
    try:
        standoff = {
            "apostil": "1",
            "document": _header(row),
            "annotations": [_annotation(a, columns) for a in annotations],
            "problems": row.get("problems") or [],
            "annotators": {each["name"]: each["version"] for each in row.get("annotators") or []},
        }
        return decode(msgspec.json.encode(standoff), place)
    except (InputError, KeyError, TypeError, ValueError) as error:
        why = error.why if isinstance(error, InputError) else f"not as apostil writes it: {error}"
        problem = Problem("parquet", printable(f"{place}: {why}")[:500], "unreadable")
        return Annotated(Document("", str(row["document"] or place)), problems=[problem], failed=True)


def _header(row: Row) -> Row:
    found = {name: row[name] for name in DOCUMENT if name != "document"}
    if row.get("metadata_json"):
        found["metadata"] = strict_json(row["metadata_json"].encode())
    if found["sha256"] is not None and "problems" in row:
        found["text"] = row["text"]
    return {**found, "id": row["document"], "replaced": row.get("replaced") or 0, "extracted": row.get("extracted")}


def _annotation(row: Row, columns: Mapping[str, Mapping[str, str]]) -> Row:
    kept = {name: row[name] for name in ("id", "label", "text", "annotator", "rule", "arguments", "confidence")}
    return {**kept, "start": row["start_char"], "end": row["end_char"], "value": _value(row, columns)}


def _value(row: Row, columns: Mapping[str, Mapping[str, str]]) -> Any:
    """The value, from JSON where that is given, else from its columns: without names for them, those that are not empty."""
    if row["value_json"] is not None:
        return strict_json(row["value_json"].encode())
    if columns:
        fields = columns.get(row["label"], {})
        return {field: row.get(column) for field, column in fields.items()} or None
    return {name: cell for name, cell in row.items() if name not in FIXED and cell is not None} or None
