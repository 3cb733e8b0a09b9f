"""UIMA: what cassis finds in CAS JSON and XMI is what was annotated, and it comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from apostil import Annotated, Annotation, Argument, Document, Label, Labels, Plugins
from apostil.output import FolderSink
from conftest import Command

cassis = pytest.importorskip("cassis")
pytestmark = pytest.mark.filterwarnings("ignore:Trying to add feature:UserWarning:cassis")

Read = Callable[[], list[Annotated]]
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
FORMS = pytest.mark.parametrize("form", ["uima", "xmi"])


def loaded(folder: Path, form: str, name: str) -> Any:
    if form == "uima":
        return cassis.load_cas_from_json((folder / f"{name}.json").read_text("utf-8"))
    types = cassis.load_typesystem((folder / "TypeSystem.xml").read_text("utf-8"))
    return cassis.load_cas_from_xmi(folder / f"{name}.xmi", types)


def write(folder: Path, form: str, annotated: Annotated, labels: Labels) -> list[str]:
    sink = FolderSink(folder)
    with sink:
        writer = Plugins.discover().exporters()[form][1].open(sink, labels)
        writer.write(annotated)
        writer.close()
    return sink.notes


def load(path: Path, form: str) -> list[Annotated]:
    return list(Plugins.discover().importers()[form][1].read(path))


def facts(annotated: Annotated) -> list[tuple[Any, ...]]:
    return [
        (a.id, a.start, a.end, a.text, a.label, a.fields(), a.rule, a.annotator, a.confidence, *links(a))
        for a in annotated.annotations
    ]


def links(a: Annotation) -> list[tuple[str, Any]]:
    return [(link.role, link.target) for link in a.links()]


@FORMS
def test_cassis_finds_the_same(awkward: Read, apostil: Command, tmp_path: Path, form: str) -> None:
    done = apostil("export", "standoff.jsonl", "-t", form, "-o", "out")
    assert (done.returncode, done.err) == (0, "")
    for item in awkward():
        cas = loaded(tmp_path / "out", form, item.document.id)
        assert cas.sofa_string == item.document.text
        assert (cas.document_language, cas.get_document_annotation().documentId) == ("fr", item.document.id)
        spans = {span.id: span for span in cas.select("org.apostil.Span")}
        assert len(spans) == len(item.annotations)
        for ours in item.annotations:
            span = spans[ours.id]
            assert span.type.name == f"org.apostil.label.{ours.label.title()}"
            assert (span.begin, span.end, span.label, span.get_covered_text()) == (ours.start, ours.end, ours.label, ours.text)
            assert {field: getattr(span, "type_" if field == "type" else field) for field in ours.fields()} == ours.fields()
            assert links(ours) == [(x.role, x.target.id) for x in (span.arguments.elements if span.arguments else [])]
        entities = sorted((entity.begin, entity.end, entity.value) for entity in cas.select(ENTITY))
        assert entities == sorted((a.start, a.end, a.label) for a in item.annotations)


@FORMS
def test_all_comes_back(awkward: Read, apostil: Command, form: str) -> None:
    apostil("export", "standoff.jsonl", "-t", form, "-o", "out")
    done = apostil("import", "-f", form, "out", "--with-text", "-o", "back.jsonl")
    assert (done.returncode, done.err) == (0, "")
    same = apostil("diff", "standoff.jsonl", "back.jsonl")
    assert same.returncode == 0, same.out
    back = {line["document"]["id"]: line for line in apostil("import", "-f", form, "out", "--with-text").lines}
    for item in awkward():
        line = back[item.document.id]
        assert line["document"]["text"] == item.document.text
        assert (line["document"]["language"], line["document"]["reference_date"]) == ("fr", "2024-10-18")
        assert line["annotators"] == item.annotators
        assert [[(x["role"], x["target"]) for x in a.get("arguments", [])] for a in line["annotations"]] == [
            links(a) for a in item.annotations
        ]


def test_json_counts_utf16(awkward: Read, apostil: Command, tmp_path: Path) -> None:
    apostil("export", "standoff.jsonl", "-t", "uima", "-o", "out")
    item = awkward()[0]
    held = json.loads((tmp_path / "out" / f"{item.document.id}.json").read_bytes())["%FEATURE_STRUCTURES"]
    units = item.document.text.encode("utf-16-le")
    spans = {s["id"]: s for s in held if s["%TYPE"].startswith("org.apostil.label")}
    for a in item.annotations:
        span = spans[a.id]
        assert units[2 * span["begin"] : 2 * span["end"]].decode("utf-16-le") == a.text
        assert span["begin"] > a.start


@define
class Odd:
    flag: bool | None
    number: int | None
    weight: float | None
    begin: str | None = None


LABELS = {"odd": Label("odd", Odd), "free": Label("free"), "é": Label("é", Odd)}
VALUES = [None, "one", Odd(True, 3, 0.5, "x"), {"flag": None, "number": "three"}, {"more": [1, {"a": None}]}, 7]


@FORMS
@pytest.mark.parametrize("label", [*LABELS, "undeclared"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_of_any_shape_comes_back(tmp_path: Path, form: str, label: str, value: Any) -> None:
    one = Annotation(0, 2, label, value, "r", None, "someone", "ab", "x-1", 0.25)
    two = Annotation(1, 3, label, value, "", [Argument("of", one), Argument("of", "x-2")], "", "bc", "x-2")
    write(tmp_path, form, Annotated(Document("abc", "d"), [one, two]), LABELS)
    (back,) = load(tmp_path, form)
    first, second = facts(back)
    assert first == ("x-1", 0, 2, "ab", label, one.fields(), "r", "someone", 0.25)
    assert second == ("x-2", 1, 3, "bc", label, two.fields(), "", "uima", None, ("of", "x-1"), ("of", "x-2"))


@define
class Flat:
    flag: bool | None
    number: int | None
    weight: float | None
    type: str | None


@FORMS
def test_fields_are_features_of_their_kind(tmp_path: Path, form: str) -> None:
    a = Annotation(0, 1, "flat", Flat(False, 3, 0.5, None), "", None, "x", "a", "T1")
    write(tmp_path, form, Annotated(Document("a", "d"), [a]), {"flat": Label("flat", Flat)})
    (span,) = loaded(tmp_path, form, "d").select("org.apostil.label.Flat")
    assert (span.flag, span.number, span.weight, span.type_, span.json) == (False, 3, 0.5, None, None)
    assert load(tmp_path, form)[0].annotations[0].value == {"flag": False, "number": 3, "weight": 0.5, "type": None}


def test_what_xml_cannot_hold_is_replaced_one_for_one_and_told(tmp_path: Path) -> None:
    text = "a\x0cb\x00\ufffe\r\n<&>\x85"
    a = Annotation(2, 9, "free", {"x": "\x0c"}, "\x01", None, "\x02", text[2:9], "T1")
    notes = write(tmp_path / "xmi", "xmi", Annotated(Document(text, "d"), [a]), LABELS)
    assert notes == ["characters that XML cannot hold, now U+FFFD: 5"]
    assert loaded(tmp_path / "xmi", "xmi", "d").sofa_string == "a\ufffdb\ufffd\ufffd\r\n<&>\x85"
    (back,) = load(tmp_path / "xmi", "xmi")
    assert [(x.start, x.end, x.value) for x in back.annotations] == [(2, 9, {"x": "\x0c"})]
    assert write(tmp_path / "json", "uima", Annotated(Document(text, "d"), [a]), LABELS) == []
    (back,) = load(tmp_path / "json", "uima")
    assert back.document.text == text
    assert facts(back)[0][3:8] == (text[2:9], "free", {"x": "\x0c"}, "\x01", "\x02")


@FORMS
def test_named_entities_of_others_are_read(tmp_path: Path, form: str) -> None:
    types = cassis.TypeSystem()
    entity = types.create_type(ENTITY, "uima.tcas.Annotation")
    for feature in ("value", "identifier"):
        types.create_feature(entity, feature, "uima.cas.String")
    person = types.create_type(f"{ENTITY.rpartition('.')[0]}.Person", ENTITY)
    types.create_type("org.someone.Token", "uima.tcas.Annotation")
    cas = cassis.Cas(types, sofa_string="😀 Ann at Acme", document_language="en")
    cas.add(types.get_type("org.someone.Token")(begin=0, end=1))
    cas.add(entity(begin=9, end=13, value="ORG co*", identifier="Q1"))
    cas.add(person(begin=2, end=5))
    cas.add(entity(begin=3, end=3, value="ORG"))
    (tmp_path / "deep").mkdir()
    if form == "uima":
        cas.to_json(tmp_path / "deep" / "x.json")
    else:
        types.to_xml(tmp_path / "TypeSystem.xml")
        cas.to_xmi(tmp_path / "deep" / "x.xmi")
    (back,) = load(tmp_path, form)
    assert (back.document.id, back.document.language) == ("deep/x", "en")
    assert facts(back) == [
        ("T1", 2, 5, "Ann", "Person", {}, "", "uima", None),
        ("T2", 9, 13, "Acme", "ORG_co_", {"identifier": "Q1"}, "", "uima", None),
    ]
    assert [problem.message for problem in back.problems] == ["1 annotations of no extent left out"]


def sample(folder: Path, form: str) -> Path:
    a = Annotation(2, 3, "free", None, "", None, "x", "a", "T1")
    write(folder, form, Annotated(Document("😀 a", "d"), [a]), LABELS)
    return next(folder.glob("d.*"))


SPOILT: dict[str, tuple[str, Callable[[str], str], str]] = {
    "an end out of the text": (
        "uima",
        lambda text: text.replace('"begin": 3, "end": 4', '"begin": 3, "end": 9'),
        "out of the text",
    ),
    "half a character": ("uima", lambda text: text.replace('"begin": 3', '"begin": 1'), "within a character"),
    "no offset": ("uima", lambda text: text.replace('"begin": 3, "end": 4', '"begin": null, "end": 4'), "has no offsets"),
    "an offset that is none": ("uima", lambda text: text.replace('"begin": 3', '"begin": "3"'), "out of the text"),
    "a key twice": ("uima", lambda text: text.replace('"%VIEWS"', '"%TYPES"'), "duplicate key"),
    "no types": ("uima", lambda text: text.replace('"%TYPES"', '"%TIPS"'), "not a CAS with its types"),
    "a list": ("uima", lambda text: "[]", "not a CAS with its types"),
    "no JSON": ("uima", lambda text: text[:-1], "not a CAS"),
    "a member that is not there": ("uima", lambda text: text.replace('"%MEMBERS": [2', '"%MEMBERS": [77'), "not a CAS"),
    "an entity": ("xmi", lambda text: text.replace("<xmi", '<!DOCTYPE a [<!ENTITY b "c">]><xmi', 1), "declarations"),
    "half a file": ("xmi", lambda text: text[:-9], "not a CAS"),
    "another end": ("xmi", lambda text: text.replace('begin="3" end="4"', 'begin="3" end="9"'), "out of the text"),
    "an unknown type": ("xmi", lambda text: text.replace("apostil:Document", "apostil:Nothing"), "not a CAS with its types"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_what_is_no_cas_is_refused_in_a_line(tmp_path: Path, apostil: Command, kind: str) -> None:
    form, spoil, why = SPOILT[kind]
    file = sample(tmp_path / "out", form)
    text = file.read_text("utf-8")
    assert spoil(text) != text
    file.write_text(spoil(text), "utf-8")
    done = apostil("import", "-f", form, file)
    assert (done.returncode, done.out, done.err.count("\n")) == (2, "", 1)
    assert why in done.err


def test_xmi_without_its_types_says_what_is_wanted(tmp_path: Path, apostil: Command) -> None:
    file = sample(tmp_path / "out", "xmi")
    (tmp_path / "out/TypeSystem.xml").rename(tmp_path / "TypeSystem.xml")
    done = apostil("import", "-f", "xmi", file)
    assert done.returncode == 2
    assert "TypeSystem.xml with its types is not beside it" in done.err
