"""Reads the text of Word files (.docx)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from apostil import Decoding, Document, Reader, hookimpl


def _read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    from apostil_docx.body import read

    return read(stream, name)


@hookimpl
def apostil_readers() -> Iterable[Reader]:
    return [Reader("docx", (".docx", ".docm", ".dotx"), _read, "the text of a Word file", extracts=True)]
