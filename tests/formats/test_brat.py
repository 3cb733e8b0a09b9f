"""brat: every line holds to its grammar, every slice is what the text has, and what was written comes back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, ExportError, InputError, Label, Labels, Plugins, decode
from apostil.output import FolderSink
from conftest import Command


@define
class Price:
    amount: str | None
    bound: Literal["exact", "min", "max"] | None = None
    taxed: bool = False
    words: Literal["two words"] | None = None


@define
class Clause:
    type: Literal["price", "term"] | None


LABELS = {"money": Label("money", Price, colour="#f5c542"), "clause": Label("clause", Clause, roles=("amount", "party"))}
BREAKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LINE = re.compile(
    r"""(?P<T>T\d+\t(?P<label>[\w.-]+)\ (?P<pieces>\d+\ \d+(;\d+\ \d+)*)\t(?P<text>[^\t]+))
      | (?P<A>A\d+\t(?P<attribute>[\w.-]+)\ (?P<owner>T\d+)(\ (?P<value>[\w.-]+))?)
      | (?P<R>R\d+\t(?P<role>[\w.-]+)\ Arg1:(?P<one>T\d+)\ Arg2:(?P<other>T\d+))
      | (?P<N>\#\d+\tAnnotatorNotes\ (?P<noted>T\d+)\t(?P<note>\{[^\t]*\}))""",
    re.VERBOSE,
)


def export(folder: Path, *annotated: Annotated, labels: Labels = LABELS) -> Path:
    with FolderSink(folder) as sink:
        writer = Plugins.discover().exporters()["brat"][1].open(sink, labels)
        for item in annotated:
            writer.write(item)
        writer.close()
    for file in folder.rglob("*.ann"):
        check(file, folder)
    return folder


def load(path: Path) -> list[Annotated]:
    return list(Plugins.discover().importers()["brat"][1].read(path))


def check(file: Path, folder: Path) -> None:
    """What brat itself checks, and what other readers trip over: the file is cut at every line break Unicode knows, ids are
    unique, texts are those of their fragments, and every type is in the configuration for what has it."""
    written = file.read_bytes().decode("utf-8")
    text = file.with_suffix(".txt").read_bytes().decode("utf-8")
    lines = written.splitlines()
    assert written == "".join(f"{line}\n" for line in lines)
    ids = [line.split("\t")[0] for line in lines]
    assert len(ids) == len(set(ids))
    labels = {line.split("\t")[0]: line.split("\t")[1].split(" ")[0] for line in lines if line[0] == "T"}
    known = declared(folder)
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, line
        if found["T"]:
            pieces = [tuple(map(int, piece.split())) for piece in found["pieces"].split(";")]
            assert all(0 <= start < end <= len(text) for start, end in pieces), line
            assert all(one[1] <= other[0] for one, other in pairwise(pieces)), line
            assert " ".join(text[start:end] for start, end in pieces) == found["text"]
            assert found["label"] in known["entities"], line
        for name in ("owner", "one", "other", "noted"):
            assert found[name] is None or found[name] in labels, line
        if found["A"]:
            label, values = known["attributes"][found["attribute"]]
            assert (label, found["value"] in values) == (labels[found["owner"]], True), line
        if found["R"]:
            assert labels[found["one"]] in known["relations"][found["role"]], line
        assert found["note"] is None or isinstance(json.loads(found["note"]), dict)


def declared(folder: Path) -> dict[str, Any]:
    """What `annotation.conf` allows: labels; label and values of attributes; labels that have a role."""
    _, entities, relations, _, attributes = re.split(r"^\[\w+\]\n", (folder / "annotation.conf").read_text("utf-8"), flags=re.M)
    roles = re.findall(r"^([\w.-]+)\tArg1:([^,]+), Arg2:<ENTITY>$", relations, re.M)
    closed = re.findall(r"^([\w.-]+)\tArg:([\w.-]+)(?:, Value:(.+))?$", attributes, re.M)
    assert len(closed) == attributes.count("\n")
    return {
        "entities": entities.split("\n"),
        "relations": {role: owners.split("|") for role, owners in roles},
        "attributes": {name: (label, values.split("|") if values else [None]) for name, label, values in closed},
    }


