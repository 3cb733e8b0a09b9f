"""Tables: what a CSV reader gets is what was annotated, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Literal

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, ExportError, Label, Plugins
from apostil.output import FileSink


@define
class Price:
    amount: str | None
    bound: Literal["exact", "min"] | None = None
    text: str | None = None
    """A field that has the name of a column."""


@define
class Day:
    value: str | None
    bound: str | None = None
    sure: bool | None = None
    weight: float | None = None


LABELS = {"money": Label("money", Price), "date": Label("date", Day), "mark": Label("mark")}
PAYLOADS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=",
    "-",
    "--1",
]
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def table(path: Path, *annotated: Annotated, form: str = "csv", unit: str = "codepoint") -> str:
    sink = FileSink(path / f"t.{form}", offset_unit=unit)
    with sink:
        writer = Plugins.discover().exporters()[form][1].open(sink, LABELS)
        for item in annotated:
            writer.write(item)
        writer.close()
    return (path / f"t.{form}").read_bytes().decode("utf-8")


def rows(text: str, separator: str = ",") -> list[dict[str, str]]:
    found = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    assert all(None not in row and None not in row.values() for row in found), "rows of different widths"
    return found


def mark(
    text: str, start: int = 0, end: int | None = None, label: str = "mark", value: object = None, id: str = "T1"
) -> Annotation:
    end = len(text) if end is None else end
    return Annotation(start, end, label, value, "a-rule", None, label, text[start:end], id)


def test_columns_come_from_the_labels_in_their_order(tmp_path: Path) -> None:
    header = table(tmp_path).removesuffix("\r\n").split(",")
    assert header[:6] == ["document", "id", "label", "start_char", "end_char", "text"]
    assert header[6:12] == ["amount", "bound", "value_text", "value", "sure", "weight"]
    assert header[12:] == ["annotator", "rule", "arguments", "confidence", "language", "reference_date", "value_json"]


def test_a_row_says_all_of_an_annotation(tmp_path: Path) -> None:
    text = "le 3 mars, -3,2 %"
    one = mark(text, 3, 9, "date", Day("2024-03-03", None, True, -0.5))
    one.arguments = [Argument("amount", "T2"), Argument("party", "T2")]
    two = mark(text, 11, 17, "money", {"amount": "-3.2", "bound": None, "text": "x", "more": [1]}, "T2")
    first, second = rows(table(tmp_path, Annotated(Document(text, "d.txt", "fr"), [one, two])))
    assert (first["document"], first["id"], first["start_char"], first["end_char"], first["text"]) == (
        "d.txt",
        "T1",
        "3",
        "9",
        "3 mars",
    )
    assert (first["value"], first["bound"], first["sure"], first["weight"]) == ("2024-03-03", "", "true", "-0.5")
    assert (first["arguments"], first["rule"], first["language"]) == ("amount:T2 party:T2", "a-rule", "fr")
    assert (second["amount"], second["value_text"], second["text"]) == ("-3.2", "x", "'-3,2 %")
    assert json.loads(second["value_json"]) == {"more": [1]}


def test_values_of_labels_nobody_declares_are_json(tmp_path: Path) -> None:
    (row,) = rows(table(tmp_path, Annotated(Document("x"), [mark("x", label="foreign", value={"amount": 1})])))
    assert (row["amount"], json.loads(row["value_json"])) == ("", {"amount": 1})


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(tmp_path: Path, payload: str, form: str) -> None:
    a = Annotation(0, len(payload), payload, payload, payload, [Argument(payload, payload)], payload, payload, payload)
    b = mark(payload, label="money", value=Price(payload, None, payload))
    text = table(tmp_path, Annotated(Document(payload, payload, payload), [a, b]), form=form)
    for row in rows(text, "\t" if form == "tsv" else ","):
        for cell in row.values():
            assert not FORMULA.match(cell) or NUMBER.fullmatch(cell), cell
        assert row["text"].removeprefix("'") == payload


@pytest.mark.parametrize("number", ["-3.2", "+5", "-3,2", "12"])
def test_numbers_stay_numbers(tmp_path: Path, number: str) -> None:
    (row,) = rows(table(tmp_path, Annotated(Document("x"), [mark("x", label="money", value=Price(number))])))
    assert row["amount"] == number


def test_lines_end_with_crlf_and_breaks_inside_cells_stay(tmp_path: Path) -> None:
    quote = 'a "b",\r\nc\rd\ne\u2028f 🏦\u00a0\tg'
    text = table(tmp_path, Annotated(Document(quote), [mark(quote)]))
    assert text.endswith("\r\n")
    assert not text.startswith("\ufeff")
    assert '"a ""b"",\r\nc\rd\ne' in text
    assert rows(text)[0]["text"] == quote


def test_nul_is_replaced_and_offsets_hold(tmp_path: Path) -> None:
    (row,) = rows(table(tmp_path, Annotated(Document("a\0b"), [mark("a\0b")])))
    assert (row["text"], row["end_char"]) == ("a\ufffdb", "3")


@pytest.mark.parametrize(("unit", "place"), [("codepoint", ("2", "3")), ("utf16", ("3", "4")), ("utf8", ("5", "7"))])
def test_offsets_are_in_the_unit_asked_for(tmp_path: Path, unit: str, place: tuple[str, str]) -> None:
    (row,) = rows(table(tmp_path, Annotated(Document("🏦aé"), [mark("🏦aé", 2, 3)]), unit=unit))
    assert (row["start_char"], row["end_char"]) == place


def test_offsets_of_another_unit_need_the_text(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="without the text"):
        table(tmp_path, Annotated(Document(""), [mark("x")]), unit="utf16")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    (row,) = rows(table(tmp_path_factory.mktemp("csv"), Annotated(Document(text, text), [mark(text)])))
    assert row["text"].removeprefix("'") == text.removeprefix("'")
    assert row["document"].removeprefix("'") == text.removeprefix("'")


def test_pandas_reads_it(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    text = "ligne\r\nune"
    table(tmp_path, Annotated(Document(text, "d"), [mark(text), mark(text, 0, 5, "money", Price("007"), "T2")]))
    frame = pandas.read_csv(tmp_path / "t.csv", dtype=str, keep_default_na=False)
    assert list(frame["text"]) == [text, "ligne"]
    assert list(frame["amount"]) == ["", "007"]
