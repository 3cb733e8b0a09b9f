"""What a worker is told: how to build its engine, and chunks of documents. All of it goes as bytes of JSON or MessagePack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import msgspec

from apostil.calibration import Calibration
from apostil.engine import Engine
from apostil.errors import PluginError
from apostil.hashing import sha256
from apostil.model import Annotated, Document, Problem
from apostil.offsets import CODEPOINT
from apostil.plugins import Plugins
from apostil.settings import parsed

CHUNK = 256_000
"""Characters in a chunk, at least, where there are as many. Measured with 16,000 to 64,000: slower than one process."""
MOST = 256
"""Documents in a chunk, at most."""
T = TypeVar("T", bound=Document | Annotated)


class Limits(msgspec.Struct, frozen=True):
    """What an annotator and a worker may take. `seconds` of an annotator on one window (64,000 characters) of a document;
    `megabytes` of a worker; `failures` of an annotator among 1,000 documents, 0 for any number."""

    seconds: float = 60
    megabytes: int = 2048
    failures: int = 100


class Plan(msgspec.Struct, kw_only=True):
    """The recipe of an engine and of what is made of its results, in what JSON can say: it is sent to workers."""

    only: list[str] = []
    without: list[str] = []
    language: str | None = None
    reference_date: dt.date | None = None
    set: list[str] = []
    """Settings, `date.prefer=future`."""
    prefer: str | None = None
    lexicons: list[str] = []
    confidence: str | None = None
    """A file of confidence by rule."""
    skip_broken: bool = False
    with_text: bool = False
    offset_unit: str = CODEPOINT
    limits: Limits = Limits()

    def engine(self, keep_losers: bool = False) -> Engine:
        """The engine, as `Engine` takes `keep_losers`. Raises `PluginError`."""
        without = {*self.without}
        plugins = Plugins.discover(without=without, skip_broken=self.skip_broken)
        known = plugins.annotators().keys()
        if unknown := without - known - plugins.banned:
            raise PluginError(f"--without {min(unknown)}", "no such annotator or plugin: `apostil plugins` lists them")
        return Engine(
            plugins,
            only=self.only,
            without=without & known,
            language=self.language,
            reference_date=self.reference_date,
            keep_losers=keep_losers,
            settings=parsed(self.set, {"prefer": self.prefer}, plugins),
            lexicons=[lexicon for file in self.lexicons for lexicon in plugins.lexicon_file(Path(file))],
            confidence=Calibration.read(Path(self.confidence)) if self.confidence else None,
        )

    def digest(self, *more: object) -> str:
        """A hash of all that the output depends on beside the documents, and of `more`."""
        read = [*self.lexicons, *([self.confidence] if self.confidence else [])]
        files = [sha256(Path(file).read_bytes()).hexdigest() for file in read]
        told = msgspec.structs.replace(self, limits=Limits(failures=self.limits.failures), skip_broken=False)
        return sha256(msgspec.json.encode([told, files, *more], order="deterministic")).hexdigest()[:16]


class Task(msgspec.Struct):
    """Documents for a worker. `alone`: the worker tells each annotator that it comes to, since one of them may end it."""

    documents: list[Document]
    without: list[Problem]
    alone: bool = False


class Reply(msgspec.Struct, array_like=True):
    """What became of a document."""

    standoff: bytes
    annotations: int
    problems: list[Problem]
    failed: bool


class Message(msgspec.Struct, array_like=True):
    """Replies to the next documents of a task; with the last ones, whether the worker should be replaced, and what its
    plugins said that is no part of the output."""

    replies: list[Reply]
    last: bool = False
    worn: bool = False
    notes: list[str] = []


def chunks(documents: Iterable[T]) -> Iterator[Iterator[T]]:
    """`documents` in chunks that depend on nothing but their order and lengths; lazily, also within a chunk."""
    number = size = count = 0

    def chunk_of(document: T) -> int:
        nonlocal number, size, count
        if size >= CHUNK or count == MOST:
            number, size, count = number + 1, 0, 0
        size += len(document.text) if isinstance(document, Document) and isinstance(document.text, str) else 0
        count += 1
        return number

    return (chunk for _, chunk in groupby(documents, chunk_of))
