"""What `evaluate` and `diff` do once their options are read."""

from __future__ import annotations

import json
from typing import Any

import attrs
import click
import msgspec

from apostil.cli import say
from apostil.cli.converting import standoff_files
from apostil.errors import InputError, printable
from apostil.evaluate import MEASURES, Difference, Group, Pairs, Score, differences, paired, scores
from apostil.exporter import Labels
from apostil.plugins import Plugins

_GROUPS: dict[str, Group] = {
    "label": lambda annotated, a: a.label,
    "language": lambda annotated, a: f"{a.label} {annotated.document.language}",
    "annotator": lambda annotated, a: a.annotator,
    "rule": lambda annotated, a: f"{a.annotator} {a.rule}",
}


def evaluate(given: dict[str, Any]) -> int:
    """`evaluate`: 0, or 1 where a score is below what was asked."""
    pairs, labels = _pairs(given)
    floors = [_floor(text) for text in given["fail_under"]]
    found = scores(pairs, labels, _GROUPS[given["by"]])
    click.echo(_shown(found, given["format"]))
    plain = scores(pairs, labels)
    low = [(label, m, f) for label, m, f in floors if label not in plain or plain[label].f1(m) < f]
    for label, measure, floor in low:
        reached = f"{plain[label].f1(measure):.3f}" if label in plain else "absent"
        click.echo(f"apostil: {label}.{measure} is {reached}, under {floor}", err=True)
    return 1 if low else 0


def diff(given: dict[str, Any]) -> int:
    """`diff`: 0 where there is no difference, 1 where there is."""
    pairs, labels = _pairs(given)
    any_difference = False
    for difference in differences(pairs, labels):
        any_difference = True
        click.echo(msgspec.json.encode(difference) if given["as_json"] else _line(difference))
    return 1 if any_difference else 0


def _pairs(given: dict[str, Any]) -> tuple[Pairs, Labels]:
    labels = Plugins.discover(skip_broken=given["skip_broken"]).labels()
    gold, predicted = standoff_files(given["gold"]), standoff_files(given["predicted"])
    pairs = paired(gold, predicted)
    own, extra = pairs[: len(gold)], pairs[len(gold) :]
    if own and all(other is None for _, other in own):
        raise InputError(given["predicted"], f"holds no document of {given['gold']} (they are paired by id)")
    if lost := [one.document.id for one, other in own if other is None]:
        say(f"{given['predicted']} has nothing for {len(lost)} of {len(own)} documents, as {printable(lost[0])}: all missed")
    if extra:
        name = printable(extra[0][0].document.id)
        say(f"{given['gold']} has nothing for {len(extra)} of {len(predicted)} documents, as {name}: all added")
    return pairs, labels


def _floor(text: str) -> tuple[str, str, float]:
    name, _, floor = text.partition("=")
    label, _, measure = name.rpartition(".")
    try:
        if measure in MEASURES and label:
            return label, measure, float(floor)
    except ValueError:
        pass
    raise InputError(f"--fail-under {text}", f"is not LABEL.MEASURE=NUMBER with a measure of {', '.join(MEASURES)}")


def _shown(found: dict[str, Score], form: str) -> str:
    if form == "json":
        return json.dumps({name: {**attrs.asdict(s), **_ratios(s)} for name, s in found.items()}, indent=1, ensure_ascii=False)
    head = ["", "gold", "predicted", *(f"{m} {x}" for m in MEASURES for x in ("P", "R", "F1"))]
    rows = [
        head,
        *([name, str(s.gold), str(s.predicted), *(f"{x:.3f}" for x in _ratios(s).values())] for name, s in found.items()),
    ]
    if form == "markdown":
        rows.insert(1, ["---", *["---:"] * (len(head) - 1)])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
    wide = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, wide, strict=True))) for row in rows
    )


def _ratios(score: Score) -> dict[str, float]:
    return {
        f"{measure}_{name}": round(getattr(score, name)(measure), 4)
        for measure in MEASURES
        for name in ("precision", "recall", "f1")
    }


def _line(d: Difference) -> str:
    change = f"{_value(d.gold)} → {_value(d.predicted)}" if d.kind == "changed" else _value(d.gold or d.predicted)
    return printable(f"{d.document}: {d.kind:7} {d.label} {d.start}-{d.end} {d.text[:60]!r} {change}")


def _value(fields: dict[str, Any] | None) -> str:
    return ", ".join(f"{k} {v}" for k, v in (fields or {}).items() if v is not None)
