"""The sample documents: their gold is whole and valid, and the annotators agree with it no less than they have."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotated, Document, Engine, decode
from conftest import ROOT, SEED_FILES, SEEDS, Command

GOLD = SEEDS / "gold"
FLOORS = {"money": 0.97, "percentage": 0.97, "date": 0.88, "organisation": 0.62, "clause": 0.83}
"""F1 of span and value together that was reached, less a little. The samples are ours: this measures loss, not quality."""


def gold_of(path: Path) -> Annotated:
    return decode((GOLD / f"{path.name}.json").read_bytes(), path.name, path.read_bytes().decode("utf-8"))


def test_every_sample_has_gold_and_all_gold_has_a_sample() -> None:
    assert {path.name for path in GOLD.iterdir()} == {f"{path.name}.json" for path in SEED_FILES}
    assert len(SEED_FILES) >= 8


def test_gold_is_valid(apostil: Command) -> None:
    ran = apostil("validate", GOLD, "--root", SEEDS)
    assert ran.returncode == 0, ran.err
    assert f"{len(SEED_FILES)} valid; 0 not" in ran.err


@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.name)
def test_gold_is_of_the_text_and_in_reading_order(path: Path) -> None:
    gold = gold_of(path)
    order = [(a.start, -a.end, a.label) for a in gold.annotations]
    assert order == sorted(order)
    assert [a.id for a in gold.annotations] == [f"T{i}" for i in range(1, len(order) + 1)]


def test_samples_are_kept_as_they_are() -> None:
    assert any("seeds" in line and "-text" in line for line in (ROOT / ".gitattributes").read_text().splitlines())
    assert not [path.name for path in SEED_FILES if b"\r" in path.read_bytes()]


@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.name)
def test_lines_may_be_broken_anywhere(path: Path, engine: Engine) -> None:
    """Wrapped at any width that is not narrow, with indents or without, its amounts, rates, dates and names are the same."""
    text = path.read_text("utf-8")
    whole = engine.annotate(Document(text))

    def found(annotated: Annotated) -> Counter[tuple[str, str, str]]:
        return Counter(
            (a.label, " ".join(a.text.split()), str(a.fields())) for a in annotated.annotations if a.label != "clause"
        )

    for width in range(47, 132, 7):
        lines = (
            textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False, initial_indent=" " * (width % 3))
            for line in text.split("\n")
        )
        wrapped = engine.annotate(Document("\n".join(lines), language=whole.document.language))
        assert not wrapped.problems
        lost, new = found(whole) - found(wrapped), found(wrapped) - found(whole)
        assert lost.total() <= 1, (width, lost)
        assert new.total() <= 1, (width, new)


def key(label: str, start: int, end: int, value: dict[str, Any], of: set[str]) -> tuple[Any, ...]:
    return label, start, end, json.dumps({k: value.get(k) for k in sorted(of)}, ensure_ascii=False)


@pytest.fixture(scope="module")
def scores(engine: Engine) -> dict[str, float]:
    """F1 by label of span and value: of the value, the keys that gold has."""
    right, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    for path in SEED_FILES:
        gold = gold_of(path)
        head = gold.document
        found = engine.annotate(Document(head.text, head.id, head.language, head.reference_date))
        keys = {a.label: set(a.value) for a in gold.annotations}
        expected = Counter(key(a.label, a.start, a.end, a.value, keys[a.label]) for a in gold.annotations)
        got = Counter(key(a.label, a.start, a.end, a.fields(), keys.get(a.label, set())) for a in found.annotations)
        for counts, total in ((expected, wanted), (got, given), (expected & got, right)):
            for item, count in counts.items():
                total[item[0]] += count
    return {label: 2 * right[label] / (wanted[label] + given[label]) for label in wanted}


@pytest.mark.parametrize("label", FLOORS)
def test_annotators_agree_with_gold_no_less_than_they_have(scores: dict[str, float], label: str) -> None:
    assert scores[label] >= FLOORS[label]
