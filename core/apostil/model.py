"""The nouns of the field: a document, the annotations set beside it, the links between them, the problems met.

Offsets are Unicode code points, 0-based, end-exclusive, into `Document.text` exactly as read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec
from attrs import define, field

from apostil.spacing import Spacing

LABEL_NAME = re.compile(r"[^\W\d][\w.:-]{0,99}")
"""A letter, then letters, digits, `.`, `:`, `_` or `-`: what every format can hold."""


class Hit(msgspec.Struct, gc=False):
    """A word of a lexicon found in the text, or a note that annotators pass on and nobody exports.

    A `Struct` and not an attrs class, because hits are made by the thousand and most are thrown away:
    making one costs a sixth (measured: 0.10 against 0.60 µs). `gc=False`: a payload never points back to its hit.
    """

    start: int
    end: int
    value: Any = None


@define
class Document:
    """A text to annotate. `text` is never altered: no newline, space or Unicode change."""

    text: str
    id: str = ""
    language: str | None = None
    """ISO 639-1 code; None asks the engine to tell from the text."""
    reference_date: dt.date | None = None
    """The day against which `hier` or `mars dernier` is read; None: not known."""
    source: str | None = None
    metadata: Mapping[str, Any] = field(factory=dict)
    replaced: int = 0
    """Undecodable byte sequences replaced by U+FFFD when the text was read."""
    extracted: str | None = None
    """Reader, or format imported, that took the text out of a file of another kind, a PDF say: the text is then kept with its
    annotations."""


@define(eq=False)
class Argument:
    """A link from an annotation to another one of the same document. `target` is the annotation; in JSON, its id."""

    role: str
    target: Annotation | str

    @property
    def target_id(self) -> str:
        return self.target if isinstance(self.target, str) else self.target.id


@define
class Evidence:
    """What spoke for an annotation, or against it where its weight is negative: a sort of evidence that its annotator weighs,
    or a hit in the text, with its offsets."""

    kind: str
    detail: str = ""
    weight: float | None = None
    start: int | None = None
    end: int | None = None

    def move(self, spacing: Spacing) -> None:
        """Count its offsets in the document, from those of a window."""
        if self.start is not None and self.end is not None:
            self.start, self.end = spacing.span(self.start, self.end)


class Annotation(msgspec.Struct, eq=False):
    """A typed note on `text[start:end]`.

    Annotators give `start`, `end`, `label`, `value`, `rule` and `arguments`; the engine fills the rest. A `Struct` for the
    reason that `Hit` is one; its value is an instance of the attrs class that the label declares.
    """

    start: int
    end: int
    label: str
    value: Any = None
    rule: str = ""
    arguments: list[Argument] | None = None
    annotator: str = ""
    text: str = ""
    id: str = ""
    confidence: float | None = None
    evidence: list[Evidence] | None = None
    """Only where a run explains; no format holds it."""

    def fields(self) -> dict[str, Any]:
        """The value as a flat mapping in its declared order; empty where there is none."""
        value = self.value
        if value is None:
            return {}
        if isinstance(value, Mapping):
            return dict(value)
        if attrs.has(type(value)):
            return {a.name: getattr(value, a.name) for a in attrs.fields(type(value))}
        return {"value": value}

    def links(self) -> list[Argument]:
        """The arguments, an empty list where there are none."""
        return self.arguments or []


def reading_order(a: Annotation) -> tuple[int, int, str]:
    """What annotations are sorted by: their start, the longest first, then their label."""
    return a.start, -a.end, a.label


@define
class Problem:
    """Something that went wrong on one document, recorded in its output. `message` is one line and quotes no text."""

    annotator: str
    message: str
    code: str = "error"


@define
class Lost:
    """An annotation that gave way `to` another of its label, or that its annotator turned down: kept only to explain."""

    annotation: Annotation
    to: Annotation | None
    why: str = ""


@define
class Annotated:
    """A document with its annotations in reading order."""

    document: Document
    annotations: list[Annotation] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    annotators: dict[str, str] = field(factory=dict)
    """Version by name of every annotator that ran."""
    losers: list[Lost] = field(factory=list)
    layers: list[tuple[Spacing, Mapping[str, Any]]] = field(factory=list, repr=False)
    """Where a run explains, the layers over each window of the text, with its spacing; positions are those of the window."""
    sha256: str = ""
    length: int = 0
    """Hash and length of the text as a file says them, where the annotations were read from one without the text."""
    encoded: bytes = b""
    """Its standoff JSON just as the run is to write it, where a worker has made that already."""
    beside: int = 0
    """Number of annotations that are in `encoded` and not in `annotations`."""
    failed: bool = False
    """Whether the document could not be read or annotated at all; `problems` says why."""