def facts(annotated: Annotated) -> list[tuple[Any, ...]]:
    return [
        (
            a.id,
            a.start,
            a.end,
            a.label,
            a.fields(),
            a.rule,
            a.annotator,
            a.text,
            a.confidence,
            [(link.role, link.target) for link in a.links()],
        )
        for a in annotated.annotations
    ]


def mark(text: str, quote: str, label: str = "money", value: Any = None, id: str = "T1", links: Any = None) -> Annotation:
    start = text.index(quote)
    return Annotation(start, start + len(quote), label, value, "a-rule", links, label, quote, id)


TEXT = "🏦 Le prix\r\nest de 3\tM€\u2028net, payé\u00a0par e\u0301cole.\n\nFin."


def sample() -> Annotated:
    links = [Argument("amount", "T2"), Argument("a role", "T2")]
    clause = mark(TEXT, TEXT[2:-6], "clause", Clause("price"), "T1", links)
    money = mark(TEXT, "3\tM€\u2028net", "money", Price("3000000", "min", True), "T2")
    money.confidence = 0.5
    return Annotated(Document(TEXT, "a/x.txt"), [clause, money])


def test_a_document_is_a_text_and_its_annotations(tmp_path: Path) -> None:
    export(tmp_path, sample())
    assert (tmp_path / "a/x.txt").read_bytes() == TEXT.encode("utf-8")
    lines = (tmp_path / "a/x.ann").read_text("utf-8").split("\n")
    start = TEXT.index("3\t")
    assert f"T2\tmoney {start} {start + 1};{start + 2} {start + 4};{start + 5} {start + 8}\t3 M€ net" in lines
    assert {"A1\tclause_type T1 price", "A2\tmoney_bound T2 min", "A3\tmoney_taxed T2"} <= set(lines)
    assert {"R1\tamount Arg1:T1 Arg2:T2", "R2\ta_role Arg1:T1 Arg2:T2"} <= set(lines)


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    (back,) = load(export(tmp_path, sample()))
    assert facts(back) == facts(sample())
    assert (back.document.text, back.document.id, back.problems) == (TEXT, "a/x.txt", [])
    assert [facts(item) for item in load(tmp_path / "a/x.ann")] == [facts(back)]


def test_the_configuration_declares_what_the_files_use(tmp_path: Path) -> None:
    text = "x"
    foreign = mark(text, "x", "for:eign", {"k": 1}, "T1", [Argument("self", "T1")])
    export(tmp_path, Annotated(Document(text, "d"), [foreign]))
    sections: dict[str, list[str]] = {}
    for line in (tmp_path / "annotation.conf").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line, [])
        else:
            section.append(line)
    assert list(sections) == ["[entities]", "[relations]", "[events]", "[attributes]"]
    assert sections["[entities]"] == ["money", "clause", "for_eign"]
    assert sections["[relations]"] == [
        "amount\tArg1:clause, Arg2:<ENTITY>",
        "party\tArg1:clause, Arg2:<ENTITY>",
        "self\tArg1:for_eign, Arg2:<ENTITY>",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
    ]
    assert sections["[attributes]"] == [
        "money_bound\tArg:money, Value:exact|min|max",
        "money_taxed\tArg:money",
        "clause_type\tArg:clause, Value:price|term",
    ]
    assert "money\tfgColor:black, bgColor:#f5c542" in (tmp_path / "visual.conf").read_text("utf-8")
    assert (tmp_path / "tools.conf").exists()


@pytest.mark.parametrize("space", BREAKS)
def test_a_span_is_cut_at_every_break_inside_and_at_its_edges(tmp_path: Path, space: str) -> None:
    text = f"é{space}{space}b {space}"
    (back,) = load(export(tmp_path, Annotated(Document(text, "d"), [mark(text, text)])))
    assert (back.annotations[0].start, back.annotations[0].end, back.annotations[0].text) == (0, len(text), text)


