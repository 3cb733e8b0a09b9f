"""A run of `annotate`: here or by workers, into a stream, a file or a folder, anew or resumed, counted and reported."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from time import monotonic

from attrs import define, field

from apostil.batch.budget import Budget
from apostil.batch.here import annotate_here
from apostil.batch.kept import unwritten
from apostil.batch.lock import Held, locked
from apostil.batch.plan import Plan
from apostil.batch.report import now, versions, write_report
from apostil.batch.shards import ShardSink
from apostil.engine import Engine
from apostil.errors import ExportError
from apostil.exporter import Exporter
from apostil.foreign import REPORT
from apostil.model import Annotated, Document, Problem
from apostil.offsets import CODEPOINT
from apostil.output import FolderSink, OpenSink
from apostil.run import Outcome, export

Documents = Iterator[Document | Annotated]


@define
class Session:
    """How to run. `workers`: 0 annotates in this process."""

    plan: Plan
    engine: Engine
    exporter: Exporter
    sink: OpenSink
    workers: int = 0
    resume: bool = False
    report: Path | None = None
    """Where the report goes; into the output folder if there is one."""
    budget: Budget = field(factory=Budget)
    losses: list[Problem] = field(factory=list)
    _notes: dict[str, None] = field(factory=dict)
    _taken: int = 0

    @property
    def resumable(self) -> bool:
        """Whether a run that is interrupted can go on where it was."""
        return isinstance(self.sink, FolderSink) and (self.exporter.standoff or self.exporter.shards)

    def run(self, documents: Iterable[Document | Annotated], tell: Callable[[Outcome], None]) -> Outcome:
        """Annotate and export `documents`. Raises `ExportError` where the output cannot be written or resumed."""
        kept = self.report or isinstance(self.sink, FolderSink)  # what is kept says what run it is of
        digest = self.plan.digest(self.exporter.name, self.engine.versions, versions(self.engine.plugins)) if kept else ""
        outcome, begun, start = Outcome(), now(), monotonic()
        with contextlib.ExitStack() as stack:
            held = Held(digest)
            if isinstance(self.sink, FolderSink):
                held = stack.enter_context(locked(self.sink.root, digest, self.resume))
                self.report = self.report or self.sink.root / REPORT
            rest = self._rest(self._counted(documents), held, outcome)
            annotated = stack.enter_context(contextlib.closing(self._annotated(rest)))
            export(annotated, self.exporter, self.sink, self.engine.labels, tell, outcome)
            outcome.notes += [*self._notes, *(f"{p.annotator} {p.message}" for p in self.budget.spent)]
            assert outcome.documents == self._taken, f"{self._taken} documents taken, {outcome.documents} accounted for"
            if self.report:
                more = {"started": begun, "finished": now(), "seconds": round(monotonic() - start, 3)}
                facts = {"format": self.exporter.name, "workers": self.workers, "inputs": self._taken}
                known = versions(self.engine.plugins)
                write_report(self.report, held, outcome, self.budget, self.losses, **more, **facts, versions=known)
        return outcome

    def _counted(self, documents: Iterable[Document | Annotated]) -> Documents:
        for document in documents:
            self._taken += 1
            yield document

    def _rest(self, documents: Documents, held: Held, outcome: Outcome) -> Documents:
        """The documents that are still to be done."""
        sink = self.sink
        if isinstance(sink, FolderSink) and self.exporter.shards:
            self.sink = shards = ShardSink(
                sink.root, sink.default, sink.with_text, sink.offset_unit, protects=sink.protects, durable=True, run=held.run
            )
            shards.resume(self.resume)
            return shards.rest(documents, outcome)
        if not self.resume:
            return documents
        if not (isinstance(sink, FolderSink) and self.resumable):
            raise ExportError("--resume", "goes on with json or jsonl in a folder: give one with -o")
        return unwritten(documents, sink, self.exporter.suffix, held.begun, outcome)

    def _annotated(self, documents: Documents) -> Generator[Annotated, None, None]:
        self.budget.limit = self.plan.limits.failures
        if not self.workers:
            self.engine.fence.limit = self.plan.limits.seconds
            with contextlib.redirect_stdout(sys.stderr):  # plugins may print; standard output is for the annotations
                yield from annotate_here(self.engine, documents, self.budget)
            return
        from apostil.batch.pool import Pool

        whole = not self.exporter.standoff
        if whole:  # exporters count offsets themselves
            self.plan.with_text, self.plan.offset_unit = False, CODEPOINT
        with Pool(self.plan, self.workers, whole, self.losses, self._notes) as pool:
            yield from pool.annotate(documents, self.budget)
