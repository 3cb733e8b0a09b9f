"""What `annotate --engine spark` does once its options are read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apostil.batch.plan import Plan
from apostil.cli import say
from apostil.cli.running import decoding_of, inputs_of
from apostil.errors import ApostilError, InputError
from apostil.extra import Extra
from apostil.model import Annotated, Document
from apostil.plugins import Plugins
from apostil.run import Outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FORMATS = {None: "parquet", "parquet": "parquet", "jsonl": "json"}
"""Formats by what they are called here, and by Spark."""
_HERE_ONLY = {"with_text": False, "offsets": "codepoint", "report": None, "profile": False}
"""Options that mean nothing in rows of Spark, and what they are when they are not given."""


def annotate(given: dict[str, Any], plan: Plan, plugins: Plugins) -> int:
    """Annotate with Spark; the exit status."""
    for name, without in _HERE_ONLY.items():
        if given[name] != without:
            raise InputError(f"--{name.replace('_', '-')}", "is not for --engine spark: leave it out")
    if given["format"] not in FORMATS or given["output"] in (None, "-"):
        raise InputError("--engine spark", "writes parquet or jsonl (-t) into a folder (-o)")
    Extra("spark", ["pyspark", "pyarrow"]).demand("--engine spark")
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return _run(given, plan, plugins)
    except (PySparkException, Py4JError) as error:
        raise ApostilError("spark", str(error).partition("\n")[0]) from error


def _run(given: dict[str, Any], plan: Plan, plugins: Plugins) -> int:
    from apostil.spark import write

    spark = _session(given["master"], sys.stderr.isatty() and not given["quiet"])
    try:
        documents, unread = _documents(spark, given, plugins)
        form = FORMATS[given["format"]]
        counts = write(documents, unread, plan, _place(given["output"]), form, given["resume"], given["jobs"] or 1)
    finally:
        spark.stop()
    if not given["quiet"]:
        say(", ".join(f"{count} documents {status}" for status, count in sorted(counts.items())) or "no documents")
    failed, problems = counts.get("failed", 0), counts.get("problems", 0)
    return Outcome(sum(counts.values()), failed, failed + problems).exit_status


def _session(master: str | None, progress: bool) -> SparkSession:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("apostil").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", str(progress).lower())
    spark = (builder.master(master) if master else builder).getOrCreate()
    spark.sparkContext.setLogLevel("OFF")  # what fails is told in one line
    return spark


def _documents(spark: SparkSession, given: dict[str, Any], plugins: Plugins) -> tuple[DataFrame, list[Annotated]]:
    """The documents, and those that could not be read. Parquet is read by Spark; all else here, where it has to have room."""
    from apostil.arrow import INPUT_SCHEMA

    if all(map(_is_parquet, given["inputs"])):
        frame = spark.read.parquet(*map(_place, given["inputs"]))
        column = given["text_column"]
        if missing := {"id", column}.difference(frame.columns):
            raise InputError(", ".join(given["inputs"]), f"no column {min(missing)!r}; --text-column names that of the texts")
        return frame.withColumn("id", frame["id"].cast("string")).withColumnRenamed(column, "text"), []
    read = list(inputs_of(plugins, given["inputs"], decoding_of(given), given["output"]).documents())
    rows = [(d.id, d.text, d.language, d.reference_date) for d in read if isinstance(d, Document)]
    schema = "id string, text string, language string, reference_date date"
    assert schema.split()[::2] == INPUT_SCHEMA.names
    return spark.createDataFrame(rows, schema), [item for item in read if isinstance(item, Annotated)]


def _place(path: str) -> str:
    """A path as Spark finds it from whatever folder it runs in."""
    return path if "://" in path else os.path.abspath(path)


def _is_parquet(path: str) -> bool:
    """Whether an input is for Spark to read: Parquet, a folder with some, or what lies elsewhere than in files here."""
    return path.endswith(".parquet") or "://" in path or any(Path(path).glob("*.parquet"))
