"""TimeML: the text between the tags is the document's, its TIMEX3 are the dates, and they come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Document, Plugins
from apostil.output import FolderSink
from conftest import Command

Read = Callable[[], list[Annotated]]
Span = tuple[int, int, dict[str, str]]


def write(folder: Path, *annotated: Annotated) -> list[str]:
    """The notes of an export into `folder`."""
    sink = FolderSink(folder)
    with sink:
        writer = Plugins.discover().exporters()["timeml"][1].open(sink, {})
        for item in annotated:
            writer.write(item)
        writer.close()
    return sink.notes


def load(path: Path) -> list[Annotated]:
    return list(Plugins.discover().importers()["timeml"][1].read(path))


def content(path: Path) -> tuple[str, list[Span]]:
    """The text of TEXT, and offsets and attributes of its TIMEX3, as ElementTree has them."""
    root = ElementTree.fromstring(path.read_bytes())
    assert root.tag == "TimeML"
    body = root.find("TEXT")
    assert body is not None
    text, spans = body.text or "", []
    for timex in body:
        assert timex.tag == "TIMEX3"
        assert len(timex) == 0
        start = len(text)
        text += timex.text or ""
        spans.append((start, len(text), dict(timex.attrib)))
        text += timex.tail or ""
    return text, spans


def day(start: int, end: int, type: str | None = "DATE", value: str | None = "2024", mod: str | None = None) -> Annotation:
    return Annotation(start, end, "date", {"type": type, "value": value, "mod": mod})


@pytest.fixture
def exported(awkward: Read, apostil: Command, tmp_path: Path) -> Path:
    done = apostil("export", "standoff.jsonl", "-t", "timeml", "-o", "out")
    others = sum(a.label != "date" for item in awkward() for a in item.annotations)
    assert (done.returncode, done.err) == (0, f"apostil: timeml: annotations that are no dates, left out: {others}\n")
    return tmp_path / "out"


def test_text_and_dates_are_what_an_xml_parser_finds(awkward: Read, exported: Path) -> None:
    seen = 0
    for item in awkward():
        path = exported / f"{item.document.id}.tml"
        text, spans = content(path)
        assert text == item.document.text
        dates = [a for a in item.annotations if a.label == "date"]
        for (start, end, attributes), a in zip(spans, dates, strict=True):
            assert (start, end, text[start:end]) == (a.start, a.end, a.text)
            assert (attributes["type"], attributes["value"]) == (a.value["type"], a.value["value"])
            assert attributes["tid"] == a.id.lower()
            seen += 1
        root = ElementTree.fromstring(path.read_bytes())
        assert root.findtext("DOCID") == item.document.id
        created = root.find("DCT/TIMEX3")
        assert created is not None
        assert (created.get("value"), created.get("functionInDocument")) == ("2024-10-18", "CREATION_TIME")
    assert seen > 1


def test_dates_come_back(awkward: Read, exported: Path, apostil: Command) -> None:
    back = {line["document"]["id"]: line for line in apostil("import", "-f", "timeml", "out", "--with-text").lines}
    for item in awkward():
        line = back[item.document.id]
        assert line["document"]["text"] == item.document.text
        assert line["document"]["reference_date"] == "2024-10-18"
        expected = [(a.id, a.start, a.end, a.text, "date", a.value) for a in item.annotations if a.label == "date"]
        found = [tuple(a[k] for k in ("id", "start", "end", "text", "label", "value")) for a in line["annotations"]]
        assert found == expected


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        *(("start", "START"), ("mid", "MID"), ("end", "END"), ("approx", "APPROX"), ("before", "BEFORE"), ("after", "AFTER")),
        *(("since", "ON_OR_AFTER"), ("until", "ON_OR_BEFORE"), ("more_than", "MORE_THAN"), ("less_than", "LESS_THAN")),
    ],
)
def test_mod_is_that_of_timeml(tmp_path: Path, ours: str, theirs: str) -> None:
    write(tmp_path, Annotated(Document("depuis 2024", "d"), [day(7, 11, mod=ours)]))
    assert content(tmp_path / "d.tml")[1][0][2]["mod"] == theirs
    assert load(tmp_path)[0].annotations[0].value == {"type": "DATE", "value": "2024", "mod": ours}


def test_of_dates_that_overlap_the_longest_stays_and_the_rest_is_told(tmp_path: Path) -> None:
    spans = [(0, 5), (4, 10), (9, 16), (10, 12), (16, 18)]
    document = Document("abcdefghijklmnopqrstuvwxyz", "d")
    notes = write(tmp_path, Annotated(document, [day(*span) for span in spans] + [day(20, 21, None)]))
    assert [span[:2] for span in content(tmp_path / "d.tml")[1]] == [(0, 5), (9, 16), (16, 18)]
    assert notes == [
        "dates whose type is none of DATE, TIME, DURATION, SET, left out: 1",
        "dates inside or across longer ones, left out: 2",
    ]


@given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))))
def test_any_text_stays_as_it_is_but_for_what_xml_cannot_hold(
    tmp_path_factory: pytest.TempPathFactory, text: str, at: list
) -> None:  # type: ignore[type-arg]
    folder = tmp_path_factory.mktemp("any")
    dates = [day(start, start + length) for start, length in at if start + length <= len(text)]
    notes = write(folder, Annotated(Document(text, "d"), dates))
    found, spans = content(folder / "d.tml")
    assert len(found) == len(text)
    replaced = sum(a != b for a, b in zip(found, text, strict=True))
    assert {b for a, b in zip(text, found, strict=True) if a != b} <= {"\ufffd"}
    assert [note for note in notes if "XML" in note] == (
        [f"characters that XML cannot hold, now U+FFFD: {replaced}"] if replaced else []
    )
    assert {span[:2] for span in spans} <= {(a.start, a.end) for a in dates}
    (back,) = load(folder)
    assert back.document.text == found
    assert [(a.start, a.end) for a in back.annotations] == [span[:2] for span in spans]


def test_hostile_values_are_text(tmp_path: Path) -> None:
    payload = "\"'><x a='b'>&amp;\r\n\t]]>"
    write(tmp_path, Annotated(Document(payload, f"d{payload}"), [day(0, 3, value=payload, mod=payload)]))
    (file,) = tmp_path.rglob("*.tml")
    assert content(file)[1][0][2]["value"] == payload
    (back,) = load(tmp_path)
    assert (back.document.text, back.document.id) == (payload, f"d{payload}")
    assert back.annotations[0].value == {"type": "DATE", "value": payload, "mod": payload}


FOREIGN = """<?xml version="1.0" ?>
<!DOCTYPE TimeML SYSTEM "TimeML.dtd">
<TimeML><DOCID>wsj_1</DOCID>
<DCT><TIMEX3 tid="t0" type="TIME" value="1989-10-30T12:00" functionInDocument="CREATION_TIME">10/30/89</TIMEX3></DCT>
<TITLE>Not on <TIMEX3 tid="t1" type="DATE" value="1989-11-01">Wednesday</TIMEX3></TITLE>
<TEXT>
<s>It <EVENT eid="e1">ended</EVENT> <SIGNAL sid="s1">after</SIGNAL> <TIMEX3 tid="t2" type="DURATION" value="P2D"
 mod="EQUAL_OR_MORE" beginPoint="t0" endPoint="t3">two <b>&#233;tés</b></TIMEX3><TIMEX3 tid="t3" type="DATE"
 value="1989-11-01"/>.</s>
