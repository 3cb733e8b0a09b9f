"""Word files: their text in order, the place of each paragraph, and what a hostile one may cost."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from apostil import Document, InputError
from apostil_docx.body import read
from conftest import Command

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "word/document.xml"


def zipped(members: Iterable[tuple[str, str | bytes]], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return written.getvalue()


def word(body: str) -> bytes:
    return zipped([(MAIN, f"<w:document {WORD}><w:body>{body}</w:body></w:document>")])


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc><w:p>{run(text) if text else ''}</w:p></w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def only(data: bytes) -> Document:
    (document,) = read(io.BytesIO(data), "a.docx")
    return document


def paragraphs(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.metadata["paragraphs"]]


@pytest.fixture
def contract() -> bytes:
    """A file written by python-docx: header, heading, runs, a table, a tab, a line break, a footer."""
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Projet du 12 mars 2024"
    made.sections[0].footer.paragraphs[0].text = "Confidentiel"
    made.add_heading("Contrat 😀 Cafe\u0301")
    paragraph = made.add_paragraph("Le prix est de ")
    paragraph.add_run("12 000\u00a0€").bold = True
    paragraph.add_run(" & plus.\nFin\ten 2030")
    table = made.add_table(2, 2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["Prix", "3,2 M€", "Taux", "20 %"], strict=True):
        cell.text = text
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_text_and_places_are_those_of_the_document(contract: bytes) -> None:
    found = only(contract)
    assert found.text == (
        "Projet du 12 mars 2024\n\nContrat 😀 Cafe\u0301\n\nLe prix est de 12 000\u00a0€ & plus.\nFin\ten 2030\n\n"
        "Prix\t3,2 M€\nTaux\t20 %\n\nConfidentiel"
    )
    assert paragraphs(found)[2:5] == ["Le prix est de 12 000\u00a0€ & plus.\nFin\ten 2030", "Prix", "3,2 M€"]


def test_the_words_are_those_that_docx2txt_reads(contract: bytes) -> None:
    docx2txt = pytest.importorskip("docx2txt")
    assert only(contract).text.split() == docx2txt.process(io.BytesIO(contract)).split()


def test_headers_come_by_their_number() -> None:
    parts = [(f"word/header{n}.xml", f"<w:hdr {WORD}><w:p>{run(str(n))}</w:p></w:hdr>") for n in (10, 2, 1)]
    assert only(zipped([(MAIN, f"<w:document {WORD}/>"), *parts])).text == "1\n\n2\n\n10"


def test_every_annotation_is_one_of_the_text_within(apostil: Command, tmp_path: Path, contract: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(contract)
    (found,) = apostil("annotate", "a.docx", "-l", "fr").lines
    document = found["document"]
    assert document["extracted"] == "docx"
    assert all(document["text"][a["start"] : a["end"]] == a["text"] for a in found["annotations"])
    assert {"12 000\u00a0€", "3,2 M€", "20 %", "12 mars 2024"} <= {a["text"] for a in found["annotations"]}


BOX = (
    f'<w:p>{run("a")}<x:AlternateContent xmlns:x="x"><x:Choice><w:txbxContent><w:p>{run("b")}</w:p></w:txbxContent>'
    f"</x:Choice><x:Fallback><w:p>{run('b')}</w:p></x:Fallback></x:AlternateContent>{run('c')}</w:p>"
)
SHAPES = {
    "a tab stop is no tab": ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:tab/><w:t>a</w:t></w:r></w:p>", "\ta"),
    "what was deleted or moved away is left out": (
        f"<w:p>{run('a')}<w:del>{run('b')}</w:del><w:moveFrom>{run('c')}</w:moveFrom><w:ins>{run('d')}</w:ins></w:p>",
        "ad",
    ),
    "a text box is read once, apart from what it stands in": (
        BOX,
        "ab\n\nc",
    ),
    "spaces and entities stay": (f"<w:p>{run(' a &lt;b&gt; &#233; ')}</w:p>", " a <b> é "),
    "empty paragraphs leave no trace": (f"<w:p/><w:p>{run('a')}</w:p><w:p/><w:p/><w:p>{run('b')}</w:p>", "a\n\nb"),
    "nothing is nothing": ("", ""),
    "an empty cell has its place": (
        f"<w:p>{run('a')}</w:p>{table(['', 'b', '', 'c'], ['', '', 'd', ''])}<w:p>{run('e')}</w:p>",
        "a\n\n\tb\t\tc\n\t\td\n\ne",
    ),
    "an empty row or table leaves no trace": (
        f"<w:p>{run('a')}</w:p>{table(['', ''], ['b'], [''], ['c'])}{table([''])}<w:p>{run('d')}</w:p>",
        "a\n\nb\nc\n\nd",
    ),
    "an empty paragraph does not part what a cell parts": (
        f"{table(['a', 'b'])[: -len('</w:tr></w:tbl>')]}<w:tc><w:p/><w:p>{run('c')}</w:p><w:p/></w:tc></w:tr></w:tbl>",
        "a\tb\tc",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_text(shape: str) -> None:
    body, text = SHAPES[shape]
    found = only(word(body))
    assert found.text == text
    assert all(paragraph.strip("\n") == paragraph != "" for paragraph in paragraphs(found))


def test_the_body_is_where_the_package_says_and_notes_follow_it() -> None:
    relation = '<Relationships><Relationship Type="http://x/officeDocument" Target="/doc/main2.xml"/></Relationships>'
    parts = [("doc/footnotes.xml", "note"), ("doc/main2.xml", "body"), ("doc/header2.xml", "head"), ("word/header1.xml", "no")]
    xml = [(name, f"<w:x {WORD}><w:p>{run(text)}</w:p></w:x>") for name, text in parts]
    assert only(zipped([("_rels/.rels", relation), *xml])).text == "head\n\nbody\n\nnote"


def laughing() -> str:
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{entities}]><w:document {WORD}><w:p>{run("&i;")}</w:p></w:document>'


def crowded() -> bytes:
    """An archive whose table of contents says that it is longer than that of ten thousand entries."""
    data = bytearray(word(""))
    struct.pack_into("<I", data, data.rindex(b"PK\5\6") + 12, 900_000_000)
    return bytes(data)


BIG = b"<document>" + b" " * 30_000_000
HOSTILE = {
    "expands a thousand times": (zipped([(MAIN, BIG)]), "100 times its own size"),
    "laughs": (zipped([(MAIN, laughing())]), "document type"),
    "reads a file": (zipped([(MAIN, '<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/passwd">]><x>&a;</x>')]), "document type"),
    "is deeply nested": (word("<w:p>" * 5_000), "nested more than 256 deep"),
    "has a tag without end": (zipped([(MAIN, "<w:document " + "a" * 3_000_000)], zipfile.ZIP_STORED), "a tag of more than"),
    "is in no encoding": (zipped([(MAIN, '<?xml version="1.0" encoding="klingon"?><x/>')]), "an encoding that nobody knows"),
    "is not XML": (zipped([(MAIN, "hello")]), "is not XML: line 1"),
    "ends early": (word(run("a") * 9_000)[:-300], "damaged"),
    "is nothing": (b"", "damaged"),
    "is of the old format, or locked": (b"\xd0\xcf\x11\xe0" + bytes(3_000), "password"),
    "holds no document": (zipped([("a.txt", "x")]), "holds no document"),
    "has ten thousand and one entries": (zipped((f"{n}", "") for n in range(10_001)), "more than 10000 entries"),
    "says that it has a long table of contents": (crowded(), "more than 10000 entries"),
    "is compressed in an unusual way": (zipped([(MAIN, "<x/>")], zipfile.ZIP_LZMA), "unusual way"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(kind: str) -> None:
    data, why = HOSTILE[kind]
    with pytest.raises(InputError, match=rf"a\.docx: .*{why}"):
        only(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match="two of one name"):
        only(zipped([(MAIN, "<x/>"), ("word/header1.xml", ""), ("word/header1.xml", "")]))


def test_a_part_that_is_damaged_is_told(contract: bytes) -> None:
    data = bytearray(contract)
    place = zipfile.ZipFile(io.BytesIO(contract)).getinfo(MAIN).header_offset + 200
    data[place : place + 40] = bytes(40)
    with pytest.raises(InputError, match=r"damaged|not XML"):
        only(bytes(data))


def test_nothing_is_unpacked_to_disk(apostil: Command, tmp_path: Path) -> None:
    body = f"<w:document {WORD}><w:p>{run('5 euros')}</w:p></w:document>"
    outside = tmp_path.parent / "escaped.txt"
    evil = [("../../escaped.txt", "x"), (str(outside), "x"), ("../word/document.xml", "<x/>")]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(zipped([(MAIN, body), *evil]))
    (tmp_path / "in" / "b.docx").write_bytes(HOSTILE["laughs"][0])
    assert apostil("annotate", "in", "-o", "out").returncode == 1
    written = {p.name for p in tmp_path.rglob("*") if p.is_file()} - {"report.json"}
    assert written == {"a.docx", "a.docx.json", "b.docx", "b.docx.json"}
    assert not outside.exists()
