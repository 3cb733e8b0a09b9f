"""What all code of a process shares and an annotator must leave alone: looked at before and after, and put back."""

from __future__ import annotations

import contextlib
import decimal
import gc
import json
import locale
import os
import re
import signal
import sys
from typing import Any

import regex
from attrs import define

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGALRM") if hasattr(signal, name))
_FUNCTIONS = ((json, "dumps"), (json, "loads"), (re, "compile"), (regex, "compile"), (sys, "stdout"), (sys, "stderr"))
"""Some of what plugins are known to replace. All of it cannot be watched."""


class StateChanged(Exception):
    """An annotator changed what all code shares. The message names it."""


@define(eq=False)
class State:
    """A snapshot. Taking one costs some 10 µs."""

    kept: dict[str, Any]

    @classmethod
    def now(cls) -> State:
        context = decimal.getcontext()
        return cls(
            {
                "working folder": _folder(),
                "environment": _environment(),
                "decimal context": (context.prec, context.rounding, context.Emin, context.Emax),
                "locale": locale.setlocale(locale.LC_ALL),
                "recursion limit": sys.getrecursionlimit(),
                "garbage collection": gc.isenabled(),
                "signal handlers": [signal.getsignal(number) for number in _SIGNALS],
                "functions": [getattr(module, name) for module, name in _FUNCTIONS],
            }
        )

    def restore(self) -> str:
        """Put back what has changed; its names, empty where nothing has."""
        now = State.now().kept
        changed = [name for name, value in self.kept.items() if now[name] != value]
        for name in changed:
            with contextlib.suppress(OSError, ValueError):  # a folder that is gone; a handler set outside the main thread
                _RESTORE[name](self.kept[name])
        return ", ".join(changed)


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _environment() -> dict[Any, Any]:
    """What `os.environ` holds, as it holds it: decoding it takes ten times as long as all the rest of a snapshot."""
    return dict(getattr(os.environ, "_data", os.environ))


def _set_environment(value: dict[Any, Any]) -> None:
    os.environ.clear()
    os.environ.update({os.fsdecode(name): os.fsdecode(held) for name, held in value.items()})


def _set_context(value: tuple[Any, ...]) -> None:
    context = decimal.getcontext()
    context.prec, context.rounding, context.Emin, context.Emax = value


def _set_handlers(value: list[Any]) -> None:
    for number, handler in zip(_SIGNALS, value, strict=True):
        signal.signal(number, handler)


def _set_functions(value: list[Any]) -> None:
    for (module, name), function in zip(_FUNCTIONS, value, strict=True):
        setattr(module, name, function)


_RESTORE: dict[str, Any] = {
    "working folder": os.chdir,
    "environment": _set_environment,
    "decimal context": _set_context,
    "locale": lambda value: locale.setlocale(locale.LC_ALL, value),
    "recursion limit": sys.setrecursionlimit,
    "garbage collection": lambda value: gc.enable() if value else gc.disable(),
    "signal handlers": _set_handlers,
    "functions": _set_functions,
}