</TEXT><TLINK lid="l1" timeID="t2"/></TimeML>
"""


def test_files_of_others_are_read(tmp_path: Path, apostil: Command) -> None:
    (tmp_path / "wsj.tml").write_text(FOREIGN, "utf-8")
    (line,) = apostil("import", "-f", "timeml", "wsj.tml", "--with-text").lines
    assert line["document"]["text"] == "\nIt ended after two étés.\n"
    assert (line["document"]["id"], line["document"]["reference_date"]) == ("wsj_1", "1989-10-30")
    (date,) = line["annotations"]
    assert (date["id"], date["text"]) == ("T2", "two étés")
    assert date["value"] == {"type": "DURATION", "value": "P2D", "mod": "more_than"}


def test_a_document_without_text_element_is_text_itself(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text('<TimeML>On <TIMEX3 tid="t9" type="DATE" value="">that day</TIMEX3>.</TimeML>', "utf-8")
    (back,) = load(tmp_path)
    assert back.document.text == "On that day."
    assert [(a.id, a.start, a.end, a.value["value"]) for a in back.annotations] == [("T9", 3, 11, None)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ('<!DOCTYPE TimeML [<!ENTITY a "b">]><TimeML>&a;</TimeML>', "declarations"),
        ("<TimeML>" + "<a>" * 70, "nested more than 64 deep"),
        ("<html/>", "not TimeML: its root is another element"),
        ("<TimeML><TEXT>&nbsp;</TEXT></TimeML>", "undefined entity"),
        ("no XML", "syntax error"),
    ],
)
def test_what_is_not_timeml_is_refused_in_a_line(tmp_path: Path, apostil: Command, data: str, why: str) -> None:
    (tmp_path / "x.tml").write_text(data, "utf-8")
    done = apostil("import", "-f", "timeml", "x.tml")
    assert (done.returncode, done.out, done.err.count("\n")) == (2, "", 1)
    assert why in done.err
