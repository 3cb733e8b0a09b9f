"""A run: documents in, annotations out through one exporter, counting what went well and what did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import define, field

from apostil.errors import MESSAGE_LIMIT, ExportError, one_line, printable
from apostil.exporter import Exporter, Labels
from apostil.model import Annotated, Problem
from apostil.offsets import CODEPOINT
from apostil.output import FileSink, FolderSink, OpenSink

MESSAGES = 10_000
"""Problems kept for the terminal; formats that can hold them have all."""


@define
class Outcome:
    """What a run did. `documents` counts all inputs, `failed` those without a complete result."""

    documents: int = 0
    failed: int = 0
    problems: int = 0
    annotations: int = 0
    resumed: int = 0
    """Of the documents, those that an earlier run had done."""
    kinds: Counter[str] = field(factory=Counter)
    """Problems by annotator and code."""
    messages: list[str] = field(factory=list)
    notes: list[str] = field(factory=list)
    """What the format could not hold, each with its name."""

    def add(self, annotated: Annotated) -> None:
        self.documents += 1
        self.failed += annotated.failed
        self.annotations += len(annotated.annotations) + annotated.beside
        for problem in annotated.problems:
            self.problems += 1
            self.kinds[f"{problem.annotator}: {problem.code}"] += 1
            if len(self.messages) < MESSAGES:
                name = annotated.document.id or "document"
                self.messages.append(printable(f"{name}: {problem.annotator}: {problem.message}"))

    @property
    def exit_status(self) -> int:
        """0 all well; 1 finished, with problems; 2 where nothing could be read."""
        if self.documents and self.failed == self.documents:
            return 2
        return 1 if self.problems else 0


def sink_for(exporter: Exporter, output: str | None, with_text: bool = False, offset_unit: str = CODEPOINT) -> OpenSink:
    """Where `exporter` writes: standard output, a file, or a folder (a path that is one, or has no suffix, or ends in `/`).

    Raises `ExportError` for a format of several files without a folder.
    """
    if output is None or output == "-":
        if exporter.folder:
            raise ExportError(exporter.name, "writes several files: give a folder with -o")
        return FileSink(None, with_text, offset_unit)
    path = Path(output)
    if exporter.folder or path.is_dir() or output.endswith("/") or not path.suffix:
        if path.exists() and not path.is_dir():
            raise ExportError(output, "is not a folder")
        return FolderSink(path, f"annotations{exporter.suffix}", with_text, offset_unit)
    return FileSink(path, with_text, offset_unit)


def protect(sink: OpenSink, holds: Callable[[Path], bool]) -> None:
    """Let nothing be written over a file that `holds` says is an input. Raises `ExportError` where it is the one output."""
    if isinstance(sink, FolderSink):
        sink.protects = holds
    elif sink.path and holds(sink.path):
        raise ExportError(str(sink.path), "is an input: it would be overwritten")


def export(
    annotated: Iterable[Annotated],
    exporter: Exporter,
    sink: OpenSink,
    labels: Labels,
    progress: Callable[[Outcome], None] = lambda outcome: None,
    outcome: Outcome | None = None,
) -> Outcome:
    """Write each of `annotated` through `exporter`. A document that the format cannot hold is recorded, the others go on.

    Raises `PluginError` where a library that the format needs is not installed. `outcome`: to go on counting in.
    """
    outcome = outcome or Outcome()
    unkept = 0
    if exporter.extra:
        exporter.extra.demand(f"format {exporter.name}")
    with sink:
        writer = exporter.open(sink, labels)
        for item in annotated:
            found = list(item.annotations)
            try:
                writer.write(item)
                if item.annotations != found:
                    item.annotations = found
                    item.problems.append(Problem(exporter.name, "changed what it was to write: put back", "state_changed"))
                unkept += not _kept(item, exporter, sink)
            except ExportError as error:
                where = "" if error.culprit == item.document.id else f"{error.culprit}: "
                item.problems.append(Problem(exporter.name, printable(f"{where}{error.why}")[:MESSAGE_LIMIT], "not_exported"))
                item.failed = True
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # an exporter is a plugin too
                if isinstance(error, OSError) and sink.shared:  # nothing can be written any more
                    raise
                if sink.shared:  # half a document may stand in the one file: it is no output
                    raise ExportError(exporter.name, f"failed on {item.document.id}: {one_line(error)}") from error
                item.problems.append(Problem(exporter.name, one_line(error), "not_exported"))
                item.failed = True
            outcome.add(item)
            sink.passed(item)
            progress(outcome)
        writer.close()
    if unkept:
        sink.note(f"extracted texts that are not kept: {unkept} (give a folder with -o, or -t jsonl)")
    outcome.notes += [printable(f"{exporter.name}: {note}") for note in sink.notes]
    return outcome


def _kept(annotated: Annotated, exporter: Exporter, sink: OpenSink) -> bool:
    """Whether the text that the offsets count in can be had: in its file, in the output, or, written here, beside it."""
    document = annotated.document
    if not document.extracted or annotated.failed or exporter.needs_text or exporter.self_contained:
        return True
    if sink.folder:
        with sink.file(f"{document.id}.txt") as stream:
            stream.write(document.text.encode("utf-8"))
    return sink.folder
