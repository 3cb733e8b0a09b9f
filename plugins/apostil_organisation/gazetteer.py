"""Names known beforehand: CSV files with the columns `name,kind,aliases,word`; a user's may be separated by `;` too, as
spreadsheets in French write them.

`aliases` are other surface forms, separated by `|`; `word` is filled in where a surface is also a common word, a personal
name or a place, so that it needs evidence from the text. Lines that start with `#` are comments.

A name that is a run of capitalised words (`Société Générale`, `L'Oréal`) is met by the search for such runs and costs a look-up
in a table, however long the table; any other (`Caisse des dépôts`, `3M`) goes through the shared scan. Tens of thousands of
rows are read at every start, so a row stays the list of its cells until a text has the name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from apostil import Lexicon, PluginError

from .shapes import CAPITAL

NAMES = "organisation_name"
FOLDER = "names"
KINDS = ("company", "public_body", "court", "media", "university", "ngo", "sports", "political", "international")
COLUMNS = ["name", "kind", "aliases", "word"]
SEPARATORS = ",;"

Row = list[str]
"""Cells of the four columns."""
_NO_RUN = re.compile(rf"(?:^|[ ])(?!&[ ])[^{CAPITAL}]|[^\w .&'-]|[.&'-](?![\w ]|$)|[ ][ ]|[.]$|\w\w[.][ ]").search


class Entry(Struct, gc=False):
    """What a list says of a surface: the name of its row, the kind, and whether it is an everyday word too."""

    name: str
    kind: str | None
    word: bool


def entry_of(row: Row) -> Entry:
    return Entry(row[0], row[1] if row[1] in KINDS else None, bool(row[3]))


def surface_of(row: Row, found: str) -> str:
    """The surface of `row` that `found` is a spelling of, for a comparison of capitals."""
    small, surfaces = found.lower(), (row[0], *row[2].split("|"))
    return found if found in surfaces else next((s for s in surfaces if s.lower() == small), row[0])


def lexicons_of(path: str | Path) -> list[Lexicon]:
    """Lexicons of a user's CSV file of names, for `Engine(lexicons=…)`.

    Raises `PluginError` for a file without a column `name` or with a kind that is none, `OSError` for one that cannot be read.
    """
    rows = list(_rows(Path(path).read_text("utf-8-sig"), str(path)))
    if odd := next((row for row in rows if len(row) > 1 and row[1] not in ("", *KINDS)), None):
        raise PluginError(str(path), f"{odd[0]!r} has the kind {odd[1]!r}: there are {', '.join(KINDS)}, or nothing")
    return _lexicons(rows)


@cache
def built_in() -> list[Lexicon]:
    """Lexicons of the names that come with the plugin, the same for every language."""
    folder = files(__package__) / FOLDER
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".csv")), key=lambda f: f.name)
    return _lexicons(row for file in found for row in _rows(file.read_text("utf-8"), file.name))


@cache
def word_list(name: str) -> frozenset[str]:
    """Lines of `names/<name>.txt` but the comments; empty where there is no such file."""
    path = files(__package__) / FOLDER / f"{name}.txt"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset(line.replace("’", "'") for line in lines if line and not line.startswith("#"))


def _rows(text: str, source: str) -> Iterable[Row]:
    lines = [line for line in text.replace("’", "'").split("\n") if line and line[0] != "#"]
    first = lines[0].strip("\r\ufeff") if lines else ""
    headers = ((separator, next(csv.reader([first], delimiter=separator), [])) for separator in SEPARATORS)
    separator, header = next((pair for pair in headers if "name" in pair[1]), ("", []))
    if not separator:
        raise PluginError(source, f"no column 'name' in its first line: {first[:60]!r}")
    plain = header == COLUMNS and separator == "," and "\r" not in text and not any('"' in line for line in lines)
    return [line.split(",") for line in lines[1:]] if plain else _quoted(lines, header, separator)


def _quoted(lines: list[str], header: list[str], separator: str) -> Iterator[Row]:
    """Rows of a file with quoted cells, with columns of its own or another separator."""
    columns = [header.index(c) if c in header else -1 for c in COLUMNS]
    for row in csv.reader((line.rstrip("\r") for line in lines[1:]), delimiter=separator):
        yield [row[i] if 0 <= i < len(row) else "" for i in columns]


def _lexicons(rows: Iterable[Row]) -> list[Lexicon]:
    """Runs of capitalised words in a list that is not scanned for, the others in one that is."""
    names: dict[str, Row] = {}
    for row in rows:
        if len(row) < len(COLUMNS):
            row += [""] * (len(COLUMNS) - len(row))
        names.setdefault(row[0], row)
        if row[2]:
            for alias in row[2].split("|"):
                names.setdefault(alias, row)
    others = {s: names[s] for s in filter(_NO_RUN, names) if s.strip() == s and any(c.isalnum() for c in s)}
    return [Lexicon(NAMES, names, cased=True, scan=False), Lexicon(NAMES, others)]
