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

    def __attrs_post_init__(self) -> None:
        try:
            codecs.lookup(self.encoding)
        except (LookupError, ValueError) as error:
            raise InputError("encoding", f"unknown: {self.encoding!r}") from error

    def decode(self, data: bytes, name: str) -> tuple[str, int]:
        """Text of `data`, without its byte-order mark, and how many invalid sequences were replaced.

        Raises `InputError` for bytes that are not `encoding`, where errors are strict.
        """
        mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", self.encoding))
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
