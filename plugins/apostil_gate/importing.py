"""Reads bdoc JSON, of GATE's own tools too: annotations of all sets, their features for value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from apostil import (
    Annotated,
    Annotation,
    Argument,
    Document,
    InputError,
    OffsetMap,
    each_file,
    label_name,
    path_name,
    printable,
    read_file,
    settled,
    strict_json,
)
from apostil_gate.bdoc import PREFIX, SET, About, Bdoc, Note, Own

_UNITS = {"p": "codepoint", "j": "utf16"}


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a `.bdocjs` or of a folder of them. Raises `InputError`."""
    return each_file(path, ".bdocjs", _document)


def _document(file: Path, name: str) -> Annotated:
    where = path_name(file)
    try:
        bdoc = msgspec.convert(strict_json(read_file(file)), Bdoc)
        about = msgspec.convert(bdoc.features or {}, About)
    except (msgspec.ValidationError, ValueError) as error:
        raise InputError(where, f"not bdoc JSON: {printable(str(error))[:200]}") from None
    document = Document(bdoc.text, about.id or name, about.language, about.reference_date, about.source)
    document.extracted = about.extracted
    offsets = OffsetMap.of(bdoc.text, _UNITS[bdoc.offset_type])
    annotations: list[Annotation] = []
    for own, found in bdoc.annotation_sets.items():
        annotations += _annotations(found.annotations, offsets, "gate" if own in ("", SET) else own, where)
    annotated = settled(document, annotations, "gate")
    annotated.annotators = about.annotators
    return annotated


def _annotations(notes: list[Note], offsets: OffsetMap, annotator: str, where: str) -> list[Annotation]:
    """Annotations of one set, in which numbers are of one annotation each."""
    made: dict[int, tuple[Annotation, Own]] = {}
    for note in notes:
        place = f"{where}: annotation {note.id}"
        start, end = offsets.back(note.start), offsets.back(note.end)
        if start is None or end is None:
            raise InputError(place, f"{note.start}-{note.end} cuts a character in two: is offset_type right?")
        if note.id in made:
            raise InputError(place, "its number is used twice")
        own = _own(note, place)
        features = {name: value for name, value in (note.features or {}).items() if not name.startswith(PREFIX)}
        value = own.value if own.value is not None else features or None
        a = Annotation(start, end, label_name(note.type), value, own.rule, None, own.annotator or annotator)
        a.id, a.confidence = own.id, own.confidence
        made[note.id] = a, own
    for a, own in made.values():
        a.arguments = [Argument(role, made[number][0]) for role, number in own.arguments if number in made]
    return [a for a, _ in made.values()]


def _own(note: Note, place: str) -> Own:
    try:
        return msgspec.convert(note.features or {}, Own)
    except msgspec.ValidationError as error:
        why = printable(str(error))[:200]
        raise InputError(place, f"features that begin with {PREFIX} are not as we write them: {why}") from None
