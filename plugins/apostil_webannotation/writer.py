"""The writer of pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, BinaryIO

import attrs
import msgspec

from apostil import Annotated, Annotation, ExportError, OffsetMap, Sink, encode
from apostil_webannotation.notes import Note, iri

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters of a quote's prefix and suffix."""


class PageWriter:
    """A page a document: a file each in a folder, else one document only."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._written = 0

    def write(self, annotated: Annotated) -> None:
        """Write the page, an item at a time. A document that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        name = annotated.document.id
        self._written += 1
        if not self._sink.folder and self._written > 1:
            raise ExportError(name, "webannotation holds one document a file: give a folder with -o")
        sink = self._sink
        with sink.file(f"{name}.jsonld") if sink.folder else nullcontext(sink.stream()) as stream:
            _put(stream, annotated, sink)

    def close(self) -> None:
        """Nothing follows the last page."""


def _put(stream: BinaryIO, annotated: Annotated, sink: Sink) -> None:
    source = f"urn:apostil:{iri(annotated.document.id)}"
    head = {"@context": CONTEXT, "id": f"{source}#:page", "type": "AnnotationPage"}
    stream.write(msgspec.json.encode(head)[:-1] + b',"items":[')
    before = b"\n"
    for item in _items(annotated, source, sink):
        stream.write(before + msgspec.json.encode(item))
        before = b",\n"
    stream.write(b"\n]}\n")


def _items(annotated: Annotated, source: str, sink: Sink) -> Iterator[dict[str, Any]]:
    """Annotations of the model: one of the document, then one each of ours, and one for each of their arguments."""
    document = annotated.document
    about = encode(attrs.evolve(annotated, annotations=[]), with_text=sink.with_text, offset_unit=sink.offset_unit)
    whole = {"id": source, "type": "Text", "format": "text/plain"}
    if document.language:
        whole["language"] = document.language
    yield _item(f"{source}#:document", "describing", [_json("describing", about)], whole)
    offsets = OffsetMap.of(document.text, sink.offset_unit)
    for a in annotated.annotations:
        own = f"{source}#{iri(a.id)}"
        note = Note(a.id, a.value, a.annotator, a.rule, a.confidence, a.label)
        bodies = [_text("tagging", a.label), _json("describing", msgspec.json.encode(note))]
        yield _item(own, "tagging", bodies, {"source": source, "selector": _selectors(a, document.text, offsets)})
        for number, link in enumerate(a.links(), 1):
            target = link.target.id if isinstance(link.target, Annotation) else link.target
            linked = {"type": "SpecificResource", "purpose": "linking", "source": f"{source}#{iri(target)}"}
            yield _item(f"{own}:{number}", "linking", [linked, _text("tagging", link.role)], own)


def _item(id: str, motivation: str, body: list[dict[str, str]], target: Any) -> dict[str, Any]:
    return {"id": id, "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _text(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _json(purpose: str, value: bytes) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "application/json", "value": value.decode("utf-8")}


def _selectors(a: Annotation, text: str, offsets: OffsetMap) -> list[dict[str, Any]]:
    """Where it stands, twice: by offsets, and by what is there and around it, for readers that count otherwise."""
    before, after = text[max(0, a.start - AROUND) : a.start], text[a.end : a.end + AROUND]
    return [
        {"type": "TextPositionSelector", "start": offsets.out(a.start), "end": offsets.out(a.end)},
        {"type": "TextQuoteSelector", "exact": a.text, "prefix": before, "suffix": after},
    ]
