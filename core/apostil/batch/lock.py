"""One run at a time writes into a folder, and the next one knows what the last one did there."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterator
from pathlib import Path

import msgspec

from apostil.errors import ExportError
from apostil.foreign import REPORT

try:
    import fcntl
except ImportError:  # a system without: then there is no lock
    fcntl = None  # type: ignore[assignment]

LOCK = ".apostil.lock"
"""It stays where a run was interrupted, and says what that run was."""


class Held(msgspec.Struct):
    """Who writes into a folder. `run` is the digest of all that its output depends on beside the documents; `begun`, in
    nanoseconds of the file system's clock, is when the first of the runs of that digest began that resumed each other."""

    run: str
    begun: int = 0
    pid: int = 0
    host: str = ""


@contextlib.contextmanager
def locked(folder: Path, run: str, resume: bool) -> Iterator[Held]:
    """Keep `folder` for this process while the block runs.

    Raises `ExportError` where another process has it, and where it is to resume a run of another digest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = _lock(folder)
    try:
        stale = _read(os.pread(number, 65536, 0))
        if stale:  # it was killed: a run that ends takes its lock and its temporary files away
            for left in folder.rglob(".apostil-*.tmp"):
                left.unlink(missing_ok=True)
        last = stale or _read(_bytes(folder / REPORT))
        if resume and last and last.run != run:
            why = "begun with other options, words or versions: give another folder with -o, or run without --resume"
            raise ExportError(str(folder), why)
        held = Held(run, last.begun if resume and last else 0, os.getpid(), platform.node())
        _write(number, held)
        if not held.begun:
            held.begun = os.fstat(number).st_mtime_ns
            _write(number, held)
        yield held
        (folder / LOCK).unlink()
    finally:
        os.close(number)


def _lock(folder: Path) -> int:
    path = folder / LOCK
    while True:
        number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            if fcntl:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and os.path.samestat(os.fstat(number), path.stat()):
                return number  # and not one that its owner has just taken away
        except OSError:
            holder = _read(os.pread(number, 65536, 0))
            os.close(number)
            who = f"process {holder.pid} on {holder.host}" if holder else "another process"
            raise ExportError(str(folder), f"{who} is writing there: wait for it, or give another folder with -o") from None
        os.close(number)


def _write(number: int, held: Held) -> None:
    os.ftruncate(number, 0)
    os.pwrite(number, msgspec.json.encode(held), 0)


def _read(data: bytes) -> Held | None:
    try:
        return msgspec.json.decode(data, type=Held)
    except msgspec.MsgspecError:
        return None


def _bytes(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""
