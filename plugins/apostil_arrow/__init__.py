"""Writes and reads Parquet: a row an annotation, or a row a document with its annotations nested in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Extra, Importer, Labels, Sink, Writer, hookimpl

_EXTRA = Extra("arrow", ("pyarrow",))


def _annotations(sink: Sink, labels: Labels) -> Writer:
    from apostil_arrow.writer import AnnotationsWriter

    return AnnotationsWriter(sink, labels)


def _documents(sink: Sink, labels: Labels) -> Writer:
    from apostil_arrow.writer import DocumentsWriter

    return DocumentsWriter(sink, labels)


def _read_annotations(path: Path) -> Iterator[Annotated]:
    from apostil_arrow.importing import read_annotations

    return read_annotations(path)


def _read_documents(path: Path) -> Iterator[Annotated]:
    from apostil_arrow.importing import read_documents

    return read_documents(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    whole = "Parquet, a row a document: its text, annotations nested"
    return [
        Exporter("parquet", ".parquet", _annotations, "Parquet, a row an annotation, typed columns", extra=_EXTRA),
        Exporter("parquet-documents", ".parquet", _documents, whole, needs_text=True, extra=_EXTRA),
    ]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [
        Importer("parquet", _read_annotations, "Parquet, a row an annotation", _EXTRA),
        Importer("parquet-documents", _read_documents, "Parquet, a row a document", _EXTRA),
    ]
