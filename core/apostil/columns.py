"""Values in tables: the columns that the declarations of labels give."""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterator
from typing import Any, Literal

import attrs

from apostil.annotators import Label
from apostil.exporter import Labels
from apostil.model import Annotation


class ValueColumns:
    """A column each field of a value, of all labels in their order. Labels that share a field share its column.

    A column is called as its field, with `value_` in front where the table has a column of that name among `taken`, or had it
    in other letters: databases do not tell capitals.
    """

    def __init__(self, labels: Labels, taken: Collection[str]) -> None:
        kinds: dict[str, set[type]] = {}
        for label in labels.values():
            for field, hint in _fields(label).items():
                kinds.setdefault(field, set()).update(_scalars(hint))
        self.kinds = [_kind(found) for found in kinds.values()]
        """What the cells of each are declared to be: str, int, float or bool; str where labels differ."""
        self.names = _names(kinds, taken)
        places = {field: place for place, field in enumerate(kinds)}
        self.places = {name: {field: places[field] for field in _fields(label)} for name, label in labels.items()}
        """Column by field, counted from the first of them, by label."""

    def cells(self, annotation: Annotation) -> tuple[list[Any], dict[str, Any]]:
        """The value's fields by column, None where it has none; and those that no label declares, which have no column."""
        columns = self.places.get(annotation.label, {})
        cells: list[Any] = [None] * len(self.names)
        others = {}
        for name, value in annotation.fields().items():
            if name in columns:
                cells[columns[name]] = value
            else:
                others[name] = value
        return cells, others


def _fields(label: Label) -> dict[str, Any]:
    """Types by name of the fields of the label's value."""
    if label.value is None or not attrs.has(label.value):
        return {}
    hints = typing.get_type_hints(label.value)
    return {a.name: hints[a.name] for a in attrs.fields(label.value)}


def _scalars(hint: Any) -> Iterator[type]:
    """The classes that values of the type have, None left out."""
    if typing.get_origin(hint) is Literal:
        yield from (type(value) for value in typing.get_args(hint) if value is not None)
    elif parts := typing.get_args(hint):
        for part in parts:
            yield from _scalars(part)
    elif hint is not type(None):
        yield hint


def _kind(found: set[type]) -> type:
    only = found.pop() if len(found) == 1 else str
    return only if only in (int, float, bool) else str


def _names(fields: Collection[str], taken: Collection[str]) -> list[str]:
    used = {name.lower() for name in taken}
    names = []
    for name in fields:
        while name.lower() in used:
            name = f"value_{name}"
        used.add(name.lower())
        names.append(name)
    return names
