"""What an annotator yielded, checked where it enters: one bad span spoils all, since where one is wrong none can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from operator import attrgetter
from typing import Any

import msgspec

from apostil.annotators import Annotator
from apostil.errors import one_line
from apostil.model import Annotation, Argument, Evidence, Hit

SPANS_PER_CHARACTER = 4
"""An annotator that yields more is stopped: it would fill the memory."""

_encode = msgspec.json.Encoder().encode
_START = attrgetter("start")


class BadSpan(Exception):
    """An annotator yielded something that is not an annotation of the text."""

    def __str__(self) -> str:
        return str(self.args[0])


class TooManySpans(BadSpan):
    """An annotator yielded more than any text of its length can hold."""


def checked(found: Any, annotator: Annotator, text: str) -> list[Annotation]:
    """What an annotator yielded, quotes filled in. Raises `BadSpan` where one is out of bounds, of another class, or of a
    label or value that was not declared, and where there are too many.
    """
    length, limit, name = len(text), 1000 + SPANS_PER_CHARACTER * len(text), annotator.name
    classes = {label.name: label.value or type(None) for label in annotator.labels}
    if type(found) is not list and not isinstance(found, Iterable | None):
        raise BadSpan(f"a {type(found).__name__} is no series of annotations")
    kept = [] if found is None else list(islice(found, limit + 1))
    if len(kept) > limit:
        raise TooManySpans(f"more than {limit} spans in a text of {length} characters")
    for index, a in enumerate(kept):
        if type(a) is Annotation and type(a.label) is str and classes.get(a.label) is type(a.value) and not a.annotator:
            start, end = a.start, a.end
            if type(start) is int and type(end) is int and 0 <= start < end <= length and a.text in ("", text[start:end]):
                a.text = text[start:end]
                a.annotator = name
                continue
        raise BadSpan(f"item {index} {_fault(a, annotator, length)}")
    return kept


def _fault(a: Any, annotator: Annotator, length: int) -> str:
    """Why `a` is not an annotation of a text of `length`: looked for only once it is known not to be."""
    if type(a) is not Annotation:
        return f"is a {type(a).__name__}, not an Annotation"
    if type(a.label) is not str or a.label not in {label.name for label in annotator.labels}:
        return f"has the label {a.label!r:.40}, which {annotator.name} does not declare"
    if a.annotator:
        return "was yielded before: each annotation is one object"
    if type(a.start) is int and type(a.end) is int and 0 <= a.start < a.end <= length:
        if a.text:
            return f"has a quote that is not what the text has at {a.start}-{a.end}"
        return f"has a {type(a.value).__name__} for value, not what {a.label!r} declares"
    return f"spans {a.start!r:.20}-{a.end!r:.20} of a text of {length}"


def check_values(annotations: list[Annotation], annotator: Annotator) -> None:
    """Refuse what JSON cannot say, or a reader would read as another value: NaN, surrogates, cycles, other types."""
    classes = {label.name: label.value for label in annotator.labels}
    for index, a in enumerate(annotations):
        try:
            data = _encode(a.value)
            links = [(link.role, type(link) is Argument and type(link.target) is Annotation) for link in a.arguments or ()]
            _encode([a.rule, links])
            sound = a.value is None or msgspec.json.decode(data, type=classes[a.label]) == a.value
            sound = sound and (a.confidence is None or (type(a.confidence) is float and 0 <= a.confidence <= 1))
            sound = sound and all(map(_is_evidence, a.evidence or ()))
            sound = sound and type(a.rule) is str and all(type(role) is str and role and own for role, own in links)
        except Exception as error:
            raise BadSpan(f"item {index}: its value cannot be written: {one_line(error)}") from None
        if not sound:
            raise BadSpan(f"item {index}: value, rule or arguments are not as declared")


def _is_evidence(e: Any) -> bool:
    return (
        type(e) is Evidence
        and type(e.kind) is type(e.detail) is str
        and isinstance(e.weight, int | float | None)
        and isinstance(e.start, int | None)
        and isinstance(e.end, int | None)
    )


def checked_hits(found: Any, length: int) -> list[Hit]:
    """Hits that an annotator without labels yielded, sorted by start. Raises `BadSpan` as `checked` does."""
    limit = 1000 + SPANS_PER_CHARACTER * length
    hits: list[Hit] = [] if found is None else list(islice(found, limit + 1))
    if len(hits) > limit:
        raise TooManySpans(f"more than {limit} hits in a text of {length} characters")
    for hit in hits:
        if type(hit) is not Hit or type(hit.start) is not int or type(hit.end) is not int:
            raise BadSpan(f"{type(hit).__name__} is not a Hit with integer offsets")
        if not 0 <= hit.start <= hit.end <= length:
            raise BadSpan(f"{type(hit).__name__} is not a Hit inside the text")
    hits.sort(key=_START)
    return hits
