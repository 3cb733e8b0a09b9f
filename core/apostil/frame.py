"""Documents on their way through the annotators: runs, windows of them, and blocks that go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field

from apostil.annotators import View
from apostil.border import BadSpan, TooManySpans
from apostil.errors import one_line, trace
from apostil.evidence import Asked
from apostil.fence import TimeLimit
from apostil.languages import Language
from apostil.layer import Layer
from apostil.model import Annotated, Document, Lost, Problem
from apostil.overlap import Settled
from apostil.spacing import Spacing
from apostil.state import StateChanged
from apostil.window import WINDOW

BLOCK = 32
"""Documents read ahead and annotated together."""
CODES: dict[type[BaseException], str] = {
    TooManySpans: "too_many_spans",
    BadSpan: "bad_span",
    MemoryError: "memory",
    StateChanged: "state_changed",
    TimeLimit: "timeout",
}
"""Codes of the problems that these exceptions make; of all others, `error`."""


@define
class Run:
    """One document on its way through the annotators, window by window."""

    result: Annotated
    compiled: Language
    windows: Iterator[tuple[int, int]]
    settings: Mapping[str, Any]
    memories: dict[str, dict[str, Any]] = field(factory=dict)
    failed: set[str] = field(factory=set)

    def fail(self, name: str, error: BaseException) -> None:
        """Note that an annotator failed: it is not run again on this document, and what it found before is dropped."""
        self.failed.add(name)
        self.result.annotations = [a for a in self.result.annotations if a.annotator != name]
        trace(f"{self.result.document.id or 'document'}: annotator {name}", error)
        code = next((code for kind, code in CODES.items() if isinstance(error, kind)), "error")
        self.result.problems.append(Problem(name, one_line(error), code))


@define
class Frame:
    """One window of a run: its text as it is shown to annotators, and what has been laid over it."""

    run: Run
    spacing: Spacing
    text: str
    folded: str
    layers: dict[str, Layer[Any]]
    settled: Settled
    explains: bool = False
    """Whether views remember what annotators look at and turn down."""

    def view(self, annotator: str) -> View:
        document, memories = self.run.result.document, self.run.memories
        memory = memories.setdefault(annotator, {})
        language, settings = document.language or "", self.run.settings.get(annotator)
        layers, rejected = (Asked(self.layers), list[Lost]()) if self.explains else (self.layers, None)
        return View(self.text, self.folded, document, language, layers, memory, self.spacing.start == 0, settings, rejected)

    def close(self) -> None:
        """Hand what was found to the document, at its place there."""
        annotations, losers = self.settled.result()
        if self.spacing.start or self.spacing.ends or self.spacing.unwrapped:
            whole = self.run.result.document.text
            for annotation in (*annotations, *(lost.annotation for lost in losers)):
                annotation.start, annotation.end = self.spacing.span(annotation.start, annotation.end)
                annotation.text = whole[annotation.start : annotation.end]
                for evidence in annotation.evidence or ():
                    evidence.move(self.spacing)
        self.run.result.annotations += annotations
        self.run.result.losers += losers
        if self.explains:
            self.run.result.layers.append((self.spacing, self.layers))


def blocks(documents: Iterable[Document | Annotated]) -> Iterator[list[Document | Annotated]]:
    """`documents` in lists of at most `BLOCK`, shorter where they are long."""
    block: list[Document | Annotated] = []
    size = 0
    for document in documents:
        block.append(document)
        size += len(document.text) if isinstance(document, Document) else 0
        if len(block) == BLOCK or size > 2 * WINDOW:
            yield block
            block, size = [], 0
    if block:
        yield block
