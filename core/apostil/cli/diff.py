"""`apostil diff`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("diff")
@click.argument("gold", metavar="A")
@click.argument("predicted", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@options.skip_broken
def command(**given: Any) -> int:
    """List what appeared, vanished, moved or changed from A to B, standoff files or folders.

    Exit status 1 where they differ. A key that a value in A does not have may be anything in B.
    """
    from apostil.cli.scoring import diff

    return diff(given)
