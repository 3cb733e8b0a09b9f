"""The writer of tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

import apostil
from apostil import Annotated, Annotation, Labels, Sink, encode
from apostil_labelstudio.configuration import Configuration
from apostil_labelstudio.fields import control, shown


class TaskWriter:
    """A task a document, written as it comes, and the configuration at the end, when all labels, fields and roles are known.

    The data of a task hold its standoff, too: a person who corrects regions in Label Studio does not see all of it.
    """

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._stream = sink.stream()
        self._configuration = Configuration(labels)
        self._version = f"apostil-{apostil.__version__}"
        self._before = b"[\n"

    def write(self, annotated: Annotated) -> None:
        """Add a task. A document that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        document = annotated.document
        task = {
            "data": {"text": document.text, "document": document.id, "apostil": encode(annotated).decode("utf-8")},
            "predictions": [{"model_version": self._version, "result": list(self._results(annotated))}],
        }
        data = msgspec.json.encode(task)
        self._stream.write(self._before + data)
        self._before = b",\n"

    def close(self) -> None:
        self._stream.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")
        with self._sink.file("config.xml") as stream:
            stream.write(self._configuration.xml())

    def _results(self, annotated: Annotated) -> Iterator[dict[str, Any]]:
        for a in annotated.annotations:
            yield from self._region(a)
        for a in annotated.annotations:
            yield from self._relations(a)

    def _region(self, a: Annotation) -> Iterator[dict[str, Any]]:
        """The region and, by the same id, what is said of it."""
        self._configuration.add_label(a.label)
        region = {"id": a.id, "from_name": "label", "to_name": "text", "type": "labels"}
        value = {"start": a.start, "end": a.end, "text": a.text, "labels": [a.label]}
        yield {**region, "value": value} if a.confidence is None else {**region, "value": value, "score": a.confidence}
        for field, text in shown(a.fields()).items():
            chosen = self._configuration.is_choice(a.label, field, text)
            said = {"start": a.start, "end": a.end, "choices" if chosen else "text": [text]}
            kind = "choices" if chosen else "textarea"
            yield {**region, "from_name": control(a.label, field), "type": kind, "value": said}

    def _relations(self, a: Annotation) -> Iterator[dict[str, Any]]:
        """One relation for each pair of regions, with all its roles: Label Studio knows no second one."""
        roles: dict[str, list[str]] = {}
        for link in a.links():
            target = link.target.id if isinstance(link.target, Annotation) else link.target
            roles.setdefault(target, []).append(link.role)
        for target, given in roles.items():
            self._configuration.add_roles(given)
            yield {"type": "relation", "from_id": a.id, "to_id": target, "direction": "right", "labels": given}
