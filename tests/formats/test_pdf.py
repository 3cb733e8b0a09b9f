"""PDF files: their text page by page, and what a hostile one may cost."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest

from apostil import Document, InputError
from conftest import Command

pytest.importorskip("pypdf")

from apostil_pdf.pages import PAGES, read


def pdf(*contents: bytes, kids: bytes = b"", extra: bytes = b"") -> bytes:
    """A PDF whose pages draw `contents`; `kids` are the pages listed, each once as a rule."""
    kids = kids or b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (kids.count(b"R"), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, content in enumerate(contents):
        data = zlib.compress(content, 9)
        resources = b"/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R>>" % (resources, 5 + 2 * n))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data))
    written, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return (
        written
        + table
        + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            extra,
            len(written),
        )
    )


def lines(*texts: str) -> bytes:
    drawn = b" ".join(b"(%s) Tj T*" % text.encode("cp1252") for text in texts)
    return b"BT /F 11 Tf 50 700 Td 14 TL %s ET" % drawn


CONTRACT = pdf(lines("Le prix est de 17,5\xa0M€.", "Signé le 5 mai 2024."), b"", lines("Soit 20 % des parts."))


def only(data: bytes) -> Document:
    (document,) = read(io.BytesIO(data), "a.pdf")
    return document


def test_the_text_is_kept_within_and_the_pages_are_told(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(CONTRACT)
    (found,) = apostil("annotate", "a.pdf", "-l", "fr").lines
    document = found["document"]
    assert document["extracted"] == "pdf"
    pages = [document["text"][start:end] for start, end in document["metadata"]["pages"]]
    assert [page.split("\n")[0] for page in pages] == ["Le prix est de 17,5\xa0M€.", "", "Soit 20 % des parts."]
    spans = {a["label"]: document["text"][a["start"] : a["end"]] for a in found["annotations"]}
    assert (spans["money"], spans["date"], spans["percentage"]) == ("17,5\xa0M€", "5 mai 2024", "20 %")


def test_what_was_written_is_valid_and_exported_without_the_file(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(CONTRACT)
    apostil("annotate", "a.pdf", "-o", "out")
    (tmp_path / "a.pdf").unlink()
    assert apostil("validate", "out").err == "apostil: 1 valid; 0 not\n"
    assert apostil("export", "out", "-t", "brat", "-o", "brat").returncode == 0
    assert (tmp_path / "brat" / "a.pdf.txt").read_bytes().decode("utf-8") == only(CONTRACT).text


def test_a_format_without_texts_has_them_beside_it_or_says_that_they_are_not_kept(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(CONTRACT)
    assert apostil("annotate", "a.pdf", "-t", "csv", "-o", "out").err == ""
    assert (tmp_path / "out" / "a.pdf.txt").read_bytes().decode("utf-8") == only(CONTRACT).text
    assert (tmp_path / "out" / "annotations.csv").exists()
    ran = apostil("annotate", "a.pdf", "-t", "csv", "-o", "a.csv")
    assert "csv: extracted texts that are not kept: 1 (give a folder with -o, or -t jsonl)" in ran.err
    assert not list(tmp_path.glob("*.txt"))


def test_a_page_without_text_is_one_and_a_document_without_any_is_refused() -> None:
    assert len(only(CONTRACT).metadata["pages"]) == 3
    with pytest.raises(InputError, match=r"a\.pdf: no text on its 2 pages.*OCR"):
        only(pdf(b"", b"0 0 m 5 5 l S"))


SAME_PAGE = pdf(b"BT /F 11 Tf " + b"(prix 5 euros) Tj " * 2_000 + b" ET", kids=b"4 0 R " * 1_000)
HOSTILE = {
    "ends early": (CONTRACT[: len(CONTRACT) // 3], "damaged"),
    "is nothing": (b"", "damaged"),
    "is no PDF": (b"\x00" * 5_000, "damaged"),
    "lists a page a thousand times": (SAME_PAGE, "100 times its own size"),
    "expands a thousand times": (pdf(b" " * 19_000_000), "100 times its own size"),
    "expands beyond what a stream may": (pdf(b" " * 60_000_000), "more comes out"),
    "draws without end": (pdf(b"0 0 m " * 400_000), "more"),
    "has a page tree that holds itself": (pdf(lines("x"), kids=b"2 0 R"), ""),
    "is encrypted in a way nobody knows": (
        pdf(lines("x"), extra=b"/Encrypt<</Filter/Standard/V 9/R 9/O(x)/U(x)/P 0>>/ID[(a)(b)]"),
        "",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, why = HOSTILE[kind]
    with pytest.raises(InputError, match=rf"a\.pdf: .*{why}"):
        only(data)
    assert capfd.readouterr() == ("", "")


def test_a_locked_file_is_refused_and_one_without_a_password_to_open_is_read() -> None:
    import pypdf

    def locked(password: str) -> bytes:
        writer = pypdf.PdfWriter(io.BytesIO(CONTRACT))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        written = io.BytesIO()
        writer.write(written)
        return written.getvalue()

    assert only(locked("")).text == only(CONTRACT).text
    with pytest.raises(InputError, match="is encrypted: save it without a password"):
        only(locked("secret"))


def test_more_pages_than_a_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil_pdf.pages.PAGES", 2)
    with pytest.raises(InputError, match="more than 2 pages"):
        only(CONTRACT)
    assert PAGES == 10_000


def test_one_bad_file_does_not_stop_the_others(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in {"a.pdf": CONTRACT, "b.pdf": CONTRACT[:300], "c.pdf": SAME_PAGE, "d.pdf": CONTRACT}.items():
        (tmp_path / "in" / name).write_bytes(data)
    ran = apostil("annotate", "in", "-o", "out.jsonl")
    assert ran.returncode == 1
    assert [line.split(":")[1].strip() for line in ran.err.splitlines()] == ["b.pdf", "c.pdf"]
    assert apostil("validate", "out.jsonl").err == "apostil: 4 valid; 0 not\n"


def test_without_its_library_it_says_what_to_install(apostil: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'pypdf' else find(name, *more)\n"
    )
    (tmp_path / "a.pdf").write_bytes(CONTRACT)
    ran = apostil("annotate", "a.pdf", site=str(site))
    assert ran.returncode == 2
    assert ran.err == "apostil: a.pdf: reader: needs pypdf: pip install 'apostil[pdf]'\n"
    assert "reader pdf (needs pypdf: pip install 'apostil[pdf]')" in apostil("plugins", site=str(site)).out
