"""The columns of both tables. No map type among them, which Hugging Face datasets does not know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from apostil import Annotation, Labels, OffsetMap, ValueColumns

ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
LARGEST = 2**63 - 1


def _structs(*names: str) -> pa.DataType:
    return pa.list_(pa.struct([(name, pa.string()) for name in names]))


DOCUMENT = {
    "document": pa.string(),
    "source": pa.string(),
    "sha256": pa.string(),
    "length": pa.int64(),
    "offset_unit": pa.string(),
    "language": pa.string(),
    "reference_date": pa.date32(),
}
"""Both tables say these of a document. The unit of offsets is one, since other programs drop the metadata of a schema."""
WHOLE_DOCUMENT = {
    **DOCUMENT,
    "replaced": pa.int64(),
    "extracted": pa.string(),
    "metadata_json": pa.string(),
    "problems": _structs("annotator", "message", "code"),
    "annotators": _structs("name", "version"),
    "text": pa.large_string(),
}
BEFORE = {"id": pa.string(), "label": pa.string(), "start_char": pa.int64(), "end_char": pa.int64(), "text": pa.string()}
AFTER = {
    "annotator": pa.string(),
    "rule": pa.string(),
    "arguments": _structs("role", "target"),
    "confidence": pa.float64(),
    "value_json": pa.string(),
}
"""`value_json` is the value whole, where the columns of its label do not say all of it."""
FIXED = {**DOCUMENT, **BEFORE, **AFTER}


class Columns:
    """The columns of an annotation, and rows of them."""

    def __init__(self, labels: Labels) -> None:
        self._values = ValueColumns(labels, FIXED)
        values = {name: ARROW[kind] for name, kind in zip(self._values.names, self._values.kinds, strict=True)}
        self.types: dict[str, pa.DataType] = {**BEFORE, **values, **AFTER}

    def metadata(self, offset_unit: str) -> dict[str, str]:
        """Of the schema: the unit of offsets, and the columns of each label by field."""
        names = self._values.names
        fields = {label: {field: names[i] for field, i in places.items()} for label, places in self._values.places.items()}
        return {"offset_unit": offset_unit, "apostil_columns": msgspec.json.encode(fields).decode()}

    def row(self, a: Annotation, offsets: OffsetMap) -> tuple[Any, ...]:
        cells, others = self._values.cells(a)
        fitting = [
            cell if cell is None or _fits(cell, kind) else None for cell, kind in zip(cells, self._values.kinds, strict=True)
        ]
        whole = not others and fitting == cells and self._is_flat(a)
        return (
            *(a.id, a.label, offsets.out(a.start), offsets.out(a.end), a.text),
            *fitting,
            *(a.annotator, a.rule, [{"role": link.role, "target": link.target_id} for link in a.links()], a.confidence),
            None if whole else msgspec.json.encode(a.value).decode(),
        )

    def _is_flat(self, a: Annotation) -> bool:
        """Whether the value has all the fields that its label declares, and no others: a foreign one may be anything."""
        fields = self._values.places.get(a.label, {})
        if a.value is None or not fields:
            return a.value is None and not fields
        return not isinstance(a.value, str | int | float | list) and a.fields().keys() == fields.keys()


def _fits(cell: Any, kind: type) -> bool:
    return type(cell) is kind and not (isinstance(cell, int) and abs(cell) > LARGEST)


def arrays(rows: Collection[Iterable[Any]], types: Mapping[str, pa.DataType]) -> list[pa.Array]:
    """The columns of `rows`."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(types)
    return [pa.array(column, kind) for column, kind in zip(columns, types.values(), strict=True)]
