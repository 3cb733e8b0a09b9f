"""The awkward documents are awkward: every label is in them, behind characters that offsets go wrong at."""

from __future__ import annotations

from collections.abc import Callable

from apostil import Annotated


def test_every_label_stands_behind_what_makes_offsets_wrong(awkward: Callable[[], list[Annotated]]) -> None:
    first, empty, second = awkward()
    assert {a.label for a in first.annotations} == {"money", "percentage", "date", "organisation", "clause"}
    assert min(a.start for a in first.annotations) > first.document.text.index("\n")
    assert any("\r\n" in a.text for a in first.annotations)
    assert any(a.arguments for a in first.annotations)
    assert second.annotations
    assert not empty.annotations
