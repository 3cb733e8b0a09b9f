"""What `annotate` and `export` do once their options are read: build the parts, run, report."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from attrs import define

from apostil.batch.plan import Limits, Plan
from apostil.batch.profile import Profile
from apostil.batch.session import Session
from apostil.cli import Terminated, say
from apostil.cli.profiling import table
from apostil.engine import Engine
from apostil.errors import InputError, PluginError, printable
from apostil.exporter import Exporter
from apostil.inputs import Inputs
from apostil.output import FolderSink
from apostil.plugins import Plugins
from apostil.reader import Decoding
from apostil.run import Outcome, protect, sink_for

SHOWN = 10
"""Skipped files and problems named on the terminal; `-v` names all."""


@define
class Call:
    """One call of `annotate`, its options read."""

    given: dict[str, Any]
    plan: Plan
    engine: Engine

    @classmethod
    def of(cls, given: dict[str, Any]) -> Call:
        """Load plugins and compile the engine. Raises `PluginError`."""
        plan = plan_of(
            given,
            confidence=os.path.abspath(given["confidence"]) if given["confidence"] else None,
            with_text=given["with_text"],
            offset_unit=given["offsets"],
            limits=Limits(given["timeout"], given["memory"], given["error_budget"]),
        )
        engine = plan.engine()
        report_broken(engine.plugins)
        return cls(given, plan, engine)

    def annotate(self) -> int:
        """Annotate all inputs; the exit status."""
        given, plugins = self.given, self.engine.plugins
        if given["master"]:
            raise InputError("--master", "is of Spark: give --engine spark, too")
        if given["profile"] and given["jobs"]:
            raise InputError("--profile", "measures one process: leave out -j")
        exporter = exporter_named(plugins, given["format"] or format_of(given["output"], plugins))
        inputs = inputs_of(plugins, given["inputs"], decoding_of(given), given["output"])
        if next(inputs.sources(), None) is None:
            raise InputError(", ".join(given["inputs"]), "holds no file to annotate")
        sink = sink_for(exporter, given["output"], given["with_text"], given["offsets"])
        protect(sink, inputs.holds)
        inputs.skipped.clear()
        report_to = Path(given["report"]) if given["report"] else None
        run = Profile if given["profile"] else Session
        session = run(self.plan, self.engine, exporter, sink, given["jobs"], given["resume"], report_to)
        with progress(inputs, given["quiet"]) as tell, terminated():
            try:
                outcome = session.run(inputs.documents(), tell)
            except KeyboardInterrupt as error:
                if session.resumable:
                    error.args = ("again with --resume to go on",)
                raise
        if isinstance(session, Profile):
            click.echo(table(session), err=True)
        elif isinstance(sink, FolderSink) and sys.stderr.isatty() and not given["quiet"]:
            done = f"{_counted(outcome.documents, 'document')}, {_counted(outcome.annotations, 'annotation')}"
            say(f"{done}, {outcome.failed:,} failed: {printable(str(sink.root))}/")
        return report(outcome, inputs.skipped, given["verbose"], given["quiet"])


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def plan_of(given: dict[str, Any], **more: Any) -> Plan:
    """The plan of the options of what annotates, and of `more`."""
    return Plan(
        only=list(given["only"]),
        without=list(given["without"]),
        language=given["language"],
        reference_date=given["date"],
        set=list(given["set"]),
        prefer=given["prefer"],
        lexicons=[os.path.abspath(file) for file in given["lexicon"]],
        skip_broken=given["skip_broken"],
        **more,
    )


def format_of(output: str | None, plugins: Plugins) -> str:
    """The format to write to `output` where none is named: that of its suffix, a file a document in a folder, else lines."""
    if output in (None, "-"):
        return "jsonl"
    suffix = Path(str(output)).suffix.lower()
    named = (name for name, (_, exporter) in plugins.exporters().items() if exporter.suffix == suffix and not exporter.folder)
    return next(named, "json")


def decoding_of(given: dict[str, Any]) -> Decoding:
    """How bytes are read, from the options that say it. Raises `InputError` for an unknown encoding."""
    return Decoding(given["encoding"], given["errors"], given["text_column"])


def inputs_of(plugins: Plugins, arguments: list[str], decoding: Decoding, output: str | None) -> Inputs:
    """Inputs read by the readers of `plugins`; files that apostil writes are passed over in folders."""
    readers = {name: reader for name, (_, reader) in plugins.readers().items()}
    suffixes = frozenset(exporter.suffix for _, exporter in plugins.exporters().values())
    folder = output if output and Path(output).is_dir() else None
    return Inputs(list(arguments), readers, decoding, suffixes, folder)


def exporter_named(plugins: Plugins, name: str) -> Exporter:
    """The exporter called `name`. Raises `PluginError` that lists those there are."""
    found = plugins.exporters()
    if name not in found:
        raise PluginError(f"format {name!r}", f"unknown; there are {', '.join(sorted(found))}")
    return found[name][1]


def report_broken(plugins: Plugins) -> None:
    """Name the plugins left out because they cannot be loaded."""
    for plugin in plugins.loaded:
        if plugin.error:
            say(f"plugin {plugin.name} left out: {plugin.error}")


def report(outcome: Outcome, skipped: Mapping[str, list[str]], verbose: bool, quiet: bool) -> int:
    """Say what went wrong and what was passed over; the exit status."""
    for message in outcome.messages if verbose else outcome.messages[:SHOWN]:
        say(message[:3000])
    if not verbose and outcome.problems > SHOWN:
        say(f"{outcome.problems - SHOWN} more problems, in the output (-v shows them)")
    for note in [] if quiet else outcome.notes:
        say(note[:3000])
    for why, names in () if quiet else skipped.items():
        say(f"passed over, {why}: {', '.join(_named(names, verbose))}")
    return outcome.exit_status


def _named(skipped: list[str], verbose: bool) -> list[str]:
    """Names to show: all if `verbose`, else those of a folder within the input as a number, and `SHOWN` at most."""
    if not verbose:
        folders = Counter(name.rpartition("/")[0] for name in skipped)
        alone = [name for name in skipped if folders[name.rpartition("/")[0]] == 1 or "/" not in name]
        skipped = alone + [f"{count} files in {folder}/" for folder, count in folders.items() if folder and count > 1]
    names = [printable(name) for name in skipped]
    return names if verbose or len(names) <= SHOWN else [*names[:SHOWN], f"{len(names) - SHOWN} more (-v names them)"]


@contextmanager
def progress(inputs: Inputs, quiet: bool) -> Iterator[Callable[[Outcome], None]]:
    """A bar on standard error while the block runs, where that is a terminal and there is something to wait for."""
    total = 0 if quiet or not sys.stderr.isatty() else sum(1 for _ in inputs.sources())
    inputs.skipped.clear()
    if total < 2:
        yield lambda outcome: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("annotating", total=total)
        yield lambda outcome: bar.update(task, completed=outcome.documents)


@contextmanager
def terminated() -> Iterator[None]:
    """While the block runs, a request to end (SIGTERM) is taken as Ctrl-C is: nothing half done is left."""

    def interrupt(number: int, frame: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
