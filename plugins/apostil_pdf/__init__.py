"""Reads the text of PDF files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from apostil import Decoding, Document, Extra, Reader, hookimpl


def _read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    from apostil_pdf.pages import read

    return read(stream, name)


@hookimpl
def apostil_readers() -> Iterable[Reader]:
    return [Reader("pdf", (".pdf",), _read, "the text of a PDF, page by page", Extra("pdf", ("pypdf",)), extracts=True)]
