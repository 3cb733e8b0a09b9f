"""Names known beforehand: CSV files with the columns `name,kind,aliases,word`.

`aliases` are other surface forms, separated by `|`; `word` is filled in where a surface is also a common word, a personal
name or a place, so that it needs evidence from the text. Lines that start with `#` are comments.

A name that is a run of capitalised words (`Société Générale`, `L'Oréal`) is met by the search for such runs and costs a look-up
in a table, however long the table; any other (`Caisse des dépôts`, `3M`) goes through the shared scan.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from apostil import Lexicon, PluginError, pattern

from .shapes import RUN

NAMES = "organisation_name"
FOLDER = "names"
KINDS = ("company", "public_body", "court", "media", "university", "ngo", "sports", "political", "international")

_RUN = pattern(RUN)


class Entry(NamedTuple):
    """What a list says of a surface: the name of its row, the kind, and whether it is an everyday word too."""

    name: str
    kind: str | None
    word: bool
    surface: str = ""
    """The form that is listed, where the scan has to compare it."""


def lexicons_of(path: str | Path) -> list[Lexicon]:
    """Lexicons of a user's CSV file of names, for `Engine(lexicons=…)`.

    Raises `PluginError` for a file without a column `name` and `OSError` for one that cannot be read.
    """
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        return _lexicons(_surfaces(lines, str(path)))


@cache
def built_in() -> list[Lexicon]:
    """Lexicons of the names that come with the plugin, the same for every language."""
    folder = files(__package__) / FOLDER
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".csv")), key=lambda f: f.name)
    return _lexicons(surface for file in found for surface in _surfaces(file.read_text("utf-8").splitlines(), file.name))


@cache
def word_list(name: str) -> frozenset[str]:
    """Lines of `names/<name>.txt` but the comments; empty where there is no such file."""
    path = files(__package__) / FOLDER / f"{name}.txt"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset(line.replace("’", "'") for line in lines if line and not line.startswith("#"))


def _surfaces(lines: Iterable[str], source: str) -> Iterator[tuple[str, Entry]]:
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    header = next(rows, [])
    if "name" not in header:
        raise PluginError(source, f"no column 'name' in its first line: {','.join(header)[:60]!r}")
    columns = [header.index(c) if c in header else -1 for c in ("name", "kind", "aliases", "word")]
    width = len(header)
    for row in rows:
        if not row:
            continue
        row += [""] * (width - len(row)) + [""]  # a column that is not there reads the last cell, which is empty
        name, kind, aliases, word = (row[i] for i in columns)
        entry = Entry(name, kind if kind in KINDS else None, bool(word))
        yield name, entry
        if aliases:
            for alias in aliases.split("|"):
                yield alias, entry


def _lexicons(surfaces: Iterable[tuple[str, Entry]]) -> list[Lexicon]:
    """Runs of capitalised words in a list that is not scanned for, the others in one that is."""
    runs: dict[str, Entry] = {}
    others: dict[str, Entry] = {}
    whole = _RUN.fullmatch
    for surface, entry in surfaces:
        surface = surface.strip().replace("’", "'")
        if whole(surface):
            runs.setdefault(surface, entry)
        elif any(c.isalnum() for c in surface):
            others.setdefault(surface, entry._replace(surface=surface))
    return [Lexicon(NAMES, runs, cased=True, scan=False), Lexicon(NAMES, others)]
