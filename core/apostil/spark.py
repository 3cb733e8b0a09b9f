"""Annotates a Spark dataframe (extra `spark`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from apostil.arrow import INPUT_SCHEMA, annotate_batches
from apostil.batch.plan import Plan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SCHEMA = """id string, status string, error string, language string, reference_date date, sha256 string, length bigint,
annotations array<struct<id: string, label: string, start_char: bigint, end_char: bigint, text: string, value_json: string,
annotator: string, rule: string, arguments: array<struct<role: string, target: string>>, confidence: double>>,
problems array<struct<annotator: string, message: string, code: string>>"""
"""`apostil.arrow.OUTPUT_SCHEMA` in the words of Spark."""


def annotate(documents: DataFrame, plan: Plan | None = None, workers: int = 1) -> DataFrame:
    """A row of annotations for each row of `documents`, which has the columns of `apostil.arrow.INPUT_SCHEMA`.

    Lazy, as Spark is. Each task has `workers` of its own, so that a document that ends one fails neither task nor stage; to
    go on after an interruption, leave out the ids that are written: `documents.join(done, "id", "left_anti")`.
    """
    columns = [field.name for field in INPUT_SCHEMA if field.name in documents.columns]
    plan = plan or Plan()

    def annotated(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return annotate_batches(batches, plan, workers)

    return documents.select(*columns).mapInArrow(annotated, SCHEMA)
