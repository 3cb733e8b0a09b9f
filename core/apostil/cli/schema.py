"""`apostil schema`."""

from __future__ import annotations

import json

import click

from apostil.cli import options


@click.command("schema")
@click.argument("label", required=False)
@options.skip_broken
def command(label: str | None, skip_broken: bool) -> None:
    """Print the JSON Schema of standoff files, values of all installed labels included, or that of one LABEL's value."""
    from apostil.errors import PluginError
    from apostil.plugins import Plugins
    from apostil.schema import standoff_schema, value_schema

    labels = Plugins.discover(skip_broken=skip_broken).labels()
    if label is not None and label not in labels:
        raise PluginError(f"label {label!r}", f"unknown; there are {', '.join(sorted(labels))}")
    schema = value_schema(labels[label]) if label else standoff_schema(labels)
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
