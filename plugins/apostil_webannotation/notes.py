"""What the model has no terms for, as JSON in a body that describes: with it, pages of ours come back as they were."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from apostil import strict_json

HAND = "webannotation"
"""Annotator of what others wrote."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._~/-]")


class Note(msgspec.Struct, omit_defaults=True):
    """What is said of an annotation beside its span and label."""

    id: str = ""
    value: Any = None
    annotator: str = HAND
    rule: str = ""
    confidence: float | None = None
    label: str = ""
    """The label that the value is about: a person may give the span another one."""


def read_note(value: str) -> Note | None:
    """A note of ours; None for what others describe."""
    try:
        return msgspec.convert(strict_json(value.encode("utf-8")), Note)
    except ValueError:  # msgspec's own is one
        return None


def read_standoff(value: str) -> dict[str, Any] | None:
    """The standoff that a body describes a document by; None where it is something else."""
    try:
        loaded = strict_json(value.encode("utf-8"))
    except ValueError:
        return None
    return loaded if isinstance(loaded, dict) and isinstance(loaded.get("document"), dict) else None


def iri(name: str) -> str:
    """`name` as part of an IRI: all but letters, digits and `._~/-` in percent escapes."""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8")), name)
