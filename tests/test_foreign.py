"""What importers share: files and folders, names of labels, spans that are none, XML that is refused."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import TreeBuilder

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import (
    Annotated,
    Annotation,
    Argument,
    Document,
    InputError,
    Plugins,
    each_file,
    foreign,
    label_name,
    read_file,
    settled,
    strict_xml,
    xml_characters,
)
from apostil.cli.converting import standoff_files
from apostil.model import LABEL_NAME

DECLARED = b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
REFUSED = {
    "an entity": DECLARED,
    "entities of entities": b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;</a>',
    "a file taken in": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    "a parameter entity": b'<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/hostname"> %b;]><a/>',
    "any declaration": b"<!DOCTYPE a [<!ELEMENT a ANY>]><a/>",
    "an entity declared elsewhere": b'<!DOCTYPE a SYSTEM "a.dtd"><a>&b;</a>',
    "an entity of HTML": b"<a>&nbsp;</a>",
    "a deep nest": b"<a>" * 65 + b"</a>" * 65,
    "half a document": b"<a><b></b>",
    "an unknown encoding": b'<?xml version="1.0" encoding="utf-7"?><a/>',
    "an encoding nobody knows": b'<?xml version="1.0" encoding="x-klingon"?><a/>',
    "a character of no XML": b"<a>\x0c</a>",
    "a reference to one": b"<a>&#12;</a>",
    "nothing": b"",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_xml_that_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        strict_xml(data, TreeBuilder())


def test_xml_that_is_read() -> None:
    target = TreeBuilder()
    strict_xml('<!DOCTYPE a SYSTEM "a.dtd"><a b="é&#13;">x&amp;<b/>😀</a>'.encode(), target)
    root = target.close()
    assert (root.attrib, "".join(root.itertext())) == ({"b": "é\r"}, "x&😀")


@given(st.text())
def test_characters_are_replaced_one_for_one(text: str) -> None:
    held, count = xml_characters(text)
    assert len(held) == len(text)
    assert sum(a != b for a, b in zip(held, text, strict=True)) == count
    strict_xml(f"<a>{''.join(f'&#{ord(c)};' for c in held)}</a>".encode())


@given(st.text(max_size=200))
def test_any_text_becomes_the_name_of_a_label(text: str) -> None:
    assert LABEL_NAME.fullmatch(label_name(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("money", "money"),
        ("a b", "a_b"),
        ("3a", "_3a"),
        ("", "_"),
        ("B-PER*", "B-PER_"),
        ("x" * 100, "x" * 100),
        ("1" * 100, "_" + "1" * 99),
    ],
)
def test_names_of_labels(text: str, name: str) -> None:
    assert label_name(text) == name


def document_of(path: Path, name: str) -> Annotated:
    if read_file(path) == b"bad":
        raise InputError(str(path), "is bad")
    return Annotated(Document("x", name))


def test_a_bad_file_of_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name, data in {"a.xx": b"good", "sub/b.xx": b"bad", "sub/c.xx": b"good", "d.yy": b"other"}.items():
        (tmp_path / name).write_bytes(data)
    found = list(each_file(tmp_path, ".xx", document_of))
    assert [(item.document.id, item.failed) for item in found] == [("a", False), ("sub/b", True), ("sub/c", False)]
    assert found[1].problems[0].message.endswith("b.xx: is bad")
    with pytest.raises(InputError, match="is bad"):
        list(each_file(tmp_path / "sub/b.xx", ".xx", document_of))
    with pytest.raises(InputError, match=r"holds no \.zz file"):
        list(each_file(tmp_path, ".zz", document_of))


@pytest.mark.parametrize("format", ["json", "labelstudio", "uima"])
def test_reports_of_runs_are_no_annotations_wherever_they_are(tmp_path: Path, format: str) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("report.json", "sub/report.json", "sub/Report.json"):
        (tmp_path / name).write_text("{}")
    if format == "uima":
        pytest.importorskip("cassis")
    with pytest.raises(InputError, match=r"holds no \.json.* file"):
        standoff_files(str(tmp_path)) if format == "json" else list(Plugins.discover().importers()[format][1].read(tmp_path))


@pytest.mark.parametrize(("format", "name"), [("brat", "a.ann"), ("spacy", "a.spacy"), ("spacy-json", "a.json")])
def test_importers_read_no_file_that_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str, name: str
) -> None:
    if format == "spacy":
        pytest.importorskip("spacy")
    monkeypatch.setattr(foreign, "LARGEST_FILE", 3)
    (tmp_path / name).write_bytes(b"1234")
    with pytest.raises(InputError, match="split it"):
        list(Plugins.discover().importers()[format][1].read(tmp_path / name))


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "LARGEST_FILE", 3)
    (tmp_path / "a").write_bytes(b"1234")
    with pytest.raises(InputError, match="split it"):
        read_file(tmp_path / "a")
    with pytest.raises(InputError, match="No such file"):
        read_file(tmp_path / "b")


def test_annotations_are_set_in_order_with_their_text_and_links() -> None:
    one, two, empty = Annotation(4, 5, "b"), Annotation(0, 5, "a"), Annotation(2, 2, "a")
    one.arguments = [Argument("of", two), Argument("of", empty)]
    found = settled(Document("abcde", "d"), [one, two, empty], "some")
    assert [(a.id, a.label, a.text) for a in found.annotations] == [("T1", "a", "abcde"), ("T2", "b", "e")]
    assert [(link.role, link.target) for link in found.annotations[1].links()] == [("of", "T1")]
    assert [problem.message for problem in found.problems] == ["1 annotations of no extent left out"]


@pytest.mark.parametrize("span", [(-1, 2), (2, 9), (3, 2)])
def test_what_is_no_span_of_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="is not a span of a text of 5"):
        settled(Document("abcde", "d"), [Annotation(*span, "a")], "some")


def test_ids_that_do_not_tell_annotations_apart_are_given_anew() -> None:
    same = [Annotation(0, 1, "a"), Annotation(1, 2, "a")]
    for a in same:
        a.id = "T7"
    assert [a.id for a in settled(Document("ab"), same, "some").annotations] == ["T1", "T2"]
    same[0].id = "x"
    assert [a.id for a in settled(Document("ab"), same, "some").annotations] == ["x", "T2"]
