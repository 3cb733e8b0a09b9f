"""Reads DocBin files: ours with all that was annotated and what was changed since, others' entities and span groups."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from apostil import Annotated, Annotation, Document, InputError, decode, files_of, one_line, printable, read_file, unreadable
from apostil_spacy.marks import GROUP, Mark, annotated, checked

SMALL = 64 << 20
RATIO = 200
"""A file that grows beyond `SMALL` bytes, and to more than `RATIO` times its size, is a bomb."""


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a file, or of all `.spacy` files of a folder and those below it.

    Raises `InputError` for a file that cannot be read; of a folder, such a one comes as a failed document.
    """
    if not path.is_dir():
        yield from _documents(path, printable(path.name))
        return
    for file in files_of(path, ".spacy"):
        name = printable(file.relative_to(path).as_posix())
        try:
            yield from _documents(file, name)
        except InputError as error:
            yield unreadable(name, error)


def _documents(file: Path, name: str) -> Iterator[Annotated]:
    for number, doc in enumerate(_docs(file, name), 1):
        place = f"{name}:{number}"
        try:
            yield _annotated(doc, place)
        except InputError as error:
            yield unreadable(place, error)
        except Exception as error:  # spans out of range, user data of any kind: what the file says is not ours to trust
            yield unreadable(place, InputError(place, f"cannot be read: {one_line(error)}"))


def _docs(file: Path, name: str) -> Iterator[Doc]:
    try:
        data = read_file(file)
        _refuse_bomb(data, name)
        yield from DocBin().from_bytes(data).get_docs(Vocab())
    except InputError:
        raise
    except Exception as error:  # spaCy raises what its decoders and arrays do
        raise InputError(name, f"is not a DocBin: {one_line(error)}") from None


def _refuse_bomb(data: bytes, name: str) -> None:
    inflater, size, rest = zlib.decompressobj(), 0, data
    while rest and not inflater.eof:
        size += len(inflater.decompress(rest, 1 << 20))
        rest = inflater.unconsumed_tail
        if size > SMALL and size > RATIO * len(data):
            raise InputError(name, f"grows to more than {RATIO} times its size: it is not read")


def _annotated(doc: Doc, place: str) -> Annotated:
    noted = doc.user_data.get(GROUP)
    if not isinstance(noted, dict):
        return annotated(Document(doc.text, place), _marks(doc), place)
    found = decode(msgspec.json.encode(noted), place, doc.text)
    if GROUP in doc.spans:
        found.annotations = _settled(found.annotations, doc)
    return checked(found, place)


def _marks(doc: Doc) -> Iterator[Mark]:
    """Entities and spans of all groups; a span without a label has that of its group."""
    groups = chain([("", doc.ents)], doc.spans.items())
    for key, spans in groups:
        yield from (Mark(span.start_char, span.end_char, span.label_ or key) for span in spans)


def _settled(noted: list[Annotation], doc: Doc) -> list[Annotation]:
    """Annotations as the spans have them now: moved, with another label (then what was found for the old one is no more),
    added, and without those that are gone, also as targets of arguments.
    """
    known = {a.id: a for a in noted}
    spans: list[Any] = list(doc.spans[GROUP])
    taken = set(known) | {span.id_ for span in spans}
    free = (id for number in range(1, len(taken) + len(spans) + 1) if (id := f"T{number}") not in taken)
    kept = []
    for span in spans:
        mark = Mark(span.start_char, span.end_char, span.label_)
        a = known.pop(span.id_, None)
        fresh = mark.annotation(doc.text, span.id_ if a else next(free))
        if a and a.label == mark.label:
            a.start, a.end, a.text = fresh.start, fresh.end, fresh.text
        kept.append(a if a and a.label == mark.label else fresh)
    for a in kept:
        a.arguments = [link for link in a.links() if link.target not in known] or None
    return kept
