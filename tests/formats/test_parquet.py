"""Parquet: what its readers get is what was annotated, and all of it comes back."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, ExportError, InputError, Label, Plugins, Problem, encode
from apostil.output import FileSink
from apostil.run import export
from conftest import ROOT, Command

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

Row = dict[str, Any]
FORMATS = ["parquet", "parquet-documents"]
discovered = cache(Plugins.discover)


def spans_of(annotated: list[Annotated]) -> list[tuple[Any, ...]]:
    """Every annotation: document, id, label, span, text, the fields of its value that are not null, arguments."""
    return [
        (
            *(item.document.id, a.id, a.label, a.start, a.end, a.text),
            {field: value for field, value in a.fields().items() if value is not None},
            [(link.role, link.target_id) for link in a.links()],
        )
        for item in annotated
        for a in item.annotations
    ]


def span_of(document: str, row: Row) -> tuple[Any, ...]:
    """The same from a row of a consumer."""
    fixed = {"document", "id", "label", "start_char", "end_char", "text", "annotator", "rule", "arguments", "confidence"}
    head = {"value_json", "source", "sha256", "length", "offset_unit", "language", "reference_date"}
    value = {name: cell for name, cell in row.items() if name not in fixed | head and cell is not None}
    arguments = [(each["role"], each["target"]) for each in row["arguments"]]
    return (document, *(row[name] for name in ("id", "label", "start_char", "end_char", "text")), value, arguments)


def by_pyarrow(path: Path) -> list[Row]:
    found: list[Row] = pq.read_table(path).to_pylist()
    return found


def by_duckdb(path: Path) -> list[Row]:
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.connect().sql(f"select * from '{path}'")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def by_polars(path: Path) -> list[Row]:
    found: list[Row] = pytest.importorskip("polars").read_parquet(path).to_dicts()
    return found


def by_pandas(path: Path) -> list[Row]:
    pandas = pytest.importorskip("pandas")
    found: list[Row] = pandas.read_parquet(path, dtype_backend="pyarrow").astype(object).to_dict("records")
    return [{name: None if cell is pandas.NA else cell for name, cell in row.items()} for row in found]


def by_datasets(path: Path) -> list[Row]:
    pytest.importorskip("datasets")
    from datasets import load_dataset

    return list(load_dataset("parquet", data_files=str(path), split="train", cache_dir=str(path.parent / "cache")))


CONSUMERS = [by_pyarrow, by_duckdb, by_polars, by_pandas, by_datasets]


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")


@pytest.mark.parametrize("read", CONSUMERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:datasets", "ignore::ResourceWarning")
def test_a_consumer_reads_a_row_an_annotation(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]], read: Callable[[Path], list[Row]]
) -> None:
    done = apostil("export", "standoff.jsonl", "-t", "parquet", "-o", "a.parquet")
    assert (done.returncode, done.out) == (0, ""), done.err
    assert done.err == "apostil: parquet: documents without annotations, which have no row: 1 (parquet-documents keeps them)\n"
    assert [span_of(row["document"], row) for row in read(tmp_path / "a.parquet")] == spans_of(awkward())


@pytest.mark.parametrize("read", CONSUMERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:datasets", "ignore::ResourceWarning")
def test_a_consumer_reads_a_row_a_document(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]], read: Callable[[Path], list[Row]]
) -> None:
    assert apostil("export", "standoff.jsonl", "-t", "parquet-documents", "-o", "d.parquet").err == ""
    rows = read(tmp_path / "d.parquet")
    assert [(row["document"], row["text"]) for row in rows] == [(a.document.id, a.document.text) for a in awkward()]
    assert [span_of(row["document"], a) for row in rows for a in row["annotations"]] == spans_of(awkward())
    for row in rows:
        assert all(row["text"][a["start_char"] : a["end_char"]] == a["text"] for a in row["annotations"])


def test_documents_come_back_whole(apostil: Command, awkward: Callable[[], list[Annotated]]) -> None:
    apostil("export", "standoff.jsonl", "-t", "parquet-documents", "-o", "d.parquet")
    done = apostil("import", "-f", "parquet-documents", "d.parquet", "--with-text")
    assert (done.returncode, done.err) == (0, "")
    assert done.lines == [json.loads(encode(item, with_text=True)) for item in awkward()]


def test_annotations_come_back_with_what_is_said_of_their_documents(
    apostil: Command, awkward: Callable[[], list[Annotated]]
) -> None:
    apostil("export", "standoff.jsonl", "-t", "parquet", "-o", "a.parquet")
    done = apostil("import", "-f", "parquet", "a.parquet")
    expected = [json.loads(encode(item)) | {"annotators": {}} for item in awkward() if item.annotations]
    assert (done.returncode, done.lines) == (0, expected)


@pytest.mark.parametrize("unit", ["utf16", "utf8"])
def test_offsets_are_in_the_unit_asked_for_and_come_back_from_it(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]], unit: str
) -> None:
    apostil("export", "standoff.jsonl", "-t", "parquet-documents", "--offsets", unit, "-o", "d.parquet")
    table = pq.read_table(tmp_path / "d.parquet")
    assert table.schema.metadata[b"offset_unit"] == unit.encode()
    coding, width = ("utf-16-le", 2) if unit == "utf16" else ("utf-8", 1)
    for row in table.to_pylist():
        data = row["text"].encode(coding)
        for a in row["annotations"]:
            assert data[a["start_char"] * width : a["end_char"] * width].decode(coding) == a["text"]
    done = apostil("import", "-f", "parquet-documents", "d.parquet", "--with-text")
    assert done.lines == [json.loads(encode(item, with_text=True)) for item in awkward()]


@pytest.mark.parametrize("program", ["duckdb", "polars", "datasets"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:datasets", "ignore::ResourceWarning")
def test_a_table_that_another_program_wrote_again_comes_back(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]], form: str, program: str
) -> None:
    """Programs drop the metadata of the schema and choose other types for strings and lists."""
    apostil("export", "standoff.jsonl", "-t", form, "-o", "x.parquet")
    module, old, new = pytest.importorskip(program), str(tmp_path / "x.parquet"), str(tmp_path / "y.parquet")
    if program == "duckdb":
        module.connect().execute(f"copy (from '{old}') to '{new}'")
    elif program == "polars":
        module.read_parquet(old).write_parquet(new)
    else:
        module.load_dataset("parquet", data_files=old, split="train", cache_dir=str(tmp_path / "cache")).to_parquet(new)
    done = apostil("import", "-f", form, "y.parquet", "-o", "y.jsonl")
    assert (done.returncode, done.err) == (0, "")
    again = [json.loads(line) for line in (tmp_path / "y.jsonl").read_bytes().splitlines()]
    found = [
        (
            *(item["document"]["id"], a["id"], a["label"], a["start"], a["end"], a["text"]),
            {field: value for field, value in a["value"].items() if value is not None},
            [(link["role"], link["target"]) for link in a.get("arguments", [])],
        )
        for item in again
        for a in item["annotations"]
    ]
    assert found == spans_of(awkward())


# --- values, kinds of documents


@define
class Price:
    amount: str | None
    share: float | None
    count: int | None
    sure: bool | None
    text: str | None = None
    """A field that has the name of a column."""


LABELS = {"money": Label("money", Price), "mark": Label("mark")}


def written(path: Path, form: str, *annotated: Annotated) -> Path:
    exporter = discovered().exporters()[form][1]
    export(annotated, exporter, FileSink(path / "x.parquet"), LABELS)
    return path / "x.parquet"


def returned(path: Path, form: str) -> list[Annotated]:
    return list(discovered().importers()[form][1].read(path))


def note(text: str, value: Any, label: str = "money", id: str = "T1") -> Annotation:
    return Annotation(0, len(text), label, value, "a-rule", None, "an", text, id)


VALUES_OF_ANY_KIND = {
    "what the label declares": {"amount": "-3.20", "share": 0.1, "count": -7, "sure": False, "text": "x\0y"},
    "nulls": {"amount": None, "share": None, "count": None, "sure": None, "text": None},
    "a field more": {"amount": "1", "share": None, "count": None, "sure": None, "text": None, "more": [1, {"a": None}]},
    "a field less": {"amount": "1", "share": 0.5},
    "a number for a string": {"amount": 12, "share": None, "count": None, "sure": None, "text": None},
    "true for a number": {"amount": None, "share": None, "count": True, "sure": None, "text": None},
    "an integer for a fraction": {"amount": None, "share": 1, "count": None, "sure": None, "text": None},
    "no value": None,
    "an empty one": {},
    "a word": "twelve",
    "a list": ["a", 1],
}


@pytest.mark.parametrize("value", VALUES_OF_ANY_KIND.values(), ids=VALUES_OF_ANY_KIND.keys())
@pytest.mark.parametrize("label", ["money", "mark", "foreign"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_value_of_any_kind_comes_back(tmp_path: Path, form: str, label: str, value: Any) -> None:
    (found,) = returned(written(tmp_path, form, Annotated(Document("x", "d"), [note("x", value, label)])), form)
    again = found.annotations[0].value
    assert (again, json.dumps(again, sort_keys=True)) == (value, json.dumps(value, sort_keys=True))


def test_a_number_too_large_for_its_column_is_json(tmp_path: Path) -> None:
    path = written(tmp_path, "parquet", Annotated(Document("x", "d"), [note("x", Price(None, None, 2**70, None))]))
    (row,) = by_pyarrow(path)
    assert (row["count"], json.loads(row["value_json"])["count"]) == (None, 2**70)


def test_columns_are_of_the_types_that_labels_declare(tmp_path: Path) -> None:
    schema = pq.read_schema(written(tmp_path, "parquet"))
    assert [str(schema.field(name).type) for name in ("amount", "share", "count", "sure", "value_text", "start_char")] == [
        "string",
        "double",
        "int64",
        "bool",
        "string",
        "int64",
    ]
    assert schema.metadata[b"offset_unit"] == b"codepoint"


def test_all_that_is_said_of_a_document_comes_back(tmp_path: Path) -> None:
    document = Document("a\0b", "d", "fr", dt.date(2024, 10, 18), "d.txt", {"page": [1, {"x": None}]}, 2)
    whole = Annotated(document, [note("a\0b", None, "mark")], [Problem("date", "why", "odd")], {"date": "0.1.0", "mark": "1"})
    whole.annotations[0].arguments = [Argument("of", "T1"), Argument("of", "T1")]
    whole.annotations[0].confidence = 0.25
    failed = Annotated(Document("", "f"), problems=[Problem("reader", "not text", "unreadable")], failed=True)
    given = [whole, failed, Annotated(Document("", "empty"))]
    found = returned(written(tmp_path, "parquet-documents", *given), "parquet-documents")
    assert [encode(item, with_text=True) for item in found] == [encode(item, with_text=True) for item in given]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    annotated = Annotated(Document(text, text), [note(text, None, "mark")])
    path = written(tmp_path_factory.mktemp("parquet"), "parquet-documents", annotated)
    assert [encode(item, with_text=True) for item in returned(path, "parquet-documents")] == [encode(annotated, with_text=True)]


def test_rows_go_out_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil_arrow.writer.GROUP", 1000)
    documents = [Annotated(Document(f"text {n}", f"d{n}"), [note(f"text {n}", None, "mark")]) for n in range(20)]
    for form, groups in (("parquet", 10), ("parquet-documents", 7)):
        path = written(tmp_path, form, *documents)
        assert pq.read_metadata(path).num_row_groups == pytest.approx(groups, abs=3)
        assert [item.document.id for item in returned(path, form)] == [f"d{n}" for n in range(20)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_lone_surrogate_fails_its_document_only(tmp_path: Path, form: str) -> None:
    exporter = discovered().exporters()[form][1]
    documents = [Annotated(Document(text, text[:1]), [note(text[:1], None, "mark")]) for text in ("a\ud800", "b")]
    outcome = export(documents, exporter, FileSink(tmp_path / "x.parquet"), LABELS)
    assert outcome.messages == [f"a: {form}: its text has a lone surrogate, which is no character"]
    assert [row["document"] for row in by_pyarrow(tmp_path / "x.parquet")] == ["b"]


def test_offsets_of_another_unit_need_the_text(tmp_path: Path) -> None:
    exporter = discovered().exporters()["parquet"][1]
    with FileSink(tmp_path / "x.parquet", offset_unit="utf16") as sink:
        writer = exporter.open(sink, LABELS)
        with pytest.raises(ExportError, match="without the text"):
            writer.write(Annotated(Document("", "d"), [note("x", None)], sha256="0" * 64, length=1))
        writer.close()


# --- what is not to be trusted


def table(path: Path, form: str) -> Any:
    annotated = Annotated(Document("ab", "d"), [note("ab", None, "mark")])
    return pq.read_table(written(path, form, annotated, Annotated(Document("ab", "e"), [note("ab", None, "mark")])))


def rewritten(path: Path, found: Any, **cells: Any) -> Path:
    """`found` with some cells of its first row replaced."""
    rows = found.to_pylist()
    rows[0].update(cells)
    pq.write_table(pa.Table.from_pylist(rows, found.schema), path / "y.parquet")
    return path / "y.parquet"


WRONG = {
    "an offset out of the text": {"end_char": 9},
    "a quote of another text": {"text": "abc"},
    "an empty id": {"id": ""},
    "no label": {"label": None},
    "a link to nothing": {"arguments": [{"role": "of", "target": "T7"}]},
    "a hash that is none": {"sha256": "x"},
    "a unit nobody knows": {"offset_unit": "furlong"},
    "units of a text that is not there": {"offset_unit": "utf16"},
    "JSON that is none": {"value_json": "{"},
    "JSON that ends the value": {"value_json": '1}], "x": [{"y": 2'},
    "two keys of one name": {"value_json": '{"a": 1, "a": 2}'},
    "NaN": {"value_json": "NaN"},
    "JSON too deep": {"value_json": "[" * 100_000},
}


@pytest.mark.parametrize("cells", WRONG.values(), ids=WRONG.keys())
def test_a_row_that_is_wrong_fails_its_document_and_the_others_come(tmp_path: Path, cells: Row) -> None:
    path = rewritten(tmp_path, table(tmp_path, "parquet"), **cells)
    first, second = returned(path, "parquet")
    assert (first.failed, first.document.id, len(first.problems)) == (True, "d", 1)
    assert first.problems[0].message.startswith("y.parquet, d: ")
    assert (second.failed, len(second.annotations)) == (False, 1)


@pytest.mark.parametrize("cells", [{"text": "other"}, {"metadata_json": "["}, {"annotations": None, "sha256": None}])
def test_a_document_that_is_wrong_fails_and_the_others_come(tmp_path: Path, cells: Row) -> None:
    path = rewritten(tmp_path, table(tmp_path, "parquet-documents"), **cells)
    first, second = returned(path, "parquet-documents")
    assert (first.failed, second.failed) == (True, False)
    assert first.problems[0].message.startswith("y.parquet, row 1: ")


@pytest.mark.parametrize("form", FORMATS)
def test_documents_of_one_id_stay_apart(tmp_path: Path, form: str) -> None:
    given = [Annotated(Document(text, "d"), [note(text, None, "mark")]) for text in ("ab", "abc")]
    found = returned(written(tmp_path, form, *given), form)
    assert [[a.text for a in item.annotations] for item in found] == [["ab"], ["abc"]]


def test_rows_of_one_document_that_stand_apart_are_refused(tmp_path: Path) -> None:
    found = table(tmp_path, "parquet")
    pq.write_table(pa.concat_tables([found, found]), tmp_path / "y.parquet")
    with pytest.raises(InputError, match="rows of 'd' are apart: sort them by document"):
        returned(tmp_path / "y.parquet", "parquet")


UNREADABLE = {
    "nanoseconds": pa.array([1, 1], pa.timestamp("ns")),
    "an unknown zone": pa.array([0, 0], pa.timestamp("s", "Mars/Olympus")),
    "a year of another age": pa.array([10**12, 0], pa.timestamp("s")),
    "a time without end": pa.array([2**62, 0], pa.duration("s")),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("added", UNREADABLE.values(), ids=UNREADABLE)
def test_columns_that_others_added_are_passed_over(tmp_path: Path, added: Any, form: str) -> None:
    pq.write_table(table(tmp_path, form).append_column("added", added), tmp_path / "y.parquet")
    assert [(item.failed, len(item.annotations)) for item in returned(tmp_path / "y.parquet", form)] == [(False, 1)] * 2


@pytest.mark.parametrize("added", UNREADABLE.values(), ids=UNREADABLE)
def test_a_value_that_cannot_be_read_is_refused_with_its_column(tmp_path: Path, added: Any) -> None:
    found = table(tmp_path, "parquet").append_column("added", added)
    pq.write_table(found.replace_schema_metadata(), tmp_path / "y.parquet")  # whose labels have which columns is not known
    with pytest.raises(InputError, match=r"y\.parquet: column added: holds values that cannot be read"):
        returned(tmp_path / "y.parquet", "parquet")


@pytest.mark.parametrize("form", FORMATS)
def test_a_day_that_is_none_is_refused_with_its_column(tmp_path: Path, form: str) -> None:
    found = table(tmp_path, form)
    place = found.schema.get_field_index("reference_date")
    pq.write_table(found.set_column(place, "reference_date", pa.array([2**30, 0], pa.date32())), tmp_path / "y.parquet")
    with pytest.raises(InputError, match=r"y\.parquet: column reference_date: holds values"):
        returned(tmp_path / "y.parquet", form)


class Odd(pa.ExtensionType):  # type: ignore[misc]  # pyarrow has no types
    """A type of a stranger, whose reading would run the stranger's code."""

    def __init__(self) -> None:
        super().__init__(pa.string(), "stranger.odd")

    def __arrow_ext_serialize__(self) -> bytes:
        return b""

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: Any, serialized: bytes) -> Any:
        return cls()


