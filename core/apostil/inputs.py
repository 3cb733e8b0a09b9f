"""From what is named on a command line to documents, one at a time: files, folders, globs, standard input."""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from attrs import define, field

from apostil.errors import InputError, one_line
from apostil.model import Annotated, Document, Problem
from apostil.reader import Decoding, Reader

STDIN = "-"
DEFAULT = "text"
"""Reader of files whose suffix no reader claims, and of standard input that does not begin with `{`."""
LINES = "jsonl"
"""Reader of standard input that begins with `{`."""
NO_INPUT = "hidden, special or written by apostil"
NAMED_ONLY = "read only where it is named"


@define
class Source:
    """A file to read, and the id of its document or the prefix of its documents' ids."""

    path: str
    name: str

    @property
    def shown(self) -> str | None:
        """The path as text, whatever its bytes; None for standard input, which cannot be read again."""
        return None if self.path == STDIN else as_text(self.path)


@define
class Inputs:
    """The documents that `arguments` name. `readers` by name; `skip_suffixes` are of files that apostil writes itself.

    While it is read, `skipped` collects, by the reason, what a folder holds that is no input.
    Raises `InputError` at once for an argument that names nothing.
    """

    arguments: Sequence[str]
    readers: Mapping[str, Reader]
    decoding: Decoding = field(factory=Decoding)
    skip_suffixes: frozenset[str] = frozenset()
    outputs: str | None = None
    skipped: dict[str, list[str]] = field(factory=dict)

    def sources(self) -> Iterator[Source]:
        """Files in the order of the arguments; in a folder, sorted by name, folder by folder."""
        paths = [path for argument in self.arguments for path in _expand(argument)]
        folders = [path for path in paths if path != STDIN and os.path.isdir(path)]
        names = Counter(os.path.basename(path) for path in paths)
        inner = Counter(_inside(path) for path in paths)

        def apart(path: str) -> str:
            return _inside(path if inner[_inside(path)] == 1 else os.path.abspath(path))

        for path in paths:
            if path == STDIN:
                yield Source(path, "stdin")
            elif path in folders:
                prefix = apart(path) + "/" if len(folders) > 1 else ""
                yield from self._walk(path, prefix)
            else:
                unique = names[os.path.basename(path)] == 1
                yield Source(path, as_text(os.path.basename(path) if unique else apart(path)))

    def _walk(self, folder: str, prefix: str) -> Iterator[Source]:
        root = os.path.realpath(self.outputs) if self.outputs else None
        shut: list[OSError] = []
        for parent, below, files in os.walk(folder, onerror=shut.append):
            below[:] = sorted(b for b in below if not b.startswith(".") and os.path.realpath(f"{parent}/{b}") != root)
            linked = [b for b in below if os.path.islink(os.path.join(parent, b))]
            for file in sorted([*files, *linked]):
                path = os.path.join(parent, file)
                relative = os.path.relpath(path, folder).replace(os.sep, "/")
                why = NO_INPUT if file.startswith(".") or not _is_regular(path) else self._passed_over(file)
                if why:
                    self.skipped.setdefault(why, []).append(as_text(relative))
                else:
                    yield Source(path, as_text(prefix + relative))
        for error in shut:  # reading it fails too: that is how it is recorded
            relative = os.path.relpath(error.filename, folder).replace(os.sep, "/")
            yield Source(error.filename, as_text(prefix + relative))

    def _passed_over(self, file: str) -> str:
        """Why a file of a folder is no input by its suffix; empty where it is one."""
        suffix = os.path.splitext(file)[1].lower()
        reader = next((r for r in self.readers.values() if suffix in r.suffixes), None)
        if reader:
            return NAMED_ONLY if reader.named_only else ""
        return NO_INPUT if suffix in self.skip_suffixes else ""

    def holds(self, path: Path) -> bool:
        """Whether an existing file is one of the inputs, so that nothing may be written over it."""
        if not path.exists():
            return False
        for argument in (a for given in self.arguments if given != STDIN for a in _expand(given)):
            if not os.path.isdir(argument):
                if os.path.exists(argument) and os.path.samefile(argument, path):
                    return True
            elif path.resolve().is_relative_to(Path(argument).resolve()) and not self._passed_over(path.name):
                return not path.name.startswith(".")
        return False

    def documents(self) -> Iterator[Document | Annotated]:
        """Documents, lazily; in place of one that cannot be read, an `Annotated` that has failed and says why."""
        for source in self.sources():
            try:
                yield from self._read(source)
            except (InputError, OSError) as error:
                why = error.why if isinstance(error, InputError) else error.strerror or str(error)
                yield _failure(source, source.name, why)
            except (KeyboardInterrupt, GeneratorExit):
                raise
            except BaseException as error:  # a reader is a plugin too
                yield _failure(source, source.name, f"its reader failed: {one_line(error)}")

    def _read(self, source: Source) -> Iterator[Document | Annotated]:
        with _open(source.path) as stream:
            reader = self.reader(source.path, stream)
            if reader.extra and (missing := reader.extra.missing()):
                raise InputError(source.name, missing)
            for number, item in enumerate(reader.read(stream, source.name, self.decoding), 1):
                alone = reader.name != LINES
                if isinstance(item, InputError):
                    yield _failure(source, item.culprit, item.why)
                    continue
                item.source = source.shown
                item.extracted = reader.name if reader.extracts else None
                item.id = item.id or (source.name if alone else f"{source.name}:{number}")
                yield item

    def reader(self, path: str, stream: BinaryIO) -> Reader:
        """The reader for an open file: by its suffix, or for standard input by its first character."""
        if path == STDIN:
            peeked: bytes = stream.peek(64)  # type: ignore[attr-defined]  # standard input is buffered
            return self.readers[LINES if peeked.lstrip()[:1] == b"{" else DEFAULT]
        suffix = os.path.splitext(path)[1].lower()
        return next((r for r in self.readers.values() if suffix in r.suffixes), self.readers[DEFAULT])


def as_text(path: str) -> str:
    """A path as valid Unicode: bytes that are not UTF-8 are escaped, reversibly for a reader's eye."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _failure(source: Source, name: str, why: str) -> Annotated:
    return Annotated(Document("", name, source=source.shown), problems=[Problem("reader", why, "unreadable")], failed=True)


def _expand(argument: str) -> list[str]:
    if argument == STDIN or os.path.lexists(argument):
        return [argument]
    found = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []
    if not found:
        raise InputError(as_text(argument), "no such file, folder or pattern")
    return found


def _inside(path: str) -> str:
    """`path` without what leads out of a folder it is joined to."""
    parts = [part for part in os.path.normpath(path).split(os.sep) if part not in ("", ".", "..")]
    return "/".join(parts) or "input"


def _is_regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:  # a dangling or circular link
        return False


def _open(path: str) -> BinaryIO:
    if path == STDIN:
        return sys.stdin.buffer
    if not _is_regular(path):
        raise InputError(as_text(path), "not a regular file" if os.path.exists(path) else "no such file")
    return io.BufferedReader(io.FileIO(path))
