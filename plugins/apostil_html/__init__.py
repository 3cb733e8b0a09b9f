"""Reads the main text of HTML pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from apostil import Decoding, Document, Extra, Reader, hookimpl


def _read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    from apostil_html.page import read

    return read(stream, name, decoding)


@hookimpl
def apostil_readers() -> Iterable[Reader]:
    extra = Extra("html", ("trafilatura", "lxml_html_clean"))
    return [Reader("html", (".html", ".htm", ".xhtml"), _read, "the main text of a page", extra, extracts=True)]
