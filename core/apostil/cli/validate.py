"""`apostil validate`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("validate")
@click.argument("annotations", nargs=-1, required=True, metavar="ANNOTATIONS...")
@click.option("--root", default=".", metavar="DIR", help="Folder that the sources named in the annotations are relative to.")
@options.reading
@options.skip_broken
@options.quiet
def command(**given: Any) -> int:
    """Check standoff JSON: strict JSON, schema, ids, links, offsets, quotes and, where the source is found, its hash."""
    from apostil.cli.converting import validate

    return validate(given)
