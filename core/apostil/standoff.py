"""Standoff JSON, out: the annotations of a document in the contract's shape and order.

Reading it back is in `decode`; offsets other than code points in `shift_offsets`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from apostil.model import CODEPOINT, Annotated

VERSION = "1"
_encoder = msgspec.json.Encoder()


def encode(annotated: Annotated, *, with_text: bool = False) -> bytes:
    """One standoff object, UTF-8 without a line end: the same bytes for the same annotations."""
    return _encoder.encode(
        {
            "apostil": VERSION,
            "document": header(annotated, with_text=with_text),
            "annotations": annotated.annotations,
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
