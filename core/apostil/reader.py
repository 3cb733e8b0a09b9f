"""What a plugin makes to read files: bytes to documents. Bytes are decoded once, and no newline is translated."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from attrs import define

from apostil.errors import InputError, one_line
from apostil.extra import Extra
from apostil.model import Document

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks, the longest first: that of UTF-32-LE begins with that of UTF-16-LE."""


@define
class Decoding:
    """How bytes become text: `encoding` where no byte-order mark says otherwise, and what to do with invalid bytes.

    `errors` is `strict` or `replace`. Raises `InputError` for an encoding that nobody knows.
    """

    encoding: str = "utf-8"
    errors: str = "strict"
    column: str = "text"
    """Column of a table that holds the texts."""

    def __attrs_post_init__(self) -> None:
        try:
            codecs.lookup(self.encoding)
        except (LookupError, ValueError) as error:
            raise InputError("encoding", f"unknown: {self.encoding!r}") from error

    def mark(self, data: bytes) -> tuple[bytes, str]:
        """The byte-order mark that `data` begins with, empty where there is none, and the encoding to read it in."""
        return next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", self.encoding))

    def decode(self, data: bytes, name: str) -> tuple[str, int]:
        """Text of `data`, without its byte-order mark, and how many invalid sequences were replaced.

        Raises `InputError` for bytes that are not `encoding`, where errors are strict.
        """
        mark, encoding = self.mark(data)
        body = data[len(mark) :]
        try:
            return body.decode(encoding), 0
        except LookupError as error:
            raise InputError(name, f"{encoding!r} is not an encoding of text") from error
        except UnicodeDecodeError as error:
            if self.errors == "strict":
                place = f"byte {error.start + len(mark)} is not {encoding}"
                raise InputError(name, f"{place}: give --encoding, or --errors replace") from error
        except UnicodeError as error:
            raise InputError(name, f"not {encoding}: {one_line(error)}") from error
        text, own = body.decode(encoding, "replace"), body.decode(encoding, "ignore").count("\ufffd")
        return text, max(1, text.count("\ufffd") - own)


LARGEST = 100_000_000
"""Bytes that may come out of one file, or of one document of a table."""
RATIO = 100
"""How many times its own size may come out of a file, once that is more than `FREE`."""
FREE = 1_000_000


@define
class Quota:
    """What may still come out of a file of `size` bytes that is compressed or repeats itself."""

    name: str
    size: int
    largest: int = LARGEST
    spent: int = 0

    def spend(self, amount: int) -> None:
        """Count `amount` bytes or characters that came out. Raises `InputError` beyond the limits above."""
        self.spent += amount
        if self.spent > self.largest:
            raise InputError(self.name, f"more than {self.largest // 1_000_000} MB come out of it")
        if self.spent > max(FREE, RATIO * self.size):
            raise InputError(self.name, f"more than {RATIO} times its own size comes out of it")


@define
class Reader:
    """A way to read documents from an open binary file.

    `read(stream, name, decoding)` yields documents with `text` and whatever else the file says; the caller sets the rest. It
    raises `InputError` for a file that cannot be read, and yields one in place of a document that cannot while others can.
    `suffixes` are lower-case with their dot.
    """

    name: str
    suffixes: Sequence[str]
    read: Callable[[BinaryIO, str, Decoding], Iterator[Document | InputError]]
    description: str = ""
    extra: Extra | None = None
    """Libraries that it needs beside those of its distribution; `read` may import them."""
    extracts: bool = False
    """Whether the text is no part of the file as it stands, but is taken out of it: then it is kept with its annotations,
    which nobody could place without it."""
    named_only: bool = False
    """Whether its files are read where they are named and passed over in a folder, where most hold something else."""
