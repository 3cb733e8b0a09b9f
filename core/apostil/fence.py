"""The soft fence around annotators: a clock that ends a call which takes too long, while Python can be interrupted at all."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from attrs import define

TICK = 0.2
"""Seconds between two looks at the clock. A timer set and cleared around each call would cost more than a short call does."""


class TimeLimit(BaseException):
    """An annotator took too long. Not an `Exception`: what a plugin catches by habit must not catch this."""


@define
class Fence:
    """Knows which annotator is at work and since when.

    `limit` is in seconds of wall-clock time, for one annotator on one window of a document; None: no limit. `moved` is called
    at a tick if work has gone on since the last one: a sign of life. `entered` is called with the name of each annotator.
    """

    limit: float | None = None
    moved: Callable[[], object] = lambda: None
    entered: Callable[[str], object] | None = None
    name: str = ""
    _since: float = 0.0
    _moves: int = 0
    _seen: int = 0

    def enter(self, name: str) -> None:
        if self.entered:
            self.entered(name)
        self.name = name
        self._since = monotonic()
        self._moves += 1

    def leave(self) -> None:
        self.name = ""

    def _tick(self, number: int, frame: object) -> None:
        if self._moves != self._seen:
            self._seen = self._moves
            self.moved()
        if self.name and self.limit is not None and monotonic() - self._since > self.limit:
            raise TimeLimit(f"took longer than {self.limit:g} s")

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Keep the clock while the block runs: in the main thread of a system that has such timers, else not at all."""
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
