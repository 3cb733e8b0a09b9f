"""Real documents, which are not ours to keep here: annotated end to end and scored where they stand beside the project."""

from __future__ import annotations

import importlib
import shlex
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conftest import ROOT

SHARED = ROOT.parent / "shared"
SUITES = {
    "real articles": SHARED / "seeds" / "gold.jsonl",
    "press and contracts": SHARED / "gold" / "press-and-contracts.jsonl",
}
FLOORS = {
    "real articles": {"money": 0.97, "percentage": 0.97, "date": 0.95, "organisation": 0.97, "clause": 0.88},
    "press and contracts": {"money": 0.96, "percentage": 0.96, "date": 0.95, "organisation": 0.91, "clause": 0.85},
}
"""Exact F1 (span and value; for clauses span and type) that was reached, less a little."""

pytestmark = pytest.mark.skipif(not all(path.is_file() for path in SUITES.values()), reason="no shared documents here")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    sys.path.insert(0, str(SHARED / "eval"))
    try:
        return importlib.import_module("score_apostil")
    finally:
        sys.path.remove(str(SHARED / "eval"))


@pytest.fixture(scope="module", params=SUITES)
def annotated(request: pytest.FixtureRequest, scorer: ModuleType) -> tuple[str, list[Any], dict[Any, Any]]:
    """Name of the suite, its cases, and what the command line finds in each; the scorer checks order and every slice."""
    cases = scorer.read(SUITES[request.param])
    return request.param, cases, scorer.annotate(shlex.join([sys.executable, "-m", "apostil"]), cases)


def test_every_quote_is_the_slice_it_names(annotated: tuple[str, list[Any], dict[Any, Any]]) -> None:
    _, cases, found = annotated
    for case in cases:
        assert found[case["id"]]
        for a in found[case["id"]]:
            assert case["text"][a["start"] : a["end"]] == a["text"]


def test_annotators_find_no_less_than_they_have(scorer: ModuleType, annotated: tuple[str, list[Any], dict[Any, Any]]) -> None:
    name, cases, found = annotated
    scores = {label: row["exact"] for label, row in scorer.own(cases, found).items()}
    low = {label: (scores[label], floor) for label, floor in FLOORS[name].items() if scores[label] < floor}
    assert not low, f"{name}: (reached, floor) {low}"


def test_whole_articles_go_through_from_files(tmp_path: Path, apostil: Any) -> None:
    folder = SHARED / "seeds"
    texts = [path for path in folder.rglob("*") if path.suffix in (".txt", ".md") and "README" not in path.name]
    if not texts:
        pytest.skip("no text files there")
    ran = apostil("annotate", *texts, "-o", tmp_path / "out", "-q")
    assert ran.returncode == 0
    assert apostil("validate", tmp_path / "out", "-q").returncode == 0
