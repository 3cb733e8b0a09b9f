"""GATE: what gatenlp and a strict reader of bdoc JSON find is what was annotated, and it comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotated, Annotation, Document, Labels, Plugins
from apostil.output import FolderSink
from conftest import Command

Read = Callable[[], list[Annotated]]


def facts(annotated: Annotated) -> list[tuple[Any, ...]]:
    return [
        (
            a.id,
            a.start,
            a.end,
            a.text,
            a.label,
            a.value,
            a.rule,
            a.annotator,
            a.confidence,
            [(x.role, x.target) for x in a.links()],
        )
        for a in annotated.annotations
    ]


@pytest.fixture
def exported(awkward: Read, apostil: Command, tmp_path: Path) -> dict[str, dict[str, Any]]:
    """The files of an export, by the id of their document."""
    done = apostil("export", "standoff.jsonl", "-t", "gate", "-o", "out")
    assert (done.returncode, done.err) == (0, "")
    files = [json.loads(path.read_bytes()) for path in (tmp_path / "out").rglob("*.bdocjs")]
    return {file["name"]: file for file in files}


def test_the_files_hold_to_the_format(awkward: Read, exported: dict[str, dict[str, Any]]) -> None:
    documents = {item.document.id: item for item in awkward()}
    assert exported.keys() == documents.keys()
    for name, file in exported.items():
        assert set(file) == {"text", "annotation_sets", "features", "offset_type", "name"}
        assert (file["offset_type"], file["text"]) == ("p", documents[name].document.text)
        (own,) = file["annotation_sets"].values()
        assert set(own) == {"name", "annotations", "next_annid"}
        numbers = [a["id"] for a in own["annotations"]]
        assert len(set(numbers)) == len(numbers)
        assert own["next_annid"] > max(numbers, default=-1)
        for a, ours in zip(own["annotations"], documents[name].annotations, strict=True):
            assert set(a) == {"type", "start", "end", "id", "features"}
            assert (a["type"], file["text"][a["start"] : a["end"]]) == (ours.label, ours.text)
            assert {field: a["features"][field] for field in ours.fields()} == ours.fields()


def test_gatenlp_finds_the_same(awkward: Read, exported: object, tmp_path: Path) -> None:
    pytest.importorskip("requests")
    gatenlp = pytest.importorskip("gatenlp")
    for item in awkward():
        document = gatenlp.Document.load(str(tmp_path / "out" / f"{item.document.id}.bdocjs"))
        assert document.text == item.document.text
        found = {a.features["apostil_id"]: a for a in document.annset("apostil")}
        assert len(found) == len(item.annotations)
        by_number = {a.id: a.features["apostil_id"] for a in found.values()}
        for ours in item.annotations:
            a = found[ours.id]
            assert (a.type, a.start, a.end, document[a]) == (ours.label, ours.start, ours.end, ours.text)
            assert {field: a.features[field] for field in ours.fields()} == ours.fields()
            links = [(role, by_number[number]) for role, number in a.features.get("apostil_arguments", [])]
            assert links == [(link.role, link.target) for link in ours.links()]


def test_all_comes_back(awkward: Read, exported: object, apostil: Command) -> None:
    done = apostil("import", "-f", "gate", "out", "--with-text", "-o", "back.jsonl")
    assert (done.returncode, done.err) == (0, "")
    same = apostil("diff", "standoff.jsonl", "back.jsonl")
    assert same.returncode == 0, same.out
    back = {line["document"]["id"]: line for line in apostil("import", "-f", "gate", "out", "--with-text").lines}
    for item in awkward():
        assert back[item.document.id]["document"]["reference_date"] == "2024-10-18"
        assert back[item.document.id]["document"]["language"] == item.document.language
        assert back[item.document.id]["annotators"] == item.annotators


@pytest.mark.parametrize("unit", ["p", "j"])
def test_what_gatenlp_writes_is_read_in_both_units(awkward: Read, apostil: Command, tmp_path: Path, unit: str) -> None:
    pytest.importorskip("requests")
    gatenlp = pytest.importorskip("gatenlp")
    (tmp_path / "theirs").mkdir()
    for number, item in enumerate(awkward()):
        document = gatenlp.Document(item.document.text)
        for a in item.annotations:
            document.annset("Key").add(a.start, a.end, f"{a.label} x", a.fields())
        document.save(str(tmp_path / "theirs" / f"{number}.bdocjs"), offset_type=unit)
    if unit == "j":
        assert '"offset_type": "j"' in (tmp_path / "theirs/0.bdocjs").read_text("utf-8")
    back = apostil("import", "-f", "gate", "theirs", "--with-text").lines
    for ours, theirs in zip(awkward(), back, strict=True):
        assert theirs["document"]["text"] == ours.document.text
        expected = [(a.start, a.end, a.text, f"{a.label}_x", a.fields(), "Key") for a in ours.annotations]
        found = [tuple(a[k] for k in ("start", "end", "text", "label", "value", "annotator")) for a in theirs["annotations"]]
        assert sorted(found, key=repr) == sorted(expected, key=repr)


BDOC: dict[str, Any] = {"text": "😀 3 €", "offset_type": "j", "annotation_sets": {"": {"annotations": [], "next_annid": 0}}}
NOTE = {"type": "money", "start": 3, "end": 6, "id": 0, "features": {}}


def bdoc(*notes: dict[str, Any], **others: Any) -> bytes:
    return json.dumps({**BDOC, "annotation_sets": {"": {"annotations": notes}}, **others}).encode()


REFUSED = {
    "no JSON": (b"{", "not bdoc JSON"),
    "a key twice": (b'{"text": "a", "text": "b"}', "duplicate key"),
    "no text": (bdoc(text=None), r"\$\.text"),
    "another unit": (bdoc(offset_type="x"), "offset_type"),
    "half a character": (bdoc({**NOTE, "start": 1}), "cuts a character in two"),
    "an end out of the text": (bdoc({**NOTE, "end": 7}), "not a span of a text of 5"),
    "a number twice": (bdoc(NOTE, NOTE), "used twice"),
    "an offset of another kind": (bdoc({**NOTE, "start": "3"}), "start"),
    "a feature of ours that is none": (bdoc({**NOTE, "features": {"apostil_rule": 3}}), "apostil_rule"),
    "a deep nest": (bdoc({**NOTE, "features": {"a": json.loads("[" * 70 + "]" * 70)}}), "nested"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_the_format_is_refused_in_a_line(apostil: Command, tmp_path: Path, kind: str) -> None:
    data, why = REFUSED[kind]
    (tmp_path / "x.bdocjs").write_bytes(data)
    done = apostil("import", "-f", "gate", "x.bdocjs")
    assert (done.returncode, done.out, done.err.count("\n")) == (2, "", 1)
    assert "x" in done.err
    assert re.search(why, done.err), done.err


def test_annotations_of_no_extent_are_counted(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "x.bdocjs").write_bytes(bdoc(NOTE, {**NOTE, "id": 1, "end": 3}))
    done = apostil("import", "-f", "gate", "x.bdocjs")
    assert (done.returncode, [a["text"] for a in done.lines[0]["annotations"]]) == (1, ["3 €"])
    assert "1 annotations of no extent left out" in done.err


@pytest.mark.parametrize("value", ["one", None, {"apostil_id": "x", "b": [1, {"c": None}]}, {"a": 1.5, "b": True, "c": ["d"]}])
def test_a_value_of_any_shape_comes_back(tmp_path: Path, value: Any) -> None:
    a = Annotation(0, 2, "odd", value, "r", None, "someone", "ab", "T9", 0.25)
    with FolderSink(tmp_path) as sink:
        labels: Labels = {}
        writer = Plugins.discover().exporters()["gate"][1].open(sink, labels)
        writer.write(Annotated(Document("abc", "d"), [a]))
        writer.close()
    (back,) = Plugins.discover().importers()["gate"][1].read(tmp_path)
    assert facts(back) == [("T9", 0, 2, "ab", "odd", value, "r", "someone", 0.25, [])]
