"""CSV and TSV in the programs that open them: every span, value and argument is what was annotated."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotated
from conftest import ROOT, SEEDS, Command

Row = dict[str, Any]
SEPARATORS = {"csv": ",", "tsv": "\t"}
PAGE = (ROOT / "docs/formats/csv.md").read_text("utf-8")


def by_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=SEPARATORS[path.suffix[1:]], strict=True))


def by_pandas(path: Path) -> list[Row]:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(path, sep=SEPARATORS[path.suffix[1:]], dtype=str, keep_default_na=False)
    found: list[Row] = frame.to_dict("records")
    return found


def by_duckdb(path: Path) -> list[Row]:
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.connect().sql(f"SELECT * FROM read_csv('{path}', all_varchar = true)")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def by_polars(path: Path) -> list[Row]:
    polars = pytest.importorskip("polars")
    found: list[Row] = polars.read_csv(path, separator=SEPARATORS[path.suffix[1:]], infer_schema=False).to_dicts()
    return found


@pytest.mark.parametrize("read", [by_csv, by_pandas, by_duckdb, by_polars])
@pytest.mark.parametrize("form", SEPARATORS)
def test_a_consumer_reads_what_was_annotated(
    tmp_path: Path,
    apostil: Command,
    awkward: Callable[[], list[Annotated]],
    form: str,
    read: Callable[[Path], list[Row]],
) -> None:
    done = apostil("export", "standoff.jsonl", "-t", form, "-o", f"a.{form}")
    assert (done.returncode, done.err) == (0, "")
    annotations = [(item.document, a) for item in awkward() for a in item.annotations]
    for row, (document, a) in zip(read(tmp_path / f"a.{form}"), annotations, strict=True):
        assert (row["document"], row["id"], row["label"], row["text"]) == (document.id, a.id, a.label, a.text)
        assert document.text[int(row["start_char"]) : int(row["end_char"])] == a.text
        assert {field: row[field] or None for field in a.fields()} == a.fields()
        assert (row["arguments"] or "").split() == [f"{link.role}:{link.target_id}" for link in a.links()]
        assert not row["value_json"]


@pytest.mark.parametrize("form", SEPARATORS)
def test_a_spreadsheet_finds_no_formula_in_names_of_files_either(tmp_path: Path, apostil: Command, form: str) -> None:
    names = ["=cmd.txt", "+1.txt", "-2.txt", "@SUM(A1).txt", "＝x.txt"]
    (tmp_path / "texts").mkdir()
    for name in names:
        (tmp_path / "texts" / name).write_text("=1+1, soit -3,5 % du capital", "utf-8")
    apostil("annotate", "texts", "-l", "fr", "-t", form, "-o", f"a.{form}")
    rows = by_csv(tmp_path / f"a.{form}")
    assert {row["document"] for row in rows} == {f"'{name}" for name in names}
    assert {(row["text"], row["amount"]) for row in rows} == {("'-3,5 %", "-3.5")}
    for row in rows:
        assert not [cell for cell in row.values() if re.match(r"[=+\-@\t\r\n＝＋－＠](?![0-9.,]*$)", cell)]


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", PAGE, re.S))
def test_the_queries_of_the_page_find_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apostil: Command, query: str
) -> None:
    duckdb = pytest.importorskip("duckdb")
    apostil("annotate", SEEDS, "-t", "csv", "-o", "notes.csv")
    monkeypatch.chdir(tmp_path)
    assert duckdb.connect().sql(query).fetchall()


def test_the_calls_of_the_page_read_text_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apostil: Command) -> None:
    """Each in the table of the page that names a library which is there."""
    apostil("annotate", SEEDS, "-t", "csv", "-o", "notes.csv")
    monkeypatch.chdir(tmp_path)
    amounts = [row["amount"] for row in by_csv(tmp_path / "notes.csv")]
    calls = re.findall(r"^\| (\w+) \| `(\w+)\.(read_csv)\((.*)\)` \|$", PAGE, re.M)
    assert [library for _, library, _, _ in calls] == ["pandas", "polars"]
    for _, library, function, arguments in calls:
        frame = eval(f"read({arguments})", {"read": getattr(pytest.importorskip(library), function)})
        assert [amount or "" for amount in frame["amount"]] == amounts
