"""What `evaluate` and `diff` do once their options are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from apostil.calibration import Calibration
from apostil.cli import say
from apostil.cli.converting import standoff_files
from apostil.cli.scores import Shown
from apostil.differences import Difference, differences
from apostil.errors import InputError, printable
from apostil.evaluate import MEASURES, Group, Pairs, Score, counts_by_rule, intervals, paired, summed, tallies, text_key
from apostil.exporter import Labels
from apostil.output import whole_file
from apostil.plugins import Plugins

GROUPS: dict[str, Group] = {
    "label": Group(lambda document, a: a.label),
    "language": Group(lambda document, a: f"{a.label} {document.language or '(none)'}"),
    "genre": Group(lambda document, a: f"{a.label} {document.metadata.get('genre', '(none)')}"),
    "annotator": Group(lambda document, a: a.annotator, of_predicted=True),
    "rule": Group(lambda document, a: f"{a.annotator} {a.rule}", of_predicted=True),
}


def evaluate(given: dict[str, Any]) -> int:
    """`evaluate`: 0, or 1 where a score is below what was asked."""
    floors = [_floor(text) for text in given["fail_under"]]
    pairs, labels = _pairs(given, given["common"])
    if given["calibrate"]:
        with whole_file(Path(given["calibrate"])) as stream:
            stream.write(Calibration.of(counts_by_rule(pairs, labels)).encode())
    group = GROUPS[given["by"]]
    ratios = ("precision",) if group.of_predicted else ("precision", "recall", "f1")
    documents = list(tallies(pairs, labels, group))
    ranges = intervals(documents, given["bootstrap"], Score.precision if group.of_predicted else Score.f1)
    click.echo(Shown(summed((tally, 1) for tally in documents), ratios, ranges).as_(given["format"]))
    return _below(floors, pairs, labels) if floors else 0


def diff(given: dict[str, Any]) -> int:
    """`diff`: 0 where there is no difference, 1 where there is."""
    pairs, labels = _pairs(given)
    any_difference = False
    for difference in differences(pairs, labels):
        any_difference = True
        click.echo(msgspec.json.encode(difference) if given["as_json"] else _line(difference))
    return 1 if any_difference else 0


def _pairs(given: dict[str, Any], common: bool = False) -> tuple[Pairs, Labels]:
    """The documents to compare, only those that both sides have if `common`, and the labels declared. Says what one side
    lacks."""
    missed, added = ("left out", "left out") if common else ("all missed", "all added")
    labels = Plugins.discover(skip_broken=given["skip_broken"]).labels()
    gold, predicted = standoff_files(given["gold"]), standoff_files(given["predicted"])
    pairs = paired(gold, predicted)
    own, extra = pairs[: len(gold)], pairs[len(gold) :]
    if own and all(other is None for _, other in own):
        raise InputError(given["predicted"], f"holds no document of {given['gold']} (they are paired by id)")
    if lost := [one.document.id for one, other in own if other is None]:
        say(f"{given['predicted']} has nothing for {len(lost)} of {len(own)} documents, as {printable(lost[0])}: {missed}")
    if extra:
        name = printable(extra[0][0].document.id)
        say(f"{given['gold']} has nothing for {len(extra)} of {len(predicted)} documents, as {name}: {added}")
    if other := [one.document.id for one, b in own if b and text_key(one) != text_key(b)]:
        say(f"{len(other)} of {len(own)} documents have another text in {given['predicted']}, as {printable(other[0])}")
    return [(one, other) for one, other in own if other] if common else pairs, labels


def _floor(text: str) -> tuple[str, str, float]:
    name, _, floor = text.partition("=")
    label, _, measure = name.rpartition(".")
    try:
        if measure in MEASURES and label and 0 <= float(floor) <= 1:
            return label, measure, float(floor)
    except ValueError:
        pass
    why = f"is not LABEL.MEASURE=NUMBER with a measure of {', '.join(MEASURES)} and a number from 0 to 1"
    raise InputError(f"--fail-under {text}", why)


def _below(floors: list[tuple[str, str, float]], pairs: Pairs, labels: Labels) -> int:
    """Say which scores are below their floors; 1 where one is. A label that nobody has is."""
    found = summed((tally, 1) for tally in tallies(pairs, labels))
    low = [(label, m, floor) for label, m, floor in floors if label not in found or found[label].f1(m) < floor]
    for label, measure, floor in low:
        reached = f"{found[label].f1(measure):.4f}" if label in found else "absent"
        say(f"{printable(label)}.{measure} is {reached}, under {floor}")
    return 1 if low else 0


def _line(d: Difference) -> str:
    return printable(f"{d.document}: {d.kind:10} {' '.join(filter(None, _told(d)))}")


def _told(d: Difference) -> Iterator[str]:
    """What the annotation is, each thing that changed with an arrow."""
    one, other = d.before or d.after, d.after or d.before
    assert one is not None
    assert other is not None
    yield _change(one.label, other.label)
    yield _change(f"{one.start}-{one.end}", f"{other.start}-{other.end}")
    yield _change(repr(one.text[:60]), repr(other.text[:60]))
    yield ", ".join(_values(one.value, other.value))
    if d.kind == "relinked":
        were, are = set(one.links), set(other.links)
        yield " ".join([f"-{link}" for link in one.links if link not in are])
        yield " ".join([f"+{link}" for link in other.links if link not in were])


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _values(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    """The fields of a value, or those that changed from `one` to `other`."""
    for key, value in {**one, **other}.items():
        if one is other and value is not None:
            yield f"{key} {value}"
        elif one is not other and (key in one or not one) and one.get(key) != other.get(key):
            yield f"{key} {_change(str(one.get(key)), str(other.get(key)))}"
