"""Reads brat's files back: annotations with their values and arguments, those made by hand too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from apostil import (
    Annotated,
    Annotation,
    Argument,
    Document,
    InputError,
    Problem,
    files_of,
    path_name,
    printable,
    read_file,
    reading_order,
    unreadable,
)
from apostil_brat.documents import Told
from apostil_brat.documents import read as read_told
from apostil_brat.lines import Lines, Malformed, Textbound
from apostil_brat.naming import brat_name
from apostil_brat.notes import HAND, Note, merged
from apostil_brat.spans import joined, only_breaks


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a folder and those below it, sorted by name, or the one of an `.ann` or `.txt` file.

    Raises `InputError` that names file and line; of a folder, a document that cannot be read comes as a failed one.
    """
    if path.is_dir():
        files, documents = files_of(path, ".ann"), read_told(path)
        for file in files:
            name = path_name(file.relative_to(path).with_suffix(".txt"))
            try:
                yield _with(documents.get(name.removesuffix(".txt")), _document(file, name))
            except InputError as error:
                yield unreadable(name, error)
    else:
        yield _document(path.with_suffix(".ann"), path_name(Path(path.with_suffix(".txt").name)))


def _with(told: Told | None, annotated: Annotated) -> Annotated:
    """`annotated`, with what our file tells of its document."""
    if told is not None:
        document = annotated.document
        document.id = told.id or document.id
        document.language, document.reference_date = told.language, told.reference_date
        document.replaced, document.extracted, document.metadata = told.replaced, told.extracted, told.metadata
        annotated.annotators = told.annotators
    return annotated


def _text(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(path_name(path), f"byte {error.start} is not UTF-8") from None


def _document(file: Path, name: str) -> Annotated:
    source = file.with_suffix(".txt")
    lines, text, where = _lines(file), _text(source), path_name(file)
    _settle(lines, where)
    ids = {own: _id(own, textbound) for own, textbound in lines.textbounds.items()}
    if len(set(ids.values())) < len(ids):
        ids = {own: own for own in ids}
    problems: list[Problem] = []
    annotations = []
    for own, textbound in lines.textbounds.items():
        start, end = _span(textbound, text, f"{where}:{textbound.line}", problems)
        annotations.append(_annotation(textbound, start, end, text, ids, own))
    annotations.sort(key=reading_order)
    return Annotated(Document(text, name, source=path_name(source)), annotations, problems)


def _lines(file: Path) -> Lines:
    lines = Lines()
    for number, line in enumerate(_text(file).split("\n"), 1):
        try:
            lines.add(number, line.rstrip("\r"))
        except Malformed as error:
            raise InputError(f"{path_name(file)}:{number}", printable(str(error))) from None
    return lines


def _settle(lines: Lines, where: str) -> None:
    """Give attributes, relations and notes to what they are about. Raises `InputError` for those about nothing."""

    def trigger(target: str) -> str:
        return lines.events.get(target, target)

    for number, attribute, target, value in lines.attributes:
        if not target.startswith("R"):
            _owner(lines, trigger(target), f"{where}:{number}").attributes[attribute] = value
    for number, role, one, other in lines.relations:
        _owner(lines, trigger(other), f"{where}:{number}")
        _owner(lines, trigger(one), f"{where}:{number}").links.append((number, role, trigger(other)))
    for target, note in lines.notes:
        if (textbound := lines.textbounds.get(trigger(target))) is not None:
            textbound.note = merged(textbound.note, note)


def _owner(lines: Lines, name: str, place: str) -> Textbound:
    if name not in lines.textbounds:
        raise InputError(place, f"{printable(name)[:20]} is not in the file: where its line was deleted, delete this one too")
    return lines.textbounds[name]


def _id(own: str, textbound: Textbound) -> str:
    return (textbound.note and textbound.note.id) or own


def _span(textbound: Textbound, text: str, place: str, problems: list[Problem]) -> tuple[int, int]:
    """Start and end in the text, breaks that the fragments left out included. Raises `InputError` for what is none."""
    pieces = textbound.pieces
    start, end = pieces[0][0], max(piece[1] for piece in pieces)
    if end > len(text) or any(one >= other for one, other in pieces):
        raise InputError(place, f"{start}-{end} is not a span of a text of {len(text)}")
    if textbound.text is not None and textbound.text.strip("\t") != joined(text, pieces).strip("\t"):
        raise InputError(place, f"its text is not what the document has at {start}-{end}")
    if any(text[one[1] : other[0]].strip() for one, other in pairwise(pieces)):
        problems.append(Problem(HAND, f"{place}: fragments become one span, {start}-{end}", "joined"))
    before, after = textbound.note.outer or (0, 0) if textbound.note else (0, 0)
    whole = only_breaks(text, start - before, start) and only_breaks(text, end, end + after)
    return (start - before, end + after) if whole else (start, end)


def _annotation(textbound: Textbound, start: int, end: int, text: str, ids: dict[str, str], own: str) -> Annotation:
    note = textbound.note or Note()
    if note.label and brat_name(note.label) != textbound.label:  # relabelled by hand: what was found is no more
        old = f"{brat_name(note.label)}_"
        textbound.attributes = {name: told for name, told in textbound.attributes.items() if not name.startswith(old)}
        note = Note()
    roles = note.roles or {}
    links = sorted(textbound.links, key=lambda link: link[0])
    return Annotation(
        start,
        end,
        note.label or textbound.label,
        _value(textbound, note),
        note.rule,
        [Argument(roles.get(role, role), ids[target]) for _, role, target in links] or None,
        note.annotator,
        text[start:end],
        ids[own],
        note.confidence,
    )


def _value(textbound: Textbound, note: Note) -> Any:
    """The value in the note, its fields replaced by the attributes: those are what a person changes in brat."""
    told = {name.removeprefix(f"{textbound.label}_"): value for name, value in textbound.attributes.items()}
    if not isinstance(note.value, dict):
        return told or note.value
    gone = {name: False if note.value.get(name) is True else None for name in note.attributes or () if name not in told}
    return {**note.value, **gone, **told}
