"""What a plugin makes to write annotations in a format, or to read them from one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from attrs import define

from apostil.annotators import Label
from apostil.errors import ExportError
from apostil.extra import Extra
from apostil.model import Annotated
from apostil.offsets import CODEPOINT, OffsetMap

Labels = Mapping[str, Label]
"""Declaration of each label that the loaded plugins may yield."""


class Sink(Protocol):
    """Where an exporter writes. Everything appears whole at the end, or not at all."""

    folder: bool
    """Whether it is a folder, so that `file` can be called."""
    with_text: bool
    """Whether the user wants the text of each document beside its annotations, where the format can hold it."""
    offset_unit: str
    """What offsets the user wants counted, where the format leaves the choice: codepoint, utf16 or utf8."""

    def stream(self) -> BinaryIO:
        """The one output of the run, for exporters that are not `folder`: a file or standard output."""

    def stream_path(self) -> Path:
        """The file behind `stream`, empty and under another name until it is whole: for libraries that write to a path.

        Raises `ExportError` where it is standard output.
        """

    def file(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A new file of the output folder, for exporters that are `folder`. It appears when its block ends without error.

        `name` is relative, made safe by the sink; raises `ExportError` where it was used before.
        """

    def note(self, message: str) -> None:
        """Tell the user, once the run is over, what the format could not hold: `annotations inside others, left out: 3`. The
        name of the format is put before it."""


def offsets_out(annotated: Annotated, sink: Sink) -> OffsetMap:
    """Map of the document's offsets to the unit the user wants. Raises `ExportError` where that needs a text it lacks."""
    document = annotated.document
    if sink.offset_unit != CODEPOINT and annotated.annotations and not document.text:
        raise ExportError(document.id, f"offsets in {sink.offset_unit} cannot be counted without the text")
    return OffsetMap.of(document.text, sink.offset_unit)


class Writer(Protocol):
    """An export under way."""

    def write(self, annotated: Annotated) -> None:
        """Add one document. Raises `ExportError` where the format cannot hold it; then nothing of it is written."""

    def close(self) -> None:
        """Write what comes after the last document."""


@define
class Exporter:
    """A format. `open(sink, labels)` begins an export and returns its `Writer`.

    `folder`: the format is several files (at least one a document) and needs an output folder.
    """

    name: str
    suffix: str
    open: Callable[[Sink, Labels], Writer]
    description: str = ""
    folder: bool = False
    needs_text: bool = False
    """Whether documents have to carry their text, which standoff files seldom do."""
    self_contained: bool = False
    """Whether its output can be used without the texts: it holds those that were extracted, or gives no offsets. Beside one
    that cannot, extracted texts are kept as files."""
    extra: Extra | None = None
    """Libraries that it needs beside those of its distribution; `open` may import them."""
    standoff: bool = False
    """Whether all it writes of a document is what `encode` gives for the sink's options: workers have made that already."""
    shards: bool = False
    """Whether each document is one `write` to the stream and nothing comes before, between or after them: in a folder, the
    output is a row of files, and an interrupted run can go on after the last whole one."""


@define
class Importer:
    """A foreign format. `read(path)` yields annotated documents and raises `InputError` for what it cannot read."""

    name: str
    read: Callable[[Path], Iterator[Annotated]]
    description: str = ""
    extra: Extra | None = None
    """Libraries that it needs beside those of its distribution; `read` may import them."""
