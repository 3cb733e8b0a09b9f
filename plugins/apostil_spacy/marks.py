"""Spans of spaCy's documents as annotations, checked as standoff is."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from apostil import Annotated, Annotation, Document, decode, encode

GROUP = "apostil"
"""Group of spans, and key of the user data, that are ours."""
HAND = "spacy"
"""Annotator of spans that were not ours."""


class Mark(msgspec.Struct):
    """A span as spaCy has it, offsets in code points."""

    start: int
    end: int
    label: str = ""
    id: str = ""

    def annotation(self, text: str, id: str) -> Annotation:
        return Annotation(self.start, self.end, self.label, annotator=HAND, text=text[self.start : self.end], id=id)


def annotated(document: Document, marks: Iterable[Mark], place: str) -> Annotated:
    """What a foreign document holds, spans that several of its groups have once. Raises `InputError` for what is no span
    of its text, or has no label that standoff can hold.
    """
    unique = {(mark.start, -mark.end, mark.label): mark for mark in marks}
    found = [unique[key].annotation(document.text, f"T{number}") for number, key in enumerate(sorted(unique), 1)]
    return checked(Annotated(document, found), place)


def checked(found: Annotated, place: str) -> Annotated:
    """`found`, read again as standoff. Raises `InputError`."""
    return decode(encode(found), place, found.document.text)
