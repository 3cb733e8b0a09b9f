"""The writer of TimeML 1.2.1, of which it uses DOCID, DCT, TEXT and TIMEX3."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from apostil import Annotated, Annotation, Sink, xml_characters
from apostil_timeml.timex import LABEL, MODS, TYPES

_ID = re.compile("T([1-9][0-9]{0,8})")
_RETURN = {"\r": "&#13;"}
"""An XML parser takes a bare carriage return for a line feed."""


class TimemlWriter:
    """A `.tml` a document. What it leaves out is counted and told."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._others = self._untyped = self._crossing = self._replaced = 0

    def write(self, annotated: Annotated) -> None:
        """Write the file. A document that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        with self._sink.file(f"{annotated.document.id}.tml") as stream:
            for piece in self._pieces(annotated):
                stream.write(piece.encode("utf-8"))

    def close(self) -> None:
        """Tell what TimeML could not hold."""
        for count, what in (
            (self._others, "annotations that are no dates, left out"),
            (self._untyped, f"dates whose type is none of {', '.join(TYPES)}, left out"),
            (self._crossing, "dates inside or across longer ones, left out"),
            (self._replaced, "characters that XML cannot hold, now U+FFFD"),
        ):
            if count:
                self._sink.note(f"{what}: {count}")

    def _pieces(self, annotated: Annotated) -> Iterator[str]:
        document = annotated.document
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n<DOCID>{self._content(document.id)}</DOCID>\n'
        if document.reference_date:
            day = document.reference_date.isoformat()
            yield f'<DCT><TIMEX3 tid="t0" type="DATE" value="{day}" functionInDocument="CREATION_TIME">{day}</TIMEX3></DCT>\n'
        yield "<TEXT>"
        done = 0
        dates = self._dates(annotated.annotations)
        for tid, a in zip(_tids(dates), dates, strict=True):
            yield self._content(document.text[done : a.start])
            yield f"<TIMEX3{self._attributes(tid, a)}>{self._content(document.text[a.start : a.end])}</TIMEX3>"
            done = a.end
        yield f"{self._content(document.text[done:])}</TEXT>\n</TimeML>\n"

    def _dates(self, annotations: list[Annotation]) -> list[Annotation]:
        """Dates side by side: of those that overlap the longest, then the earliest."""
        dates = [a for a in annotations if a.label == LABEL]
        typed = [a for a in dates if a.fields().get("type") in TYPES]
        kept: list[Annotation] = []
        for a in sorted(typed, key=lambda a: (a.start - a.end, a.start)):
            place = bisect_left(kept, a.start, key=lambda other: other.start)
            before, after = kept[max(place - 1, 0) : place], kept[place : place + 1]
            if all(other.end <= a.start for other in before) and all(a.end <= other.start for other in after):
                kept.insert(place, a)
        self._others += len(annotations) - len(dates)
        self._untyped += len(dates) - len(typed)
        self._crossing += len(typed) - len(kept)
        return kept

    def _attributes(self, tid: str, a: Annotation) -> str:
        fields = a.fields()
        mod = fields.get("mod")
        told = {"tid": tid, "type": fields["type"], "value": fields.get("value") or ""}
        if mod:
            told["mod"] = MODS.get(mod, mod)
        return "".join(f" {name}={quoteattr(self._held(str(value)))}" for name, value in told.items())

    def _content(self, text: str) -> str:
        return escape(self._held(text), _RETURN)

    def _held(self, text: str) -> str:
        held, replaced = xml_characters(text)
        self._replaced += replaced
        return held


def _tids(dates: list[Annotation]) -> list[str]:
    """`t12` for T12, or t1, t2 … where ids are not of that form or one stands twice."""
    found = [match and f"t{match[1]}" for match in (_ID.fullmatch(a.id) for a in dates)]
    if None in found or len(set(found)) < len(found):
        return [f"t{number}" for number in range(1, len(dates) + 1)]
    return [tid for tid in found if tid]
