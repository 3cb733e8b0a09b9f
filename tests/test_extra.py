"""Formats whose libraries are not installed say so, and how to have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from apostil import Annotated, Document, Exporter, Extra, PluginError, Sink, Writer
from apostil.output import FileSink
from apostil.run import export

ABSENT = Extra("odd", ("json", "no_such_module"))


class Counting:
    """A writer that can hold nothing."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.lost = sink, 0

    def write(self, annotated: Annotated) -> None:
        self.lost += 1

    def close(self) -> None:
        self.sink.stream().write(b"-")
        self.sink.note(f"{self.lost} documents left out")


def opened(sink: Sink, labels: object) -> Writer:
    return Counting(sink)


def test_what_is_missing_is_named_with_its_remedy() -> None:
    assert ABSENT.missing() == "needs no_such_module: pip install 'apostil[odd]'"
    assert Extra("odd", ("json",)).missing() == ""


def test_an_export_without_its_library_does_not_begin(tmp_path: Path) -> None:
    exporter = Exporter("odd", ".odd", opened, extra=ABSENT)
    with pytest.raises(PluginError, match=r"format odd: needs no_such_module: pip install 'apostil\[odd\]'"):
        export([], exporter, FileSink(tmp_path / "a.odd"), {})
    assert not list(tmp_path.iterdir())


def test_what_a_format_cannot_hold_is_told_at_the_end(tmp_path: Path) -> None:
    outcome = export([Annotated(Document("a", "a"))], Exporter("odd", ".odd", opened), FileSink(tmp_path / "a.odd"), {})
    assert outcome.notes == ["odd: 1 documents left out"]
