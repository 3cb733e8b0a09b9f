"""What an annotator yielded, checked where it enters: one bad span spoils all, since where one is wrong none can be trusted."""

from __future__ import annotations

from typing import Any

import msgspec

from apostil.annotators import Annotator
from apostil.errors import one_line
from apostil.model import Annotation, Hit

SPANS_PER_CHARACTER = 4
"""An annotator that yields more is stopped: it would fill the memory."""

_encode = msgspec.json.Encoder().encode


class BadSpan(Exception):
    """An annotator yielded something that is not an annotation of the text."""

    def __str__(self) -> str:
        return str(self.args[0])


def checked(found: Any, annotator: Annotator, text: str) -> list[Annotation]:
    """What an annotator yielded, quotes filled in. Raises `BadSpan` where one is out of bounds, of another class, or of a
    label or value that was not declared: one bad span spoils all, since where one is wrong none can be trusted."""
    length, limit, name = len(text), 1000 + SPANS_PER_CHARACTER * len(text), annotator.name
    classes = {label.name: label.value or type(None) for label in annotator.labels}
    kept: list[Annotation] = []
    for index, a in enumerate(() if found is None else found):
        if type(a) is not Annotation:
            raise BadSpan(f"item {index} is a {type(a).__name__}, not an Annotation")
        start, end = a.start, a.end
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
            raise BadSpan(f"item {index} spans {start!r:.20}-{end!r:.20} of a text of {length}")
        if type(a.label) is not str or a.label not in classes:
            raise BadSpan(f"item {index} has the label {a.label!r:.40}, which {name} does not declare")
        if type(a.value) is not classes[a.label]:
            raise BadSpan(f"item {index} has a {type(a.value).__name__} for value, not what {a.label!r} declares")
        if index > limit:
            raise BadSpan(f"more than {limit} spans in a text of {length} characters")
        if a.annotator:
            raise BadSpan(f"item {index} was yielded before: each annotation is one object")
        a.text = text[start:end]
        a.annotator = name
        kept.append(a)
    return kept


def check_values(annotations: list[Annotation], annotator: Annotator) -> None:
    """Refuse what JSON cannot say, or a reader would read as another value: NaN, surrogates, cycles, other types."""
    classes = {label.name: label.value for label in annotator.labels}
    for index, a in enumerate(annotations):
        try:
            data = _encode(a.value)
            links = [(link.role, isinstance(link.target, Annotation)) for link in a.arguments or ()]
            _encode([a.rule, links])
            sound = a.value is None or msgspec.json.decode(data, type=classes[a.label]) == a.value
            sound = sound and type(a.rule) is str and all(type(role) is str and role and own for role, own in links)
        except Exception as error:
            raise BadSpan(f"item {index}: its value cannot be written: {one_line(error)}") from None
        if not sound:
            raise BadSpan(f"item {index}: value, rule or arguments are not as declared")


def checked_hits(found: Any, length: int) -> list[Hit]:
    hits = list(() if found is None else found)
    for hit in hits:
        if not isinstance(hit, Hit) or type(hit.start) is not int or type(hit.end) is not int:
            raise BadSpan(f"{type(hit).__name__} is not a Hit with integer offsets")
        if not 0 <= hit.start <= hit.end <= length:
            raise BadSpan(f"{type(hit).__name__} is not a Hit inside the text")
    hits.sort(key=lambda hit: hit.start)
    return hits
