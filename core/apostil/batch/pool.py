"""Workers side by side. What comes out does not depend on how many there are, on which is faster, nor on which dies."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import msgspec
from attrs import define, field

from apostil.batch.budget import Budget
from apostil.batch.plan import Plan, Reply, Task, chunks
from apostil.batch.process import ENGINE, Worker
from apostil.engine import refused
from apostil.errors import ApostilError
from apostil.frame import BLOCK
from apostil.model import Annotated, Document, Problem
from apostil.records import Standoff
from apostil.standoff import encode, recovered

AHEAD = 2
"""Chunks under way or waiting, for each worker."""


class Closed(ApostilError):
    """The pool was closed while work was under way."""


@define
class Submitted:
    """A chunk on its way: its documents, what was disabled when it set out, and the replies to come."""

    items: list[Document | Annotated]
    without: list[Problem]
    replies: Future[list[Reply]]


@define(eq=False)
class Pool:
    """`size` workers that follow `plan`. Use it in a `with` block, which ends with none left.

    `whole`: results carry their annotations, decoded; else only what the worker has encoded.
    """

    plan: Plan
    size: int
    whole: bool = True
    losses: list[Problem] = field(factory=list)
    """Of workers that died or had to be killed."""
    notes: dict[str, None] = field(factory=dict)
    _idle: queue.SimpleQueue[Worker | None] = field(factory=queue.SimpleQueue)
    _live: set[Worker] = field(factory=set)
    _closed: Event = field(factory=Event)
    _threads: Any = None

    def __enter__(self) -> Pool:
        self._threads = ThreadPoolExecutor(self.size, "apostil-worker")
        for _ in range(self.size):
            self._idle.put(None)  # started when it is needed
        return self

    def __exit__(self, *error: object) -> None:
        self._closed.set()
        for worker in self._live.copy():
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._live:
            worker.end()

    def annotate(self, documents: Iterable[Document | Annotated], budget: Budget) -> Iterator[Annotated]:
        """Annotate `documents`, in order. Holds some chunks for each worker, no more."""
        under_way: deque[Submitted] = deque()
        for chunk in chunks(documents):
            under_way.append(self._submit([refused(item) or item for item in chunk], budget))
            while len(under_way) > self.size * AHEAD:
                yield from self._results(under_way.popleft(), budget)
        while under_way:
            yield from self._results(under_way.popleft(), budget)

    def _submit(self, items: list[Document | Annotated], budget: Budget) -> Submitted:
        documents = [item for item in items if isinstance(item, Document)]
        without = list(budget.spent)
        return Submitted(items, without, self._threads.submit(self._replies, documents, without))

    def _results(self, chunk: Submitted, budget: Budget) -> Iterator[Annotated]:
        """Results of the next chunk. What set out before an annotator was disabled comes back, and sets out again."""
        replies = chunk.replies.result()
        if budget.spent != chunk.without:
            replies = self._submit(chunk.items, budget).replies.result()
        following = iter(replies)
        for item in chunk.items:
            annotated = self._result(item, next(following)) if isinstance(item, Document) else item
            budget.add(annotated.problems)
            yield annotated

    def _replies(self, documents: list[Document], without: list[Problem]) -> list[Reply]:
        """A reply to each document, whatever becomes of workers. When one is lost, the culprit is among the next documents
        that it would have answered together: these go one by one."""
        replies: list[Reply] = []
        budget = Budget(self.plan.limits.failures, list(without))
        while len(replies) < len(documents):
            found, loss = self._try(Task(documents[len(replies) :], list(budget.spent)))
            replies += found
            for reply in found:
                budget.add(reply.problems)
            for document in documents[len(replies) :][:BLOCK] if loss else ():
                reply = self._alone(document, list(budget.spent))
                replies.append(reply)
                budget.add(reply.problems)
        return replies

    def _alone(self, document: Document, without: list[Problem]) -> Reply:
        """The reply to one document: without the annotators that cost a worker, failed where it was none of them."""
        while True:
            replies, loss = self._try(Task([document], without, alone=True))
            if loss is None:
                return replies[0]
            if loss.annotator in {ENGINE, *(problem.annotator for problem in without)}:
                return _failed(document, loss, self.plan)
            without = [*without, loss]

    def _try(self, task: Task) -> tuple[list[Reply], Problem | None]:
        worker = self._idle.get()
        try:
            worker = worker or self._started()
            replies, loss = worker.run(task)
            self.notes |= dict.fromkeys(worker.notes)
            if worker.worn and not loss:
                worker.end()
            if worker.worn or loss:
                self._live.discard(worker)
                worker = None
        finally:
            self._idle.put(worker)
        if self._closed.is_set():
            raise Closed("", "closed")
        if loss:
            self.losses.append(loss)
        return replies, loss

    def _started(self) -> Worker:
        worker = Worker(self.plan.limits.seconds)
        self._live.add(worker)
        try:
            worker.begin(self.plan)
        except BaseException:
            self._live.discard(worker)
            raise
        return worker

    def _result(self, document: Document, reply: Reply) -> Annotated:
        if self.whole:
            return recovered(msgspec.json.decode(reply.standoff, type=Standoff), document.text)
        return Annotated(
            document, problems=reply.problems, encoded=reply.standoff, beside=reply.annotations, failed=reply.failed
        )


def _failed(document: Document, problem: Problem, plan: Plan) -> Reply:
    annotated = Annotated(document, problems=[problem], failed=True)
    data = encode(annotated, with_text=plan.with_text, offset_unit=plan.offset_unit)
    return Reply(data, 0, [problem], True)
