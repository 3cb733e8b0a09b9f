"""A worker: a process that annotates the documents it is sent, and that may die.

It talks to its parent through a connection (tasks in, replies out), gives signs of life through a pipe, and is ended by the
system when the leash, a pipe that only the parent holds open, breaks. Its standard streams lead nowhere: what plugins print
is counted, not shown.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import warnings
from multiprocessing.connection import Connection
from typing import Any

import msgspec

from apostil.batch.here import annotate_chunk
from apostil.batch.plan import Message, Plan, Reply, Task
from apostil.model import Annotated
from apostil.standoff import encode

OUT_OF_MEMORY = 86
"""Exit status of a worker whose memory did not suffice outside an annotator."""
FILES = 1024
"""Files a worker may have open: what leaks them meets the limit in the worker, not in the parent."""
SPARE = 256
"""Open files that do not yet count as a leak."""
_encode = msgspec.msgpack.Encoder().encode


class Dropped(io.TextIOBase):
    """A stream that counts what is written to it, and cannot be closed."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        return len(text)

    def close(self) -> None:
        """Annotators after the one that closes it can still write."""


def main(connection: int, signs: int, leash: int) -> None:
    """Serve the parent until it closes the connection. The arguments are file descriptors."""
    _die_with(leash)
    told = Told()
    try:
        with Connection(connection) as parent:
            _serve(parent, signs, told)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(0)  # the parent is gone, or done with us; threads that plugins have left are not waited for
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:  # a bug: the parent sees that we are gone
        os.write(signs, f"!{type(error).__name__}\n".encode())
        os._exit(1)


def _serve(parent: Connection, signs: int, told: Told) -> None:
    plan = msgspec.json.decode(parent.recv_bytes(), type=Plan)
    engine = plan.engine()
    engine.heeds_interrupts = False
    engine.fence.limit = plan.limits.seconds
    engine.fence.moved = lambda: os.write(signs, b".\n")
    _limit(plan.limits.megabytes)
    sys.stdout = sys.stderr = told.stream
    warnings.showwarning = told.warned  # type: ignore[assignment]
    with engine.fence.watch():
        parent.send_bytes(_encode(Message([])))
        while True:
            task = msgspec.json.decode(parent.recv_bytes(), type=Task)
            engine.fence.entered = _teller(signs) if task.alone else None
            for block in annotate_chunk(engine, task.documents, task.without, plan.limits.failures):
                parent.send_bytes(_encode(Message([_reply(annotated, plan) for annotated in block])))
            parent.send_bytes(_encode(Message([], True, _is_worn(plan.limits.megabytes), told.notes())))


def _teller(signs: int) -> Any:
    return lambda name: os.write(signs, f"{name}\n".encode())


def _reply(annotated: Annotated, plan: Plan) -> Reply:
    data = encode(annotated, with_text=plan.with_text, offset_unit=plan.offset_unit)
    return Reply(data, len(annotated.annotations), annotated.problems, annotated.failed)


class Told:
    """What plugins print and warn of: no part of the output, told once."""

    def __init__(self) -> None:
        self.stream = Dropped()
        self._warnings: dict[str, None] = {}

    def warned(self, message: Any, category: type[Warning], filename: str, lineno: int, *_: Any) -> None:
        self._warnings[f"a plugin warned: {category.__name__} at {os.path.basename(filename)}:{lineno}"] = None

    def notes(self) -> list[str]:
        """What there is to tell since it was last asked."""
        found, self._warnings = list(self._warnings), {}
        if self.stream.written:
            self.stream.written = 0
            found.append("a plugin printed on the terminal: not shown")
        return found


def _die_with(leash: int) -> None:
    """Ask to be ended when the other end of `leash` is closed, even amid a call that Python cannot interrupt."""
    import fcntl

    signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends the process
    with contextlib.suppress(OSError):
        fcntl.fcntl(leash, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(leash, fcntl.F_SETFL, fcntl.fcntl(leash, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
        with contextlib.suppress(BlockingIOError):
            if os.read(leash, 1) == b"":  # it was closed before we asked
                os._exit(0)


def _limit(megabytes: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # systems that do not know the one or the other
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _is_worn(megabytes: int) -> bool:
    """Whether plugins have leaked so much memory or so many files that a fresh worker does better."""
    try:
        with open("/proc/self/statm", "rb") as stream:
            resident = int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
        return resident > megabytes // 2 or len(os.listdir("/proc/self/fd")) > SPARE
    except FileNotFoundError:  # no such system
        return False
    except OSError:  # too many open files
        return True
