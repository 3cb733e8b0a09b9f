"""Long texts are cut into windows that cover them, at the best place there is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil.window import WINDOW, windows

CUTS = {
    "after a blank line rather than a line": ("aaaaaa\n\nb\nc dd", 12, 8),
    "after a blank line of Windows": ("aaaaaa\r\n\r\nb\nc", 12, 10),
    "after the last line break rather than a space": ("aaaaaa\nb c dd", 12, 7),
    "after a space rather than anywhere": ("aaaaaaaa bbbbb", 12, 9),
    "anywhere where there is nothing better": ("a" * 20, 12, 12),
    "not before the middle, where windows would be many and small": ("a\n\nbbbbbbbbbbbbbbbb", 12, 12),
}


@pytest.mark.parametrize(("text", "size", "cut"), CUTS.values(), ids=CUTS.keys())
def test_a_window_is_cut(text: str, size: int, cut: int) -> None:
    assert next(windows(text, size)) == (0, cut)


@given(st.text("a \n\r", max_size=80), st.integers(2, 20))
def test_windows_follow_one_another_and_cover_the_text(text: str, size: int) -> None:
    found = list(windows(text, size))
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(end - start <= size for start, end in found)
    assert all(end > start for start, end in found) or text == ""


def test_an_empty_text_is_one_empty_window_and_a_short_one_is_whole() -> None:
    assert list(windows("")) == [(0, 0)]
    assert list(windows("a\n\n" * 1000)) == [(0, 3000)]
    assert list(windows("a" * WINDOW)) == [(0, WINDOW)]
