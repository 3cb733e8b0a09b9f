"""Writes tokens with IOB2 tags, a column a label: CoNLL-U Plus."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Exporter, Labels, Sink, Writer, hookimpl


def _open(sink: Sink, labels: Labels) -> Writer:
    from apostil_conll.writer import ConllWriter

    return ConllWriter(sink, labels)


@hookimpl
def apostil_exporters() -> Iterable[Exporter]:
    return [Exporter("conll", ".conllup", _open, "CoNLL-U Plus: IOB2 tags, a column a label", needs_text=True)]
