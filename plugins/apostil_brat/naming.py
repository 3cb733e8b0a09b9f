"""Names that brat can read, of labels, roles and files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_UNSAFE = re.compile(r"[^\w.-]")
_PLAIN = re.compile(r"\w(?:[\w .()+,'-]*[\w)])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
PART_BYTES = 180
"""Longest part of a path kept as it is, in bytes of UTF-8."""


@lru_cache(maxsize=1000)
def brat_name(name: str) -> str:
    """`name` as a type of brat: spaces and punctuation, colons too, become `_`."""
    safe = _UNSAFE.sub("_", name)
    return safe if safe[:1].isalpha() else f"_{safe}"


def stem(document: str) -> str:
    """Path of a document's files without suffix, from its id: `a/x.txt` gives `a/x`.

    The text and its annotations have to have one name, so what is no file name everywhere is made one here, with a hash.
    """
    path = document.removesuffix(".txt")
    if path and all(map(_is_plain, path.split("/"))):
        return path
    return hashed(document)


def hashed(document: str) -> str:
    """A path that no other document has, from its id."""
    path = document.removesuffix(".txt")
    digest = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_UNSAFE.sub('_', path.rpartition('/')[2])[:40].lstrip('.-') or 'document'}-{digest}"


def _is_plain(part: str) -> bool:
    short = len(part.encode("utf-8", "replace")) <= PART_BYTES
    usual = _PLAIN.fullmatch(part) and not _DEVICE.fullmatch(part)
    return bool(short and usual) and unicodedata.is_normalized("NFC", part)
