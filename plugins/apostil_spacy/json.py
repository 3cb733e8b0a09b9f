"""Reads what `Doc.to_json` makes. spaCy is not needed for that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from apostil import Annotated, Document, InputError, printable, read_file, strict_json, unreadable
from apostil_spacy.marks import Mark, annotated


class Shape(msgspec.Struct):
    """What is read of a document in JSON; tokens, parses and custom attributes are passed over."""

    text: str
    ents: list[Mark] = []
    spans: dict[str, list[Mark]] = {}

    def marks(self) -> Iterator[Mark]:
        """Entities and spans of all groups; a span without a label has that of its group."""
        for key, marks in chain([("", self.ents)], self.spans.items()):
            yield from (Mark(mark.start, mark.end, mark.label or key) for mark in marks)


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a file: one object, a list of them, or in a `.jsonl` one a line. One that is none of spaCy's comes as a
    failed one. Raises `InputError` for a file that cannot be read.
    """
    name = printable(path.name)
    try:
        for place, item in _items(path, name):
            try:
                yield _document(_loaded(item, place) if isinstance(item, bytes) else item, place)
            except InputError as error:
                yield unreadable(place, error)
    except OSError as error:
        raise InputError(name, error.strerror or "cannot be read") from None


def _items(path: Path, name: str) -> Iterator[tuple[str, Any]]:
    """Documents with their places, those of lines as bytes."""
    if path.suffix in (".jsonl", ".ndjson"):
        with path.open("rb") as lines:
            yield from ((f"{name}:{number}", line) for number, line in enumerate(lines, 1) if line.strip())
        return
    loaded = _loaded(read_file(path), name)
    if isinstance(loaded, list):
        yield from ((f"{name}:{number}", item) for number, item in enumerate(loaded, 1))
    else:
        yield name, loaded


def _loaded(data: bytes, place: str) -> Any:
    try:
        return strict_json(data)
    except ValueError as error:
        raise InputError(place, f"not strict JSON: {printable(str(error))[:200]}") from None


def _document(loaded: Any, place: str) -> Annotated:
    try:
        shape = msgspec.convert(loaded, Shape, strict=True)
    except msgspec.ValidationError as error:
        raise InputError(place, f"not a document of spaCy: {printable(str(error))[:200]}") from None
    return annotated(Document(shape.text, place), shape.marks(), place)
