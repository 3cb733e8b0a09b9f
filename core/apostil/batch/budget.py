"""How often an annotator may fail before it is run no more."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from attrs import define, field

from apostil.model import Problem

DOCUMENTS = 1000
"""Documents among which failures are counted."""
DEAR = 10
"""Failures that one counts for which cost a worker, or all the time allowed."""
_DEAR_CODES = ("crashed", "memory", "timeout")
_CODES = ("error", "bad_span", "too_many_spans", "state_changed", "nondeterministic", *_DEAR_CODES)
"""Of problems that are an annotator's own."""


@define
class Budget:
    """Failures of each annotator among the last documents, in the order of the documents, so that nothing depends on which
    worker was the faster. `limit`: failures among `DOCUMENTS` after which an annotator is disabled; 0: never."""

    limit: int = 100
    spent: list[Problem] = field(factory=list)
    """A problem for each disabled annotator, to be recorded on the documents that go without it."""
    _seen: int = 0
    _failures: dict[str, deque[int]] = field(factory=dict)

    def add(self, problems: Iterable[Problem]) -> None:
        """Count the problems of the next document."""
        self._seen += 1
        for problem in problems:
            if self.limit and problem.code in _CODES and problem.annotator not in {"engine", *self.disabled()}:
                self._count(problem)

    def disabled(self) -> set[str]:
        return {problem.annotator for problem in self.spent}

    def _count(self, problem: Problem) -> None:
        name, weight = problem.annotator, DEAR if problem.code in _DEAR_CODES else 1
        failures = self._failures.setdefault(name, deque(maxlen=self.limit))
        failures.extend([self._seen] * weight)
        if len(failures) == self.limit and self._seen - failures[0] < DOCUMENTS:
            why = f"not run: {self.limit} failures in {DOCUMENTS} documents (a crash or a time-out counts as {DEAR})"
            self.spent.append(Problem(name, why, "disabled"))