def test_a_span_of_breaks_alone_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="line breaks alone"):
        export(tmp_path, Annotated(Document("a\n\tb", "d"), [mark("a\n\tb", "\n\t")]))
    assert list(tmp_path.iterdir()) == []


def test_a_text_whose_annotations_cannot_be_written_is_not_written_either(tmp_path: Path) -> None:
    (tmp_path / "d.ann").mkdir()
    with pytest.raises(ExportError, match=r"d\.ann"):
        export(tmp_path, Annotated(Document("x", "d"), [mark("x", "x")]))
    assert [path.name for path in tmp_path.iterdir()] == ["d.ann"]


def test_a_failed_document_has_no_files(tmp_path: Path) -> None:
    export(tmp_path, Annotated(Document("", "d"), failed=True))
    assert not list(tmp_path.rglob("*.ann"))


@pytest.mark.parametrize(
    "name", ["=1", "a b", "é|ü", "a\tb\nT9\tmoney 0 1\tx", "", "../../up", "x" * 300, "con", "-x", "a/../b", "/abs", "a?.txt"]
)
def test_hostile_names_stay_in_the_folder_and_in_pairs(tmp_path: Path, name: str) -> None:
    a = Annotation(0, 1, "money", name, name, [Argument(name or "r", name or "i")], name, "x", name or "i")
    (back,) = load(export(tmp_path / "out", Annotated(Document("x", name), [a])))
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    assert back.annotations[0].fields() == {"value": name}
    assert (back.annotations[0].rule, back.annotations[0].links()[0].role) == (name, name or "r")


def test_names_that_differ_by_their_suffix_alone_get_files_of_their_own(tmp_path: Path) -> None:
    export(tmp_path, Annotated(Document("one", "x.txt")), Annotated(Document("two", "x")), Annotated(Document("three", "x.md")))
    assert sorted(path.read_text() for path in tmp_path.rglob("*.txt")) == ["one", "three", "two"]
    with pytest.raises(ExportError, match="another document of this id"):
        export(tmp_path / "again", *(Annotated(Document("one", "x")) for _ in range(2)))


def test_roles_that_brat_would_call_the_same_stay_two(tmp_path: Path) -> None:
    roles = ["a b", "a_b", "a?b", "a b"]
    a = mark("x", "x", "money", None, "T1", [Argument(role, "T1") for role in roles])
    (back,) = load(export(tmp_path, Annotated(Document("x", "d"), [a])))
    assert [link.role for link in back.annotations[0].links()] == roles
    assert "\ta_b Arg1:T1 Arg2:T1\n" in (tmp_path / "d.ann").read_text()


def written(folder: Path, text: str, annotations: str) -> Path:
    (folder / "x.txt").write_bytes(text.encode("utf-8"))
    (folder / "x.ann").write_bytes(annotations.encode("utf-8"))
    return folder / "x.ann"


def test_what_a_person_did_in_brat_is_read(tmp_path: Path) -> None:
    export(tmp_path, sample())
    file = tmp_path / "a/x.ann"
    edited = file.read_text("utf-8").replace("money_bound T2 min", "money_bound T2 max")
    edited = edited.replace("\tAnnotatorNotes T2\t", "\tAnnotatorNotes T2\t\t\t")
    end = len(TEXT)
    by_hand = [
        f"T7\tmoney {end - 4} {end}\tFin.",
        "A9\tmoney_bound T7 exact",
        "R9\tamount Arg1:T1 Arg2:T7\t",
        "#9\tAnnotatorNotes T1\tis that so?",
        f"T8\tplace {end - 4} {end - 1}",
    ]
    file.write_bytes((edited + "\n".join(by_hand)).encode("utf-8"))
    (back,) = load(tmp_path)
    clause, money, place, new = (next(a for a in back.annotations if a.id == name) for name in ("T1", "T2", "T8", "T7"))
    assert money.fields() == {"amount": "3000000", "bound": "max", "taxed": True, "words": None}
    assert (new.fields(), new.annotator, new.rule) == ({"bound": "exact"}, "brat", "")
    assert (place.label, place.value, place.text) == ("place", None, "Fin")
    assert [link.target for link in clause.links()] == ["T2", "T2", "T7"]
    assert clause.fields() == {"type": "price"}


