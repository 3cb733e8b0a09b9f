"""SQLite: what queries get is what was annotated, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from apostil import Annotated, Annotation, Argument, Document, ExportError, Label, Plugins, Problem, ValueColumns
from apostil.output import FileSink, FolderSink
from apostil.run import Outcome, export
from conftest import ROOT, Command

discovered = cache(Plugins.discover)
PAGE = (ROOT / "docs/formats/sqlite.md").read_text("utf-8")


def rows(path: Path, query: str, *parameters: Any) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(query, parameters)]


def test_every_annotation_is_a_row_with_its_value_and_arguments(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]
) -> None:
    done = apostil("export", "standoff.jsonl", "-t", "sqlite", "--with-text", "-o", "a.sqlite")
    assert (done.returncode, done.err) == (0, "")
    path = tmp_path / "a.sqlite"
    for item in awkward():
        (document,) = rows(path, "SELECT * FROM documents WHERE id = ?", item.document.id)
        assert (document["text"], document["sha256"], document["length"]) == (item.document.text, item.sha256, item.length)
        assert (document["language"], document["reference_date"], document["offset_unit"]) == ("fr", "2024-10-18", "codepoint")
        assert json.loads(document["annotators"]) == item.annotators
        found = rows(path, "SELECT * FROM annotations WHERE document = ? ORDER BY number", document["number"])
        for row, a in zip(found, item.annotations, strict=True):
            assert (row["id"], row["label"], row["start_char"], row["end_char"], row["text"]) == (
                *(a.id, a.label, a.start, a.end, a.text),
            )
            assert (row["annotator"], row["rule"], row["value_json"]) == (a.annotator, a.rule, None)
            assert {field: row[field] for field in a.fields()} == a.fields()
            links = rows(
                path,
                "SELECT role, target.id FROM arguments JOIN annotations AS target ON target = target.number"
                " WHERE annotation = ? ORDER BY arguments.rowid",
                row["number"],
            )
            assert [(link["role"], link["id"]) for link in links] == [(link.role, link.target_id) for link in a.links()]


def test_the_database_is_sound(tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]) -> None:
    apostil("export", "standoff.jsonl", "-t", "sqlite", "--with-text", "-o", "a.sqlite")
    path = tmp_path / "a.sqlite"
    assert rows(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert rows(path, "PRAGMA foreign_key_check") == []
    rows(path, "INSERT INTO documents_fts (documents_fts) VALUES ('integrity-check')")
    rows(path, "INSERT INTO annotations_fts (annotations_fts) VALUES ('integrity-check')")
    plan = rows(path, "EXPLAIN QUERY PLAN SELECT * FROM arguments WHERE annotation = 1")
    assert "arguments_annotation" in plan[0]["detail"]


@pytest.mark.parametrize("word", ["societe", "SOCIÉTÉ", "Socie\u0301te\u0301"])
def test_the_index_of_words_knows_no_accents_and_no_capitals(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]], word: str
) -> None:
    apostil("export", "standoff.jsonl", "-t", "sqlite", "--with-text", "-o", "a.sqlite")
    found = rows(tmp_path / "a.sqlite", "SELECT text FROM annotations_fts WHERE annotations_fts MATCH ?", word)
    assert "Société Générale SA" in [row["text"] for row in found]
    query = "SELECT id FROM documents WHERE number IN (SELECT rowid FROM documents_fts WHERE documents_fts MATCH ?)"
    assert [row["id"] for row in rows(tmp_path / "a.sqlite", query, word)] == ["a.txt"]


def test_texts_are_there_when_asked_for(tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]) -> None:
    apostil("export", "standoff.jsonl", "-t", "sqlite", "-o", "a.sqlite")
    assert rows(tmp_path / "a.sqlite", "SELECT DISTINCT text FROM documents") == [{"text": None}]
    assert rows(tmp_path / "a.sqlite", "SELECT count(*) AS n FROM documents_fts WHERE documents_fts MATCH 'prix'") == [{"n": 0}]


def test_offsets_are_in_the_unit_asked_for(tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]) -> None:
    apostil("export", "standoff.jsonl", "-t", "sqlite", "--with-text", "--offsets", "utf16", "-o", "a.sqlite")
    found = rows(
        tmp_path / "a.sqlite",
        "SELECT a.*, d.text AS whole, d.offset_unit FROM annotations AS a JOIN documents AS d ON d.number = a.document",
    )
    assert {row["offset_unit"] for row in found} == {"utf16"}
    for row in found:
        assert row["whole"].encode("utf-16-le")[2 * row["start_char"] : 2 * row["end_char"]].decode("utf-16-le") == row["text"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, seeds: list[Annotated]) -> Path:
    """The samples as a database."""
    path = tmp_path_factory.mktemp("published") / "notes.sqlite"
    plugins = discovered()
    export(seeds, plugins.exporters()["sqlite"][1], FileSink(path, with_text=True), plugins.labels())
    return path


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", PAGE, re.S))
def test_the_queries_of_the_page_find_something(published: Path, query: str) -> None:
    found = rows(published, query)
    assert found
    assert all(row["exact"] == row["annotations"] for row in found if "exact" in row)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_datasette_finds_the_indexes_of_words(published: Path) -> None:
    detect_fts = pytest.importorskip("datasette.utils").detect_fts
    with closing(sqlite3.connect(published)) as database:
        assert [detect_fts(database, table) for table in ("documents", "annotations")] == ["documents_fts", "annotations_fts"]


def test_the_page_names_every_column(published: Path) -> None:
    values = set(ValueColumns(discovered().labels(), ()).names)
    for table in ("documents", "annotations", "arguments", "problems"):
        columns = {row["name"] for row in rows(published, f"PRAGMA table_info({table})")} - values
        (line,) = re.findall(rf"^\| `{table}` \|.*$", PAGE, re.M)
        assert columns <= set(re.findall(r"`(\w+)`", line)), table


# --- what a database cannot hold


@define
class Odd:
    """Fields called as SQL's words are, and as columns are, in other letters too."""

    select: str | None = None
    Text: str | None = None
    number: int | None = None
    sure: bool | None = None
    share: float | None = None


