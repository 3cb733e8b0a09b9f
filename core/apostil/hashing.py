"""SHA-256, whose library is imported where a hash is first asked for: its 4 MB would stand in memory while the words of a
language are compiled, when a run needs most."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash


def sha256(data: bytes = b"") -> _Hash:
    """The hash of `data`, to which more may be added."""
    import hashlib

    return hashlib.sha256(data)
