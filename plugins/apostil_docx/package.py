"""The archive of XML files that a .docx is, opened with distrust: nothing is unpacked to disk, and all is bounded.

Start here: `Package.opened` refuses what only an attack would be, `Package.parse` feeds one part to handlers.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol
from xml.parsers import expat

from attrs import define

from apostil import InputError, Quota

ENTRIES = 10_000
DIRECTORY = 10_000_000
"""Largest table of contents, in bytes: it is held in memory before the entries can be counted."""
DEPTH = 256
"""Deepest nesting of elements; some twenty are usual, tables within tables add four each."""
TOKEN = 1_000_000
"""Longest tag, in bytes: some versions of expat take quadratic time for one that comes in pieces."""
CHUNK = 65_536
_END, _END_64 = b"PK\5\6", b"PK\6\7"
"""Marks of the end of the table of contents, and of its form for archives beyond 4 GB."""


class Handler(Protocol):
    """What is told of the elements of a part; names are `namespace}local`."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def data(self, text: str) -> None: ...


@define
class Package:
    """An open .docx. What comes out of it counts against `quota`."""

    archive: zipfile.ZipFile
    quota: Quota

    @classmethod
    @contextmanager
    def opened(cls, stream: BinaryIO, name: str) -> Iterator[Package]:
        """Raises `InputError` for what is no archive, is damaged or encrypted, or has too many entries or two of one name."""
        try:
            size = _size(stream, name)
            with zipfile.ZipFile(stream) as archive:
                entries = archive.infolist()
                if len(entries) > ENTRIES or len({entry.filename for entry in entries}) < len(entries):
                    raise InputError(name, f"more than {ENTRIES} entries, or two of one name")
                yield cls(archive, Quota(name, size))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise InputError(name, "damaged, encrypted or not a .docx: save it again from the program that wrote it") from error

    @property
    def parts(self) -> list[str]:
        return self.archive.namelist()

    def parse(self, part: str, handler: Handler) -> None:
        """Tell `handler` of the elements of `part`. Raises `InputError` for what is not XML, and for a document type: it
        alone can define entities."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        nesting = _Nesting(self.quota.name, handler)
        parser.StartElementHandler, parser.EndElementHandler = nesting.start, nesting.end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = handler.data, nesting.refuse
        try:
            with self._open(part) as stream:
                self._feed(parser, stream)
        except expat.ExpatError as error:
            raise InputError(self.quota.name, f"{part} is not XML: line {error.lineno}") from error
        except LookupError as error:
            raise InputError(self.quota.name, f"{part} is in an encoding that nobody knows") from error

    def _open(self, part: str) -> BinaryIO:
        entry = self.archive.getinfo(part)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others may ask for much memory
            raise InputError(self.quota.name, f"{part} is compressed in an unusual way")
        return self.archive.open(entry)  # type: ignore[return-value]

    def _feed(self, parser: expat.XMLParserType, stream: BinaryIO) -> None:
        fed = 0
        while chunk := stream.read(CHUNK):
            self.quota.spend(len(chunk))
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > TOKEN:
                raise InputError(self.quota.name, f"a tag of more than {TOKEN:,} bytes")
        parser.Parse(b"", True)


@define
class _Nesting:
    """Passes elements on as long as they are not nested too deep."""

    name: str
    handler: Handler
    depth: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise InputError(self.name, f"elements nested more than {DEPTH} deep")
        self.handler.start(name, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.handler.end(name)

    def refuse(self, *declared: object) -> None:
        raise InputError(self.name, "has a document type, which no .docx needs and an attack would")


def _size(stream: BinaryIO, name: str) -> int:
    """Bytes of the file. Raises `InputError` where its table of contents is larger than one of `ENTRIES` is."""
    if stream.read(4) == b"\xd0\xcf\x11\xe0":
        raise InputError(name, "protected by a password, or of the old .doc format: save it as .docx without password")
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - CHUNK - 22))
    tail = stream.read()
    end = tail.rfind(_END)
    large = end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > DIRECTORY
    if large or _END_64 in tail:
        raise InputError(name, f"more than {ENTRIES} entries")
    return size
