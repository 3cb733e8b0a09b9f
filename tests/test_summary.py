"""The summary: figures put in few words, tables that hold together whatever is in the text, bounded whatever comes."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, Label, Plugins, Problem
from conftest import Command

LABELS = {"money": Label("money", None, "An amount", "#f5c542"), "vat": Label("vat", None, "Before tax")}
TEXT = (
    "Acme\u00a0SA rachète Bolt pour 3,2 milliards d’euros. Fin.\n"
    "Elle paiera 20 % en mars 2024 et le reste en 2026, dit-on.\nMême l’Acme le dit."
)


class Stream(io.BytesIO):
    terminal = False

    def isatty(self) -> bool:
        return self.terminal


class Place:
    """A sink whose stream says whether it is a terminal."""

    folder = with_text = False
    offset_unit = "codepoint"

    def __init__(self, terminal: bool) -> None:
        self.written = Stream()
        self.written.terminal = terminal

    def stream(self) -> Stream:
        return self.written

    def file(self, name: str) -> Any:
        raise AssertionError(name)


def summary(*annotated: Annotated, terminal: bool = False) -> str:
    place = Place(terminal)
    writer = Plugins.discover().exporters()["summary"][1].open(place, LABELS)
    for item in annotated:
        writer.write(item)
    writer.close()
    return place.written.getvalue().decode("utf-8")


def tables(markdown: str) -> dict[str, list[list[str]]]:
    """Rows by heading, the first the column names; every row has to have as many cells as its table has columns."""
    found: dict[str, list[list[str]]] = {}
    for line in markdown.split("\n"):
        if line.startswith("## "):
            rows = found.setdefault(line[3:], [])
        elif line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]]
            assert not rows or len(cells) == len(rows[0]), line
            if not all(re.fullmatch("-+:?", cell) for cell in cells):
                rows.append(cells)
    return found


def mark(text: str, quote: str, label: str, value: Any, id: str, links: Any = None) -> Annotation:
    start = text.index(quote)
    return Annotation(start, start + len(quote), label, value, "r", links, label, quote, id)


def money(**value: Any) -> dict[str, Any]:
    return {"amount": None, "low": None, "high": None, "currency": "EUR", "bound": "exact", **value}


def sample(name: str = "a/x.txt") -> Annotated:
    links = [Argument("party", "T1"), Argument("party", "T2"), Argument("amount", "T3")]
    first = TEXT.partition(" Fin.")[0]
    found = [
        mark(TEXT, first, "clause", {"type": "acquisition"}, "T0", links),
        mark(TEXT, "Acme\u00a0SA", "organisation", {"canonical": "Acme\u00a0SA", "kind": "company"}, "T1"),
        mark(TEXT, "Bolt", "organisation", {"canonical": "Bolt", "kind": None}, "T2"),
        mark(TEXT, "3,2 milliards d’euros", "money", money(amount="3200000000"), "T3"),
        mark(TEXT, "20 %", "percentage", {"amount": "20", "bound": "min", "unit": "percent"}, "T4"),
        mark(TEXT, "2026", "date", {"type": "DATE", "value": "2026", "mod": "since"}, "T5"),
        mark(TEXT, "mars 2024", "date", {"type": "DATE", "value": "2024-03", "mod": None}, "T6"),
    ]
    acme = TEXT.rindex("Acme")
    found.append(Annotation(acme, acme + 4, "organisation", {"canonical": "Acme\u00a0SA"}, "r", None, "o", "Acme", "T7"))
    return Annotated(Document(TEXT, name, "fr", dt.date(2024, 1, 2)), found)


def test_one_document() -> None:
    text = summary(sample())
    assert text.startswith(f"# a/x.txt\n\nfr · reference date 2024-01-02 · {len(TEXT)} characters · 8 annotations\n")
    found = tables(text)
    assert list(found) == ["Annotations", "Organisations", "Amounts", "Percentages", "Timeline", "Deal sheet"]
    assert found["Organisations"][1] == ["Acme SA", "2", "company", "Acme"]
    assert found["Amounts"] == [
        ["amount", "organisation", "sentence"],
        ["3.2 bn EUR", "Bolt", "Acme SA rachète Bolt pour 3,2 milliards d’euros."],
    ]
    assert found["Percentages"][1] == ["≥ 20 %", "Elle paiera 20 % en mars 2024 et le reste en 2026, dit-on."]
    assert [row[0] for row in found["Timeline"][1:]] == ["2024-03", "since 2026"]
    assert found["Deal sheet"][1][:3] == ["acquisition", "Acme SA, Bolt", "3.2 bn EUR"]


def test_several_documents() -> None:
    text = summary(sample("a/x.txt"), sample("b/y.txt"))
    assert text.startswith("# 2 documents\n\nfr 2 · ")
    found = tables(text)
    assert found["Annotations"][1][:3] == ["organisation", "6", "2"]
    assert found["Organisations"][1][:3] == ["Acme SA", "4", "2"]
    assert found["Amounts"][1][:4] == ["3.2 bn EUR", "Bolt", "2", "x.txt"]
    assert found["Clause types"] == [["type", "clauses", "documents"], ["acquisition", "2", "2"]]
    assert [row[1] for row in found["Deal sheet"][1:]] == ["x.txt", "y.txt"]


@pytest.mark.parametrize(
    ("others", "figures"),
    {
        "another figure close by": (["3300000000"], ["3.2 bn EUR (0.txt), 3.3 bn EUR (1.txt)"]),
        "the same figure": (["3200000000"], []),
        "a figure of something else": (["9000000000"], []),
        "three figures, one far off": (["3300000000", "90000000"], ["3.2 bn EUR (0.txt), 3.3 bn EUR (1.txt)"]),
    }.values(),
)
def test_figures_that_differ_between_documents_stand_side_by_side(others: list[str], figures: list[str]) -> None:
    documents = []
    for i, amount in enumerate(["3200000000", *others]):
        documents.append(sample(f"{i}.txt"))
        documents[-1].annotations[3].value["amount"] = amount
    rows = tables(summary(*documents)).get("Figures that differ", [[]])[1:]
    assert rows == [["acquisition", "Acme SA, Bolt", shown] for shown in figures]


def test_figures_of_one_document_or_of_other_parties_are_not_compared() -> None:
    twice = sample("0.txt")
    again = sample("1.txt")
    again.annotations[3].value["amount"] = "3300000000"
    again.annotations[2].value["canonical"] = "Boulon"
    assert "Figures that differ" not in tables(summary(twice, again))


def test_the_status_of_terms_is_in_the_deal_sheet() -> None:
    document = sample()
    document.annotations[0].value["status"] = "proposed"
    columns, row = tables(summary(document))["Deal sheet"]
    assert row[columns.index("status")] == "proposed"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (money(amount="3200000000"), "3.2 bn EUR"),
        (money(amount="650000000", bound="min", currency="USD"), "≥ 650 m USD"),
        (money(amount="17500"), "17,500 EUR"),
        (money(amount="0.20", currency=None), "0.2"),
        (money(low="10000000", high="20000000", bound="range"), "10–20 m EUR"),
        (money(low="900000", high="1000000", bound="range"), "900,000–1,000,000 EUR"),
        (money(low="1000000000", bound="vague", currency=None), "1 bn+"),
        (money(amount="1234567890", bound="approx"), "≈ 1.235 bn EUR"),
        (money(amount="12500000000000", bound="max"), "≤ 12.5 tn EUR"),
        (money(), "x"),
        (money(amount="1e999999"), "x"),
        (money(amount="plenty"), "x"),
        (None, "x"),
        ("3", "x"),
    ],
)
def test_amounts_in_few_words(value: Any, shown: str) -> None:
    text = summary(Annotated(Document("x", "d"), [mark("x", "x", "money", value, "T1")]))
    assert tables(text)["Amounts"][1][0] == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"amount": "-3.2", "unit": "percent"}, "-3.2 %"),
        ({"low": "5", "high": "10", "bound": "range", "unit": "percent"}, "5–10 %"),
        ({"amount": "25", "unit": "basis_point", "bound": "max"}, "≤ 25 bp"),
        ({"amount": "2", "unit": "point"}, "2 points"),
    ],
)
def test_percentages_in_few_words(value: Any, shown: str) -> None:
    text = summary(Annotated(Document("x", "d"), [mark("x", "x", "percentage", value, "T1")]))
    assert tables(text)["Percentages"][1][0].lstrip("\\") == shown


def test_the_timeline_is_in_order_and_without_durations() -> None:
    values = [
        "2024-Q2",
        "2024",
        "199X",
        "P6Y",
        "PAST_REF",
        "XXXX-02",
        "2024-05-05T14:30",
        "2024-03-01/2024-03-05",
        "2023-FA",
        "2024-W10",
    ]
    text = " ".join(f"d{i}" for i in range(len(values)))
    found = [
        mark(
            text,
            f"d{i}",
            "date",
            {"type": "DURATION" if v[0] == "P" and v[1] == "6" else "DATE", "value": v, "mod": None},
            f"T{i}",
        )
        for i, v in enumerate(values)
    ]
    rows = tables(summary(Annotated(Document(text, "d"), found)))["Timeline"][1:]
    assert [row[0] for row in rows] == [
        "199X", "2023-FA", "2024", "2024-W10", "2024-03-01 – 2024-03-05", "2024-Q2", "2024-05-05 14:30",
    ]  # fmt: skip


def test_tables_are_cut_at_twenty_rows() -> None:
    text = " ".join(f"Firm{i:03}" for i in range(50))
    found = [mark(text, f"Firm{i:03}", "organisation", {"canonical": f"Firm{i:03}"}, f"T{i}") for i in range(50)]
    written = summary(Annotated(Document(text, "d"), found))
    assert len(tables(written)["Organisations"]) == 21
    assert "\n… and 30 more\n" in written


def test_labels_of_strangers_are_counted_with_what_they_declare() -> None:
    found = [mark("x y", "x", "vat", {"net": "1"}, "T1"), mark("x y", "y", "unheard_of", None, "T2")]
    rows = tables(summary(Annotated(Document("x y", "d"), found)))["Annotations"]
    assert rows[1:] == [["unheard_of", "1", ""], ["vat", "1", "Before tax"]]


def test_problems_are_told_and_nothing_at_all_is_too() -> None:
    failed = Annotated(Document("", "bad.txt"), problems=[Problem("text", "byte 3 | `x`", "undecodable")], failed=True)
    written = summary(failed)
    assert "0 annotations · 1 failed" in written
    assert tables(written)["Problems"][1] == ["text: byte 3 \\| \\`x\\`"]
    assert summary().startswith("# no documents\n")


def test_standoff_without_its_text_has_quotes_for_sentences() -> None:
    item = sample()
    item.document.text = ""
    found = tables(summary(item))
    assert found["Amounts"][1] == ["3.2 bn EUR", "3,2 milliards d’euros"]


HOSTILE = "a|b`c`\n## d\r\u2028\x1b[31m\x00<b>[e](f)*g*\\|\u202eh"


def test_cells_cannot_break_the_table_or_drive_the_terminal() -> None:
    value = {"canonical": HOSTILE, "kind": HOSTILE, "amount": "1", "currency": HOSTILE, "type": HOSTILE, "value": HOSTILE}
    value["unit"] = value["mod"] = HOSTILE
    labels = ("organisation", "money", "percentage", "clause", HOSTILE)
    found = [Annotation(0, len(HOSTILE), label, value, HOSTILE, None, HOSTILE, HOSTILE, label) for label in labels]
    item = Annotated(Document(HOSTILE, HOSTILE, HOSTILE), found, [Problem(HOSTILE, HOSTILE)])
    written = summary(item, item)
    assert all(line.isprintable() for line in written.split("\n"))
    assert len(tables(written)) == 7
    assert not re.search(r"(?<!\\)[`<\[]", written)
    shown = summary(item, item, terminal=True)
    assert all(line.isprintable() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).split("\n"))
    assert "\x1b[31m" not in shown


def test_the_facts_of_many_clauses_are_told_in_time_that_grows_with_them() -> None:
    count = 20_000
    links = [Argument("party", f"P{n}") for n in range(count)]
    parties = [Annotation(n, n + 1, "organisation", {"canonical": f"Firm {n}"}, text="x", id=f"P{n}") for n in range(count)]
    clause = Annotation(0, count, "clause", {"type": "term"}, "", links, "", "x" * count, "C")
    begun = time.process_time()
    summary(Annotated(Document("x" * count, "d"), [clause, *parties]))
    assert time.process_time() - begun < 3


def test_markdown_shows_signs_of_its_own_as_they_are() -> None:
    md = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    name = "a_b_ &amp; ~~c~~ *d* __e__ ~f~"
    found = summary(Annotated(Document("x", name), [Annotation(0, 1, "organisation", {"canonical": name}, text="x", id="T1")]))
    shown = [html.unescape(text) for text in re.findall("<td[^>]*>(.*?)</td>", md.render(found))]
    assert name in shown


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_makes_a_table(text: str) -> None:
    found = [Annotation(0, len(text), "organisation", {"canonical": text}, "r", None, "o", text, "T1")]
    written = summary(Annotated(Document(text, text), found))
    assert all(line.isprintable() for line in written.split("\n"))
    assert len(tables(written)["Organisations"]) == 2


def test_a_terminal_gets_colours_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = summary(sample(), terminal=True)
    assert "\x1b[" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = summary(sample(), terminal=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert all(len(line) <= 90 for line in plain.split("\n"))
    assert "Acme SA, Bolt · 3.2 bn EUR" in plain


def test_time_is_linear_on_a_text_without_a_sentence() -> None:
    def cost(size: int) -> float:
        text = "12 € " * size
        found = [
            Annotation(5 * i, 5 * i + 4, "money", money(amount=str(i)), "r", None, "m", "12 €", f"T{i}") for i in range(size)
        ]
        item = Annotated(Document(text, "d"), found)
        began = time.process_time()
        summary(item)
        return time.process_time() - began

    cost(100)
    assert min(cost(4000) for _ in range(3)) < 3.5 * min(cost(2000) for _ in range(3)) + 0.05


def test_the_command_prints_it(apostil: Command) -> None:
    ran = apostil("annotate", "-", "-t", "summary", "-l", "fr", data="Acme SA investit 3 millions d’euros.".encode())
    assert ran.returncode == 0
    assert ran.out.startswith("# ")
    assert "## Annotations" in ran.out
