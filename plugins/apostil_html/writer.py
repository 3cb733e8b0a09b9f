"""The writer of pages: one of all documents, or in a folder one a document."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from apostil import Annotated, Labels, Sink, printable
from apostil_html.escaping import controls, escaped
from apostil_html.marking import DEPTH, Group, Marking
from apostil_html.page import TAIL, head
from apostil_html.tooltip import tooltip


class HtmlWriter:
    """An `article` a document, written piece by piece. One that failed shows its problems and no text."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._labels = labels
        self._classes = {name: f"l{number}" for number, name in enumerate(labels)}
        self._controls = 0
        self._left_out = 0
        if not sink.folder:
            self._put = sink.stream().write
            self._put(head(labels, "apostil").encode())

    def write(self, annotated: Annotated) -> None:
        if not self._sink.folder:
            for piece in self._article(annotated):
                self._put(piece.encode("utf-8"))
            return
        with self._sink.file(f"{annotated.document.id}.html") as stream:
            stream.write(head(self._labels, printable(annotated.document.id)).encode("utf-8"))
            stream.writelines(piece.encode("utf-8") for piece in self._article(annotated))
            stream.write(TAIL.encode())

    def close(self) -> None:
        """Tell what could not be shown."""
        if not self._sink.folder:
            self._put(TAIL.encode())
        if self._left_out:
            self._sink.note(f"annotations that begin inside {DEPTH} others, not shown: {self._left_out}")
        if self._controls:
            self._sink.note(f"control characters shown as pictures of them: {self._controls}")

    def _article(self, annotated: Annotated) -> Iterator[str]:
        document = annotated.document
        name, language = escaped(document.id), f' lang="{escaped(document.language)}"' if document.language else ""
        yield f'<article data-document="{name}">\n<h2>{escaped(printable(document.id))}</h2>\n'
        yield from (f'<p class="problem">{escaped(f"{p.annotator}: {p.message}")}</p>\n' for p in annotated.problems)
        yield f'<div class="text"{language}>'
        marking = Marking(document.text, self._opening)
        yield from marking.pieces(annotated.annotations)
        yield "</div>\n</article>\n"
        self._left_out += marking.left_out
        self._controls += controls(document.text)

    def _opening(self, group: Group, again: bool) -> str:
        style = self._classes.get(group[0].label, "other") + (" on" if again else "")
        ids = msgspec.json.encode([a.id for a in group]).decode("utf-8")
        label = printable(", ".join(dict.fromkeys(a.label for a in group)))
        return (
            f'<mark class="{style}" data-label="{escaped(label)}" data-ids="{escaped(ids)}" title="{escaped(tooltip(group))}">'
        )