def test_another_label_given_in_brat_leaves_the_value_behind(tmp_path: Path) -> None:
    file = written(
        tmp_path, "x", 'T1\tdate 0 1\tx\n#1\tAnnotatorNotes T1\t{"value":{"amount":"1"},"rule":"r","label":"money"}\n'
    )
    ((a,),) = [item.annotations for item in load(file)]
    assert (a.label, a.value, a.annotator) == ("date", None, "brat")


def test_events_notes_of_fields_and_fragments_of_others_are_read(tmp_path: Path) -> None:
    text = "Acme paid 3 euros to Bolt"
    lines = [
        "T1\torganisation 0 4\tAcme",
        "T2\tmoney 10 11;12 17\t3 euros",
        "T3\torganisation 21 25\tBolt",
        "T4\tpayment 5 9;18 20\tpaid to",
        "E1\tpayment:T4 Payer:T1 Payee:T3",
        "M1\tNegation E1",
        "#1\tAnnotatorNotes T2\tamount=3",
        "#2\tAnnotatorNotes T2\tcurrency=EUR",
        "N1\tReference T1 LEI:1\t\t\tAcme",
        "*\tEquiv T1 T3",
        "",
    ]
    (back,) = load(written(tmp_path, text, "\r\n".join(lines)))
    one, payment, money, _ = back.annotations
    assert (one.text, money.text, money.fields()) == ("Acme", "3 euros", {"amount": "3", "currency": "EUR"})
    assert [(link.role, link.target) for link in payment.links()] == [("Payer", "T1"), ("Payee", "T3")]
    assert payment.fields() == {"Negation": True}
    assert [(p.code, p.message.partition(": ")[2]) for p in back.problems] == [("joined", "fragments become one span, 5-20")]


