"""Annotates a Spark dataframe (extra `spark`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from apostil.arrow import INPUT_SCHEMA, annotate_batches, row
from apostil.batch.plan import Plan
from apostil.errors import ExportError
from apostil.model import Annotated

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCHEMA = """id string, status string, error string, language string, reference_date date, sha256 string, length bigint,
annotations array<struct<id: string, label: string, start_char: bigint, end_char: bigint, text: string, value_json: string,
annotator: string, rule: string, arguments: array<struct<role: string, target: string>>, confidence: double>>,
problems array<struct<annotator: string, message: string, code: string>>"""
"""`apostil.arrow.OUTPUT_SCHEMA` in the words of Spark."""
DOCUMENTS = 5_000
"""Of a task, at most: what is done again when it is lost. Each starts workers of its own, which takes seconds."""


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


def write(
    documents: DataFrame,
    unread: Iterable[Annotated],
    plan: Plan,
    output: str,
    format: str = "parquet",
    resume: bool = False,
    workers: int = 1,
) -> dict[str, int]:
    """Write a row for each of `documents`, and of those `unread`, into the folder `output`; how many have which status there.

    The file of a task appears when it is whole, whatever becomes of the others. `resume`: leave out the ids that are written,
    whatever the plan was then. `format` is one of Spark's that can hold `SCHEMA`. Raises `ExportError` for a folder that is
    there, unless `resume`.
    """
    spark = documents.sparkSession
    failed = spark.createDataFrame([row(item) for item in unread], SCHEMA)
    done = _written(spark, output, format)
    if done is not None and not resume:
        raise ExportError(output, "is there already: give another folder with -o, or --resume")
    if done is not None:
        documents, failed = (frame.join(done.select("id"), "id", "left_anti") for frame in (documents, failed))
    count = documents.count()
    if count or done is None or not failed.isEmpty():
        tasks = max(spark.sparkContext.defaultParallelism, -(-count // DOCUMENTS))
        rows = annotate(documents.repartition(tasks), plan, workers).unionByName(failed.coalesce(1))
        writer = rows.write.format(format).mode("append").option("ignoreNullFields", "false")
        writer.option("mapreduce.fileoutputcommitter.algorithm.version", "2").save(output)
    found = _written(spark, output, format)
    return dict(found.groupBy("status").count().collect()) if found is not None else {}


def _written(spark: SparkSession, output: str, format: str) -> DataFrame | None:
    """What is in the folder; None where there is no such folder."""
    from pyspark.errors import AnalysisException

    try:
        return spark.read.schema(SCHEMA).format(format).load(output)
    except AnalysisException:
        return None
