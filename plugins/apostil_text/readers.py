"""Readers of plain text and of JSON Lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from apostil import Decoding, Document, InputError


class Line(msgspec.Struct):
    """A line of a JSON Lines input. Keys beside these are ignored. `id` may be a number, read as text."""

    text: str
    id: str | int = ""
    language: str | None = None
    reference_date: dt.date | None = None
    metadata: dict[str, Any] = {}


_NOT_TEXT = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive, as .docx, .xlsx and .odt files are",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "compressed with gzip",
    b"{\\rtf": "an RTF file",
}
_ANNOTATIONS = b'{"apostil":"'
"""How standoff JSON begins, its white space left out."""

_decoder = msgspec.json.Decoder(Line)


def read_text(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    """The whole stream is the text of one document. Raises `InputError` for files that are known not to be text."""
    data = stream.read()
    for beginning, kind in _NOT_TEXT.items():
        if data.startswith(beginning):
            raise InputError(name, f"is {kind}, not text: convert it to text first")
    _refuse_annotations(data, name)
    text, replaced = decoding.decode(data, name)
    yield Document(text, replaced=replaced)


def read_lines(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
    """A document a line; blank lines are passed over. A line that is none is yielded as the error it is."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            _refuse_annotations(line, f"{name}:{number}")
            text, replaced = decoding.decode(line, f"{name}:{number}")
            yield _document(_decoder.decode(text), replaced, f"{name}:{number}")
        except InputError as error:
            yield error
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            yield InputError(f"{name}:{number}", f"not a document: {str(error)[:200]}")


def _refuse_annotations(data: bytes, name: str) -> None:
    """Raise `InputError` for what apostil wrote: its words are keys and rules."""
    if b"".join(data[:40].split()).startswith(_ANNOTATIONS):
        raise InputError(name, "holds annotations, not a text: annotate the text itself; `apostil export` converts annotations")


def _document(line: Line, replaced: int, place: str) -> Document:
    return Document(
        line.text, str(line.id) or place, line.language, line.reference_date, metadata=line.metadata, replaced=replaced
    )
