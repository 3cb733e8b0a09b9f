"""Which of several overlapping annotations stays, and in what order annotations are read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotation, Argument, Document, Label, View, annotator
from apostil.overlap import in_reading_order, settle
from conftest import as_json, engine_of, spans

Triple = tuple[int, int, int]


def settled(found: list[Triple]) -> tuple[list[Triple], list[tuple[Triple, Triple]]]:
    """Those that stay and, of those that lose, each with the one it lost to; (start, end, priority) in and out."""
    given_ = [Annotation(start, end, "x", annotator=str(priority)) for start, end, priority in found]
    place = {id(a): (a.start, a.end, int(a.annotator)) for a in given_}
    kept, losers = settle(given_, {str(priority): priority for _, _, priority in found})
    return [place[id(a)] for a in kept], [(place[id(lost.annotation)], place[id(lost.to)]) for lost in losers]


POLICY = {
    "the longest stays": ([(0, 2, 0), (1, 9, 0)], [(1, 9, 0)]),
    "of equals in length the earliest stays": ([(2, 5, 0), (0, 3, 0)], [(0, 3, 0)]),
    "of equals in place that of higher priority stays": ([(0, 3, 1), (0, 3, 5), (0, 3, 2)], [(0, 3, 5)]),
    "length goes before priority": ([(0, 3, 9), (0, 4, 0)], [(0, 4, 0)]),
    "one that touches another stays": ([(0, 3, 0), (3, 6, 0)], [(0, 3, 0), (3, 6, 0)]),
    "one whose rival has lost itself stays": ([(0, 4, 0), (3, 9, 0), (8, 10, 0)], [(3, 9, 0)]),
    "one beside the winner of its rival stays": ([(0, 3, 0), (2, 6, 0), (5, 12, 0)], [(0, 3, 0), (5, 12, 0)]),
    "nothing to settle comes back sorted": ([(5, 6, 0), (0, 1, 0)], [(0, 1, 0), (5, 6, 0)]),
}


@pytest.mark.parametrize(("found", "stay"), POLICY.values(), ids=POLICY.keys())
def test_overlaps_are_settled(found: list[Triple], stay: list[Triple]) -> None:
    assert settled(found)[0] == stay


def brute(found: list[Triple]) -> list[Triple]:
    """The policy in its plainest form: the best of all, then the best of what it leaves."""
    left = sorted(found, key=lambda x: (x[0] - x[1], x[0], -x[2]))
    kept: list[Triple] = []
    for start, end, priority in left:
        if all(end <= a or b <= start for a, b, _ in kept):
            kept.append((start, end, priority))
    return sorted(kept)


SPANS = st.lists(
    st.tuples(st.integers(0, 15), st.integers(1, 6), st.integers(0, 2)).map(lambda t: (t[0], t[0] + t[1], t[2])), max_size=9
)


@given(SPANS)
def test_the_policy_holds_against_brute_force(found: list[Triple]) -> None:
    kept, losers = settled(found)
    assert kept == brute(found)
    assert len(kept) + len(losers) == len(found)
    for lost, winner in losers:
        assert winner in kept
        assert lost[0] < winner[1]
        assert winner[0] < lost[1]


@given(SPANS, st.randoms())
def test_the_order_in_which_they_are_found_does_not_matter(found: list[Triple], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(found, len(found))
    assert settled(found)[0] == settled(shuffled)[0]


@define
class Kind:
    kind: str


def document() -> Document:
    return Document("abcdefgh", "d")


def test_reading_order_is_by_start_then_longest_then_label_then_value() -> None:
    given_ = [
        Annotation(3, 9, "b", Kind("y")),
        Annotation(3, 9, "b", Kind("x")),
        Annotation(3, 9, "a", Kind("z")),
        Annotation(3, 12, "c", None),
        Annotation(0, 1, "z", None),
    ]
    in_reading_order(given_)
    assert [(a.start, a.end, a.label, a.value and a.value.kind) for a in given_] == [
        (0, 1, "z", None),
        (3, 12, "c", None),
        (3, 9, "a", "z"),
        (3, 9, "b", "x"),
        (3, 9, "b", "y"),
    ]
    assert [a.id for a in given_] == ["T1", "T2", "T3", "T4", "T5"]


def test_annotations_alike_in_place_label_and_value_are_one() -> None:
    given_ = [Annotation(0, 5, "a", Kind("x")), Annotation(0, 5, "a", Kind("y")), Annotation(0, 5, "a", Kind("x"))]
    in_reading_order(given_)
    assert [(a.id, a.value.kind) for a in given_] == [("T1", "x"), ("T2", "y")]


def test_arguments_point_to_ids_and_those_whose_target_is_gone_are_dropped() -> None:
    there, gone = Annotation(0, 2, "a"), Annotation(4, 6, "a")
    clause = Annotation(0, 9, "c", arguments=[Argument("kept", there), Argument("lost", gone)])
    alone = Annotation(1, 9, "c", arguments=[Argument("lost", gone)])
    found = [alone, clause, there]
    in_reading_order(found)
    assert [(link.role, link.target) for link in clause.links()] == [("kept", there.id)]
    assert there.id == "T2"
    assert alone.arguments is None


@annotator("short", labels=[Label("x")], priority=9)
def short(view: View) -> Iterator[Annotation]:
    yield Annotation(0, 3, "x", rule="short")


@annotator("long", labels=[Label("x")])
def long(view: View) -> Iterator[Annotation]:
    yield Annotation(1, 6, "x", rule="long")
    yield Annotation(4, 6, "x", rule="inner")


@annotator("other", labels=[Label("y")])
def other(view: View) -> Iterator[Annotation]:
    yield Annotation(2, 4, "y")


def test_annotators_of_one_label_settle_between_them_and_other_labels_nest_freely() -> None:
    found = engine_of(short, long, other).annotate(document())
    assert spans(found) == ["bcdef", "cd"]


def test_losers_are_kept_on_request_with_what_they_lost_to() -> None:
    found = engine_of(short, long, keep_losers=True).annotate(document())
    assert sorted((lost.annotation.rule, lost.to.rule) for lost in found.losers) == [("inner", "long"), ("short", "long")]
    assert not engine_of(short, long).annotate(document()).losers


def test_a_label_that_allows_overlap_keeps_all() -> None:
    @annotator("clauses", labels=[Label("c", Kind, overlap=True)])
    def clauses(view: View) -> Iterator[Annotation]:
        yield Annotation(0, 6, "c", Kind("b"))
        yield Annotation(0, 6, "c", Kind("a"))
        yield Annotation(2, 4, "c", Kind("c"))

    found = engine_of(clauses).annotate(document())
    assert [a["value"]["kind"] for a in as_json(found)["annotations"]] == ["a", "b", "c"]
