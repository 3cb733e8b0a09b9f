"""A report as Markdown whose tables line up, so that it reads as well unrendered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from apostil_summary.report import Report, Table

_SPECIAL = re.compile(r"[\\`|<*\[\]&~]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown gives a meaning; an underline within a word has none."""


def markdown(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield ""
    yield escaped(report.facts)
    for table in report.tables:
        yield ""
        yield f"## {table.title}"
        yield ""
        yield from _table(table)
        if table.more:
            yield ""
            yield f"… and {table.more:,} more"


def _table(table: Table) -> Iterator[str]:
    rows = [[escaped(cell) for cell in row] for row in (table.columns, *table.rows)]
    right = [name in table.right for name in table.columns]
    widths = [max(3, *map(width, column)) for column in zip(*rows, strict=True)]
    widths[-1] = widths[-1] if right[-1] else max(3, width(rows[0][-1]))
    yield _row(rows[0], widths, right)
    yield "|" + "|".join(f" {'-' * (w - r)}{':' * r} " for w, r in zip(widths, right, strict=True)) + "|"
    for row in rows[1:]:
        yield _row(row, widths, right)


def _row(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = []
    for cell, wide, flush in zip(cells, widths, right, strict=True):
        space = " " * max(0, wide - width(cell))
        padded.append(space + cell if flush else cell + space)
    return f"| {' | '.join(padded)} |"


def escaped(text: str) -> str:
    """`text`, one line, so that Markdown shows it as it is."""
    text = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return re.sub(r"^([#>=+-])", r"\\\1", text)


def width(text: str) -> int:
    """Columns that `text` takes on a terminal: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)
