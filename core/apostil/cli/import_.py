"""`apostil import`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("import")
@click.argument("path", type=click.Path())
@click.option("-f", "--format", required=True, metavar="FORMAT", help="Format to read; `apostil plugins` lists them.")
@options.output
@options.with_text
@options.offsets
@options.skip_broken
@options.quiet
def command(**given: Any) -> int:
    """Read annotations in a foreign format (brat, say) back into standoff JSON."""
    from apostil.cli.converting import import_from

    return import_from(given)
