"""One worker process as its parent sees it: started, given tasks, watched, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Pipe, wait
from time import monotonic
from typing import Any

import msgspec
from attrs import define, field

from apostil.batch.plan import Message, Plan, Reply, Task
from apostil.batch.worker import OUT_OF_MEMORY
from apostil.errors import PluginError
from apostil.model import Problem

GRACE = 0.6
"""Seconds beyond its limit after which a silent worker is ended: its own clock comes first."""
START = 120.0
"""Seconds a worker may take to load its plugins."""
_CODE = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from apostil.batch.worker import main
main(*map(int, sys.argv[2:]))
"""
ENGINE = "engine"
"""What is to blame where no annotator is known to be."""
_decode = msgspec.msgpack.Decoder(Message).decode
_encode = msgspec.json.Encoder().encode


@define(eq=False)
class Worker:
    """A worker, ready for tasks. It leads a process group of its own, which is killed as a whole."""

    limit: float
    worn: bool = False
    notes: list[str] = field(factory=list)
    _process: Any = None
    _connection: Any = None
    _signs: int = -1
    _leash: int = -1
    _sign: bytes = b""
    """The last sign that names an annotator."""

    def __attrs_post_init__(self) -> None:
        self._connection, theirs = Pipe()
        self._signs, signs = os.pipe()
        leash, self._leash = os.pipe()
        passed = (theirs.fileno(), signs, leash)
        command = [sys.executable, "-P", "-c", _CODE, _encode(sys.path).decode(), *map(str, passed)]
        streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        self._process = subprocess.Popen(command, pass_fds=passed, start_new_session=True, **streams)  # noqa: S603  # ourselves
        theirs.close()
        os.close(signs)
        os.close(leash)

    def begin(self, plan: Plan) -> None:
        """Have it build the engine of `plan`. Raises `PluginError` where it cannot."""
        with contextlib.suppress(EOFError, OSError):
            self._connection.send_bytes(_encode(plan))
            if self._message(START):
                return
        raise PluginError("worker", f"did not begin: {self.end().message}")

    def run(self, task: Task) -> tuple[list[Reply], Problem | None]:
        """Replies to the documents of a task, in order; to fewer of them where the worker was lost, and why it was."""
        replies: list[Reply] = []
        self._sign = b""
        try:
            self._connection.send_bytes(_encode(task))
            while message := self._message(self.limit + GRACE):
                replies += message.replies
                if message.last:
                    self.worn, self.notes = message.worn, message.notes
                    return replies, None
        except (EOFError, OSError, msgspec.MsgspecError):
            return replies, self.end()
        self.end()
        return replies, Problem(self._at_work(), f"took longer than {self.limit:g} s: its worker was ended", "timeout")

    def _message(self, limit: float) -> Message | None:
        """The next message; None after `limit` seconds without a sign of life. Raises `EOFError` where the worker is gone."""
        until = monotonic() + limit
        watched = [self._connection, self._signs]
        while (left := until - monotonic()) > 0:
            ready = wait(watched, left)
            if self._signs in ready:
                until = monotonic() + limit
                if not self._read_signs():
                    watched.remove(self._signs)  # the worker is gone; what it has sent may still be read
            if self._connection in ready:
                return _decode(self._connection.recv_bytes())
        return None

    def _read_signs(self) -> bool:
        data = os.read(self._signs, 65536)
        named = [sign for sign in data.split(b"\n") if sign not in (b"", b".")]
        self._sign = named[-1] if named else self._sign
        return data != b""

    def _at_work(self) -> str:
        """The annotator that the worker was with, where it was asked to tell."""
        return ENGINE if self._sign[:1] in (b"", b"!") else self._sign.decode("utf-8", "replace")

    def kill(self) -> None:
        """Kill the worker and all it has started. May be called from any thread."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> Problem:
        """Kill the worker and let go of it; how it ended, where it had done so before."""
        self.kill()
        status = self._process.wait()
        self._connection.close()
        for number in (self._signs, self._leash):
            os.close(number)
        if status == OUT_OF_MEMORY:
            return Problem(self._at_work(), "its worker ran out of memory", "memory")
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return Problem(self._at_work(), f"its worker ended: {how}", "crashed")
