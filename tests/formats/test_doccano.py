"""doccano: lines of both shapes hold to its rules, and what it exports comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, Plugins, decode, encode
from apostil.run import export as write
from apostil.run import sink_for
from conftest import Command

Awkward = Callable[[], list[Annotated]]
EXPORTERS = {name: exporter for name, (_, exporter) in Plugins.discover().exporters().items() if name.startswith("doccano")}
IMPORTER = Plugins.discover().importers()["doccano"][1]
SHAPES = ["doccano", "doccano-relations"]


def check(rows: list[dict[str, Any]]) -> None:
    """What doccano asks for when it reads a file, of either shape."""
    numbers = [entity["id"] for row in rows for entity in row.get("entities", ())]
    assert len(set(numbers)) == len(numbers)
    for row in rows:
        assert isinstance(row["text"], str)
        assert row["text"]
        assert not {"id", "Comments"} & row.keys(), "doccano's own"
        if "entities" in row:
            assert row.keys() == {"text", "entities", "relations", "document", "apostil"}
            spans = [(e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]]
            own = {e["id"] for e in row["entities"]}
            assert all(type(number) is int for number in own)
            assert all({r["from_id"], r["to_id"]} <= own and r["type"] for r in row["relations"])
        else:
            assert row.keys() == {"text", "label", "document", "apostil"}
            spans = [(start, end, label) for start, end, label in row["label"]]
        for start, end, label in spans:
            assert type(start) is type(end) is int
            assert 0 <= start < end <= len(row["text"])
            assert isinstance(label, str)
            assert label


def export(path: Path, shape: str, *annotated: Annotated) -> tuple[list[dict[str, Any]], list[str]]:
    """The lines written, and what was told."""
    outcome = write(annotated, EXPORTERS[shape], sink_for(EXPORTERS[shape], str(path / "d.jsonl")), {})
    found = rows(path / "d.jsonl")
    check(found)
    return found, outcome.notes


def rows(file: Path) -> list[dict[str, Any]]:
    data = file.read_bytes()
    assert data.isascii(), "doccano guesses the encoding"
    return [json.loads(line) for line in data.splitlines()]


def exported(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows as doccano exports them: with ids of its database, spans sorted, comments."""
    found = []
    for number, row in enumerate(rows, 901):
        entities = {e["id"]: {**e, "id": e["id"] + 5000} for e in row.get("entities", ())}
        relations = [
            {**r, "from_id": entities[r["from_id"]]["id"], "to_id": entities[r["to_id"]]["id"]}
            for r in row.get("relations", ())
        ]
        shape = {"entities": list(entities.values()), "relations": relations} if "entities" in row else {}
        if "label" in row:
            shape["label"] = sorted(row["label"])
        found.append({"id": number, **row, **shape, "Comments": []})
    return found


