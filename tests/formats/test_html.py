"""Pages: what a parser reads in the marks is what was annotated, and no input becomes mark-up."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import define

from apostil import Annotated, Annotation, Argument, Document, Label, Plugins, Problem
from apostil.output import FileSink, FolderSink
from apostil.run import export
from apostil_html.marking import DEPTH
from conftest import SEEDS, Command

HTML = Plugins.discover().exporters()["html"][1]
TAGS = {"html", "head", "meta", "title", "style", "body", "ul", "li", "article", "h2", "p", "div", "mark"}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "title", "data-document", "data-label", "data-ids"}


class Page(HTMLParser):
    """Text of each document, and what its marks hold by annotation id. Every tag and attribute is one that we write."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.documents: list[tuple[str, str, dict[str, str]]] = []
        self.titles: dict[str, str] = {}
        self.style = self.policy = self.plain = ""
        self._open: list[tuple[str, list[str]]] = []
        self._in_text = False
        self.feed(content)
        self.close()
        assert [tag for tag, _ in self._open if tag != "meta"] == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in TAGS
        assert set(given) <= ATTRIBUTES
        assert len(given) == len(attrs)
        if tag == "meta":
            self.policy = given["content"] or "" if given.get("http-equiv") else self.policy
            return
        if tag == "article":
            self.documents.append((given["data-document"] or "", "", {}))
        ids = json.loads(given["data-ids"] or "") if tag == "mark" else []
        self.titles |= dict.fromkeys(ids, given.get("title") or "")
        self._in_text |= tag == "div"
        self._open.append((tag, ids))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag
        self._in_text &= tag != "div"

    def handle_data(self, data: str) -> None:
        self.plain += data
        self.style += data if self._open and self._open[-1][0] == "style" else ""
        if self._in_text:
            name, text, marks = self.documents[-1]
            self.documents[-1] = (name, text + data, marks)
            for id in (id for _, ids in self._open for id in ids):
                marks[id] = marks.get(id, "") + data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data[:40]}")

    def unknown_decl(self, data: str) -> None:
        pytest.fail(f"a declaration: {data[:40]}")


def page(path: Path, *items: Annotated, labels: dict[str, Label] | None = None) -> tuple[Page, list[str]]:
    outcome = export(items, HTML, FileSink(path / "a.html"), labels or {})
    return Page((path / "a.html").read_bytes().decode("utf-8")), outcome.notes


def document(text: str, *spans: tuple[int, int], name: str = "d") -> Annotated:
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    marks = [Annotation(s, e, "m", text=text[s:e], id=f"T{n}") for n, (s, e) in enumerate(ordered, 1)]
    return Annotated(Document(text, name), marks)


# --- what is read back


def test_the_marks_hold_what_was_annotated(tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]) -> None:
    done = apostil("export", "standoff.jsonl", "-t", "html", "-o", "a.html")
    assert (done.returncode, done.err) == (0, "")
    read = Page((tmp_path / "a.html").read_bytes().decode("utf-8"))
    assert read.documents == [(a.document.id, a.document.text, {m.id: m.text for m in a.annotations}) for a in awkward()]


def test_those_of_the_samples_too(tmp_path: Path, apostil: Command, seeds: list[Annotated]) -> None:
    assert apostil("annotate", str(SEEDS), "-t", "html", "-o", "out").returncode == 0
    for annotated in seeds:
        read = Page((tmp_path / "out" / f"{annotated.document.id}.html").read_bytes().decode("utf-8"))
        assert read.documents == [
            (annotated.document.id, annotated.document.text, {a.id: a.text for a in annotated.annotations})
        ]


