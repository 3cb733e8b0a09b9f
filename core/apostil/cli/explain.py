"""`apostil explain`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("explain")
@click.argument("file", metavar="FILE")
@click.option("--at", type=int, metavar="OFFSET", help="Only annotations that hold this code point.")
@click.option("--label", help="Only annotations of this label.")
@click.option("-l", "--language", default="auto", show_default=True)
@click.option("-d", "--date", type=click.DateTime(["%Y-%m-%d"]), help="Reference date.")
@options.settings
@options.reading
@options.skip_broken
def command(**given: Any) -> int:
    """Show each annotation of FILE (or -) under its line: the rule that set it, and what lost to it."""
    from apostil.cli.explaining import explain

    return explain(given)