def test_extension_types_are_refused(tmp_path: Path) -> None:
    found = table(tmp_path, "parquet")
    odd = pa.ExtensionArray.from_storage(Odd(), found["rule"].combine_chunks())
    pa.register_extension_type(Odd())
    try:
        pq.write_table(found.set_column(found.schema.get_field_index("rule"), "rule", odd), tmp_path / "y.parquet")
        with pytest.raises(InputError, match="column 'rule' is of an extension type"):
            returned(tmp_path / "y.parquet", "parquet")
    finally:
        pa.unregister_extension_type("stranger.odd")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_no_such_table_is_one_line_that_says_so(apostil: Command, tmp_path: Path, form: str) -> None:
    other = "parquet" if form == "parquet-documents" else "parquet-documents"
    whole = written(tmp_path, other, Annotated(Document("x", "d"), [note("x", None, "mark")])).read_bytes()
    texts = pa.table({"document": [3], "annotations": ["x"], "label": [b"\xff"]})
    pq.write_table(texts, tmp_path / "strange.parquet")
    files = {"empty": b"", "text": b"{}", "cut": whole[:-30], "tail": whole[len(whole) // 2 :], "other": whole}
    for name, data in files.items():
        (tmp_path / f"{name}.parquet").write_bytes(data)
    for name in (*files, "strange", "absent"):
        done = apostil("import", "-f", form, f"{name}.parquet")
        assert (done.returncode, done.err.count("\n")) == (2, 1), name
        assert re.match(rf"apostil: {name}\.parquet: (cannot be read as Parquet|has no column)", done.err), done.err
    assert f"to be read with -f {other}" in apostil("import", "-f", form, "other.parquet").err


def test_a_file_damaged_anywhere_never_ends_in_a_trace(tmp_path: Path) -> None:
    whole = written(tmp_path, "parquet", Annotated(Document("x", "d"), [note("x", None, "mark")])).read_bytes()
    for place in range(4, len(whole), 37):
        (tmp_path / "y.parquet").write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with contextlib.suppress(InputError):
            assert all(item.failed or item.document.id for item in returned(tmp_path / "y.parquet", "parquet"))


# --- the page


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", (ROOT / "docs/formats/parquet.md").read_text(), re.S))
def test_the_queries_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: list[Annotated], query: str
) -> None:
    duckdb = pytest.importorskip("duckdb")
    plugins = discovered()
    for form, name in (("parquet", "notes"), ("parquet-documents", "documents")):
        export(seeds, plugins.exporters()[form][1], FileSink(tmp_path / f"{name}.parquet"), plugins.labels())
    monkeypatch.chdir(tmp_path)
    assert duckdb.connect().sql(query).fetchall()
