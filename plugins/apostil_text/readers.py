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


_decoder = msgspec.json.Decoder(Line)


def read_text(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    """The whole stream is the text of one document."""
    text, replaced = decoding.decode(stream.read(), name)
    yield Document(text, replaced=replaced)


def read_lines(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
    """A document a line; blank lines are passed over. A line that is none is yielded as the error it is."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            text, replaced = decoding.decode(line, f"{name}:{number}")
            yield _document(_decoder.decode(text), replaced, f"{name}:{number}")
        except InputError as error:
            yield error
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            yield InputError(f"{name}:{number}", f"not a document: {str(error)[:200]}")


def _document(line: Line, replaced: int, place: str) -> Document:
    return Document(
        line.text, str(line.id) or place, line.language, line.reference_date, metadata=line.metadata, replaced=replaced
    )
