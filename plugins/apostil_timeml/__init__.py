"""Writes and reads TimeML: the text of a document with its dates marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Importer, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_timeml.writer import TimemlWriter

    return TimemlWriter(sink)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_timeml.importing import read

    return read(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("timeml", ".tml", _open, "TimeML: dates as TIMEX3, one file a document", folder=True, needs_text=True)]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [Importer("timeml", _read, "TimeML: TIMEX3 of a .tml, or of a folder of them")]
