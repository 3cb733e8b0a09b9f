"""What became of annotations between two sets of them."""

from __future__ import annotations

import pytest
from attrs import define

from apostil import Annotated, Annotation, Argument, Document, Label
from apostil.differences import Difference, differences
from apostil.evaluate import paired


@define
class Kind:
    type: str


LABELS = {"money": Label("money"), "date": Label("date"), "clause": Label("clause", Kind, overlap=True)}
Short = tuple[str, str, int, int, dict[str, object]]


def made(*annotations: Short, links: dict[str, list[str]] | None = None) -> Annotated:
    found = [Annotation(a, b, label, value, id=name, text="x" * (b - a)) for name, label, a, b, value in annotations]
    for a in found:
        a.arguments = [Argument(*link.split(":")) for link in (links or {}).get(a.id, [])] or None
    return Annotated(Document("", "d"), found)


def told(one: Annotated, other: Annotated) -> list[Difference]:
    return list(differences(paired([one], [other]), LABELS))


M, D, C = "money", "date", "clause"
CHANGES: dict[str, tuple[list[Short], list[Short], list[tuple[str, str | None, str | None]]]] = {
    "nothing": ([("T1", M, 0, 9, {"amount": "1"})], [("T7", M, 0, 9, {"amount": "1"})], []),
    "appeared": ([], [("T1", M, 0, 9, {})], [("appeared", None, "T1")]),
    "vanished": ([("T1", M, 0, 9, {})], [], [("vanished", "T1", None)]),
    "moved": ([("T1", M, 0, 9, {})], [("T1", M, 8, 20, {})], [("moved", "T1", "T1")]),
    "moved away is another": (
        [("T1", M, 0, 9, {})],
        [("T1", M, 9, 20, {})],
        [("vanished", "T1", None), ("appeared", None, "T1")],
    ),
    "relabelled": ([("T1", M, 0, 9, {})], [("T1", D, 0, 9, {})], [("relabelled", "T1", "T1")]),
    "revalued": ([("T1", M, 0, 9, {"amount": "1"})], [("T1", M, 0, 9, {"amount": "2"})], [("revalued", "T1", "T1")]),
    "a field is gone": ([("T1", M, 0, 9, {"amount": "1"})], [("T1", M, 0, 9, {})], [("revalued", "T1", "T1")]),
    "a value where there was none": ([("T1", M, 0, 9, {})], [("T1", M, 0, 9, {"amount": "1"})], [("revalued", "T1", "T1")]),
    "a key that the first lacks is free": ([("T1", M, 0, 9, {"a": "1"})], [("T1", M, 0, 9, {"a": "1", "b": "2"})], []),
    "another type of a sentence": (
        [("T1", C, 0, 9, {"type": "a"}), ("T2", C, 0, 9, {"type": "b"})],
        [("T1", C, 0, 9, {"type": "b"}), ("T2", C, 0, 9, {"type": "c"})],
        [("revalued", "T1", "T2")],
    ),
    "in reading order": (
        [("T1", M, 0, 9, {}), ("T2", M, 20, 29, {}), ("T3", M, 40, 49, {"a": 1})],
        [("T1", M, 10, 15, {}), ("T2", M, 20, 29, {}), ("T3", M, 40, 49, {"a": 2})],
        [("vanished", "T1", None), ("appeared", None, "T1"), ("revalued", "T3", "T3")],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_each_change_has_its_name(
    before: list[Short], after: list[Short], expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = told(made(*before), made(*after))
    assert [(d.kind, d.before and d.before.id, d.after and d.after.id) for d in found] == expected


PAIR: list[Short] = [("T1", C, 0, 30, {"type": "a"}), ("T2", M, 2, 5, {}), ("T3", M, 6, 9, {})]


def test_links_are_compared_by_what_their_targets_became() -> None:
    before = made(*PAIR, links={"T1": ["amount:T2"]})
    renumbered: list[Short] = [("T1", M, 2, 6, {}), ("T2", M, 6, 9, {}), ("T3", C, 0, 30, {"type": "a"})]
    assert [d.kind for d in told(before, made(*renumbered, links={"T3": ["amount:T1"]}))] == ["moved"]
    (relinked,) = told(before, made(*PAIR, links={"T1": ["amount:T3"]}))
    assert (relinked.kind, relinked.before and relinked.before.links, relinked.after and relinked.after.links) == (
        "relinked",
        ["amount:2-5"],
        ["amount:6-9"],
    )
    assert [d.kind for d in told(before, made(*PAIR, links={"T1": ["price:T2"]}))] == ["relinked"]
    assert [d.kind for d in told(before, made(*PAIR))] == ["relinked"]


def test_a_link_goes_and_comes_with_its_target() -> None:
    linked = made(*PAIR, links={"T1": ["amount:T2"]})
    assert [d.kind for d in told(linked, made(PAIR[0], PAIR[2]))] == ["vanished"]
    assert [d.kind for d in told(made(PAIR[0], PAIR[2]), linked)] == ["appeared"]
