"""The shapes of standoff JSON: what is written, key by key, and what is read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from apostil.model import Argument, Problem
from apostil.offsets import CODEPOINT


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
    value: Any = None
    annotator: str = ""
    rule: str = ""
    arguments: list[Link] | None = None
    confidence: float | None = None


class Written(msgspec.Struct, omit_defaults=True):
    """What is written of an annotation: as `Record`, but value, annotator and rule are always there."""

    id: str
    label: str
    start: int
    end: int
    text: str
    value: Any
    annotator: str
    rule: str
    arguments: list[Argument] | None = None
    confidence: float | None = None


class Header(msgspec.Struct):
    """What a standoff says of its document."""

    id: str
    source: str | None = None
    sha256: str | None = None
    length: int | None = None
    offset_unit: str = CODEPOINT
    language: str | None = None
    reference_date: dt.date | None = None
    replaced: int = 0
    extracted: str | None = None
    metadata: dict[str, Any] = {}
    text: str | None = None


class Standoff(msgspec.Struct):
    """A standoff object as read; keys it does not know are ignored."""

    apostil: str
    document: Header
    annotations: list[Record]
    problems: list[Problem] = []
    annotators: dict[str, str] = {}
