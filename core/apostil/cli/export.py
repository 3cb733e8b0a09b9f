"""`apostil export`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("export")
@click.argument("annotations", nargs=-1, required=True, metavar="ANNOTATIONS...")
@click.option("-t", "--format", required=True, metavar="FORMAT", help="Output format; `apostil plugins` lists them.")
@options.output
@click.option("--root", default=".", metavar="DIR", help="Folder that the sources named in the annotations are relative to.")
@options.reading
@options.with_text
@options.offsets
@options.skip_broken
@options.quiet
def command(**given: Any) -> int:
    """Convert standoff JSON (files, folders, .jsonl) into another format; the source text is read where it is needed."""
    from apostil.cli.converting import convert

    return convert(given)
