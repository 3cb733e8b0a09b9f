"""Writes and reads the CAS of UIMA, as JSON and as XMI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Extra, Importer, Labels, Sink, Writer, hookimpl

_EXTRA = Extra("uima", ("cassis",))


def _open_json(sink: Sink, labels: Labels) -> Writer:
    from apostil_uima.writer import JsonWriter

    return JsonWriter(sink, labels)


def _open_xmi(sink: Sink, labels: Labels) -> Writer:
    from apostil_uima.writer import XmiWriter

    return XmiWriter(sink, labels)


def _read_json(path: Path) -> Iterator[Annotated]:
    from apostil_uima.importing import read_json

    return read_json(path)


def _read_xmi(path: Path) -> Iterator[Annotated]:
    from apostil_uima.importing import read_xmi

    return read_xmi(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    json, xmi = "UIMA CAS: JSON, one file a document", "UIMA CAS: XMI, one file a document, and TypeSystem.xml"
    return [
        Exporter("uima", ".json", _open_json, json, folder=True, needs_text=True, extra=_EXTRA),
        Exporter("xmi", ".xmi", _open_xmi, xmi, folder=True, needs_text=True, extra=_EXTRA),
    ]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [
        Importer("uima", _read_json, "UIMA CAS: a .json with its types, or a folder of them", extra=_EXTRA),
        Importer("xmi", _read_xmi, "UIMA CAS: an .xmi beside TypeSystem.xml, or a folder of them", extra=_EXTRA),
    ]