LABELS = {"odd": Label("odd", Odd)}


def written(path: Path, *annotated: Annotated, **options: Any) -> Outcome:
    sink = FileSink(path / "x.sqlite", with_text=True, **options)
    return export(annotated, discovered().exporters()["sqlite"][1], sink, LABELS)


def note(text: str, value: Any = None, id: str = "T1") -> Annotation:
    return Annotation(0, len(text), "odd", value, "a-rule", None, "an", text, id)


def test_fields_have_columns_whatever_they_are_called(tmp_path: Path) -> None:
    written(tmp_path, Annotated(Document("x", "d"), [note("x", Odd("a", "b", 3, True, 0.5))]))
    (row,) = rows(tmp_path / "x.sqlite", "SELECT * FROM annotations")
    assert (row["select"], row["value_Text"], row["value_number"], row["sure"], row["share"]) == ("a", "b", 3, 1, 0.5)


def test_values_that_are_not_flat_are_json(tmp_path: Path) -> None:
    value = {"select": [1, {"a": None}], "value": 7, "number": 2**70}
    written(tmp_path, Annotated(Document("x", "d"), [note("x", value)]))
    (row,) = rows(tmp_path / "x.sqlite", "SELECT * FROM annotations")
    assert (row["select"], row["value_json"], row["value_number"]) == ('[1,{"a":null}]', '{"value":7}', float(2**70))


def test_what_ends_a_text_in_sql_is_replaced_and_told(tmp_path: Path) -> None:
    outcome = written(tmp_path, Annotated(Document("a\0b", "d\0"), [note("a\0b", {"select": "\ud800", "sure": None})]))
    assert outcome.notes == ["sqlite: NUL and lone surrogates that became U+FFFD, which takes their place: 4"]
    (row,) = rows(tmp_path / "x.sqlite", 'SELECT text, "select", start_char, end_char, length(text) AS n FROM annotations')
    assert row == {"text": "a\ufffdb", "select": "\ufffd", "start_char": 0, "end_char": 3, "n": 3}
    assert rows(tmp_path / "x.sqlite", "SELECT id, text FROM documents") == [{"id": "d\ufffd", "text": "a\ufffdb"}]


