"""The texts that annotations were made on, found again in their sources: each source is read once, whatever the order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from attrs import define, field

from apostil.inputs import Inputs
from apostil.model import Annotated, Document
from apostil.standoff import text_hash

IN_MEMORY = 4_000_000
"""Bytes of texts kept in memory; what is more goes to a temporary file."""
SHELVES = 8
"""Sources kept open: annotations of several may take turns."""
_UNSTORED = (-1, -1)
"""The place of the first text of a source."""


Place = tuple[int, int]
"""Where a text stands in the store, and its length in bytes."""


@define
class Shelf:
    """The texts of one source, read as far as one was asked for, and put down in a store that several share."""

    documents: Iterator[Document | Annotated]
    store: IO[bytes]
    _places: dict[str | tuple[str, str], Place] = field(factory=dict)
    """By id and hash, and by id alone of the first that has it."""
    _first: str | None = None
    """The first text, which is not put down: most sources have no other."""

    def text(self, name: str, sha256: str) -> str | None:
        """The text of the document with the id `name` and, where that is known, this hash; else the first of that id, and of a
        source with a single one, that one's."""
        wanted = (name, sha256) if sha256 else name
        while wanted not in self._places and self._read():
            pass
        place = self._places.get(wanted) or self._places.get(name)
        if place == _UNSTORED or (place is None and not self.holds_several):
            return self._first
        if place is None:
            return None
        self.store.seek(place[0])
        return self.store.read(place[1]).decode("utf-8", "surrogatepass")

    @property
    def holds_several(self) -> bool:
        """Whether more than one text has been read."""
        return any(place != _UNSTORED for place in self._places.values())

    def finish(self) -> None:
        """Read all that is left of the source, which closes it."""
        while self._read():
            pass

    def _read(self) -> bool:
        document = next(self.documents, None)
        if isinstance(document, Document):
            place = _UNSTORED
            if self._first is None:
                self._first = document.text
            else:
                data = document.text.encode("utf-8", "surrogatepass")
                place = self.store.seek(0, os.SEEK_END), len(data)
                self.store.write(data)
            self._places.setdefault(document.id, place)
            self._places.setdefault((document.id, text_hash(document.text)), place)
        return document is not None


@define
class Texts:
    """Texts found in the sources that documents name, relative to `root` or to the folder of the annotations.

    Memory is bounded but for some hundred bytes a document of a source that has several, and the first of its texts.
    """

    inputs: Inputs
    root: Path
    _store: IO[bytes] = field(factory=lambda: SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  # it lives as long as the texts
    _open: dict[Path, Shelf] = field(factory=dict)
    _whole: dict[Path, Shelf] = field(factory=dict)
    """Sources with several texts that were read to their end to make room."""

    def of(self, document: Document, folder: Path, sha256: str = "") -> str | None:
        """The text of a document read from standoff in `folder`, which gives its hash; None where its source or it is not
        there."""
        if not document.source:
            return None
        names = (document.id, document.id.rpartition("/")[2])  # one that was named by its place in a folder is here by itself
        paths = (base / document.source for base in (self.root, folder))
        found = (self._shelf(path).text(name, sha256) for path in paths if path.is_file() for name in names)
        return next((text for text in found if text is not None), None)

    def __enter__(self) -> Texts:
        return self

    def __exit__(self, *error: object) -> None:
        self._store.close()

    def _shelf(self, path: Path) -> Shelf:
        if path in self._whole:
            return self._whole[path]
        shelf = self._open.pop(path, None)
        if shelf is None:
            shelf = Shelf(Inputs([str(path)], self.inputs.readers, self.inputs.decoding).documents(), self._store)
        self._open[path] = shelf  # the last used comes last
        if len(self._open) > SHELVES:
            self._put_away(next(iter(self._open)))
        return shelf

    def _put_away(self, path: Path) -> None:
        """Close a source. One with a single text is forgotten: it costs no more to read again."""
        shelf = self._open.pop(path)
        shelf.finish()
        if shelf.holds_several:
            self._whole[path] = shelf