def load(path: Path, *rows: Any) -> list[Annotated]:
    (path / "back.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return list(IMPORTER.read(path / "back.jsonl"))


def mark(text: str, quote: str, id: str, label: str = "money", links: Any = None) -> Annotation:
    start = text.index(quote)
    return Annotation(start, start + len(quote), label, {"amount": quote}, "a-rule", links, "money", quote, id)


TEXT = "😀 Acme\r\npaie 3 M€,\u00a0puis 5 M€."


def sample() -> Annotated:
    three = mark(TEXT, "3 M€", "T2", links=[Argument("payer", "T1"), Argument("debtor", "T1")])
    return Annotated(Document(TEXT, "d", "fr"), [mark(TEXT, "Acme", "T1", "name"), three, mark(TEXT, "5 M€", "T3")])


@pytest.mark.parametrize("shape", SHAPES)
def test_spans_are_the_annotations(shape: str, awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    wanted = [item for item in awkward() if item.document.text]
    done = apostil("export", "standoff.jsonl", "-t", shape, "-o", "d.jsonl")
    assert f"{shape}: documents without text, which it does not take, left out: 1" in done.err
    assert f"{shape}: annotations that overlap earlier ones" in done.err
    found = rows(tmp_path / "d.jsonl")
    check(found)
    for row, item in zip(found, wanted, strict=True):
        spans = [(a.start, a.end, a.label) for a in item.annotations]
        assert row["text"] == item.document.text
        if shape == "doccano":
            assert [tuple(span) for span in row["label"]] == spans
            continue
        assert [(e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]] == spans
        ids = {e["id"]: a.id for e, a in zip(row["entities"], item.annotations, strict=True)}
        links = [(a.id, link.role, link.target) for a in item.annotations for link in a.links()]
        assert [(ids[r["from_id"]], r["type"], ids[r["to_id"]]) for r in row["relations"]] == links


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_written_comes_back(shape: str, awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    awkward()
    apostil("export", "standoff.jsonl", "-t", shape, "-o", "d.jsonl")
    back = apostil("import", "-f", "doccano", "d.jsonl", "--with-text")
    assert back.returncode == 0, back.err
    wanted = [json.loads(line) for line in (tmp_path / "standoff.jsonl").read_bytes().splitlines()]
    assert back.lines == [item for item in wanted if item["document"]["length"]]


def test_a_folder_of_exports_is_read(tmp_path: Path, apostil: Command) -> None:
    for place in ("in/b", "in/a"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "all.jsonl").write_text('{"text": "3 €", "label": [[0, 3, "money"]]}', "utf-8")
    assert "is an input" in apostil("import", "-f", "doccano", "in", "-o", "in/a/all.jsonl").err
    (tmp_path / "empty").mkdir()
    found = apostil("import", "-f", "doccano", "in").lines
    assert [item["document"]["id"] for item in found] == ["a/all.jsonl:1", "b/all.jsonl:1"]
    ran = apostil("import", "-f", "doccano", "empty")
    assert (ran.returncode, ran.err) == (2, "apostil: empty: holds no .jsonl file\n")


@pytest.mark.parametrize("shape", SHAPES)
def test_what_doccano_exports_is_what_was_annotated(shape: str, tmp_path: Path) -> None:
    found, _ = export(tmp_path, shape, sample(), sample())
    for back in load(tmp_path, *exported(*found)):
        assert encode(back) == encode(sample())


@pytest.mark.parametrize("shape", SHAPES)
def test_corrections_of_people_come_back(shape: str, tmp_path: Path) -> None:
    found, _ = export(tmp_path, shape, sample())
    (row,) = exported(*found)
    if shape == "doccano":
        _, three, five = row["label"]
        row["label"] = [[0, 1, "mood"], [2, 6, "legal form"], [*three[:2], "money"], [five[0], five[1] - 1, "money"]]
    else:
        row["entities"][0]["label"] = "legal form"
        row["entities"][2]["end_offset"] -= 1
        row["entities"].append({"id": 7777, "label": "mood", "start_offset": 0, "end_offset": 1})
        row["relations"][1]["type"] = "guarantor"
        row["relations"].append({"id": 1, "from_id": 7777, "to_id": row["entities"][1]["id"], "type": "why"})
    (back,) = load(tmp_path, row)
    new, name, three, five = back.annotations
    assert [(a.label, a.text, a.annotator) for a in back.annotations] == [
        ("mood", "😀", "doccano"),
        ("legal_form", "Acme", "doccano"),
        ("money", "3 M€", "money"),
        ("money", "5 M", "doccano"),
    ]
    assert (three.value, three.rule, five.value) == ({"amount": "3 M€"}, "a-rule", None)
    links = [] if shape == "doccano" else [("payer", name.id), ("guarantor", name.id)]
    assert [(link.role, link.target) for link in three.links()] == links
    assert [link.target for link in new.links()] == ([] if shape == "doccano" else [three.id])
    assert len({a.id for a in back.annotations}) == 4


def test_older_and_foreign_lines_are_read(tmp_path: Path) -> None:
    first, second, third, fourth = load(
        tmp_path,
        {"id": 4, "text": "Acme paie", "labels": [[0, 4, "ORG"]], "author": "x", "weight": 1.5},
        {"text": "Acme paie", "label": []},
        {"text": "Acme paie", "entities": [{"id": 8, "label": "ORG", "start_offset": 0, "end_offset": 4}], "relations": []},
        {"text": "no annotation at all"},
    )
    assert [(a.id, a.label, a.text, a.value) for a in first.annotations] == [("D1", "ORG", "Acme", None)]
    assert (first.document.id, second.annotations, fourth.annotations) == ("4", [], [])
    assert [(a.label, a.text) for a in third.annotations] == [("ORG", "Acme")]
    assert third.document.id.endswith("back.jsonl:3")


def test_annotations_that_doccano_would_drop_are_counted(tmp_path: Path) -> None:
    text = "abcdef"
    spans = [(0, 4), (1, 2), (3, 5), (4, 6), (5, 6)]
    item = Annotated(Document(text, "d"), [Annotation(i, j, "x", text=text[i:j], id=f"{i}{j}") for i, j in spans])
    assert [note.split()[-1] for note in export(tmp_path, "doccano", item, item)[1]] == ["6"]
    assert export(tmp_path, "doccano", sample())[1] == []


TEXTS = {"text": "abc"}
BAD = {
    "no text": {"label": []},
    "out of the text": {**TEXTS, "label": [[0, 99, "x"]]},
    "inverted": {**TEXTS, "label": [[2, 1, "x"]]},
    "before the text": {**TEXTS, "label": [[-1, 1, "x"]]},
    "a span of two": {**TEXTS, "label": [[0, 1]]},
    "classes, not spans": {**TEXTS, "label": ["positive"]},
    "relation to nothing": {**TEXTS, "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "x"}]},
    "not an object": [1],
    "another text than was annotated": {**TEXTS, "apostil": encode(Annotated(Document("a", "d"))).decode()},
    "standoff that is none": {**TEXTS, "apostil": "{}"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_line_is_told_and_does_not_stop_the_others(bad: Any, tmp_path: Path) -> None:
    first, second, third = load(tmp_path, TEXTS, bad, TEXTS)
    assert (first.failed, second.failed, third.failed) == (False, True, False)
    assert "back.jsonl:2: " in second.problems[0].message


def test_a_file_of_another_kind_is_told_line_by_line(tmp_path: Path, apostil: Command) -> None:
    (tmp_path / "x.jsonl").write_bytes(b'{"text":"a","text":"b"}\n\xff\n{"text":NaN}\n')
    done = apostil("import", "-f", "doccano", "x.jsonl")
    assert done.returncode == 2
    assert [f"x.jsonl:{n}: " in line for n, line in enumerate(done.err.splitlines(), 1)] == [True] * 3
    assert apostil("import", "-f", "doccano", "absent.jsonl").err == "apostil: absent.jsonl: No such file or directory\n"


ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@st.composite
def documents(draw: st.DrawFn) -> Annotated:
    text = draw(ANY)
    places = [(i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
    spans = draw(st.lists(st.sampled_from(places), max_size=5))
    found = []
    for number, (start, end) in enumerate(sorted(spans, key=lambda s: (s[0], -s[1])), 1):
        target = st.builds(Argument, st.sampled_from("ab"), st.integers(1, len(spans)).map("T{}".format))
        links = draw(st.lists(target, max_size=3)) or None
        label = draw(st.sampled_from(["money", "mark"]))
        found.append(Annotation(start, end, label, draw(ANY), draw(ANY), links, "money", text[start:end], f"T{number}"))
    found.sort(key=lambda a: (a.start, -a.end, a.label))
    return Annotated(Document(text, "d.txt"), found)


@pytest.mark.parametrize("shape", SHAPES)
@given(annotated=documents())
def test_any_annotations_come_back(tmp_path_factory: pytest.TempPathFactory, shape: str, annotated: Annotated) -> None:
    folder = tmp_path_factory.mktemp("doccano")
    (back,) = load(folder, *exported(*export(folder, shape, annotated)[0]))
    assert encode(back) == encode(decode(encode(annotated, with_text=True), "d"))