def test_a_lone_surrogate_in_a_text_fails_its_document_only(tmp_path: Path) -> None:
    outcome = written(tmp_path, Annotated(Document("a\ud800", "a"), [note("a")]), Annotated(Document("b", "b"), [note("b")]))
    assert outcome.messages == ["a: sqlite: its text has a lone surrogate, which is no character"]
    assert rows(tmp_path / "x.sqlite", "SELECT document, text FROM annotations") == [{"document": 1, "text": "b"}]


def test_hostile_names_are_data(tmp_path: Path) -> None:
    evil = "x'); DROP TABLE annotations; --"
    one, two = note(evil, {"select": evil, evil: 1}, evil), note(evil, None, "T2")
    two.label = evil
    one.arguments = [Argument(evil, "T2"), Argument(evil, evil)]
    written(tmp_path, Annotated(Document(evil, evil), [one, two], [Problem(evil, evil, evil)]))
    assert [row["label"] for row in rows(tmp_path / "x.sqlite", "SELECT label FROM annotations")] == ["odd", evil]
    assert rows(tmp_path / "x.sqlite", "SELECT role, target FROM arguments") == [
        {"role": evil, "target": 2},
        {"role": evil, "target": 1},
    ]


def test_problems_and_failed_documents_are_told(tmp_path: Path) -> None:
    failed = Annotated(Document("", "f"), problems=[Problem("reader", "not text", "unreadable")], failed=True)
    written(tmp_path, Annotated(Document("x", "d", metadata={"page": 1})), failed)
    found = rows(tmp_path / "x.sqlite", "SELECT id, sha256 IS NULL AS failed, metadata, text FROM documents ORDER BY number")
    assert found == [
        {"id": "d", "failed": 0, "metadata": '{"page":1}', "text": "x"},
        {"id": "f", "failed": 1, "metadata": None, "text": None},
    ]
    query = "SELECT id, annotator, message, code FROM problems JOIN documents ON documents.number = document"
    assert rows(tmp_path / "x.sqlite", query) == [
        {"id": "f", "annotator": "reader", "message": "not text", "code": "unreadable"}
    ]


# --- whole or not at all


@pytest.fixture
def _small_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A disk on which a database of 30 pages has room."""
    connect, opened = sqlite3.connect, []

    def small(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        opened[-1].execute("PRAGMA max_page_count = 30")
        return opened[-1]

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", small)
        yield
    for database in opened:
        database.close()


@pytest.mark.usefixtures("_small_disk")
@pytest.mark.parametrize("sink", [FileSink, FolderSink])
@pytest.mark.parametrize("size", [200_000, 45_000], ids=["while rows are written", "while they are indexed"])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, sink: type, size: int) -> None:
    (tmp_path / "out.sqlite").write_bytes(b"old")
    to = sink(tmp_path / "out.sqlite", with_text=True) if sink is FileSink else sink(tmp_path, "out.sqlite", with_text=True)
    text = " ".join(f"w{n}" for n in range(size // 7))
    with pytest.raises(ExportError, match=r"out\.sqlite: database or disk is full"):
        export([Annotated(Document(text, "d"))], discovered().exporters()["sqlite"][1], to, LABELS)
    assert os.listdir(tmp_path) == ["out.sqlite"]
    assert (tmp_path / "out.sqlite").read_bytes() == b"old"


def test_standard_output_cannot_hold_a_database(apostil: Command, awkward: Callable[[], list[Annotated]]) -> None:
    done = apostil("export", "standoff.jsonl", "-t", "sqlite")
    assert (done.returncode, done.out) == (2, "")
    assert done.err == "apostil: standard output: cannot hold this format: give a file with -o\n"


def test_the_same_annotations_give_the_same_bytes(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]
) -> None:
    for name in ("a.sqlite", "b.sqlite"):
        apostil("export", "standoff.jsonl", "-t", "sqlite", "-o", name)
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()