@pytest.mark.parametrize(
    ("lines", "where", "why"),
    [
        ("T1\tmoney 0 1\tx\nT2\tmoney 0 9\tx", 2, "not a span"),
        ("T1\tmoney 1 1\t", 1, "not a span"),
        ("T1\tmoney 0 1\ty", 1, "text is not"),
        ("T1\tmoney 0\tx", 1, "offsets"),
        ("T1\ttwo words 0 1\tx", 1, "type"),
        ("T1\tmoney 0 1\tx\nT1\tmoney 0 1\tx", 2, "used twice"),
        (
            "T1\tmoney 0 1\tx\n\nR1\tamount Arg1:T1 Arg2:T2",
            3,
            "T2 is not in the file: where its line was deleted, delete this one too",
        ),
        ("R1\tamount T1 T2", 1, "Arg1"),
        ("A1\tbound", 1, "attribute"),
        ("A1\tbound T3 min", 1, "T3 is not"),
        ("E1\tpayment", 1, "trigger"),
        (f"T1\tmoney {'9' * 5000} 1\tx", 1, "offsets"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, lines: str, where: int, why: str) -> None:
    with pytest.raises(InputError, match=rf"x\.ann:{where}: .*{why}") as caught:
        load(written(tmp_path, "x", lines + "\n"))
    assert len(str(caught.value)) < 300 + len(str(tmp_path))


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.ann"):
        load(tmp_path)
    with pytest.raises(InputError, match=r"x\.ann: No such file"):
        load(tmp_path / "x.ann")
    (tmp_path / "x.ann").write_bytes(b"")
    with pytest.raises(InputError, match=r"x\.txt: No such file"):
        load(tmp_path / "x.ann")
    (tmp_path / "x.txt").write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"x\.txt: byte 0 is not UTF-8"):
        load(tmp_path / "x.ann")


ANY = st.text(
    st.one_of(st.sampled_from(BREAKS + " ab🏦e\u0301\u00a0"), st.characters(exclude_categories=["Cs"])), min_size=1, max_size=40
)


@st.composite
def documents(draw: st.DrawFn) -> Annotated:
    text = draw(ANY)
    places = [(i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1) if text[i:j].strip(BREAKS)]
    spans = draw(st.lists(st.sampled_from(places), max_size=6)) if places else []
    found = []
    for number, (start, end) in enumerate(sorted(spans, key=lambda s: (s[0], -s[1])), 1):
        value = draw(
            st.one_of(st.none(), ANY, st.dictionaries(ANY, st.one_of(ANY, st.booleans(), st.none(), st.integers(-9, 9))))
        )
        target = draw(st.integers(1, len(spans)))
        links = draw(st.one_of(st.none(), st.just([Argument(draw(ANY), f"T{target}")])))
        found.append(Annotation(start, end, "money", value, draw(ANY), links, draw(ANY), text[start:end], f"T{number}"))
    return Annotated(Document(text, "d.txt"), found)


@given(documents())
def test_any_text_and_spans_come_back(tmp_path_factory: pytest.TempPathFactory, annotated: Annotated) -> None:
    (back,) = load(export(tmp_path_factory.mktemp("brat"), annotated))
    assert facts(back) == facts(annotated)
    assert back.document.text == annotated.document.text


def test_the_samples_come_back(tmp_path: Path, seeds: list[Annotated]) -> None:
    export(tmp_path, *seeds)
    back = {item.document.text: item for item in load(tmp_path)}
    for item in seeds:
        assert [f[1:] for f in facts(back[item.document.text])] == [f[1:] for f in facts(item)]


def test_the_command_line_goes_there_and_back(tmp_path: Path, apostil: Command) -> None:
    (tmp_path / "x.txt").write_bytes(TEXT.encode("utf-8"))
    assert apostil("annotate", "x.txt", "-t", "brat", "-o", "out").returncode == 0
    (direct,) = apostil("annotate", "x.txt").lines
    (back,) = apostil("import", "-f", "brat", "out").lines
    assert back["annotations"] == direct["annotations"]
    assert back["document"]["sha256"] == direct["document"]["sha256"]


Awkward = Callable[[], list[Annotated]]


def exported(apostil: Command, tmp_path: Path) -> Path:
    """The folder `brat` of the awkward documents, written by the command line and checked."""
    done = apostil("export", "standoff.jsonl", "-t", "brat", "-o", "brat")
    assert (done.returncode, done.err) == (0, "")
    for file in (tmp_path / "brat").rglob("*.ann"):
        check(file, tmp_path / "brat")
    return tmp_path / "brat"


def test_the_awkward_documents_come_back_whole(tmp_path: Path, apostil: Command, awkward: Awkward) -> None:
    exported(apostil, tmp_path)
    ran = apostil("import", "brat", "-f", "brat", "--with-text", "-o", "back.jsonl")
    assert (ran.returncode, ran.err) == (0, "")
    back = [decode(line, "back") for line in (tmp_path / "back.jsonl").read_bytes().splitlines()]
    assert {b.document.id: facts(b) for b in back} == {a.document.id: facts(a) for a in awkward()}
    for one, other in zip(sorted(awkward(), key=by_id), sorted(back, key=by_id), strict=True):
        one.document.source = other.document.source = None
        assert (other.document, other.annotators, other.sha256) == (one.document, one.annotators, one.sha256)
    assert apostil("diff", "standoff.jsonl", "back.jsonl").returncode == 0


def by_id(annotated: Annotated) -> str:
    return annotated.document.id


@pytest.mark.parametrize("line", ["{}", "[]", "\\xff", '{"files": "a", "id": 3}', "[" * 100_000])
def test_what_is_told_of_documents_is_checked(tmp_path: Path, line: str) -> None:
    export(tmp_path, sample())
    (tmp_path / "documents.apostil").write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(InputError, match=r"documents\.apostil:2: .*delete the file"):
        load(tmp_path)
    (tmp_path / "documents.apostil").write_text('{"files": "a", "id": "x"}\n{"files": "b", "id": "x"}\n', "utf-8")
    with pytest.raises(InputError, match="two documents have one id"):
        load(tmp_path)


def test_a_correction_in_brat_comes_back_as_what_it_was(tmp_path: Path, apostil: Command, awkward: Awkward) -> None:
    """A span moved, a label changed, an annotation deleted and one added, as brat's server writes these: relations and notes of
    what is deleted go with it."""
    file = exported(apostil, tmp_path) / "a.ann"
    money, percentage, date = (
        next(a for a in awkward()[0].annotations if a.label == name) for name in ("money", "percentage", "date")
    )
    text = awkward()[0].document.text
    lines = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith(f"{money.id}\t"):
            line = f"{money.id}\tmoney {money.start - 8} {money.end}\t{text[money.start - 8 : money.end]}"
        elif line.startswith(f"{date.id}\t"):
            line = line.replace("\tdate ", "\torganisation ")
        if not re.search(rf"\b{percentage.id}\b", line):
            lines.append(line)
    start = text.index("Cafe")
    lines += [f"T99\torganisation {start} {start + 5}\t{text[start : start + 5]}", "#99\tAnnotatorNotes T99\tsure?", ""]
    file.write_bytes("\n".join(lines).encode("utf-8"))
    assert apostil("import", "brat", "-f", "brat", "-o", "corrected.jsonl").returncode == 0
    ran = apostil("diff", "standoff.jsonl", "corrected.jsonl", "--json")
    found = {
        d["kind"]: (d["document"], d["before"] and d["before"]["id"], d["after"] and d["after"]["label"]) for d in ran.lines
    }
    assert (ran.returncode, len(ran.lines)) == (1, 4)
    assert found == {
        "moved": ("a.txt", money.id, "money"),
        "relabelled": ("a.txt", date.id, "organisation"),
        "vanished": ("a.txt", percentage.id, None),
        "appeared": ("a.txt", None, "organisation"),
    }
    shown = apostil("diff", "standoff.jsonl", "corrected.jsonl")
    assert (shown.returncode, [line.split()[1] for line in shown.out.splitlines()]) == (1, [d["kind"] for d in ran.lines])
    assert f"{money.start}-{money.end} → {money.start - 8}-{money.end}" in shown.out
    assert apostil("validate", "corrected.jsonl").returncode == 0


def test_a_remark_beside_our_note_and_an_attribute_taken_away(tmp_path: Path) -> None:
    file = export(tmp_path, sample()) / "a/x.ann"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(("A2\t", "A3\t"))]
    file.write_bytes("\n".join(f"{line} to be seen" if line.startswith("#") else line for line in kept).encode("utf-8"))
    clause, money = load(tmp_path)[0].annotations
    assert clause.fields() == {"type": "price"}
    assert money.fields() == {"amount": "3000000", "bound": None, "taxed": False, "words": None}
    assert (money.rule, money.annotator, money.confidence) == ("a-rule", "money", 0.5)


