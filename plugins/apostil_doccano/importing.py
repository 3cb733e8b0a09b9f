"""Reads lines back: what apostil had written, as a person left it in doccano, and what people did there alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from apostil import (
    Annotated,
    Annotation,
    Argument,
    Document,
    InputError,
    checked,
    decode,
    label_name,
    path_name,
    printable,
    strict_json,
    unreadable,
)

HAND = "doccano"
"""Annotator of what a person added."""


class Entity(msgspec.Struct):
    id: int
    label: str
    start_offset: int
    end_offset: int


class Relation(msgspec.Struct):
    from_id: int
    to_id: int
    type: str


class Line(msgspec.Struct):
    """What is read of a line: `label` (`labels` in older versions) of the one shape, or `entities` of the other."""

    text: str
    id: int | str | None = None
    label: list[tuple[int, int, str]] | None = None
    labels: list[tuple[int, int, str]] | None = None
    entities: list[Entity] | None = None
    relations: list[Relation] | None = None
    document: Any = None
    apostil: str | None = None

    def spans(self) -> list[Entity]:
        """The labelled spans of either shape, in their order; those of the first are numbered here."""
        if self.entities is not None:
            return self.entities
        rows = self.label if self.label is not None else self.labels or []
        return [Entity(number, label, start, end) for number, (start, end, label) in enumerate(rows)]


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a `.jsonl` file, or of those of a folder and below it, a line at a time. A line that cannot be read comes as
    a failed document.

    Raises `InputError` for a file that cannot be opened, and for a folder without one.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.jsonl") if file.is_file())
        if not files:
            raise InputError(path_name(path), "holds no .jsonl file")
        for file in files:
            yield from _lines(file, path_name(file.relative_to(path)))
    else:
        yield from _lines(path, path_name(path))


def _lines(path: Path, name: str) -> Iterator[Annotated]:
    try:
        with open(path, "rb") as stream:
            for number, data in enumerate(stream, 1):
                if data.strip():
                    yield _document(data, f"{name}:{number}")
    except OSError as error:
        raise InputError(name, error.strerror or "cannot be read") from None


def _document(data: bytes, place: str) -> Annotated:
    try:
        return _annotated(msgspec.convert(strict_json(data), Line), place)
    except InputError as error:
        return unreadable(place, error)
    except ValueError as error:  # msgspec's own is one
        return unreadable(place, InputError(place, f"not a line of doccano: {printable(str(error))[:200]}"))


def _annotated(line: Line, place: str) -> Annotated:
    if line.apostil is None:
        written = Annotated(Document(line.text, str(line.document or line.id or place)))
    else:
        written = decode(line.apostil.encode("utf-8"), place, line.text)
    found = _annotations(line, written.annotations)
    ids = {a.id for a in found.values()}
    for a in found.values():
        a.arguments = [link for link in a.links() if link.target in ids] or None
    if line.relations is not None:
        _relate(found, line.relations, place)
    written.annotations = list(found.values())
    return checked(written, place)


def _annotations(line: Line, written: list[Annotation]) -> dict[int, Annotation]:
    """The annotation of each span by its number: the one that apostil had written there under this label, or a new one."""
    there: dict[tuple[int, int, str], list[Annotation]] = defaultdict(list)
    for a in reversed(written):
        there[a.start, a.end, a.label].append(a)
    used = {a.id for a in written}
    found = {}
    for number, span in enumerate(line.spans(), 1):
        start, end, label = span.start_offset, span.end_offset, label_name(span.label)
        if known := there[start, end, label]:
            found[span.id] = known.pop()
            continue
        own = f"D{number}"
        while own in used:
            own += "a"
        used.add(own)
        found[span.id] = Annotation(start, end, label, annotator=HAND, text=line.text[start:end], id=own)
    return found


def _relate(found: dict[int, Annotation], relations: list[Relation], place: str) -> None:
    """Give each annotation the arguments that the relations say: those it had in their order, then those that are new."""
    links: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for relation in relations:
        if relation.from_id not in found or relation.to_id not in found:
            raise InputError(place, f"relation from {relation.from_id} to {relation.to_id}: no such entities")
        links[relation.from_id].append((relation.type, found[relation.to_id].id))
    for number, a in found.items():
        before = [(link.role, str(link.target)) for link in a.links()]
        there, known = set(links[number]), set(before)
        ordered = [link for link in before if link in there] + [link for link in links[number] if link not in known]
        a.arguments = [Argument(role, target) for role, target in ordered] or None
