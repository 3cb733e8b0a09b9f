"""Rows counted as they come, of which a table shows the first: memory stays bounded however many documents there are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from attrs import define, field

ROWS = 20
"""Rows that a table shows."""
_KEPT = 20_000
"""Different rows held; beyond twice as many, the least are forgotten, and `more` is an estimate."""

R = TypeVar("R")


@define
class Counted(Generic[R]):
    """A row, how often it came, and in which place first."""

    row: R
    order: int
    times: int = 0


@define
class Tally(Generic[R]):
    """Different rows by key; `rank` gives what they are chosen by, the greatest first, then the first to come."""

    rank: Callable[[Counted[R]], Any]
    rows: dict[Hashable, Counted[R]] = field(factory=dict)
    forgotten: int = 0
    _came: int = 0

    def add(self, key: Hashable, row: R) -> R:
        """Count `row`; the row held under `key`, which is the first that came."""
        held = self.rows.get(key)
        if held is None:
            if len(self.rows) >= 2 * _KEPT:
                self._forget()
            self._came += 1
            held = self.rows[key] = Counted(row, self._came)
        held.times += 1
        return held.row

    def best(self, rows: int = ROWS) -> list[Counted[R]]:
        return self._ranked()[:rows]

    @property
    def different(self) -> int:
        return len(self.rows) + self.forgotten

    def _ranked(self) -> list[Counted[R]]:
        first = sorted(self.rows.values(), key=lambda held: held.order)
        return sorted(first, key=self.rank, reverse=True)

    def _forget(self) -> None:
        keep = {id(held) for held in self._ranked()[:_KEPT]}
        before = len(self.rows)
        self.rows = {key: held for key, held in self.rows.items() if id(held) in keep}
        self.forgotten += before - len(self.rows)