def test_documents_that_brat_cannot_add_to_are_counted(tmp_path: Path) -> None:
    many = [Annotation(0, 1, "money", None, text="x", id=f"T{n}", annotator="m") for n in range(2**15)]
    with FolderSink(tmp_path) as sink:
        writer = Plugins.discover().exporters()["brat"][1].open(sink, LABELS)
        writer.write(Annotated(Document("x", "few"), many[1:]))
        assert not sink.notes
        writer.write(Annotated(Document("x", "many"), many))
        writer.close()
    assert sink.notes == ["documents of over 32767 annotations, which it shows but adds none to: 1"]


def test_pybrat_reads_every_span_and_relation(tmp_path: Path, apostil: Command, awkward: Awkward) -> None:
    """Its strict mode refuses two annotations of one span, which a sentence of two clauses has."""
    parser = pytest.importorskip("pybrat.parser")
    examples = parser.BratParser(error="ignore").parse(str(exported(apostil, tmp_path)))
    found = {Path(example.id).name: example for example in examples}
    for annotated in awkward():
        text = annotated.document.text
        example = found[Path(annotated.document.id).stem]
        entities = {tuple((s.start, s.end) for s in e.spans): e for e in example.entities}
        assert sorted((e.type, e.spans[0].start, e.spans[-1].end) for e in example.entities) == sorted(
            (a.label, a.start, a.end) for a in annotated.annotations
        )
        assert all(" ".join(text[start:end] for start, end in pieces) == e.mention for pieces, e in entities.items())
        places = {a.id: (a.label, a.start) for a in annotated.annotations}
        assert sorted((r.type, *((e.type, e.spans[0].start) for e in (r.arg1, r.arg2))) for r in example.relations) == sorted(
            (link.role, places[a.id], places[str(link.target)]) for a in annotated.annotations for link in a.links()
        )


