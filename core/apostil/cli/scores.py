"""How scores are shown: a table, Markdown, JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs
from attrs import define, field

from apostil.cli.tables import aligned, markdown
from apostil.errors import printable
from apostil.evaluate import MEASURES, Score, Tally

Intervals = Mapping[str, Mapping[str, tuple[float, float]]]


@define
class Shown:
    """Scores to show. `ratios` are those that mean something; an interval is of the last of them."""

    tally: Tally
    ratios: tuple[str, ...] = ("precision", "recall", "f1")
    intervals: Intervals = field(factory=dict)

    def as_(self, form: str) -> str:
        """As `json`, `markdown` or `table`."""
        if form == "json":
            return json.dumps({name: self._record(name, s) for name, s in self.tally.items()}, indent=1, ensure_ascii=False)
        rows = [self._head(), *(self._row(name, score) for name, score in self.tally.items())]
        return markdown(rows) if form == "markdown" else aligned(rows, range(1, len(rows[0])))

    def _record(self, name: str, score: Score) -> dict[str, Any]:
        found: dict[str, Any] = {key: n for key, n in attrs.asdict(score).items() if key != "gold" or "recall" in self.ratios}
        for measure in MEASURES:
            for ratio in self.ratios:
                found[f"{measure}_{ratio}"] = round(getattr(score, ratio)(measure), 4)
            if name in self.intervals:
                found[f"{measure}_{self.ratios[-1]}_interval"] = [round(x, 4) for x in self.intervals[name][measure]]
        return found

    def _head(self) -> list[str]:
        counts = ["gold", "predicted"] if "recall" in self.ratios else ["predicted"]
        letters = [{"precision": "P", "recall": "R", "f1": "F1"}[ratio] for ratio in self.ratios]
        interval = ["interval"] if self.intervals else []
        return ["", *counts, *(f"{m} {x}" if x == "P" else x for m in MEASURES for x in (*letters, *interval))]

    def _row(self, name: str, score: Score) -> list[str]:
        row = [printable(name), *([str(score.gold)] if "recall" in self.ratios else []), str(score.predicted)]
        for measure in MEASURES:
            row += [f"{getattr(score, ratio)(measure):.3f}" for ratio in self.ratios]
            if self.intervals:
                row.append("–".join(f"{x:.3f}" for x in self.intervals[name][measure]) if name in self.intervals else "")
        return row
