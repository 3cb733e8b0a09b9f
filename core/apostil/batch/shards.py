"""An output as a row of files, each sealed before the next begins: a run that was killed goes on after the last seal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from attrs import define, field

from apostil.errors import ExportError, InputError
from apostil.hashing import sha256
from apostil.model import Annotated, Document
from apostil.output import FolderSink, whole_file
from apostil.run import Outcome

DOCUMENTS = 5_000
BYTES = 64_000_000
"""Of a shard, at most: then it is sealed. Sealing is an fsync or two, which each document must not cost."""


class Seal(msgspec.Struct, kw_only=True):
    """What a shard holds: `<shard>.seal`, written after it. `documents` are inputs, those that could not be written too."""

    run: str
    documents: int
    failed: int
    problems: int
    annotations: int
    kinds: dict[str, int]
    bytes: int
    sha256: str
    ids: str
    """Hash of the ids of the documents, each with a line end: whether another run would put the same ones here."""


@define
class ShardSink(FolderSink):
    """A folder of shards. `run`: the digest that sealed ones must have to be gone on from."""

    folder: bool = field(default=False, init=False)  # of several files, but one stream: what breaks off in it is the end
    run: str = ""
    sealed: list[Seal] = field(factory=list)
    _shard: BinaryIO | None = None
    _outcome: Outcome = field(factory=Outcome)
    _bytes: int = 0
    _hash: Any = field(factory=sha256)
    _ids: Any = field(factory=sha256)

    def path(self, number: int, suffix: str = "") -> Path:
        stem, _, kind = self.default.rpartition(".")
        return self.root / f"{stem}-{number:05}.{suffix or kind}"

    def resume(self, resume: bool) -> None:
        """Take the sealed shards for done or, if not `resume`, the seals off them. Raises `ExportError` for those of another
        run."""
        if not resume:
            for path in self._numbered("seal", 0):
                path.unlink()
        while seal := self._seal(len(self.sealed)):
            if seal.run != self.run:
                why = "begun with other options, words or versions: give another folder with -o, or run without --resume"
                raise ExportError(str(self.root), why)
            self.sealed.append(seal)

    def _seal(self, number: int) -> Seal | None:
        try:
            seal = msgspec.json.decode(self.path(number, "seal").read_bytes(), type=Seal)
            return seal if self.path(number).stat().st_size == seal.bytes else None
        except (OSError, msgspec.MsgspecError):
            return None

    def rest(self, documents: Iterator[Document | Annotated], outcome: Outcome) -> Iterator[Document | Annotated]:
        """`documents` without those in sealed shards, which are counted in `outcome`. Raises `InputError` where they are not
        the ones that were sealed."""
        for number, seal in enumerate(list(self.sealed)):
            ids = sha256()
            for _ in range(seal.documents):
                ids.update(_line(next(documents, None)))
            if ids.hexdigest() != seal.ids:
                why = f"its documents are not these any more ({self.path(number).name}): run without --resume"
                raise InputError(str(self.root), why)
            outcome.documents += seal.documents
            outcome.resumed += seal.documents
            outcome.failed += seal.failed
            outcome.problems += seal.problems
            outcome.annotations += seal.annotations
            outcome.kinds.update(seal.kinds)
        yield from documents

    def stream(self) -> BinaryIO:
        return self  # type: ignore[return-value]  # all that an exporter of shards does with it is write

    def write(self, data: bytes) -> None:
        self._open().write(data)
        self._bytes += len(data)
        self._hash.update(data)

    def passed(self, annotated: Annotated) -> None:
        self._open()
        self._outcome.add(annotated)
        self._ids.update(_line(annotated))
        if self._outcome.documents >= DOCUMENTS or self._bytes >= BYTES:
            self._close()

    def _open(self) -> BinaryIO:
        if self._shard is None:
            self._shard = self._stack.enter_context(self.file(self.path(len(self.sealed)).name))
        return self._shard

    def _close(self) -> None:
        """Seal the shard: first its bytes are safe under its name, then what says so."""
        self._stack.close()
        done = self._outcome
        seal = Seal(
            run=self.run,
            documents=done.documents,
            failed=done.failed,
            problems=done.problems,
            annotations=done.annotations,
            kinds=dict(done.kinds),
            bytes=self._bytes,
            sha256=self._hash.hexdigest(),
            ids=self._ids.hexdigest(),
        )
        with whole_file(self.path(len(self.sealed), "seal"), durable=True) as stream:
            stream.write(msgspec.json.encode(seal) + b"\n")
        self.sealed.append(seal)
        self._shard, self._outcome, self._bytes = None, Outcome(), 0
        self._hash, self._ids = sha256(), sha256()

    def _numbered(self, suffix: str, first: int) -> list[Path]:
        stem = self.path(0).name.rpartition("-")[0]
        found = self.root.glob(f"{stem}-[0-9][0-9][0-9][0-9][0-9]*.{suffix}")
        numbers = {path: path.stem.rpartition("-")[2] for path in found}
        return sorted(path for path, number in numbers.items() if number.isdecimal() and int(number) >= first)

    def __exit__(self, *error: object) -> bool | None:
        if error[0] is None:
            if self._shard or not self.sealed:
                self._open()
                self._close()
            for suffix in (self.path(0).suffix[1:], "seal"):  # of an earlier, longer run
                for path in self._numbered(suffix, len(self.sealed)):
                    path.unlink()
        return super().__exit__(*error)


def _line(item: Document | Annotated | None) -> bytes:
    document = item.document if isinstance(item, Annotated) else item
    return f"{document.id if document else None}\n".encode("utf-8", "surrogatepass")