def test_spans_that_nest_cross_touch_and_coincide_are_read_back(tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(200):
        text = "a<&é\r\n😀 b"
        cuts = (sorted(chance.sample(range(len(text) + 1), 2)) for _ in range(chance.randint(0, DEPTH)))
        annotated = document(text, *((start, end) for start, end in cuts))
        read, notes = page(tmp_path, annotated)
        assert read.documents == [("d", text, {a.id: a.text for a in annotated.annotations})]
        assert notes == []


def test_nested_spans_are_nested_marks_and_crossing_ones_are_cut(tmp_path: Path) -> None:
    page(tmp_path, document("abcdef", (0, 6), (1, 3), (2, 4), (1, 3)))
    content = (tmp_path / "a.html").read_text("utf-8")
    body = re.search(r'<div class="text">(.*)</div>', content, re.S)
    assert body
    shape = re.sub(r'<mark class="other( on)?"[^>]*data-ids="([^"]*)"[^>]*>', r"<\2\1>", body[1]).replace("&quot;", "")
    assert shape == "<[T1]>a<[T2,T3]>b<[T4]>c</mark></mark><[T4] on>d</mark>ef</mark>"


def test_tooltips_tell_value_arguments_and_rule(tmp_path: Path) -> None:
    one = Annotation(0, 1, "money", {"amount": "3", "low": None, "exact": True}, "r", None, "money", "a", "T1")
    two = Annotation(0, 1, "clause", None, "", [Argument("amount", one), Argument("date", "T9")], "clause", "a", "T2")
    long = Annotation(1, 2, "m", "x" * 1000, text="b", id="T3")
    read, _ = page(tmp_path, Annotated(Document("ab", "d"), [two, one, long]))
    assert read.titles["T1"] == read.titles["T2"]
    assert read.titles["T1"] == ("T2 clause; amount → T1, date → T9; clause\nT1 money; amount 3, exact true; rule r of money")
    assert len(read.titles["T3"]) == 300


def test_a_document_that_failed_shows_why_and_no_text(tmp_path: Path) -> None:
    bad = Annotated(Document("", "x"), problems=[Problem("reader", "<no> such file")], failed=True)
    read, _ = page(tmp_path, bad)
    assert "reader: <no> such file" in read.plain
    assert read.documents == [("x", "", {})]


# --- nothing runs, nothing is loaded


def test_only_the_style_sheet_of_the_page_may_be_used(tmp_path: Path) -> None:
    labels = {"money": Label("money", None, "An <amount>", "#2e8b57"), "odd": Label("odd", colour="red}</style>")}
    read, _ = page(tmp_path, document("a", (0, 1)), labels=labels)
    digest = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert read.policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "mark.l0,.legend .l0{background:#2e8b5733;border-color:#2e8b57}" in read.style
    assert "mark.l1,.legend .l1{background:#cccccc33" in read.style
    assert "url(" not in read.style


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</div></article></body>",
    "</title></style><svg/onload=alert(1)>",
    "<!-- -->",
    "]]>",
    "&lt;b&gt;&#60;&amp",
    "javascript:alert(1)",
    "{{7*7}}${7*7}",
    "\u2028<\u202e>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_input_becomes_mark_up_wherever_it_stands(tmp_path: Path, payload: str) -> None:
    @define
    class Value:
        raw: str

    a = Annotation(0, len(payload), payload, Value(payload), payload, None, payload, payload, payload)
    b = Annotation(1, len(payload) + 1, payload, {payload: [payload]}, payload, [Argument(payload, a)], payload, id="b")
    b.text = payload[1:] + " "
    item = Annotated(Document(f"{payload} ", payload, language=payload), [a, b], [Problem(payload, payload)])
    read, _ = page(tmp_path, item, labels={payload: Label(payload, None, payload, payload)})
    assert read.documents == [(payload, f"{payload} ", {payload: payload, "b": b.text})]
    assert payload.replace("\u2028", "\\u2028").replace("\u202e", "\\u202e") in read.titles["b"]


def test_control_characters_are_pictures_one_for_one(tmp_path: Path) -> None:
    text = "".join(map(chr, range(0xA1)))
    read, notes = page(tmp_path, document(text, (0, 8), (0x20, 0xA0)))
    ((_, shown, marks),) = read.documents
    assert len(shown) == len(text)
    assert [c for c in shown if c in text and not c.isprintable()] == ["\t", "\n", "\f", "\r", "\xa0"]
    assert shown[:3] == "␀␁␂"
    assert shown[0x7F:0x81] == "␡\ufffd"
    assert marks["T1"] == shown[:8]
    assert notes == ["html: control characters shown as pictures of them: 61"]


# --- bounds


def test_what_lies_too_deep_is_left_out_and_told(tmp_path: Path) -> None:
    read, notes = page(tmp_path, document("a" * 40, *((n, 40 - n) for n in range(DEPTH + 3)), (38, 39)))
    assert set(read.documents[0][2]) == {*(f"T{n}" for n in range(1, DEPTH + 1)), f"T{DEPTH + 4}"}
    assert notes == [f"html: annotations that begin inside {DEPTH} others, not shown: 3"]


@pytest.mark.parametrize("shape", ["same", "nested", "crossing", "side by side"])
def test_time_and_size_are_linear_in_the_annotations(tmp_path: Path, shape: str) -> None:
    def cost(n: int) -> tuple[float, int]:
        spans = {
            "same": [(0, 2 * n)] * n,
            "nested": [(i, 2 * n - i) for i in range(n)],
            "crossing": [(i, i + n) for i in range(n)],
            "side by side": [(2 * i, 2 * i + 1) for i in range(n)],
        }[shape]
        annotated = document("a" * 2 * n, *spans)
        start = time.process_time()
        export([annotated], HTML, FileSink(tmp_path / "a.html"), {})
        return time.process_time() - start, (tmp_path / "a.html").stat().st_size

    (small, few), (large, many) = (min(cost(n) for _ in range(3)) for n in (2500, 10_000))
    assert large < 9 * small  # quadratic: 16
    assert many < 4.4 * few


def test_a_folder_has_a_page_a_document(tmp_path: Path) -> None:
    export([document("a", (0, 1), name="x/y.txt"), document("b", name="z")], HTML, FolderSink(tmp_path / "out"), {})
    for name, text in (("x/y.txt", "a"), ("z", "b")):
        read = Page((tmp_path / "out" / f"{name}.html").read_text("utf-8"))
        assert [(n, t) for n, t, _ in read.documents] == [(name, text)]
