"""The shape of a bdoc document. Offsets are code points where its `offset_type` is `p`, UTF-16 units where it is `j`."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

SET = "apostil"
"""The annotation set that we write."""
PREFIX = "apostil_"
"""Beginning of the names of features that are ours and not a value's."""


class Note(msgspec.Struct):
    """An annotation. `id` is a number of its set."""

    type: str
    start: int
    end: int
    id: int
    features: dict[str, Any] | None = None


class Set(msgspec.Struct):
    name: str = ""
    annotations: list[Note] = []
    next_annid: int = 0


class Bdoc(msgspec.Struct):
    """A document. GATE allows one without text; we do not."""

    text: str
    annotation_sets: dict[str, Set] = {}
    features: dict[str, Any] | None = None
    offset_type: Literal["p", "j"] = "p"
    name: str | None = None


def _ours(name: str) -> str:
    return PREFIX + name


class Own(msgspec.Struct, omit_defaults=True, rename=_ours):
    """Features of an annotation beside the fields of its value."""

    id: str = ""
    rule: str = ""
    annotator: str = ""
    confidence: float | None = None
    arguments: list[tuple[str, int]] = []
    """Role, and number of the annotation it leads to."""
    value: Any = None
    """A value whose fields cannot be features, because it has none, or one that looks like one of these."""


class About(msgspec.Struct, omit_defaults=True, rename=_ours):
    """Features of a document."""

    id: str = ""
    source: str | None = None
    language: str | None = None
    reference_date: dt.date | None = None
    extracted: str | None = None
    annotators: dict[str, str] = {}
