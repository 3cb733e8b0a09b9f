"""The main text of an HTML page: what is said, without what leads elsewhere."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

import trafilatura
from attrs import define, evolve
from trafilatura.meta import reset_caches

from apostil import Decoding, Document, InputError
from apostil_html.tree import cleaned, tree_of

LARGEST = 10_000_000
"""Most bytes of a page: of a longer run of text the parser under lxml drops the end."""
_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)
_DECLARED = 1_024
"""Bytes in which a page has to name its encoding, by the HTML standard."""
_WINDOWS = {"iso8859-1", "ascii"}
"""Encodings whose name, by the HTML standard, means Windows-1252."""
_SILENT = logging.NullHandler()


KEPT = 1_000_000
"""Bytes of pages of which trafilatura may remember lines: it keeps a thousand, however long they are."""


@define
class Caches:
    """What trafilatura remembers of the pages it has seen."""

    seen: int = 0

    def see(self, size: int) -> None:
        """Count a page of `size` bytes, and have all forgotten where that is enough."""
        self.seen += size
        if self.seen > KEPT:
            reset_caches()
            self.seen = 0


_CACHES = Caches()


def read(stream: BinaryIO, name: str, decoding: Decoding) -> Iterator[Document]:
    """One document, the offsets of its paragraphs in `metadata`. Raises `InputError`."""
    for library in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(library).addHandler(_SILENT)  # what they warn of may quote the page
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(name, f"more than {LARGEST // 1_000_000} MB of HTML: split it, or convert it to text")
    source, replaced = evolve(decoding, encoding=_encoding(data, decoding)).decode(data, name)
    page = cleaned(source)
    del data, source  # each as large as the page
    text = _main(page, name)
    _CACHES.see(len(page))
    yield Document(text, metadata={"paragraphs": list(_paragraphs(text))}, replaced=replaced)


def _encoding(data: bytes, decoding: Decoding) -> str:
    """The encoding that was asked for, else the one that the page names, else UTF-8."""
    declared = _CHARSET.search(data[:_DECLARED])
    if decoding.encoding != Decoding().encoding or declared is None:
        return decoding.encoding
    try:
        found = codecs.lookup(declared[1].decode("ascii", "replace")).name
    except LookupError:
        return decoding.encoding
    if found.startswith("utf-16"):  # a page whose name for it can be read is not
        return decoding.encoding
    return "cp1252" if found in _WINDOWS else found


def _main(page: bytes, name: str) -> str:
    """What the page says; of one that is no article, all its text."""
    tree = tree_of(page, name)
    if tree is None:
        return ""
    found = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True)
    if not found:
        del tree  # it is spent
        found = trafilatura.html2txt(tree_of(page, name))
    return str(found)


def _paragraphs(text: str) -> Iterator[list[int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield [start, start + len(line)]
        start += len(line) + 1
