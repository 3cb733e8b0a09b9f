"""The text of a Word file: paragraphs, blank lines between them; rows of a table are lines, tabs between their cells.

Headers come first, then the body, notes and footers. What was deleted and only tracked is left out, and so is the second copy
of what is there for old programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from attrs import define, field

from apostil import Document, InputError
from apostil_docx.package import Package

PARAGRAPHS = 500_000
"""Most paragraphs: the place of each is kept."""
_WORD = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
_SKIPPED = {"del", "moveFrom", "Fallback"}
_MARKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011"}
_GAPS = {"p": "\n\n", "tc": "\t", "tr": "\n", "tbl": "\n\n"}
"""What stands between the end of an element and the next text: that of the last one that ended and had text counts."""


def read(stream: BinaryIO, name: str) -> Iterator[Document]:
    """One document, the offsets of its paragraphs in `metadata`. Raises `InputError`."""
    with Package.opened(stream, name) as package:
        body = Body(name)
        for part in _parts(package):
            body.gap = "\n\n" if body.pieces else ""
            package.parse(part, body)
    yield Document("".join(body.pieces), metadata={"paragraphs": body.paragraphs})


@define
class Body:
    """Collects text from the elements of one part after the other."""

    name: str
    pieces: list[str] = field(factory=list)
    paragraphs: list[list[int]] = field(factory=list)
    gap: str = ""
    _cells: int = 0
    """Cells without text that stand after the gap: a tab each."""
    _length: int = 0
    _path: list[str] = field(factory=list)
    """Elements open here, those of other vocabularies than Word's by their name alone."""
    _skipped: int = 0
    _begun: list[int] = field(factory=list)
    """Where the open paragraphs begin, -1 where there is no text yet: a text box is a paragraph within one."""
    _open: list[tuple[int, str, int]] = field(factory=list)
    """Length, gap and cells where the open elements of `_GAPS` begin."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition("}")
        self._skipped += local in _SKIPPED
        if namespace not in _WORD:
            local = f"}}{local}"
        elif local == "p":
            self._begun.append(-1)
        elif local in _MARKS and self._path[-1:] == ["r"]:  # elsewhere a tab is a stop, and no character
            self._add(_MARKS[local])
        if local in _GAPS:
            self._open.append((self._length, self.gap, self._cells))
        self._path.append(local)

    def end(self, name: str) -> None:
        local = self._path.pop()
        self._skipped -= local.lstrip("}") in _SKIPPED
        if local == "p":
            self._close(self._begun.pop())
        if local in _GAPS:
            length, gap, cells = self._open.pop()
            if length == self._length:  # without text it leaves no trace, but a cell has its place in the row
                self.gap, self._cells = gap, cells + (local == "tc" and length > 0)
            else:
                self.gap, self._cells = "\n" if local == "p" and "tc" in self._path else _GAPS[local], 0

    def data(self, text: str) -> None:
        if self._path[-1:] == ["t"]:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._skipped or not text:
            return
        gap = self.gap + "\t" * self._cells
        if self._begun and self._begun[-1] < 0:
            self._begun[-1] = self._length + len(gap)
        for piece in (gap, text):
            self.pieces.append(piece)
            self._length += len(piece)
        self.gap, self._cells = "", 0

    def _close(self, begun: int) -> None:
        if begun >= 0:
            self.paragraphs.append([begun, self._length])
        if len(self.paragraphs) > PARAGRAPHS:
            raise InputError(self.name, f"more than {PARAGRAPHS:,} paragraphs")


@define
class _Relations:
    """Finds the part that a package is about: most call it word/document.xml, but not all."""

    main: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            self.main = attributes.get("Target", "").lstrip("/")

    def end(self, name: str) -> None:
        """Nothing is nested."""

    def data(self, text: str) -> None:
        """There is no text."""


def _parts(package: Package) -> list[str]:
    """Parts that hold text, in the order they are read in. Raises `InputError` where there is no body."""
    relations, parts = _Relations(), package.parts
    if "_rels/.rels" in parts:
        package.parse("_rels/.rels", relations)
    main = relations.main or "word/document.xml"
    if main not in parts:
        raise InputError(package.quota.name, "holds no document: is it a .docx?")
    folder = main.rpartition("/")[0]

    def named(pattern: str) -> list[str]:
        found = (part for part in parts if re.fullmatch(rf"{re.escape(folder)}/{pattern}\.xml", part))
        return sorted(found, key=lambda part: (len(part), part))  # by their number

    return [*named("header[0-9]{0,9}"), main, *named("footnotes"), *named("endnotes"), *named("footer[0-9]{0,9}")]
