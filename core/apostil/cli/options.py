"""Options that several commands share."""

from __future__ import annotations

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


def settings(command: C) -> C:
    """Options that change annotators."""
    command = click.option(
        "--prefer", type=click.Choice(["past", "future", "nearest"]), help="Where a date lies that does not say its year."
    )(command)
    help = "Setting of an annotator; `apostil plugins` lists them. Repeatable."
    return click.option("--set", multiple=True, metavar="ANNOTATOR.NAME=VALUE", help=help)(command)


def reading(command: C) -> C:
    """Options on how bytes are read."""
    command = click.option("--errors", type=click.Choice(["strict", "replace"]), default="strict", help="Invalid bytes.")(
        command
    )
    return click.option("--encoding", default="utf-8", show_default=True, help="Of files without a byte-order mark.")(command)
