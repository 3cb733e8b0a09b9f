"""Reads tables with a column of texts: CSV, TSV, Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from apostil import Decoding, Document, Extra, InputError, Reader, hookimpl


def _delimited(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
    from apostil_table.delimited import read

    return read(stream, name, decoding)


def _parquet(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
    from apostil_table.parquet import read

    return read(stream, name, decoding)


@hookimpl
def apostil_readers() -> Iterable[Reader]:
    arrow = Extra("arrow", ("pyarrow",))
    return [
        Reader("table", (".csv", ".tsv"), _delimited, "a document a row of a column `text`", named_only=True),
        Reader("parquet", (".parquet",), _parquet, "the same, of a Parquet file", arrow, named_only=True),
    ]
