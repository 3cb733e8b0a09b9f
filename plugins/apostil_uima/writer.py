"""The writers of CAS JSON and XMI. A CAS counts UTF-16 units; cassis converts."""

from __future__ import annotations

from typing import Any

import msgspec
from cassis import Cas

from apostil import Annotated, Annotation, Labels, Sink, xml_characters
from apostil_uima.types import ARGUMENT, DOCUMENT, ENTITY, SPAN, fields, type_system


class JsonWriter:
    """A CAS in JSON a document, with its type system."""

    suffix = ".json"

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._types, self._own = type_system(labels)
        self._fields = {name: fields(labels[name]) for name in self._own}

    def write(self, annotated: Annotated) -> None:
        """Write the file. A document that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        data = self._encoded(self._cas(annotated))
        with self._sink.file(annotated.document.id + self.suffix) as stream:
            stream.write(data.encode("utf-8"))

    def close(self) -> None:
        """Nothing follows the last document."""

    def _encoded(self, cas: Cas) -> str:
        return str(cas.to_json())

    def _held(self, text: str) -> str:
        """`text` as the format can hold it, no longer and no shorter."""
        return text

    def _cas(self, annotated: Annotated) -> Cas:
        document = annotated.document
        cas = Cas(self._types, sofa_string=self._held(document.text), sofa_mime="text/plain")
        self._add(
            cas,
            DOCUMENT,
            begin=0,
            end=len(document.text),
            language=document.language or "x-unspecified",
            documentId=document.id,
            documentTitle=document.id,
            source=document.source,
            referenceDate=document.reference_date and document.reference_date.isoformat(),
            extracted=document.extracted,
            annotators=_json(annotated.annotators),
        )
        spans = {a.id: self._span(cas, a) for a in annotated.annotations}
        for a in annotated.annotations:
            if a.arguments:
                spans[a.id].arguments = self._arguments(a, spans)
            self._add(cas, ENTITY, begin=a.start, end=a.end, value=a.label)
        return cas

    def _span(self, cas: Cas, a: Annotation) -> Any:
        told = {"begin": a.start, "end": a.end, "id": a.id, "label": a.label, "rule": a.rule, "annotator": a.annotator}
        value, kinds = a.fields(), self._fields.get(a.label, {})
        name = self._own.get(a.label, SPAN)
        if value.keys() == kinds.keys() and all(value[field] is None or type(value[field]) is kinds[field] for field in value):
            told |= {f"{field}_" if field in ("self", "type") else field: value[field] for field in value}
        else:
            told["json"] = _json(a.value)
        return self._add(cas, name, confidence=a.confidence, **told)

    def _arguments(self, a: Annotation, spans: dict[str, Any]) -> Any:
        argument = self._types.get_type(ARGUMENT)
        targets = [link.target.id if isinstance(link.target, Annotation) else link.target for link in a.links()]
        links = [argument(role=self._held(link.role), target=spans[t]) for link, t in zip(a.links(), targets, strict=True)]
        return self._types.get_type("uima.cas.FSArray")(elements=links)

    def _add(self, cas: Cas, type_name: str, **features: Any) -> Any:
        held = {name: self._held(value) if isinstance(value, str) else value for name, value in features.items()}
        structure = self._types.get_type(type_name)(**held)
        cas.add(structure)
        return structure


class XmiWriter(JsonWriter):
    """A CAS in XMI a document, and the type system, which readers of XMI need, once."""

    suffix = ".xmi"

    def __init__(self, sink: Sink, labels: Labels) -> None:
        super().__init__(sink, labels)
        self._replaced = 0

    def close(self) -> None:
        """Write the type system."""
        with self._sink.file("TypeSystem.xml") as stream:
            stream.write(self._types.to_xml().encode("utf-8"))
        if self._replaced:
            self._sink.note(f"characters that XML cannot hold, now U+FFFD: {self._replaced}")

    def _encoded(self, cas: Cas) -> str:
        return str(cas.to_xmi())

    def _held(self, text: str) -> str:
        held, replaced = xml_characters(text)
        self._replaced += replaced
        return held


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode("utf-8")
