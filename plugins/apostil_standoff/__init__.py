"""Writes standoff JSON: a file a document, or an object a line."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Exporter, hookimpl
from apostil_standoff.writers import JsonLinesWriter, JsonWriter


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [
        Exporter("json", ".json", JsonWriter, "standoff JSON, one file a document", self_contained=True, standoff=True),
        Exporter(
            "jsonl",
            ".jsonl",
            JsonLinesWriter,
            "standoff JSON, one object a line",
            self_contained=True,
            standoff=True,
            shards=True,
        ),
    ]
