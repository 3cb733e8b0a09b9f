"""Writes tasks with predictions for Label Studio and the configuration to correct them with; reads what it exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Importer, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_labelstudio.writer import TaskWriter

    return TaskWriter(sink, labels)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_labelstudio.importing import read

    return read(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    description = "Label Studio: tasks with predictions, and the labelling configuration"
    return [Exporter("labelstudio", ".json", _open, description, folder=True, needs_text=True)]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [Importer("labelstudio", _read, "Label Studio: tasks exported as JSON, or a folder of them")]
