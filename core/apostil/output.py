"""Where exports go. What is written appears whole under its name, or not at all; nothing is written outside its folder."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from attrs import define, field

from apostil.errors import ExportError
from apostil.foreign import is_report
from apostil.hashing import sha256
from apostil.model import Annotated
from apostil.offsets import CODEPOINT

NAME_BYTES = 200
"""Longest file name written, in bytes: file systems hold 255, and a temporary name needs some."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def safe_name(name: str) -> str:
    """`name`, a relative path with `/`, so that every part is a file name on all systems; unchanged where it is one already,
    and not that of the run's report.

    A part that has to change gets a hash of the whole name, so that two names never become one. The suffix stays, and is no
    part of what is hashed: files of one document keep one stem.
    """
    parts = name.split("/")
    safe = [_safe_part(part) for part in parts]
    stem, suffix = _split(safe[-1])
    if all(parts) and safe == parts and stem.strip(".") and not is_report(name):
        return name
    stem = stem.lstrip(".-~ ").rstrip(". ")
    hashed = name.removesuffix(suffix)
    digest = sha256(hashed.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return "/".join([*(part for part in safe[:-1] if part), f"{stem or 'document'}-{digest}{suffix}"])


def _safe_part(part: str) -> str:
    kept = "".join(c if c.isprintable() and c not in '<>:"\\|?*' else "_" for c in unicodedata.normalize("NFC", part))
    stem, suffix = _split(kept.strip(" ").rstrip(". "))
    while len(stem.encode("utf-8")) > NAME_BYTES:
        stem = stem[: len(stem) * NAME_BYTES // (len(stem.encode("utf-8")) + 1)]
    kept = stem + suffix
    return f"_{kept}" if kept.lower().split(".")[0].rstrip(" ") in _RESERVED or kept.startswith(("-", "~")) else kept


def _split(part: str) -> tuple[str, str]:
    """Stem and suffix of a file name, `.json` being a suffix alone; what is too long for a suffix, or is not plain, is of the
    stem."""
    stem, dot, suffix = part.rpartition(".")
    return (stem, dot + suffix) if dot and re.fullmatch(r"[A-Za-z0-9]{1,12}", suffix) else (part, "")


@contextlib.contextmanager
def whole_file(path: Path, durable: bool = False) -> Iterator[BinaryIO]:
    """A new file at `path`, visible when the block ends without an error; once it is, `durable` says, a power failure does not
    undo it. Raises `ExportError` where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, temporary = tempfile.mkstemp(prefix=".apostil-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise ExportError(str(path), error.strerror or str(error)) from error
    try:
        with open(temporary, "wb", opener=lambda path, flags: number) as stream:  # so that it knows its name
            yield stream
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o666 & ~_umask())
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(temporary, path)
        if durable:
            _sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise ExportError(str(path), error.strerror or str(error)) from error
        raise


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@define
class FolderSink:
    """An output folder. `stream()` is one file in it, called `default`."""

    root: Path
    default: str = "annotations"
    with_text: bool = False
    offset_unit: str = CODEPOINT
    folder: bool = field(default=True, init=False)
    _stack: contextlib.ExitStack = field(factory=contextlib.ExitStack, repr=False)
    _stream: BinaryIO | None = None
    protects: Callable[[Path], bool] = field(default=lambda path: False, repr=False)
    """Whether a file must not be written over, being an input."""
    durable: bool = False
    _written: set[str] = field(factory=set, repr=False)
    notes: list[str] = field(factory=list, init=False)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def passed(self, annotated: Annotated) -> None:
        """The exporter is done with a document, whether it has written it or not."""

    def keep(self, name: str) -> Path | None:
        """The file that an earlier run has made of `name`, to be kept by this one; None where there is none, or it is taken."""
        safe = safe_name(name)
        path = self.root / safe
        if safe in self._written or not path.is_file():
            return None
        return path

    def kept(self, path: Path) -> None:
        self._written.add(path.relative_to(self.root).as_posix())

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        safe = safe_name(name)
        path = self.root / safe
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise ExportError(name, f"leads out of {self.root}")
        if self.protects(path):
            raise ExportError(name, f"{path} is an input: give another folder with -o")
        if safe in self._written:
            raise ExportError(name, "another document of this run has the same id: it would be lost")
        with whole_file(path, self.durable) as stream:
            yield stream
        self._written.add(safe)

    def stream(self) -> BinaryIO:
        if self._stream is None:
            self._stream = self._stack.enter_context(self.file(self.default))
        return self._stream

    @property
    def shared(self) -> bool:
        """Whether documents share the one file, so that half of one spoils all."""
        return not self.folder or self._stream is not None

    def stream_path(self) -> Path:
        return Path(self.stream().name)

    def __enter__(self) -> FolderSink:
        return self

    def __exit__(self, *error: object) -> bool | None:
        return self._stack.__exit__(*error)  # type: ignore[arg-type]


@define
class FileSink:
    """One output file, or standard output where `path` is None."""

    path: Path | None = None
    with_text: bool = False
    offset_unit: str = CODEPOINT
    folder: bool = field(default=False, init=False)
    _stack: contextlib.ExitStack = field(factory=contextlib.ExitStack, repr=False)
    _stream: BinaryIO | None = None
    _standard: TextIO | None = field(factory=lambda: sys.stdout)
    """Standard output as it was when the run began: while annotators run, what they print goes elsewhere."""
    notes: list[str] = field(factory=list, init=False)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def passed(self, annotated: Annotated) -> None:
        """The exporter is done with a document, whether it has written it or not."""

    def _standard_output(self) -> BinaryIO:
        if self._standard is None:
            raise ExportError("standard output", "is closed")
        stream = self._standard.buffer
        if isinstance(stream, io.RawIOBase):  # as PYTHONUNBUFFERED leaves it: a signal may cut what it writes in two
            stream = io.BufferedWriter(stream)
            self._stack.callback(stream.detach)
        return stream

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        raise ExportError(name, "this format is several files: give a folder with -o")
        yield  # a context manager is a generator

    def stream(self) -> BinaryIO:
        if self._stream is None:
            self._stream = self._stack.enter_context(whole_file(self.path)) if self.path else self._standard_output()
        return self._stream

    @property
    def shared(self) -> bool:
        return True

    def stream_path(self) -> Path:
        if self.path is None:
            raise ExportError("standard output", "cannot hold this format: give a file with -o")
        return Path(self.stream().name)

    def __enter__(self) -> FileSink:
        return self

    def __exit__(self, *error: object) -> bool | None:
        if self.path is None and self._stream is not None:
            self._stream.flush()
        return self._stack.__exit__(*error)  # type: ignore[arg-type]


OpenSink = FolderSink | FileSink
