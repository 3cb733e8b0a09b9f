"""`apostil annotate`."""

from __future__ import annotations

import os
from typing import Any

import click

from apostil.cli import options


def _jobs(context: click.Context, option: click.Parameter, value: str | None) -> int:
    if value in (None, "auto"):
        return 0 if value is None else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not str(value).isdecimal() or not 0 < int(str(value)) <= 1024:
        raise click.BadParameter("a number of workers, or auto", context, option)
    return int(str(value))


@click.command("annotate")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-t", "--format", metavar="FORMAT", help="Output format; `apostil plugins` lists them. [json to -o, else jsonl]")
@options.output
@options.annotating
@click.option("--confidence", metavar="FILE", help="Set confidence as `apostil evaluate --calibrate FILE` measured it.")
@options.reading
@options.with_text
@options.offsets
@click.option("-j", "--jobs", callback=_jobs, metavar="N|auto", help="Annotate in N worker processes. [none: in this one]")
@click.option("--resume", is_flag=True, help="Go on where an earlier run into the folder was interrupted: json, jsonl.")
@click.option("--timeout", type=click.FloatRange(0.1), default=60, show_default=True, help="Seconds of an annotator a window.")
@click.option("--memory", type=click.IntRange(128), default=2048, show_default=True, help="Megabytes of a worker.")
@click.option(
    "--error-budget",
    type=click.IntRange(0),
    default=100,
    show_default=True,
    help="Failures in 1,000 documents that disable an annotator; 0: never.",
)
@click.option("--report", metavar="FILE", help="Where the run's report goes. [report.json in an output folder, else nowhere]")
@click.option("--profile", is_flag=True, help="Say what the run cost, by annotator, in CPU time. Not with -j.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="What runs it.")
@click.option("--master", metavar="URL", help="Of Spark: local[2], spark://… [as it is configured]")
@options.skip_broken
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Say what was skipped, file by file.")
def command(**given: Any) -> int:
    """Annotate documents: files, folders, globs, or - for standard input (a text, or JSON Lines)."""
    from apostil.cli.running import Call

    call = Call.of(given)
    if given["engine"] == "spark":
        from apostil.cli.clustering import annotate

        return annotate(given, call.plan, call.engine.plugins)
    return call.annotate()
