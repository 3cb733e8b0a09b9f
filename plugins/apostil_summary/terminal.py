"""A report for a terminal: coloured tables, as wide as the window."""

from __future__ import annotations

import io
import os
import shutil

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from apostil import Labels
from apostil_summary.report import Report, Table

_NARROW = 60
"""Columns; a narrower window gets tables of this width."""
_FACTS = {"parties": "organisation", "amounts": "money", "rates": "percentage", "dates": "date"}
"""Label whose colour each column of facts has."""


def rendered(report: Report, labels: Labels) -> str:
    """`report` as text with escape sequences for colours, without any where `NO_COLOR` is set or the terminal is dumb."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system=None if plain else "auto",
        width=max(_NARROW, shutil.get_terminal_size().columns),
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(Text(report.title, "bold"))
    console.print(Text(report.facts, "dim"))
    for table in report.tables:
        console.print()
        console.print(Text(table.title, "bold cyan"))
        console.print(_sheet(table, labels) if table.title == "Deal sheet" else _table(table, labels))
        if table.more:
            console.print(Text(f" … and {table.more:,} more", "dim"))
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def _grid() -> RichTable:
    return RichTable(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, padding=(0, 1), show_edge=False)


def _sheet(table: Table, labels: Labels) -> RichTable:
    """The deal sheet with the facts of a row over its sentence: its columns are too many to stand side by side."""
    grid = _grid()
    grid.add_column("type", style="bold", no_wrap=True)
    if "document" in table.columns:
        grid.add_column("document", no_wrap=True, overflow="ellipsis")
    grid.add_column("what it says", ratio=1)
    for cells in table.rows:
        row = dict(zip(table.columns, cells, strict=True))
        times = row.get("×", "1")
        facts = [
            Text(row[name], labels[label].colour if label in labels else "") for name, label in _FACTS.items() if row.get(name)
        ]
        if row.get("status"):
            facts.append(Text(row["status"], "italic"))
        said = Text(" · ", "dim").join(facts)
        said.append("\n" if facts else "").append(row.get("sentence", ""), "dim" if facts else "")
        kind = row["type"] if times == "1" else f"{row['type']} ×{times}"
        grid.add_row(Text(kind), *([Text(row["document"])] if "document" in row else []), said)
    return grid


def _table(table: Table, labels: Labels) -> RichTable:
    grid = _grid()
    for i, name in enumerate(table.columns):
        first = i == 0
        grid.add_column(
            name,
            justify="right" if name in table.right else "left",
            style="bold" if first else None,
            no_wrap=name in table.right or first,
            overflow="ellipsis",
            max_width=36 if first else None,
            ratio=1 if name in ("sentence", "problem", "what", "also written", "figures") else None,
        )
    for row in table.rows:
        cells = [Text(cell) for cell in row]
        if table.columns[0] == "label" and row[0] in labels:
            cells[0].stylize(labels[row[0]].colour)
        grid.add_row(*cells)
    return grid
