"""`apostil plugins`."""

from __future__ import annotations

import click


@click.command("plugins")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def command(as_json: bool) -> None:
    """List plugins: where they come from, what they give, and what is wrong with those that cannot be loaded."""
    from apostil.cli.listing import describe, table
    from apostil.plugins import Plugins

    rows = describe(Plugins.discover(skip_broken=True))
    click.echo(table(rows, as_json))