EDSNLP = """
import json, sys
from edsnlp.data.standoff import parse_standoff_file
print(json.dumps(parse_standoff_file(sys.argv[1], sys.argv[2:])))
"""
"""For a process of its own: once edsnlp is imported, languages of spaCy no longer register spaCy's own components."""


def test_edsnlp_reads_spans_attributes_and_notes(tmp_path: Path, apostil: Command, awkward: Awkward) -> None:
    """Of the document without CRLF: edsnlp reads texts with their line ends translated."""
    if find_spec("edsnlp") is None:
        pytest.skip("edsnlp is not installed")
    files = [exported(apostil, tmp_path) / f"sous dossier/b.{suffix}" for suffix in ("txt", "ann")]
    read = json.loads(subprocess.run([sys.executable, "-c", EDSNLP, *files], check=True, capture_output=True).stdout)
    annotated = next(a for a in awkward() if a.document.id.endswith("b.txt"))
    assert read["text"] == annotated.document.text
    found = {e["entity_id"]: e for e in read["entities"]}
    for a in annotated.annotations:
        e = found.pop(a.id)
        assert (e["label"], e["fragments"][0]["begin"], e["fragments"][-1]["end"]) == (a.label, a.start, a.end)
        assert json.loads(e["notes"][0]["value"])["value"] == a.fields()
        assert all(a.fields()[name.removeprefix(f"{a.label}_")] == value for name, value in e["attributes"].items())
    assert not found
    links = [(r["relation_label"], r["from_entity_id"], r["to_entity_id"]) for r in read["relations"]]
    assert links == [(link.role, a.id, link.target) for a in annotated.annotations for link in a.links()]


def test_one_bad_file_of_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    for name, lines in (("a", "T1\tmoney 0 1\t5\n"), ("b", "T1\tmoney 0 9\tx\n"), ("c", "T1\tmoney 0 1\t5\n")):
        (tmp_path / f"{name}.txt").write_text("5 €", "utf-8")
        (tmp_path / f"{name}.ann").write_text(lines, "utf-8")
    found = load(tmp_path)
    assert [(a.document.id, a.failed, len(a.annotations)) for a in found] == [
        ("a.txt", False, 1),
        ("b.txt", True, 0),
        ("c.txt", False, 1),
    ]
    assert "b.ann:1" in found[1].problems[0].message


def test_the_name_of_a_bad_file_is_told_printable_and_short(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 200) / ("y" * 200) / ("z" * 200)
    folder.mkdir(parents=True)
    (folder / "a\x1b\n.ann").write_text("T1")
    (found,) = load(tmp_path)
    assert found.problems[0].message.isprintable()
    assert len(found.problems[0].message) <= 500
