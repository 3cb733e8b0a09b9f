"""HTML pages: their main text, their encoding, and what a hostile one may cost."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from apostil import Decoding, Document, InputError
from conftest import Command

pytest.importorskip("trafilatura")
pytest.importorskip("lxml_html_clean")

from trafilatura import utils

from apostil_html.reading import read

SENTENCE = "La société Exemplaire SA a payé 3,2\u00a0Md€ le 5 mai 2024 à ses créanciers, soit 20 % de son revenu. "
ARTICLE = (
    "<!DOCTYPE html><html><head><title>t</title><script>var prix = '7 €';</script></head><body>"
    "<nav><ul><li><a href='/'>Accueil</a></li><li><a href='/b'>Bourse</a></li></ul></nav>"
    f"<article><h1>Un accord 😀</h1><p>{SENTENCE * 3}</p><p>Deuxième &amp; dernier <b>paragraphe</b>. {SENTENCE}</p></article>"
    "<footer>Droits réservés, 9 €</footer></body></html>"
)


def only(data: str | bytes, decoding: Decoding | None = None) -> Document:
    data = data.encode("utf-8") if isinstance(data, str) else data
    (document,) = read(io.BytesIO(data), "a.html", decoding or Decoding())
    return document


def test_the_main_text_is_kept_within_and_its_paragraphs_are_told(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(ARTICLE.encode("utf-8"))
    (found,) = apostil("annotate", "a.html", "-l", "fr").lines
    document = found["document"]
    assert document["extracted"] == "html"
    paragraphs = [document["text"][start:end] for start, end in document["metadata"]["paragraphs"]]
    assert [paragraph[:12] for paragraph in paragraphs] == ["Un accord 😀", "La société E", "Deuxième & d"]
    assert not {"Accueil", "7 €", "9 €"} & set(document["text"].split("\n"))
    assert all(document["text"][a["start"] : a["end"]] == a["text"] for a in found["annotations"])
    assert [a["text"] for a in found["annotations"] if a["label"] == "money"] == ["3,2 Md€"] * 4


def test_of_a_page_that_is_no_article_all_is_read() -> None:
    rows = "".join(f"<tr><td>Lot {n}</td><td>{n} 000 €</td></tr>" for n in range(1, 4))
    text = only(f"<html><body><form><table>{rows}</table></form></body></html>").text
    assert all(f"{n} 000 €" in text for n in range(1, 4))


PAGE = "<html><head>{}</head><body><article><p>" + SENTENCE.replace("\u00a0", " ") * 4 + "</p></article></body></html>"


@pytest.mark.parametrize(
    ("written", "declared", "asked"),
    [
        ("utf-8", "", "utf-8"),
        ("utf-8", "<meta charset=utf-8>", "utf-8"),
        ("cp1252", '<meta charset="ISO-8859-1">', "utf-8"),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "utf-8"),
        ("utf-8-sig", "<meta charset=latin1>", "utf-8"),
        ("utf-16", "<meta charset=utf-16>", "utf-8"),
        ("utf-8", "<meta charset=utf-16>", "utf-8"),
        ("utf-8", "<meta charset=klingon>", "utf-8"),
        ("cp1252", "<meta charset=utf-8>", "cp1252"),
    ],
)
def test_the_encoding_is_that_of_the_mark_or_asked_for_or_declared(written: str, declared: str, asked: str) -> None:
    found = only(PAGE.format(declared).encode(written), Decoding(asked))
    assert found.text.count("payé 3,2 Md€") == 4
    assert found.replaced == 0


def test_broken_bytes_are_refused_or_counted() -> None:
    data = PAGE.format("").encode("utf-8").replace(b"pay\xc3\xa9", b"pay\xc3", 1)
    with pytest.raises(InputError, match="--errors replace"):
        only(data)
    assert only(data, Decoding(errors="replace")).replaced == 1


def test_an_empty_page_is_an_empty_document() -> None:
    assert (only("").text, only(" \n").text) == ("", "")


def test_nothing_is_fetched_and_no_entity_is_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    start = f'<!DOCTYPE html SYSTEM "http://example.org/x.dtd" [<!ENTITY a "aaaaaaaaaa">{entities}]>'
    links = (
        "<link rel=stylesheet href=http://example.org/a.css><img src=http://example.org/a.png><base href=http://example.org>"
    )
    assert len(only(ARTICLE.replace("<!DOCTYPE html>", start).replace("<h1>", f"{links}<h1>&h;")).text) < 1_000


HEAVY = "would take more than 170 MB of memory: split it, or convert it to text"
HOSTILE = {
    "is deeply nested": ("<html><body>" + "<div>" * 100_000 + "5 euros", "250 elements in one another"),
    "is nested as deep as the parser drops the rest": ("<html><body>" + "<b>" * 260 + "5 euros", "250 elements in one another"),
    "has too many elements": ("<html><body>" + "<p></p>" * 95_000, HEAVY),
    "has too many attributes": ("<html><body>" + "<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8></p>" * 15_000, HEAVY),
    "has too much text": ("<html><body><p>" + "a b " * 900_000, HEAVY),
    "has too many lines": ("<html><body><pre>" + "\n" * 1_160_000, HEAVY),
    "has too much of an article in JSON": (
        '<script type="application/ld+json">{"articleBody": "' + "a b " * 900_000 + '"}</script>',
        HEAVY,
    ),
    "has a tag with many attributes": ("<html><p " + " ".join(f"a{n}" for n in range(9_000)) + ">x", "1,000 attributes"),
    "has a tag with very many": ("<html><p " + " ".join(f"a{n}='>'" for n in range(200_000)) + ">x", "10,000 attributes"),
    "is too large": ("x" * 10_000_001, "more than 10 MB of HTML"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_is_refused_in_one_line(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, why = HOSTILE[kind]
    with pytest.raises(InputError, match=rf"a\.html: .*{why}"):
        only(data)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "page",
    [
        "<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>x</p>" * 14_800,
        "<table>" + "<tr><td>The price is</td><td>5 EUR</td></tr>" * 24_000 + "</table>",
        "<p>😀" + "The price is 5 EUR. " * 176_000 + "</p>",
        "<pre>" + "a\n" * 860_000 + "</pre>",
    ],
    ids=["attributes", "table", "text", "lines"],
)
def test_the_dearest_pages_that_are_read_take_no_more_than_300_mib(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><article>{page}</article></body></html>", "utf-8")
    words = ["annotate", tmp_path / "a.html", "-l", "fr", "--only", "percentage", "-o", tmp_path / "a.jsonl"]
    # A process in between, since a child is charged with the memory of the one that forked it.
    measured = "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    between = f"import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); {measured}"
    done = subprocess.run(
        [sys.executable, "-c", between, sys.executable, "-m", "apostil", *words], check=True, stdout=subprocess.PIPE
    )
    assert int(done.stdout) // 1024 < 300, done.stdout


def test_page_after_page_takes_no_more_memory() -> None:
    """Else a thousand lines are remembered, however long."""
    kept = []
    for number in range(4):
        only(f"<html><body><p>{number} {'Le prix est de 5 euros. ' * 42_000}</p></body></html>")
        kept.append(sum(cache.cache_info().currsize for cache in (utils.trim, utils.line_processing)))
    assert kept == [0] * 4


def test_a_long_run_of_text_is_read_to_its_end() -> None:
    text = only(f"<html><body><article><p>{'Le prix est de 5 euros. ' * 40_000}Fin.</p></article></body></html>").text
    assert (text.count("prix"), text[-4:]) == (40_000, "Fin.")


@pytest.mark.parametrize(
    "data", [b"\x00" * 99, b"<", b"<html", b"<!-- <p>x", b"\xff\xfe<\x00", b"<p>\x00\x01x</p>", b"]]>", b"&#0;"]
)
def test_what_is_hardly_html_is_no_crash(data: bytes) -> None:
    assert len(only(data).text) <= len(data)
