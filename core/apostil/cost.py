"""What annotation costs: CPU time by annotator, beside that of one plain pass over the same text.

The pass, `re.findall(r"\\w+")`, is the unit: ratios to it hold on other machines and other days, milliseconds do not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from time import process_time

from attrs import define, field

from apostil.fence import Fence

_WORD = re.compile(r"\w+")


def one_pass(text: str) -> float:
    """CPU seconds of one pass over `text`."""
    start = process_time()
    _WORD.findall(text)
    return process_time() - start


@define
class Clock(Fence):
    """A fence that counts the CPU seconds of each annotator: what it yields lazily and the checks of it included."""

    spent: defaultdict[str, float] = field(factory=lambda: defaultdict(float))
    _began: float = 0.0

    def enter(self, name: str) -> None:
        super().enter(name)
        self._began = process_time()

    def leave(self) -> None:
        if self.name:  # the engine makes sure, and may leave twice
            self.spent[self.name] += process_time() - self._began
        super().leave()
