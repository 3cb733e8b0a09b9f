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
        console.print(_table(table, labels))
        if table.more:
            console.print(Text(f" … and {table.more:,} more", "dim"))
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def _table(table: Table, labels: Labels) -> RichTable:
    grid = RichTable(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, padding=(0, 1), show_edge=False)
    for i, name in enumerate(table.columns):
        first = i == 0
        grid.add_column(
            name,
            justify="right" if name in table.right else "left",
            style="bold" if first else None,
            no_wrap=name in table.right or first,
            overflow="ellipsis",
            max_width=36 if first else None,
            ratio=1 if name in ("sentence", "problem", "what", "also written") else None,
        )
    for row in table.rows:
        cells = [Text(cell) for cell in row]
        if table.columns[0] == "label" and row[0] in labels:
            cells[0].stylize(labels[row[0]].colour)
        grid.add_row(*cells)
    return grid
