"""The `organisation` annotator: its examples, its lists of names, its behaviour on long and hostile text."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from apostil import Document, Engine, PluginError, Plugins
from apostil.testing import examples
from apostil_organisation.gazetteer import built_in, entry_of, lexicons_of
from apostil_organisation.mentions import Name
from apostil_organisation.registers import valid
from apostil_organisation.weigh import HOPELESS, WEIGHTS


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Plugins.discover(), only=["organisation"])


def found(engine: Engine, text: str, language: str = "fr") -> list[tuple[str, str]]:
    annotated = engine.annotate(Document(text, language=language))
    assert not annotated.problems
    return [(a.text, a.value.canonical) for a in annotated.annotations if a.label == "organisation"]


def test_a_name_in_capitals_may_begin_a_longer_one(engine: Engine) -> None:
    text = "BANK OF KENT and BANK OF KENT SECURITIES LLC signed. The Bank of Kent left."
    assert found(engine, text, "en") == [
        ("BANK OF KENT", "Bank of Kent"),
        ("BANK OF KENT SECURITIES LLC", "BANK OF KENT SECURITIES LLC"),
        ("Bank of Kent", "Bank of Kent"),
    ]


@pytest.mark.parametrize("example", examples("apostil_organisation"), ids=str)
def test_example(example, engine):
    example.check(engine)


def mentions(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, bool]]:
    """Of each mention of a name in the examples, each kind of evidence that the name has and whether it is annotated."""
    annotator = importlib.import_module("apostil_organisation.organisation")
    judged: list[dict[str, Name]] = []
    annotations = annotator._annotations
    monkeypatch.setattr(annotator, "_annotations", lambda names, *rest: judged.append(names) or annotations(names, *rest))
    for example in examples("apostil_organisation"):
        judged.clear()
        annotated = engine.annotate(Document(example.text, language=example.language))
        spans = {(a.start, a.end) for a in annotated.annotations}
        for name in (name for names in judged for name in names.values()):
            yield from ((sort, span in spans) for sort in name.evidence for span in name.mentions)


def test_each_kind_of_evidence_has_an_example_and_one_where_it_does_not_decide(engine, monkeypatch):
    found = set(mentions(engine, monkeypatch))
    hopeless = {sort for sort, weight in WEIGHTS.items() if weight <= HOPELESS}  # alone, these end the search
    wanted = {(sort, annotated) for sort in WEIGHTS for annotated in (True, False) if not (annotated and sort in hopeless)}
    missing = wanted - found
    assert not missing


def test_each_kind_of_evidence_is_in_the_docs_with_its_weight():
    page = (Path(__file__).parent.parent / "docs" / "annotators" / "organisation.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split(" | ")] for line in page.splitlines() if line.startswith("| `")]
    told = {}
    for kinds, weights, *_ in rows:
        names, numbers = re.findall(r"`([a-z-]+)`", kinds), [float(n.replace("−", "-")) for n in weights.split(", ")]
        told |= dict(zip(names, numbers if len(numbers) > 1 else numbers * len(names), strict=True))
    assert told == WEIGHTS


def test_names_of_a_user(tmp_path: Path):
    path = tmp_path / "names.csv"
    path.write_text("# ours\nname,kind,aliases,word\nZorglub Spatial,company,Zorglub|coopérative des Trois Rives,\n", "utf-8")
    engine = Engine(Plugins.discover(), only=["organisation"], lexicons=lexicons_of(path))
    text = "On a vu Zorglub Spatial hier, puis la coopérative des Trois Rives et Zorglub."
    assert [name for name, _ in found(engine, text)] == ["Zorglub Spatial", "coopérative des Trois Rives", "Zorglub"]


def test_names_of_a_spreadsheet_in_french(tmp_path: Path):
    path = tmp_path / "names.csv"
    path.write_bytes('\ufeffname;kind;aliases\r\n"Zorglub, Fils";company;Zorglub\r\nMalterie bleue;ngo;\r\n'.encode())
    engine = Engine(Plugins.discover(), only=["organisation"], lexicons=lexicons_of(path))
    text = "On a vu Zorglub hier à la Malterie bleue."
    assert [name for name, _ in found(engine, text)] == ["Zorglub", "Malterie bleue"]


def test_of_listed_names_that_overlap_the_longer_is_met(tmp_path: Path):
    path = tmp_path / "names.csv"
    path.write_text("name,kind,aliases\nCoopérative brassicole,company,la Malterie\nMalterie bleue,ngo,\n", "utf-8")
    engine = Engine(Plugins.discover(), only=["organisation"], lexicons=lexicons_of(path))
    text = "On va à la Malterie bleue, puis à la Malterie."
    assert [name for name, _ in found(engine, text)] == ["Malterie bleue", "la Malterie"]


@pytest.mark.parametrize("row", ["Zorglub,firm,,", '"Zorglub",firm', "Zorglub,firm"])
def test_a_kind_that_is_none_is_refused_with_those_there_are(tmp_path: Path, row: str):
    path = tmp_path / "names.csv"
    path.write_text(f"name,kind,aliases,word\n{row}\n", "utf-8")
    with pytest.raises(PluginError, match=r"'Zorglub' has the kind 'firm': there are company, public_body, .*, or nothing$"):
        lexicons_of(path)


def test_names_without_a_header_are_refused(tmp_path: Path):
    path = tmp_path / "names.csv"
    path.write_text("Zorglub,company\n", "utf-8")
    with pytest.raises(PluginError, match="no column 'name'"):
        lexicons_of(path)


def test_built_in_names_have_a_known_kind():
    entries = [entry_of(row) for lexicon in built_in() for row in lexicon.words.values()]
    unknown = {entry.name for entry in entries if entry.kind is None}
    assert not unknown


@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "AB ",
        "Ab ",
        "1 ",
        "(",
        "((((",
        '("A" ',
        "Le Monde, ",
        "X (Y) ",
        "d'",
        "L'",
        "Société de la ",
        "A-B ",
        "Zorglub SA, ",
        "« A » ",
    ],
)
def test_time_is_linear_in_the_length_of_hostile_text(engine, unit):
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        start = time.process_time()
        engine.annotate(Document(text, language="fr"))
        return time.process_time() - start

    cost(20_000)
    small = min(cost(30_000) for _ in range(3))
    large = min(cost(60_000) for _ in range(3))
    assert large < 3.2 * small + 0.02


def test_a_name_is_the_same_in_every_window_of_a_long_document(engine):
    filler = "Il ne se passe rien ici et le temps est long.\n" * 1500
    text = f"La société Okilune est née.\n{filler}\nOn a vu Okilune hier.\n"
    assert found(engine, text) == [("Okilune", "Okilune")] * 2


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("732829320", True),
        ("732829321", False),
        ("73282932000074", True),
        ("73282932000075", False),
        ("fr44732829320", True),
        ("fr45732829320", False),
        ("5493001kjtiigc8y1r12", True),
        ("5493001kjtiigc8y1r13", False),
        ("12", False),
        ("", False),
    ],
)
def test_numbers_of_registers_are_checked(number, expected):
    assert valid(number) is expected
