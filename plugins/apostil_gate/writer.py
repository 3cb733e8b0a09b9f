"""The writer of bdoc JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from apostil import Annotated, Annotation, Sink
from apostil_gate.bdoc import PREFIX, SET, About, Bdoc, Note, Own, Set


class GateWriter:
    """A `.bdocjs` a document, offsets in code points."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, annotated: Annotated) -> None:
        """Write the file. A document that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        with self._sink.file(f"{annotated.document.id}.bdocjs") as stream:
            stream.write(msgspec.json.encode(_bdoc(annotated)))

    def close(self) -> None:
        """Nothing follows the last document."""


def _bdoc(annotated: Annotated) -> Bdoc:
    document = annotated.document
    numbers = {a.id: number for number, a in enumerate(annotated.annotations)}
    notes = [Note(a.label, a.start, a.end, numbers[a.id], _features(a, numbers)) for a in annotated.annotations]
    said = document.id, document.source, document.language, document.reference_date, document.extracted
    features = msgspec.to_builtins(About(*said, annotated.annotators))
    return Bdoc(document.text, {SET: Set(SET, notes, len(notes))}, features, "p", document.id)


def _features(a: Annotation, numbers: dict[str, int]) -> dict[str, Any]:
    links = [(link.role, numbers[link.target.id if isinstance(link.target, Annotation) else link.target]) for link in a.links()]
    fields = a.fields()
    flat = not fields or (fields != {"value": a.value} and not any(name.startswith(PREFIX) for name in fields))
    own = Own(a.id, a.rule, a.annotator, a.confidence, links, None if flat else a.value)
    return {**(fields if flat else {}), **msgspec.to_builtins(own)}
