"""Look-ups of a layer, against the same question asked of every span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apostil import Hit, Layer

PLACE = st.integers(0, 25)
LISTS = st.lists(st.tuples(PLACE, st.integers(1, 5)), max_size=8).map(
    lambda pairs: [Hit(start, start + length) for start, length in sorted(pairs)]
)


@given(LISTS, PLACE, PLACE)
def test_inside_is_every_span_within_the_bounds(hits: list[Hit], start: int, end: int) -> None:
    assert Layer(hits).inside(start, end) == [h for h in hits if start <= h.start < end and h.end <= end]


@given(LISTS, PLACE)
def test_at_is_the_first_span_that_begins_there(hits: list[Hit], start: int) -> None:
    assert Layer(hits).at(start) is next((h for h in hits if h.start == start), None)


@given(LISTS, PLACE)
def test_covering_is_the_last_to_begin_if_it_holds_the_place(hits: list[Hit], position: int) -> None:
    last = next((h for h in reversed(hits) if h.start <= position), None)
    assert Layer(hits).covering(position) is (last if last and last.end > position else None)


@given(LISTS, PLACE, st.integers(0, 6))
def test_before_is_the_last_to_begin_if_it_ends_near_enough(hits: list[Hit], position: int, within: int) -> None:
    last = next((h for h in reversed(hits) if h.start < position), None)
    assert Layer(hits).before(position, within) is (last if last and 0 <= position - last.end <= within else None)


@given(LISTS, PLACE, st.integers(0, 6))
def test_after_is_the_first_to_begin_if_it_does_so_near_enough(hits: list[Hit], position: int, within: int) -> None:
    first = next((h for h in hits if h.start >= position), None)
    assert Layer(hits).after(position, within) is (first if first and first.start - position <= within else None)


def test_an_empty_layer_answers_nothing_and_is_false() -> None:
    layer: Layer[Hit] = Layer([])
    assert not layer
    assert layer.inside(0, 9) == []
    assert (layer.at(0), layer.covering(0), layer.before(0), layer.after(0)) == (None, None, None, None)


def test_a_layer_is_a_sequence_in_order() -> None:
    hits = [Hit(0, 1), Hit(2, 3), Hit(4, 5)]
    assert list(Layer(hits)) == hits
    assert Layer(hits)[1] is hits[1]
    assert list(Layer(hits)[1:]) == hits[1:]
