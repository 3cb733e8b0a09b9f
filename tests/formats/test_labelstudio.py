"""Label Studio: predictions are valid for their configuration, and what people correct comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, InputError, Label, Plugins, decode, encode
from apostil.run import export as write
from apostil.run import sink_for
from conftest import Command

Awkward = Callable[[], list[Annotated]]


@define
class Price:
    amount: str | None
    taxed: bool = False
    weight: float = 0.0


EXPORTER = Plugins.discover().exporters()["labelstudio"][1]
IMPORTER = Plugins.discover().importers()["labelstudio"][1]
LABELS = {"money": Label("money", Price, roles=("payer",))}


def export(folder: Path, *annotated: Annotated) -> Path:
    write(annotated, EXPORTER, sink_for(EXPORTER, str(folder)), LABELS)
    return folder


def tasks(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "annotations.json").read_text("utf-8"))
    return found


def corrected(path: Path, *given: dict[str, Any]) -> list[Annotated]:
    path.write_text(json.dumps(given), "utf-8")
    return list(IMPORTER.read(path))


def lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def mark(text: str, quote: str, value: Any = None, id: str = "T1", label: str = "money", links: Any = None) -> Annotation:
    start = text.index(quote)
    return Annotation(start, start + len(quote), label, value, "a-rule", links, "money", quote, id)


TEXT = "😀 Acme\r\npaie 3 M€,\u00a0puis 5 M€."


def sample() -> Annotated:
    """Two amounts and who pays."""
    three = mark(TEXT, "3 M€", Price("3000000", True, 0.5), "T2", links=[Argument("payer", "T1"), Argument("debtor", "T1")])
    return Annotated(Document(TEXT, "d"), [mark(TEXT, "Acme", None, "T1", "name"), three, mark(TEXT, "5 M€", Price("5"), "T3")])


def exported(tmp_path: Path, **change: Any) -> dict[str, Any]:
    """The task of the sample as Label Studio exports it once a person submitted the prediction."""
    (task,) = tasks(export(tmp_path / "out", sample()))
    done = {"id": 1, "completed_by": 2, "result": task.pop("predictions")[0]["result"], "was_cancelled": False, **change}
    return {"id": 7, "annotations": [done], "drafts": [], "predictions": [4], "meta": {}, "project": 1, **task}


def result(task: dict[str, Any], **wanted: str) -> dict[str, Any]:
    found = task["annotations"][0]["result"]
    return next(r for r in found if all(r.get(key) == value for key, value in wanted.items()))


def test_regions_are_the_annotations(awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    wanted = awkward()
    assert apostil("export", "standoff.jsonl", "-t", "labelstudio", "-o", "out").returncode == 0
    for task, item in zip(tasks(tmp_path / "out"), wanted, strict=True):
        text = task["data"]["text"]
        assert text == item.document.text
        results = task["predictions"][0]["result"]
        regions = [r for r in results if r["type"] == "labels"]
        assert [(r["id"], r["value"]["labels"], text[r["value"]["start"] : r["value"]["end"]]) for r in regions] == [
            (a.id, [a.label], a.text) for a in item.annotations
        ]
        assert [r["value"]["text"] for r in regions] == [a.text for a in item.annotations]
        said = {(r["id"], r["from_name"]): r["value"].get("choices") or r["value"]["text"] for r in results if "from_name" in r}
        for a in item.annotations:
            for field, value in a.fields().items():
                assert said.get((a.id, f"{a.label}_{field}")) == (None if value is None else [value])
        links = {(r["from_id"], r["to_id"], role) for r in results if r["type"] == "relation" for role in r["labels"]}
        assert links == {(a.id, link.target, link.role) for a in item.annotations for link in a.links()}


def test_predictions_are_valid_for_the_configuration(awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    sdk = pytest.importorskip("label_studio_sdk.label_interface")
    wanted = awkward()
    assert apostil("export", "standoff.jsonl", "-t", "labelstudio", "-o", "out").returncode == 0
    interface = sdk.LabelInterface((tmp_path / "out/config.xml").read_text("utf-8"))
    interface.validate()
    predictions = [task["predictions"][0] for task in tasks(tmp_path / "out")]
    assert [interface.validate_prediction(p, return_errors=True) for p in predictions] == [[] for _ in wanted]
    predictions[0]["result"][0]["value"]["labels"] = ["unheard-of"]
    assert interface.validate_prediction(predictions[0], return_errors=True)


def test_what_was_written_comes_back(awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    awkward()
    apostil("export", "standoff.jsonl", "-t", "labelstudio", "-o", "out")
    back = apostil("import", "-f", "labelstudio", "out", "--with-text")
    assert back.returncode == 0, back.err
    assert back.lines == lines(tmp_path / "standoff.jsonl")


def test_an_export_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    failed = Annotated(Document("", "x"), failed=True)
    assert tasks(export(tmp_path, failed)) == []


def test_a_submitted_prediction_is_what_was_annotated(tmp_path: Path) -> None:
    (back,) = corrected(tmp_path / "t.json", exported(tmp_path))
    assert encode(back) == encode(sample())


def test_corrections_of_people_come_back(tmp_path: Path) -> None:
    task = exported(tmp_path)
    result(task, id="T2", type="labels")["value"].update(start=14, end=16, text="collapsed  spaces are no matter")
    result(task, id="T2", from_name="money_taxed")["value"]["choices"] = ["false"]
    result(task, id="T2", from_name="money_weight")["value"]["text"] = ["0.75"]
    result(task, from_id="T2").update(labels=["debtor", "guarantor"])
    results = task["annotations"][0]["result"]
    results.remove(result(task, id="T3", from_name="money_amount"))
    result(task, id="T1", type="labels")["value"]["labels"] = ["party"]
    results.append({"id": "aZ9", "type": "labels", "value": {"start": 0, "end": 1, "text": "😀", "labels": ["mood"]}})
    results.append({"type": "relation", "from_id": "T3", "to_id": "aZ9", "direction": "left"})
    (back,) = corrected(tmp_path / "t.json", task)
    new, name, three, five = back.annotations
    assert (new.id, new.label, new.text, new.annotator, new.value) == ("aZ9", "mood", "😀", "label-studio", None)
    assert [(link.role, link.target) for link in new.links()] == [("relation", "T3")]
    assert (name.id, name.label, name.annotator, name.rule) == ("T1", "party", "label-studio", "")
    assert (three.text, three.annotator, three.rule) == (TEXT[14:16], "money", "a-rule")
    assert three.value == {"amount": "3000000", "taxed": False, "weight": 0.75}
    assert [(link.role, link.target) for link in three.links()] == [("debtor", "T1"), ("guarantor", "T1")]
    assert five.value == {"amount": None, "taxed": False, "weight": 0.0}


def test_a_deleted_region_is_gone_and_its_relations_are_told(tmp_path: Path) -> None:
    task = exported(tmp_path)
    done = task["annotations"][0]
    done["result"] = [r for r in done["result"] if r.get("id") != "T1"]
    (back,) = corrected(tmp_path / "t.json", task)
    assert [a.id for a in back.annotations] == ["T2", "T3"]
    assert not back.annotations[0].arguments
    assert "1 regions without a label and relations to none left out" in back.problems[0].message


def test_the_ground_truth_counts_else_the_latest_that_was_not_skipped(tmp_path: Path) -> None:
    def completion(start: int, when: str, **change: Any) -> dict[str, Any]:
        region = {"id": "x", "type": "labels", "value": {"start": start, "end": start + 1, "labels": ["mark"]}}
        return {"result": [region], "updated_at": when, **change}

    skipped = completion(0, "2024-05-09", was_cancelled=True)
    some = [completion(1, "2024-05-02"), completion(2, "2024-05-01"), skipped]
    task = {"id": 5, "data": {"text": "abcd"}, "annotations": some, "predictions": [completion(3, "2024-06-01")]}
    (latest,) = corrected(tmp_path / "t.json", task)
    assert [a.text for a in latest.annotations] == ["b"]
    assert "1 further" in latest.problems[0].message
    some[1]["ground_truth"] = True
    (truth,) = corrected(tmp_path / "t.json", task)
    assert ([a.text for a in truth.annotations], truth.problems, truth.document.id) == (["c"], [], "5")
    (predicted,) = corrected(tmp_path / "t.json", {**task, "annotations": [skipped]})
    assert [a.text for a in predicted.annotations] == ["d"]


def test_a_project_of_others_is_read(tmp_path: Path) -> None:
    where = {"id": "r1", "to_name": "t"}
    value = {"start": 0, "end": 4, "labels": ["legal form", "name"]}
    said = [
        {**where, "from_name": "spans", "type": "labels", "value": value, "score": 0.9},
        {**where, "from_name": "sure", "type": "choices", "value": {"choices": ["yes"]}},
        {**where, "from_name": "remark", "type": "textarea", "value": {"text": ["one", "two"]}},
        {"id": "q", "from_name": "stars", "to_name": "t", "type": "rating", "value": {"rating": 3}},
    ]
    (back,) = corrected(tmp_path / "t.json", {"id": 3, "data": {"text": "Acme"}, "annotations": [{"id": 9, "result": said}]})
    fields = {"sure": "yes", "remark": "one\ntwo"}
    assert [(a.id, a.label, a.value, a.confidence) for a in back.annotations] == [
        ("r1", "legal_form", fields, 0.9),
        ("r1.name", "name", fields, 0.9),
    ]


def region(**value: Any) -> dict[str, Any]:
    said = {"id": "x", "type": "labels", "value": {"start": 0, "end": 1, "labels": ["mark"], **value}}
    return {"data": {"text": "abc"}, "annotations": [{"result": [said]}]}


BAD = {
    "no text": {"data": {"image": "x.png"}},
    "no data": {"id": 1},
    "out of the text": region(end=9),
    "inverted": region(start=2),
    "before the text": region(start=-1),
    "offsets of another kind": region(start="/div[1]", end="/div[2]"),
    "truth for offsets": region(start=True, end=2),
    "not a task": [1],
    "a key twice": b'{"data":{"text":"a","text":"b"}}',
    "not UTF-8": b'{"data":{"text":"\xff"}}',
    "nested without end": b"[" * 100 + b"]" * 100,
    "another text than was annotated": {"data": {"text": "b", "apostil": encode(Annotated(Document("a", "d"))).decode()}},
    "standoff that is none": {"data": {"text": "a", "apostil": "{}"}},
    "a region twice": {"data": {"text": "ab"}, "annotations": [{"result": region()["annotations"][0]["result"] * 3}]},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_task_is_told_and_does_not_stop_the_others(bad: Any, tmp_path: Path) -> None:
    good = {"data": {"text": "ok", "document": "good"}}
    data = bad if isinstance(bad, bytes) else json.dumps(bad).encode()
    (tmp_path / "t.json").write_bytes(b",".join([b"[" + json.dumps(good).encode(), data, json.dumps(good).encode() + b"]"]))
    first, second, third = IMPORTER.read(tmp_path / "t.json")
    assert (first.failed, second.failed, third.failed) == (False, True, False)
    assert "task 2" in second.problems[0].message
    assert len(second.problems[0].message) <= 500


@pytest.mark.parametrize("data", [b"", b"{}", b"[NaN]", b"[1,]", b"[" * 10**5 + b"]" * 10**5, b"null"])
def test_what_is_no_list_of_tasks_is_refused(data: bytes, tmp_path: Path, apostil: Command) -> None:
    (tmp_path / "t.json").write_bytes(data)
    done = apostil("import", "-f", "labelstudio", "t.json")
    assert (done.returncode, done.out) == (2, "")
    assert done.err.startswith("apostil: t.json: ")


def test_a_stray_file_of_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.json").write_text('[{"data": {"text": "ok", "document": "good"}}]')
    stray, good = IMPORTER.read(tmp_path)
    assert (stray.failed, stray.document.id, good.document.id) == (True, "a.json", "good")


@pytest.mark.parametrize("emptied", [None, []])
def test_a_field_that_was_emptied_is_empty(tmp_path: Path, emptied: Any) -> None:
    task = exported(tmp_path)
    result(task, id="T3", from_name="money_amount")["value"]["text"] = emptied
    (back,) = corrected(tmp_path / "t.json", task)
    assert next(a for a in back.annotations if a.id == "T3").value["amount"] is None


def test_a_folder_without_tasks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.json file"):
        list(IMPORTER.read(tmp_path))


def test_hostile_names_do_not_break_the_configuration(tmp_path: Path) -> None:
    payload = '"/><Text name="x" value="$secret"/><!--'
    links = [Argument(payload, "T1"), Argument("a\x00b", "T1")]
    value = {payload: "x", "ok": payload, "nul\x00": "x", "deep": {"a": [1]}, "yes": True}
    item = Annotated(Document(TEXT, payload), [mark(TEXT, "Acme", value, "T1", "for:eign", links)])
    config = ElementTree.fromstring((export(tmp_path / "out", item) / "config.xml").read_text("utf-8"))
    assert [text.get("value") for text in config.iter("Text")] == ["$text"]
    assert payload in [relation.get("value") for relation in config.iter("Relation")]
    assert {"for:eign_ok", "for:eign_yes"} == {c.get("name") for c in config.iter("TextArea")} - {
        "money_amount",
        "money_weight",
    }
    (back,) = corrected(tmp_path / "t.json", *tasks(tmp_path / "out"))
    assert encode(back) == encode(item)


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALAR = st.one_of(ANY, st.booleans(), st.none(), st.integers(-9, 9), st.floats(-9, 9))


@st.composite
def documents(draw: st.DrawFn) -> Annotated:
    text = draw(ANY)
    places = [(i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1)]
    spans = draw(st.lists(st.sampled_from(places), max_size=5)) if places else []
    found = []
    for number, (start, end) in enumerate(sorted(spans, key=lambda s: (s[0], -s[1])), 1):
        value = draw(st.one_of(SCALAR, st.lists(SCALAR), st.dictionaries(st.one_of(ANY, st.just("amount")), SCALAR)))
        target = st.builds(Argument, st.sampled_from("ab"), st.integers(1, len(spans)).map("T{}".format))
        links = draw(st.lists(target, max_size=3)) or None
        label = draw(st.sampled_from(["money", "mark"]))
        found.append(Annotation(start, end, label, value, draw(ANY), links, "money", text[start:end], f"T{number}"))
    found.sort(key=lambda a: (a.start, -a.end, a.label))
    return Annotated(Document(text, "d.txt"), found)


@given(documents())
def test_any_annotations_come_back(tmp_path_factory: pytest.TempPathFactory, annotated: Annotated) -> None:
    folder = tmp_path_factory.mktemp("ls")
    (back,) = corrected(folder / "t.json", *tasks(export(folder, annotated)))
    assert encode(back) == encode(decode(encode(annotated, with_text=True), "d"))
