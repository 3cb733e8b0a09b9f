"""Batches of Arrow records, and Spark: the rows of a local run, and a row that says so for each document that fails."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from apostil import Document, Engine, InputError  # noqa: E402
from apostil.arrow import INPUT_SCHEMA, OUTPUT_SCHEMA, annotate_batches  # noqa: E402
from apostil.batch.plan import Limits, Plan  # noqa: E402
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


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sockets that Spark leaves open
def test_spark_gives_the_rows_of_the_local_run_and_survives_a_document_that_kills_its_worker(
    site: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sql = pytest.importorskip("pyspark.sql")
    from apostil.spark import annotate

    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("FAULT", "segfaults")
    monkeypatch.setenv("PYTHONPATH", site)
    monkeypatch.syspath_prepend(site)
    texts = [f"Le prix {i} est de {i} euros, soit {i % 100} %." + " FAULT" * (i == 250) for i in range(400)]
    table = [{"id": f"{i:04}", "text": text} for i, text in enumerate(texts)]
    plan = Plan(only=["money", "after"], language="fr")
    spark = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = annotate(spark.createDataFrame(table).repartition(3), plan)
        found = sorted((row.asDict(recursive=True) for row in frame.collect()), key=lambda row: row["id"])
    finally:
        spark.stop()
    assert found == rows([pa.RecordBatch.from_pylist(table)], plan, 1)
    assert [row["id"] for row in found if row["status"] != "ok"] == ["0250"]
