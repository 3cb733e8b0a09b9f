"""The writer of lines, in the two shapes that doccano reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from apostil import Annotated, Annotation, Sink, encode

Numbers = Iterator[int]
"""Numbers for entities and relations: doccano wants them different in all of a file, not only in a line."""


def spans(annotations: list[Annotation], numbers: Numbers) -> dict[str, Any]:
    """Of a project that labels sequences."""
    return {"label": [[a.start, a.end, a.label] for a in annotations]}


def relations(annotations: list[Annotation], numbers: Numbers) -> dict[str, Any]:
    """Of a project that labels sequences with relations."""
    ids = {a.id: next(numbers) for a in annotations}
    return {
        "entities": [{"id": ids[a.id], "label": a.label, "start_offset": a.start, "end_offset": a.end} for a in annotations],
        "relations": [
            {"id": next(numbers), "from_id": ids[a.id], "to_id": ids[_target(link.target)], "type": link.role}
            for a in annotations
            for link in a.links()
        ],
    }


def _target(target: Annotation | str) -> str:
    return target.id if isinstance(target, Annotation) else target


class LineWriter:
    """A line a document. Its standoff is among the metadata, which doccano keeps as they are.

    Lines are ASCII with escapes: doccano guesses the encoding of a file, and a wrong guess would shift offsets.
    """

    def __init__(self, sink: Sink, shape: Callable[[list[Annotation], Numbers], dict[str, Any]]) -> None:
        self._sink = sink
        self._stream = sink.stream()
        self._shape = shape
        self._numbers = count(1)
        self._empty = self._overlapping = 0

    def write(self, annotated: Annotated) -> None:
        """Add a line. A document that failed has no text and is left to the report of the run."""
        document = annotated.document
        if annotated.failed:
            return
        if not document.text:
            self._empty += 1
            return
        self._overlapping += _overlapping(annotated.annotations)
        labelled = self._shape(annotated.annotations, self._numbers)
        line = {"text": document.text, **labelled, "document": document.id, "apostil": encode(annotated).decode("utf-8")}
        self._stream.write(json.dumps(line).encode("ascii") + b"\n")

    def close(self) -> None:
        if self._empty:
            self._sink.note(f"documents without text, which it does not take, left out: {self._empty}")
        if self._overlapping:
            what = "annotations that overlap earlier ones, which it drops unless the project allows overlapping spans"
            self._sink.note(f"{what}: {self._overlapping}")


def _overlapping(annotations: list[Annotation]) -> int:
    """How many annotations, in reading order, begin before the end of one that doccano would keep."""
    end = found = 0
    for a in annotations:
        if a.start < end:
            found += 1
        else:
            end = a.end
    return found
