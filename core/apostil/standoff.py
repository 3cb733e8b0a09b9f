"""Standoff JSON, out: the annotations of a document in the contract's shape and order.

Reading it back is in `decode`; offsets other than code points in `shift_offsets`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from apostil.errors import ExportError, StandoffError
from apostil.model import CODEPOINT, Annotated, Annotation, Argument

VERSION = "1"
_encoder = msgspec.json.Encoder()


class Link(msgspec.Struct):
    """An argument as written: `target` is the id of an annotation of the same document."""

    role: str
    target: str


class Record(msgspec.Struct, omit_defaults=True):
    """An annotation as written, keys in the contract's order; `arguments` and `confidence` only where there are some."""

    id: str
    label: str
    start: int
    end: int
    text: str
    value: Any
    annotator: str
    rule: str
    arguments: list[Link] | list[Argument] | None = None
    confidence: float | None = None


def _record(a: Annotation) -> Record:
    return Record(a.id, a.label, a.start, a.end, a.text, a.value, a.annotator, a.rule, a.arguments, a.confidence)


def encode(annotated: Annotated, *, with_text: bool = False) -> bytes:
    """One standoff object, UTF-8 without a line end: the same bytes for the same annotations."""
    return _encoder.encode(
        {
            "apostil": VERSION,
            "document": header(annotated, with_text=with_text),
            "annotations": [_record(a) for a in annotated.annotations],
            "problems": annotated.problems,
            "annotators": annotated.annotators,
        }
    )


def header(annotated: Annotated, *, with_text: bool = False) -> dict[str, Any]:
    """What the standoff says of the document. `sha256` is of the text in UTF-8; `length` counts code points."""
    document = annotated.document
    found: dict[str, Any] = {
        "id": document.id,
        "source": document.source,
        "sha256": hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest(),
        "length": len(document.text),
        "offset_unit": CODEPOINT,
        "language": document.language,
        "reference_date": document.reference_date,
    }
    if document.replaced:
        found["replaced"] = document.replaced
    if document.metadata:
        found["metadata"] = dict(document.metadata)
    if with_text:
        found["text"] = document.text
    return found


def decode(data: bytes, name: str) -> Annotated:
    """To be filled."""
    raise StandoffError(name, "cannot be read yet")


def shift_offsets(annotated: Annotated, unit: str) -> None:
    """To be filled."""
    raise ExportError(unit, "cannot be written yet")
