"""Writes what a reader wants first: who, how much, what share, when and which terms, of one document or of many."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Exporter, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_summary.writer import SummaryWriter

    return SummaryWriter(sink, labels)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    what = "who, how much, when and which terms, as Markdown; as tables on a terminal"
    return [Exporter("summary", ".md", _open, what, self_contained=True)]
