"""Batches of Arrow records, and Spark: the rows of a local run, and a row that says so for each document that fails."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

from apostil import Annotated, Document, Engine, ExportError, InputError, Problem  # noqa: E402
from apostil.arrow import INPUT_SCHEMA, OUTPUT_SCHEMA, annotate_batches  # noqa: E402
from apostil.batch.plan import Limits, Plan  # noqa: E402
from apostil.cli import main  # noqa: E402
from conftest import Command  # noqa: E402
from test_batch import site  # noqa: E402, F401

DAY = dt.date(2024, 10, 18)
ROWS = [
    {"id": "a", "text": "😀 Le prix est de 5 euros, soit 20 %.", "language": "fr", "reference_date": DAY},
    {"id": "null", "text": None, "language": None, "reference_date": None},
    {"id": "b", "text": "Payé le 5 mars.", "language": None, "reference_date": DAY},
    {"id": None, "text": "", "language": None, "reference_date": None},
]


def rows(batches: Any, *arguments: Any) -> list[dict[str, Any]]:
    return [row for batch in annotate_batches(batches, *arguments) for row in batch.to_pylist()]


@pytest.mark.parametrize("workers", [0, 1])
def test_there_is_a_row_a_document_with_all_its_annotations(engine: Engine, workers: int) -> None:
    batches = [pa.RecordBatch.from_pylist(part, schema=INPUT_SCHEMA) for part in (ROWS[:2], [], ROWS[2:])]
    found = rows(batches, None, workers)
    assert [(row["id"], row["status"], row["error"]) for row in found] == [
        ("a", "ok", None),
        ("null", "failed", "its text is null"),
        ("b", "ok", None),
        ("", "ok", None),
    ]
    for row, given in zip(found, ROWS, strict=True):
        if row["status"] == "ok":
            document = Document(str(given["text"]), "x", given["language"], given["reference_date"])  # type: ignore[arg-type]
            written = json.loads(engine.annotate_json(document))
            assert (row["sha256"], row["length"]) == (written["document"]["sha256"], written["document"]["length"])
            assert [
                (n["id"], n["label"], n["start_char"], n["end_char"], n["text"], json.loads(n["value_json"]), n["rule"])
                for n in row["annotations"]
            ] == [(a["id"], a["label"], a["start"], a["end"], a["text"], a["value"], a["rule"]) for a in written["annotations"]]
            assert all(n["text"] == document.text[n["start_char"] : n["end_char"]] for n in row["annotations"])
    assert found[2]["reference_date"] == DAY


def test_what_is_not_needed_may_be_missing_and_what_is_may_not() -> None:
    only = pa.RecordBatch.from_pylist([{"id": "a", "text": "5 euros", "more": 1}])
    assert rows([only], Plan(only=["money"]), 0)[0]["status"] == "ok"
    with pytest.raises(InputError, match="no column 'text'"):
        rows([pa.RecordBatch.from_pylist([{"id": "a"}])], Plan(), 0)


def test_results_come_in_the_declared_schema_which_has_no_map() -> None:
    (batch,) = annotate_batches([pa.RecordBatch.from_pylist(ROWS, schema=INPUT_SCHEMA)], Plan(only=["money"]), 0)
    assert batch.schema == OUTPUT_SCHEMA
    assert "map" not in str(OUTPUT_SCHEMA)


def test_a_document_that_kills_its_worker_is_a_row_like_others(
    site: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("FAULT", "segfaults")
    texts = ["5 euros", "FAULT, 7 euros", "9 euros"]
    batch = pa.RecordBatch.from_pylist([{"id": str(i), "text": text} for i, text in enumerate(texts)])
    found = rows([batch], Plan(only=["money", "after"], limits=Limits(seconds=20)), 1)
    assert [row["status"] for row in found] == ["ok", "problems", "ok"]
    assert "SIGSEGV" in found[1]["error"]
    assert [n["label"] for n in found[1]["annotations"]] == ["money"]


@pytest.fixture
def spark(
    site: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    """A session of Spark with two cores, which does a task again up to three times; in its workers, texts with FAULT end the
    process that annotates them."""
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("FAULT", "segfaults")
    monkeypatch.setenv("PYTHONPATH", site)
    monkeypatch.syspath_prepend(site)
    session = sql.SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def table(count: int) -> list[dict[str, Any]]:
    texts = [f"Le prix {i} est de {i} euros, soit {i % 100} %." + " FAULT" * (i == 250) for i in range(count)]
    return [{"id": f"{i:05}", "text": text} for i, text in enumerate(texts)]


PLAN = Plan(only=["money", "after"], language="fr")
PATIENT = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",  # sockets that Spark leaves open
)


@PATIENT
def test_spark_gives_the_rows_of_the_local_run_though_workers_are_killed_and_goes_on(spark: Any, tmp_path: Path) -> None:
    from apostil.spark import write

    output, given = str(tmp_path / "out"), table(2000)
    local = rows([pa.RecordBatch.from_pylist(given)], PLAN, 1)
    unread = Annotated(Document("", "unread"), problems=[Problem("reader", "why", "unreadable")], failed=True)

    def written() -> list[dict[str, Any]]:
        return sorted((r.asDict(recursive=True) for r in spark.read.parquet(output).collect()), key=lambda r: str(r["id"]))

    half = spark.createDataFrame(given[:1000])
    with killing() as killed:
        assert write(half, [], PLAN, output) == {"ok": 999, "problems": 1}
    assert killed
    assert written() == local[:1000]
    with pytest.raises(ExportError, match="is there already"):
        write(half, [], PLAN, output)
    before = set(Path(output).glob("*.parquet"))
    whole = spark.createDataFrame(given)
    assert write(whole, [unread], PLAN, output, resume=True) == {"ok": 1999, "problems": 1, "failed": 1}
    assert before < set(Path(output).glob("*.parquet"))
    assert written()[:2000] == local
    assert (written()[2000]["id"], written()[2000]["error"]) == ("unread", "why")
    before = set(Path(output).iterdir())
    write(whole, [unread], PLAN, output, resume=True)
    assert before == set(Path(output).iterdir())


@contextmanager
def killing() -> Iterator[list[int]]:
    """While the block runs, kill the first Python worker of Spark that there is, once it has begun; its number."""
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not killed and not over.wait(0.2):
            for pid in spark_workers():
                time.sleep(1)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                break

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def spark_workers() -> list[int]:
    """Processes that run our code for Spark: those whose children are workers of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"apostil.batch.worker" in (path / "cmdline").read_bytes():
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
                if b"pyspark" in Path(f"/proc/{parent}/cmdline").read_bytes():
                    found.append(parent)
    return found


