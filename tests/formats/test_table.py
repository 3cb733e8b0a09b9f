"""Tables with a column of texts: what becomes of each row, and what a hostile file may cost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest

from apostil import Decoding, Document, InputError
from apostil_table.delimited import read
from conftest import AWKWARD, Command


def rows(data: str | bytes, decoding: Decoding | None = None) -> list[Document | InputError]:
    data = data.encode("utf-8") if isinstance(data, str) else data
    return list(read(io.BytesIO(data), "a.csv", decoding or Decoding()))


def texts(data: str | bytes, decoding: Decoding | None = None) -> list[tuple[str, str]]:
    """Id and text of each document; of a row that is none, its place and what is wrong."""
    return [(d.id, d.text) if isinstance(d, Document) else (d.culprit, f"! {d.why}") for d in rows(data, decoding)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_come_back_as_they_were_written(separator: str, encoding: str) -> None:
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=separator)
    table.writerows([("id", "text", "other"), *((name, text, "x") for name, text in AWKWARD.items())])
    assert texts(written.getvalue().encode(encoding)) == list(AWKWARD.items())


def test_a_row_says_what_a_line_of_json_may() -> None:
    (found,) = rows("text,id,language,reference_date\nun,7,fr,2024-10-18\n")
    assert isinstance(found, Document)
    assert (found.id, found.language, found.reference_date) == ("7", "fr", dt.date(2024, 10, 18))


def test_a_bad_row_costs_itself_alone() -> None:
    data = b"id,text,reference_date\n,un\n\nb\nc,d\xe9ux\nd,trois,hier\ne,\ne," + "quatre é".encode()
    strict = texts(data)
    assert [name for name, _ in strict] == ["a.csv:1", "a.csv:2", "a.csv:3", "a.csv:4", "e", "e"]
    assert [text[:24] for _, text in strict] == [
        "un",
        "! no text in its column ",
        "! not utf-8: give --enco",
        "! its reference_date is ",
        "",
        "quatre é",
    ]
    (replaced,) = [d for d in rows(data, Decoding(errors="replace")) if isinstance(d, Document) and d.id == "c"]
    assert (replaced.text, replaced.replaced) == ("d\ufffdux", 1)


def test_a_row_with_more_cells_than_the_header_costs_itself_alone() -> None:
    found = texts("id,text\na,un\nb,deux, ou trois\nc,quatre\n")
    assert found == [("a", "un"), ("a.csv:2", "! has 3 cells, the header 2: quote its text"), ("c", "quatre")]


def test_blank_lines_are_no_rows() -> None:
    assert texts("\r\n\nid,text\n\na,un\n") == [("a", "un")]


REFUSED = {
    "a table without texts": ("id,body\n1,x\n", "no column 'text' among id, body: name that of the texts with --text-column"),
    "an empty file": ("", "no column 'text'"),
    "a table with two columns of texts": ("id,text,text\n1,x,y\n", "several columns 'text'"),
    "a table of annotations": ("document,start_char,end_char,text\na,0,1,x\n", "holds annotations and no documents"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_table_of_texts_is_refused(kind: str) -> None:
    data, why = REFUSED[kind]
    with pytest.raises(InputError, match=why):
        rows(data)


def test_a_cell_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil_table.delimited.LONGEST", 200_000)
    assert texts("text\n" + "x" * 199_999) == [("a.csv:1", "x" * 199_999)]
    with pytest.raises(InputError, match="is a quotation mark left open"):
        rows('text\na\n"' + "b\n" * 200_000)


def test_the_command_line_reads_a_named_table_and_passes_over_one_in_a_folder(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("no;corps\n1;Le prix est de 5 €.\n2;Soit 20 %.\n", "utf-8")
    (tmp_path / "in" / "b.txt").write_text("x")
    ran = apostil("annotate", "in", "-o", "folder.jsonl")
    assert ran.err == "apostil: passed over, read only where it is named: a.csv\n"
    ran = apostil("annotate", "in/a.csv", "--text-column", "corps", "-o", "out.jsonl")
    assert (ran.returncode, ran.err) == (0, "")
    assert apostil("validate", "out.jsonl").err.startswith("apostil: 2 valid, 2 without their text")
    assert apostil("validate", "out.jsonl", "--text-column", "corps").err == "apostil: 2 valid; 0 not\n"
    lines = apostil("export", "out.jsonl", "-t", "jsonl", "--with-text", "--text-column", "corps").lines
    assert [line["document"]["text"] for line in lines] == ["Le prix est de 5 €.", "Soit 20 %."]
    assert [[a["text"] for a in line["annotations"] if a["label"] != "clause"] for line in lines] == [["5 €"], ["20 %"]]


def test_annotations_are_not_taken_for_documents(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le prix est de 5 €.", "utf-8")
    apostil("annotate", "a.txt", "-t", "csv", "-o", "a.csv")
    ran = apostil("annotate", "a.csv", "-o", "b.jsonl")
    assert (ran.returncode, ran.err) == (2, "apostil: a.csv: reader: holds annotations and no documents\n")


# --- Parquet


def parquet(table: Any, **options: Any) -> bytes:
    written = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(table, written, **options)
    return written.getvalue()


def parquet_rows(data: bytes, decoding: Decoding | None = None) -> list[Document | InputError]:
    pytest.importorskip("pyarrow")
    from apostil_table import parquet

    return list(parquet.read(io.BytesIO(data), "a.parquet", decoding or Decoding()))


@pytest.mark.parametrize("kind", ["string", "large_string", "dictionary"])
def test_texts_of_a_parquet_file_come_back(kind: str) -> None:
    pa = pytest.importorskip("pyarrow")
    type_ = pa.dictionary(pa.int32(), pa.string()) if kind == "dictionary" else getattr(pa, kind)()
    values = [*AWKWARD.values(), None] * 50
    columns = {"text": pa.array(values, pa.string()).cast(type_), "id": [*range(len(values))], "other": [[1]] * len(values)}
    dates = pa.array([dt.date(2024, 10, 18), None] * (len(values) // 2), pa.date32())
    found = parquet_rows(parquet(pa.table({**columns, "reference_date": dates}), row_group_size=70))
    assert [d.text if isinstance(d, Document) else None for d in found] == values
    assert [d.id for d in found[:3] if isinstance(d, Document)] == ["0", "1", "2"]
    assert isinstance(found[0], Document)
    assert found[0].reference_date == dt.date(2024, 10, 18)
    assert isinstance(found[3], InputError)
    assert found[3].culprit == "a.parquet:4"


def test_a_day_of_no_calendar_costs_its_row_alone() -> None:
    pa = pytest.importorskip("pyarrow")
    days = pa.array([2**30, 0], pa.date32())
    bad, good = parquet_rows(parquet(pa.table({"text": ["un", "deux"], "reference_date": days})))
    assert isinstance(bad, InputError)
    assert str(bad).startswith("a.parquet:1: column 'reference_date' holds a value that cannot be read")
    assert isinstance(good, Document)


def test_a_parquet_file_goes_through_the_command_line(apostil: Command, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"body": ["Le prix est de 5 €.", "Soit 20 %."], "language": ["fr", "fr"]})
    (tmp_path / "a.parquet").write_bytes(parquet(table))
    assert apostil("annotate", "a.parquet", "--text-column", "body", "-o", "out.jsonl").returncode == 0
    lines = apostil("export", "out.jsonl", "-t", "jsonl", "--with-text", "--text-column", "body").lines
    assert [(line["document"]["id"], line["document"]["text"]) for line in lines] == [
        ("a.parquet:1", "Le prix est de 5 €."),
        ("a.parquet:2", "Soit 20 %."),
    ]


def test_parquet_without_texts_damaged_or_a_bomb_is_refused() -> None:
    pa = pytest.importorskip("pyarrow")
    good = parquet(pa.table({"text": ["un"]}))
    bomb = parquet(pa.table({"text": ["a" * 50_000_000]}), compression="zstd")
    cases = {
        "damaged": [b"", b"PAR1", good[:-20], good[: len(good) // 2] + b"PAR1"],
        "holds int64, not text": [parquet(pa.table({"text": [1]}))],
        "no column 'text'": [parquet(pa.table({"body": ["un"]}))],
        "no plain values": [parquet(pa.table({"text": ["un"], "id": [[1]]}))],
        "more than 100 times its own size": [bomb],
    }
    for why, files in cases.items():
        for data in files:
            with pytest.raises(InputError, match=why):
                parquet_rows(data)


def test_an_extension_type_of_a_parquet_file_runs_no_code(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    mark = tmp_path / "ran"

    class Hostile(pa.ExtensionType):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            super().__init__(pa.string(), "arrow.py_extension_type")

        def __arrow_ext_serialize__(self) -> bytes:
            return f"cpathlib\nPath\n(V{mark}\ntR(dV_\nI0\nsb.".encode() + f"cos\nsystem\n(Vtouch {mark}\ntR.".encode()

    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = parquet(pa.table({"text": pa.ExtensionArray.from_storage(Hostile(), pa.array(["un"]))}))
        try:
            parquet_rows(data)
        except InputError as error:
            assert "no plain values" in error.why  # noqa: PT017  # a later pyarrow may read it as text
    assert not mark.exists()
