"""Writes and reads pages of the W3C Web Annotation model, as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from apostil import Annotated, Exporter, Importer, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_webannotation.writer import PageWriter

    return PageWriter(sink)


def _read(path: Path) -> Iterator[Annotated]:
    from apostil_webannotation.importing import read

    return read(path)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("webannotation", ".jsonld", _open, "W3C Web Annotation: a page a document", needs_text=True)]


@hookimpl
def apostil_importers() -> Iterable[Importer]:
    return [Importer("webannotation", _read, "W3C Web Annotation: a .jsonld page, or a folder of them")]
