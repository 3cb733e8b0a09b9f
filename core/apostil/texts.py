"""The texts that annotations were made on, found again in their sources: each source is read once, whatever the order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from attrs import define, field

from apostil.inputs import Inputs
from apostil.model import Annotated, Document

IN_MEMORY = 4_000_000
"""Bytes of texts of one source kept in memory; what is more goes to a temporary file."""
SHELVES = 8
"""Sources kept open: annotations of several may take turns."""


@define
class Shelf:
    """The texts of one source by id, read as far as one was asked for."""

    documents: Iterator[Document | Annotated]
    _places: dict[str, tuple[int, int]] = field(factory=dict)
    _store: IO[bytes] = field(factory=lambda: SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  # it lives as long as the shelf
    _end: int = 0

    def text(self, name: str) -> str | None:
        """The text of the document with the id `name`; of a source with a single one, that one's."""
        while name not in self._places and self._read():
            pass
        if name not in self._places and len(self._places) == 1:
            (name,) = self._places
        if name not in self._places:
            return None
        start, length = self._places[name]
        self._store.seek(start)
        return self._store.read(length).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Give up the temporary file."""
        self._store.close()

    def _read(self) -> bool:
        document = next(self.documents, None)
        if isinstance(document, Document) and document.id not in self._places:
            data = document.text.encode("utf-8", "surrogatepass")
            self._store.seek(self._end)
            self._store.write(data)
            self._places[document.id] = (self._end, len(data))
            self._end += len(data)
        return document is not None


@define
class Texts:
    """Texts found in the sources that documents name, relative to `root` or to the folder of the annotations.

    Memory is bounded but for some hundred bytes a document.
    """

    inputs: Inputs
    root: Path
    _shelves: dict[Path, Shelf] = field(factory=dict)

    def of(self, document: Document, folder: Path) -> str | None:
        """The text of a document read from standoff in `folder`; None where its source or it is not there."""
        if not document.source:
            return None
        names = (document.id, document.id.rpartition("/")[2])  # one that was named by its place in a folder is here by itself
        paths = (base / document.source for base in (self.root, folder))
        found = (self._shelf(path).text(name) for path in paths if path.is_file() for name in names)
        return next((text for text in found if text is not None), None)

    def __enter__(self) -> Texts:
        return self

    def __exit__(self, *error: object) -> None:
        for shelf in self._shelves.values():
            shelf.close()

    def _shelf(self, path: Path) -> Shelf:
        shelf = self._shelves.pop(path, None)
        if shelf is None:
            shelf = Shelf(Inputs([str(path)], self.inputs.readers, self.inputs.decoding).documents())
        self._shelves[path] = shelf  # the last used comes last
        if len(self._shelves) > SHELVES:
            self._shelves.pop(next(iter(self._shelves))).close()
        return shelf
