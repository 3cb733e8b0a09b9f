"""`apostil explain`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("explain")
@click.argument("file", metavar="FILE")
@click.option("--at", type=int, metavar="OFFSET", help="Only annotations that hold this code point.")
@click.option("--label", help="Only annotations of this label.")
@options.annotating
@options.reading
@options.skip_broken
def command(**given: Any) -> int:
    """Show each annotation of FILE (or -) under its line: the rule that set it, and what lost to it.

    With --at, also what was turned down there and, where nothing is, what was seen in the line.
    """
    from apostil.cli.explaining import explain

    return explain(given)
