"""Scores and differences between gold and predicted annotations."""

from __future__ import annotations

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Document, Label
from apostil.evaluate import differences, paired, scores


@define
class Amount:
    amount: str
    note: str | None = None


@define
class Kind:
    type: str


LABELS = {"money": Label("money", Amount), "clause": Label("clause", Kind, overlap=True)}
Short = tuple[str, int, int, dict[str, object]]


def made(*annotations: Short, name: str = "d", text: str = "") -> Annotated:
    return Annotated(Document(text, name), [Annotation(a, b, label, value) for label, a, b, value in annotations])


def counts(gold: list[Short], predicted: list[Short], label: str) -> tuple[int, int, int, int, int]:
    found = scores(paired([made(*gold)], [made(*predicted)]), LABELS)[label]
    return found.gold, found.predicted, found.strict, found.overlap, found.exact


M, C = "money", "clause"
SCORES: dict[str, tuple[list[Short], list[Short], str, tuple[int, int, int, int, int]]] = {
    "the same": ([(M, 0, 9, {"amount": "1"})], [(M, 0, 9, {"amount": "1"})], M, (1, 1, 1, 1, 1)),
    "another value": ([(M, 0, 9, {"amount": "1"})], [(M, 0, 9, {"amount": "2"})], M, (1, 1, 1, 1, 0)),
    "keys that gold lacks are free": ([(M, 0, 9, {})], [(M, 0, 9, {"amount": "1", "note": "x"})], M, (1, 1, 1, 1, 1)),
    "keys that gold has are not": ([(M, 0, 9, {"amount": "1", "note": "x"})], [(M, 0, 9, {"amount": "1"})], M, (1, 1, 1, 1, 0)),
    "half of the joint span": ([(M, 0, 10, {})], [(M, 0, 5, {})], M, (1, 1, 0, 1, 0)),
    "less than half of it": ([(M, 0, 10, {})], [(M, 6, 16, {})], M, (1, 1, 0, 0, 0)),
    "one predicted overlaps one gold only": ([(M, 0, 10, {})], [(M, 0, 5, {}), (M, 5, 10, {})], M, (1, 2, 0, 1, 0)),
    "missed": ([(M, 0, 9, {})], [], M, (1, 0, 0, 0, 0)),
    "added": ([], [(M, 0, 9, {})], M, (0, 1, 0, 0, 0)),
    "another label is another thing": ([(M, 0, 9, {})], [(C, 0, 9, {"type": "a"})], M, (1, 0, 0, 0, 0)),
    "two types of one sentence": (
        [(C, 0, 9, {"type": "a"}), (C, 0, 9, {"type": "b"})],
        [(C, 0, 9, {"type": "b"}), (C, 0, 9, {"type": "c"})],
        C,
        (2, 2, 1, 1, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("gold", "predicted", "label", "expected"), SCORES.values(), ids=SCORES.keys())
def test_agreement_is_counted(
    gold: list[Short], predicted: list[Short], label: str, expected: tuple[int, int, int, int, int]
) -> None:
    assert counts(gold, predicted, label) == expected


def test_precision_recall_and_f1_are_of_all_documents_together() -> None:
    gold = [made((M, 0, 9, {}), (M, 10, 19, {}), name="a"), made((M, 0, 9, {}), name="b")]
    predicted = [made((M, 0, 9, {}), name="b"), made((M, 0, 9, {}), name="a")]
    score = scores(paired(gold, predicted), LABELS)["money"]
    assert (score.precision("strict"), score.recall("strict"), score.f1("strict")) == (1, 2 / 3, 0.8)
    assert scores(paired(gold, predicted), LABELS)["all"] == score


def test_nothing_scores_nothing_and_divides_by_nothing() -> None:
    score = scores(paired([made()], []), LABELS)["all"]
    assert (score.precision("exact"), score.recall("exact"), score.f1("exact")) == (0, 0, 0)


def test_documents_are_paired_by_id_or_by_text_and_a_missing_one_misses_all() -> None:
    gold = [made((M, 0, 1, {}), name="a"), made((M, 0, 1, {}), name="b", text="same")]
    predicted = [made((M, 0, 1, {}), name="other", text="same")]
    assert [bool(other) for _, other in paired(gold, predicted)] == [False, True]
    assert scores(paired(gold, predicted), LABELS)["money"].strict == 1


def test_documents_that_gold_lacks_count_against_precision_and_differ() -> None:
    gold = [made((M, 0, 1, {}), name="a")]
    predicted = [made((M, 0, 1, {}), name=name, text=name) for name in ("b", "a", "c")]
    pairs = paired(gold, predicted)
    assert [(one.document.id, other and other.document.id) for one, other in pairs] == [("a", "a"), ("b", "b"), ("c", "c")]
    assert scores(pairs, LABELS)["money"].precision("strict") == 1 / 3
    assert [(d.document, d.kind) for d in differences(pairs, LABELS)] == [("b", "added"), ("c", "added")]


def test_differences_say_what_was_missed_added_and_changed_in_reading_order() -> None:
    gold = made((M, 0, 9, {"amount": "1"}), (M, 20, 29, {"amount": "2"}), (M, 40, 49, {"amount": "3"}))
    predicted = made((M, 0, 9, {"amount": "1"}), (M, 10, 15, {"amount": "9"}), (M, 20, 29, {"amount": "5"}))
    found = list(differences(paired([gold], [predicted]), LABELS))
    assert [(d.kind, d.start) for d in found] == [("added", 10), ("changed", 20), ("missed", 40)]
    assert (found[1].gold, found[1].predicted) == ({"amount": "2"}, {"amount": "5"})


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=6, unique=True)


@given(SPANS, SPANS)
def test_what_is_exact_is_strict_and_what_is_strict_overlaps(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]]
) -> None:
    mine: list[Short] = [("other", a, a + n, {"n": n}) for a, n in gold]
    theirs: list[Short] = [("other", a, a + n, {"n": n}) for a, n in predicted]
    if not mine and not theirs:
        return
    wanted, given_, strict, overlap, exact = counts(mine, theirs, "other")
    assert (wanted, given_) == (len(gold), len(predicted))
    assert strict == exact == len(set(gold) & set(predicted))
    assert overlap <= min(wanted, given_)


@given(SPANS)
def test_a_document_agrees_with_itself_altogether(spans: list[tuple[int, int]]) -> None:
    document = made(*[("other", a, a + n, {}) for a, n in spans])
    score = scores(paired([document], [document]), LABELS)["all"]
    assert score.strict == score.exact == score.overlap == len(spans)
    assert list(differences(paired([document], [document]), LABELS)) == []
