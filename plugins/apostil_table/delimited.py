"""CSV and TSV: what separates the cells is what makes the column of texts one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from apostil import Decoding, Document, InputError
from apostil_table.rows import Columns

SEPARATORS = ",;\t"
LONGEST = 100_000_000
"""Characters of a cell; Python's own limit is 131,072."""


def read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
    """A document a row, no newline within a cell changed; blank lines are no rows. A row that is none is yielded as the error
    it is.

    Raises `InputError` for a table without a column of texts.
    """
    lines = _lines(stream, decoding)
    try:
        header = next((line for line in lines if line.strip("\r\n")), "")
        separator, names = _header(header, decoding.column)
        columns = Columns.of(name, names, decoding.column)
        csv.field_size_limit(LONGEST)  # there is no other way to read a long text
        for row, cells in enumerate(filter(None, csv.reader(lines, delimiter=separator)), 1):
            if len(cells) > len(names):  # a text with separators in it, most often
                yield InputError(f"{name}:{row}", f"has {len(cells)} cells, the header {len(names)}: quote its text")
            else:
                yield _document(columns, row, dict(zip(names, cells, strict=False)), decoding)
    except UnicodeError as error:  # an encoding whose broken bytes cannot be passed on to the row they are in
        raise InputError(name, f"not {decoding.encoding}: give --encoding, or --errors replace") from error
    except csv.Error as error:
        raise InputError(name, f"a cell of more than {LONGEST:,} characters: is a quotation mark left open?") from error


def _lines(stream: BinaryIO, decoding: Decoding) -> Iterator[str]:
    """Lines with their ends. Broken bytes come as lone surrogates, so that they cost their own row alone."""
    head = stream.read(4)
    mark, encoding = decoding.mark(head)
    stream.seek(len(mark))
    return io.TextIOWrapper(stream, encoding, "surrogateescape", newline="")


def _header(line: str, column: str) -> tuple[str, list[str]]:
    """What separates the cells of a header, and the cells: the first separator that makes `column` a cell of its own."""
    found = [(separator, next(csv.reader([line], delimiter=separator), [])) for separator in SEPARATORS]
    return next((pair for pair in found if column in pair[1]), found[0])


def _document(columns: Columns, row: int, cells: dict[str, str], decoding: Decoding) -> Document | InputError:
    broken = 0
    for name in (columns.text, *columns.about):
        text = cells.get(name, "")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            broken += sum("\ud800" <= c <= "\udfff" for c in text)
            cells[name] = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    if broken and decoding.errors == "strict":
        return InputError(f"{columns.name}:{row}", f"not {decoding.encoding}: give --encoding, or --errors replace")
    return columns.document(row, cells, broken)
