"""A run in this process that knows what it costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from time import process_time
from typing import TypeVar

from attrs import define, field

from apostil.batch.session import Documents, Session
from apostil.cost import Clock, one_pass
from apostil.model import Annotated, Document
from apostil.run import Outcome

T = TypeVar("T")


@define
class Profile(Session):
    """A session without workers. What it counts is CPU seconds; the passes over the texts are in `one_pass` only."""

    clock: Clock = field(factory=Clock)
    start: float = 0.0
    """Of the process until the run began: Python, plugins, options."""
    one_pass: float = 0.0
    reading: float = 0.0
    writing: float = 0.0
    engine_itself: float = 0.0
    """The scan for words, views, overlaps, order: all of annotating that is no annotator's."""
    rules: defaultdict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))
    """Annotations that were kept, by annotator and rule. Time by rule is not known: a rule is no call of its own."""
    _drawn: float = 0.0

    def run(self, documents: Iterable[Document | Annotated], tell: Callable[[Outcome], None]) -> Outcome:
        self.start = process_time()
        self.engine.fence = self.clock
        outcome = super().run(documents, tell)
        once = self.engine.languages.compiling
        self.writing = process_time() - self.start - self._drawn
        self.engine_itself = self._drawn - self.reading - self.one_pass - once - sum(self.clock.spent.values())
        return outcome

    def _annotated(self, documents: Documents) -> Generator[Annotated, None, None]:
        def drew(seconds: float) -> None:
            self._drawn += seconds

        for annotated in _timed(super()._annotated(self._read(documents)), drew):
            for annotation in annotated.annotations:
                self.rules[annotation.annotator][annotation.rule] += 1
            yield annotated

    def _read(self, documents: Documents) -> Documents:
        def read(seconds: float) -> None:
            self.reading += seconds

        for item in _timed(documents, read):
            if isinstance(item, Document):
                self.one_pass += one_pass(item.text)
            yield item


def _timed(items: Iterator[T], took: Callable[[float], None]) -> Iterator[T]:
    """`items`, telling of each, and of the end, what drawing it `took`."""
    while True:
        start = process_time()
        item = next(items, None)
        took(process_time() - start)
        if item is None:
            return
        yield item
