"""`apostil evaluate`."""

from __future__ import annotations

from typing import Any

import click

from apostil.cli import options


@click.command("evaluate")
@click.argument("gold", metavar="GOLD")
@click.argument("predicted", metavar="PREDICTED")
@click.option(
    "--by", type=click.Choice(["label", "language", "genre", "annotator", "rule"]), default="label", show_default=True
)
@click.option("-t", "--format", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
@click.option(
    "--fail-under", multiple=True, metavar="LABEL.MEASURE=F1", help="Exit 1 below, as in money.exact=0.97. Repeatable."
)
@click.option("--bootstrap", type=click.IntRange(0, 100_000), default=0, metavar="N", help="95 % intervals from N resamples.")
@click.option("--calibrate", metavar="FILE", help="Write the precision of each rule, for `apostil annotate --confidence FILE`.")
@click.option("--common", is_flag=True, help="Score only the documents that both sides have.")
@options.skip_broken
def command(**given: Any) -> int:
    """Score PREDICTED against GOLD, standoff files or folders: strict, overlap, partial and exact, per label and in all.

    --by annotator and --by rule show precision alone: gold does not tell who should have found what.
    """
    from apostil.cli.scoring import evaluate

    return evaluate(given)
