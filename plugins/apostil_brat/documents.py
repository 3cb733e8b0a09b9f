"""What brat has no place for of a document, in a file of ours beside its configuration: an object a line, a line a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from apostil import Annotated, InputError, printable, read_file

NAME = "documents.apostil"


class Told(msgspec.Struct, omit_defaults=True):
    """What is told of a document."""

    files: str
    """Path of its files without suffix."""
    id: str
    language: str | None = None
    reference_date: dt.date | None = None
    replaced: int = 0
    extracted: str | None = None
    metadata: dict[str, Any] = {}
    annotators: dict[str, str] = {}


_decoder = msgspec.json.Decoder(Told)


def told(files: str, annotated: Annotated) -> bytes:
    """The line of a document."""
    d = annotated.document
    line = Told(files, d.id, d.language, d.reference_date, d.replaced, d.extracted, dict(d.metadata), annotated.annotators)
    return msgspec.json.encode(line) + b"\n"


def read(folder: Path) -> dict[str, Told]:
    """What is told of documents by the path of their files; nothing where there is no such file. Raises `InputError`."""
    path = folder / NAME
    if not path.is_file():
        return {}
    found = {line.files: line for line in _lines(path)}
    if len({line.id for line in found.values()}) < len(found):
        raise InputError(printable(str(path)), "two documents have one id: delete the file to name them by their paths")
    return found


def _lines(path: Path) -> Iterator[Told]:
    for number, line in enumerate(read_file(path).split(b"\n"), 1):
        try:
            if line.strip():
                yield _decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            why = f"not as apostil writes it: {printable(str(error))[:200]}: delete the file to go without"
            raise InputError(f"{printable(str(path))}:{number}", why) from None
