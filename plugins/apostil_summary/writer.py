"""The writer of summaries: it reads all documents and writes at the end."""

from __future__ import annotations

from apostil import Annotated, Labels, Sink
from apostil_summary.collecting import Collected
from apostil_summary.report import report


class SummaryWriter:
    """One summary of the run: Markdown, or tables where the stream is a terminal."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._stream = sink.stream()
        self._labels = labels
        self._collected = Collected()

    def write(self, annotated: Annotated) -> None:
        self._collected.add(annotated)

    def close(self) -> None:
        """Write the summary."""
        found = report(self._collected, self._labels)
        if self._stream.isatty():
            from apostil_summary.terminal import rendered

            text = rendered(found, self._labels)
        else:
            from apostil_summary.markdown import markdown

            text = markdown(found)
        self._stream.write(text.encode("utf-8", "replace"))
