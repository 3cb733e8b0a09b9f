"""Writes and reads spaCy's documents; organisations that a model of spaCy finds, as an annotator of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Annotator, Exporter, Extra, Importer, Labels, Sink, Writer, hookimpl

SPACY = Extra("spacy", ("spacy",))


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_spacy.writer import DocBinWriter  # imports spaCy, which takes seconds

    return DocBinWriter(sink)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_spacy.docbin import read

    return read(path)


def _read_json(path: Path) -> Iterator[Annotated]:
    from apostil_spacy.json import read

    return read(path)


@hookimpl
def apostil_annotators() -> list[Annotator]:
    from apostil_spacy.organisation import organisation

    return [organisation]


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("spacy", ".spacy", _open, "spaCy: a DocBin with a span group", needs_text=True, extra=SPACY)]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [
        Importer("spacy", _read, "spaCy: a DocBin, or a folder of them", SPACY),
        Importer("spacy-json", _read_json, "spaCy: Doc.to_json, one, a list or one a line"),
    ]
