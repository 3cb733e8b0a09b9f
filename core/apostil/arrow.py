"""Annotates batches of Arrow records: the one function that Spark, Ray, Dask and the like call (extra `arrow`).

A document that cannot be annotated becomes a row that says so; a batch never fails because of one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa

from apostil.batch.budget import Budget
from apostil.batch.here import annotate_here
from apostil.batch.plan import Plan
from apostil.errors import InputError
from apostil.model import Annotated, Document, Problem
from apostil.records import Record, Standoff
from apostil.standoff import encode

ROWS = 256
"""In a batch of results, at most."""
INPUT_SCHEMA = pa.schema(
    [("id", pa.string()), ("text", pa.string()), ("language", pa.string()), ("reference_date", pa.date32())]
)
"""`language` and `reference_date` may be left out; other columns are passed over."""

_ANNOTATION = pa.struct(
    [
        ("id", pa.string()),
        ("label", pa.string()),
        ("start_char", pa.int64()),
        ("end_char", pa.int64()),
        ("text", pa.string()),
        ("value_json", pa.string()),
        ("annotator", pa.string()),
        ("rule", pa.string()),
        ("arguments", pa.list_(pa.struct([("role", pa.string()), ("target", pa.string())]))),
        ("confidence", pa.float64()),
    ]
)
OUTPUT_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("status", pa.string()),
        ("error", pa.string()),
        ("language", pa.string()),
        ("reference_date", pa.date32()),
        ("sha256", pa.string()),
        ("length", pa.int64()),
        ("annotations", pa.list_(_ANNOTATION)),
        ("problems", pa.list_(pa.struct([("annotator", pa.string()), ("message", pa.string()), ("code", pa.string())]))),
    ]
)
"""`status`: `ok`; `problems`, where an annotator failed; `failed`, where there is no result. `error` is the first problem.
`sha256` and `length` are those of the text, in code points, null where it failed. Offsets are code points."""


def annotate_batches(batches: Iterable[pa.RecordBatch], plan: Plan | None = None, workers: int = 1) -> Iterator[pa.RecordBatch]:
    """A row of `OUTPUT_SCHEMA` for each row of `INPUT_SCHEMA`, in order.

    `workers`: processes that annotate, which documents can cost without harm to this one; 0 annotates in this process, faster
    to begin and without that shelter. Raises `InputError` where a column is missing.
    """
    plan = plan or Plan()
    with closing(_annotated(_documents(batches), plan, workers)) as annotated:
        while rows := [row(item) for item in islice(annotated, ROWS)]:
            yield pa.RecordBatch.from_pylist(rows, schema=OUTPUT_SCHEMA)


def _annotated(documents: Iterator[Document | Annotated], plan: Plan, workers: int) -> Generator[Annotated, None, None]:
    budget = Budget(plan.limits.failures)
    if not workers:
        engine = plan.engine()
        engine.fence.limit = plan.limits.seconds
        yield from annotate_here(engine, documents, budget)
        return
    from apostil.batch.pool import Pool

    with Pool(plan, workers, whole=False) as pool:
        yield from pool.annotate(documents, budget)


def _documents(batches: Iterable[pa.RecordBatch]) -> Iterator[Document | Annotated]:
    for batch in batches:
        names = set(batch.schema.names)
        if missing := {"id", "text"} - names:
            raise InputError("batch", f"no column {min(missing)!r}: it needs id and text, both strings")
        known = batch.select([field.name for field in INPUT_SCHEMA if field.name in names])
        for row in known.to_pylist():
            yield _document(**row)


def _document(id: Any, text: Any, language: str | None = None, reference_date: dt.date | None = None) -> Document | Annotated:
    name = "" if id is None else str(id)
    if not isinstance(text, str):
        problem = Problem("reader", "its text is null" if text is None else "its text is no string", "unreadable")
        return Annotated(Document("", name), problems=[problem], failed=True)
    return Document(text, name, language, reference_date)


def row(annotated: Annotated) -> dict[str, Any]:
    """The row of `OUTPUT_SCHEMA` that says what became of a document."""
    read = msgspec.json.decode(encode(annotated), type=Standoff)
    head, problems = read.document, read.problems
    return {
        "id": head.id,
        "status": "failed" if annotated.failed else "problems" if problems else "ok",
        "error": problems[0].message if problems else None,
        "language": head.language,
        "reference_date": head.reference_date,
        "sha256": head.sha256,
        "length": head.length,
        "annotations": [_note(record) for record in read.annotations],
        "problems": [{"annotator": p.annotator, "message": p.message, "code": p.code} for p in problems],
    }


def _note(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "label": record.label,
        "start_char": record.start,
        "end_char": record.end,
        "text": record.text,
        "value_json": msgspec.json.encode(record.value).decode(),
        "annotator": record.annotator,
        "rule": record.rule,
        "arguments": [{"role": link.role, "target": link.target} for link in record.arguments or ()],
        "confidence": record.confidence,
    }