@PATIENT
def test_the_command_runs_spark_on_files_and_on_parquet(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ran(*words: str) -> object:
        with pytest.raises(SystemExit) as end:
            main(["annotate", *words, "--only", "money", "-l", "fr", "--engine", "spark"])
        return end.value.code

    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Le prix est de 5 euros.")
    (tmp_path / "in" / "b.txt").write_bytes(b"\xff")
    assert ran("in", "-t", "jsonl", "-o", "rows") == 1
    assert capsys.readouterr().err.endswith("apostil: 1 documents failed, 1 documents ok\n")
    found = [json.loads(line) for path in Path("rows").glob("*.json") for line in path.read_bytes().splitlines()]
    told = sorted((row["id"], row["status"], len(row["annotations"]), row["reference_date"]) for row in found)
    assert told == [("a.txt", "ok", 1, None), ("b.txt", "failed", 0, None)]
    parquet.write_table(pa.Table.from_pylist([{"id": 1, "words": "5 euros"}]), "t.parquet")
    assert ran("t.parquet", "--text-column", "words", "-o", "more") == 0
    (row,) = parquet.read_table("more").to_pylist()
    assert (row["id"], [note["text"] for note in row["annotations"]]) == ("1", ["5 euros"])
    assert ran("t.parquet", "-o", "more", "--resume") == 2
    assert "apostil: t.parquet: no column 'text'; --text-column names that of the texts\n" in capsys.readouterr().err
    assert ran("none.parquet", "-o", "more", "--resume") == 2
    assert "apostil: spark: [PATH_NOT_FOUND]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("-o", "out", "--with-text"), "--with-text: is not for --engine spark: leave it out"),
        (("-o", "out", "--offsets", "utf8"), "--offsets: is not for --engine spark: leave it out"),
        (("-o", "out", "-t", "csv"), "--engine spark: writes parquet or jsonl (-t) into a folder (-o)"),
        ((), "--engine spark: writes parquet or jsonl (-t) into a folder (-o)"),
    ],
)
def test_what_spark_does_not_do_is_refused(apostil: Command, words: tuple[str, ...], why: str) -> None:
    ran = apostil("annotate", "a.parquet", "--engine", "spark", *words)
    assert (ran.returncode, ran.err) == (2, f"apostil: {why}\n")


def test_a_master_is_of_spark(apostil: Command) -> None:
    ran = apostil("annotate", "-", "--master", "local[2]")
    assert (ran.returncode, ran.err) == (2, "apostil: --master: is of Spark: give --engine spark, too\n")
