"""`apostil annotate`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from apostil.cli import options


@click.command("annotate")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-t", "--format", metavar="FORMAT", help="Output format; `apostil plugins` lists them. [json to -o, else jsonl]")
@options.output
@click.option("-l", "--language", default="auto", show_default=True, help="fr, en, auto, or that of a language pack.")
@click.option("-d", "--date", type=click.DateTime(["%Y-%m-%d"]), help="Reference date, for `yesterday` or `in March`.")
@click.option("--only", multiple=True, metavar="NAME", help="Run this annotator, and those it requires. Repeatable.")
@click.option("--without", multiple=True, metavar="NAME", help="Leave out this annotator or plugin. Repeatable.")
@click.option("--lexicon", multiple=True, metavar="FILE", help="More words, as names of organisations in a .csv. Repeatable.")
@options.settings
@options.reading
@options.with_text
@options.offsets
@options.skip_broken
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Say what was skipped, file by file.")
def command(**given: Any) -> int:
    """Annotate documents: files, folders, globs, or - for standard input (a text, or JSON Lines)."""
    from apostil.cli.running import Call

    given["date"] = given["date"].date() if isinstance(given["date"], dt.datetime) else None
    return Call.of(given).annotate()
