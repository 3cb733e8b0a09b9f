"""Reads the main text of HTML pages, and writes pages to read: the text with its annotations marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from apostil import Decoding, Document, Exporter, Extra, Labels, Reader, Sink, Writer, hookimpl


def _read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    from apostil_html.reading import read

    return read(stream, name, decoding)


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_html.writer import HtmlWriter

    return HtmlWriter(sink, labels)


@hookimpl
def apostil_readers() -> Iterable[Reader]:
    extra = Extra("html", ("trafilatura", "lxml_html_clean"))
    return [Reader("html", (".html", ".htm", ".xhtml"), _read, "the main text of a page", extra, extracts=True)]


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("html", ".html", _open, "a page with the annotations marked in the text", needs_text=True)]
