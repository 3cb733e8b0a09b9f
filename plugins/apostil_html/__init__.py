"""Writes pages to read: the text with its annotations marked in it, nested and overlapping ones too."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Exporter, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_html.writer import HtmlWriter

    return HtmlWriter(sink, labels)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("html", ".html", _open, "a page with the annotations marked in the text", needs_text=True)]
