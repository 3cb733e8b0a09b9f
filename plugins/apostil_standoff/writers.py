"""Writers of standoff JSON."""

from __future__ import annotations

import msgspec

from apostil import Annotated, ExportError, Labels, Sink, encode


def _encode(annotated: Annotated, sink: Sink) -> bytes:
    return encode(annotated, with_text=sink.with_text, offset_unit=sink.offset_unit)


class JsonWriter:
    """One indented object a document: a file each in a folder, else one document only."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._written = 0

    def write(self, annotated: Annotated) -> None:
        data = msgspec.json.format(_encode(annotated, self._sink), indent=1) + b"\n"
        self._written += 1
        if self._sink.folder:
            with self._sink.file(f"{annotated.document.id}.json") as stream:
                stream.write(data)
        elif self._written > 1:
            raise ExportError(annotated.document.id, "json holds one document a file: give a folder with -o, or -t jsonl")
        else:
            self._sink.stream().write(data)

    def close(self) -> None:
        """Nothing follows the last document."""


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._stream = sink.stream()

    def write(self, annotated: Annotated) -> None:
        self._stream.write(_encode(annotated, self._sink) + b"\n")

    def close(self) -> None:
        """Nothing follows the last document."""
