"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import click

C = TypeVar("C", bound=Callable[..., object])

output = click.option("-o", "--output", metavar="PATH", help="File or folder to write; standard output where none is given.")
quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, no messages but errors.")
with_text = click.option("--with-text", is_flag=True, help="Put the text itself into the output, where the format can.")
offsets = click.option(
    "--offsets",
    type=click.Choice(["codepoint", "utf16", "utf8"]),
    default="codepoint",
    show_default=True,
    help="What offsets count.",
)
skip_broken = click.option("--skip-broken", is_flag=True, help="Go on without plugins that cannot be loaded.")


def _day(context: click.Context, option: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    return value.date() if value else None


_ANNOTATING = (
    click.option("-l", "--language", default="auto", show_default=True, help="fr, en, auto, or that of a language pack."),
    click.option(
        "-d",
        "--date",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        help="Reference date, for `yesterday` or `in March`.",
    ),
    click.option("--only", multiple=True, metavar="NAME", help="Run this annotator, and those it requires. Repeatable."),
    click.option("--without", multiple=True, metavar="NAME", help="Leave out this annotator or plugin. Repeatable."),
    click.option(
        "--lexicon", multiple=True, metavar="FILE", help="More words, as names of organisations in a .csv. Repeatable."
    ),
    click.option(
        "--set",
        multiple=True,
        metavar="ANNOTATOR.NAME=VALUE",
        help="Setting of an annotator; `apostil plugins` lists them. Repeatable.",
    ),
    click.option(
        "--prefer", type=click.Choice(["past", "future", "nearest"]), help="Where a date lies that does not say its year."
    ),
)


def annotating(command: C) -> C:
    """Options of what annotates, and how: all that the annotations of a document depend on but its confidence."""
    for option in reversed(_ANNOTATING):
        command = option(command)
    return command


def reading(command: C) -> C:
    """Options on how bytes are read."""
    command = click.option("--text-column", metavar="NAME", default="text", show_default=True, help="Of a table of texts.")(
        command
    )
    command = click.option("--errors", type=click.Choice(["strict", "replace"]), default="strict", help="Invalid bytes.")(
        command
    )
    return click.option("--encoding", default="utf-8", show_default=True, help="Of files without a byte-order mark.")(command)
