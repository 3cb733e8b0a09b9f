"""Scores, intervals and calibration, checked against plain counting and against nervaluate."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Document, InputError, Label, agreement
from apostil.calibration import Calibration
from apostil.evaluate import MEASURES, Group, Score, counts_by_rule, intervals, paired, scores, tallies
from conftest import SEED_FILES, SEEDS, Command


@define
class Amount:
    amount: str
    note: str | None = None


@define
class Kind:
    type: str


LABELS = {"money": Label("money", Amount), "clause": Label("clause", Kind, overlap=True)}
Short = tuple[str, int, int, dict[str, object]]
Counts = tuple[int, int, int, int, float, int]


def made(*annotations: Short, name: str = "d", text: str = "") -> Annotated:
    return Annotated(Document(text, name), [Annotation(a, b, label, value) for label, a, b, value in annotations])


def counts(gold: list[Short], predicted: list[Short], label: str) -> Counts:
    found = scores(paired([made(*gold)], [made(*predicted)]), LABELS)[label]
    return found.gold, found.predicted, found.strict, found.overlap, found.partial, found.exact


M, C = "money", "clause"
SCORES: dict[str, tuple[list[Short], list[Short], str, Counts]] = {
    "the same": ([(M, 0, 9, {"amount": "1"})], [(M, 0, 9, {"amount": "1"})], M, (1, 1, 1, 1, 1, 1)),
    "another value": ([(M, 0, 9, {"amount": "1"})], [(M, 0, 9, {"amount": "2"})], M, (1, 1, 1, 1, 1, 0)),
    "keys that gold lacks are free": ([(M, 0, 9, {})], [(M, 0, 9, {"amount": "1", "note": "x"})], M, (1, 1, 1, 1, 1, 1)),
    "keys that gold has are not": ([(M, 0, 9, {"note": "x"})], [(M, 0, 9, {"amount": "1"})], M, (1, 1, 1, 1, 1, 0)),
    "half of the joint span": ([(M, 0, 10, {})], [(M, 0, 5, {})], M, (1, 1, 0, 1, 0.5, 0)),
    "less than half of it": ([(M, 0, 10, {})], [(M, 6, 16, {})], M, (1, 1, 0, 0, 0.5, 0)),
    "a character in common is half of partial": ([(M, 0, 10, {})], [(M, 9, 30, {})], M, (1, 1, 0, 0, 0.5, 0)),
    "each touches its own": ([(M, 0, 10, {}), (M, 10, 20, {})], [(M, 8, 12, {}), (M, 12, 20, {})], M, (2, 2, 0, 1, 1, 0)),
    "neighbours that touch at no character": ([(M, 0, 9, {})], [(M, 9, 12, {})], M, (1, 1, 0, 0, 0, 0)),
    "one predicted overlaps one gold only": ([(M, 0, 10, {})], [(M, 0, 5, {}), (M, 5, 10, {})], M, (1, 2, 0, 1, 0.5, 0)),
    "missed": ([(M, 0, 9, {})], [], M, (1, 0, 0, 0, 0, 0)),
    "added": ([], [(M, 0, 9, {})], M, (0, 1, 0, 0, 0, 0)),
    "another label is another thing": ([(M, 0, 9, {})], [(C, 0, 9, {"type": "a"})], M, (1, 0, 0, 0, 0, 0)),
    "two types of one sentence": (
        [(C, 0, 9, {"type": "a"}), (C, 0, 9, {"type": "b"})],
        [(C, 0, 9, {"type": "b"}), (C, 0, 9, {"type": "c"})],
        C,
        (2, 2, 1, 1, 1, 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("gold", "predicted", "label", "expected"), SCORES.values(), ids=SCORES.keys())
def test_agreement_is_counted(gold: list[Short], predicted: list[Short], label: str, expected: Counts) -> None:
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


def test_each_document_is_paired_once() -> None:
    texts = {"a": "one text", "b": "one text", "c": "another"}
    gold = [made(name=name, text=text) for name, text in texts.items()]
    predicted = [made((M, 0, 3, {}), name="a", text="one text"), made(name="c", text="changed"), made(name="d", text="another")]
    pairs = [(one.document.id, other and other.document.id) for one, other in paired(gold, predicted)]
    assert pairs == [("a", "a"), ("b", None), ("c", "c"), ("d", "d")]
    assert scores(paired(gold, predicted), LABELS)["all"].predicted == 1


def test_of_documents_of_one_id_each_goes_with_its_text_or_the_next() -> None:
    gold = [made(text=text) for text in ("one", "two", "two", "three")]
    predicted = [made((M, 0, end, {}), text=text) for end, text in ((1, "two"), (2, "four"), (3, "one"), (4, "two"))]
    pairs = [other and other.annotations[0].end for _, other in paired(gold, predicted)]
    assert pairs == [3, 1, 4, 2]


def test_documents_that_gold_lacks_count_against_precision_and_differ() -> None:
    gold = [made((M, 0, 1, {}), name="a")]
    predicted = [made((M, 0, 1, {}), name=name, text=name) for name in ("b", "a", "c")]
    pairs = paired(gold, predicted)
    assert [(one.document.id, other and other.document.id) for one, other in pairs] == [("a", "a"), ("b", "b"), ("c", "c")]
    assert scores(pairs, LABELS)["money"].precision("strict") == 1 / 3


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=6, unique=True)


@given(SPANS, SPANS)
def test_what_is_exact_is_strict_and_what_is_strict_overlaps(
    gold: list[tuple[int, int]], predicted: list[tuple[int, int]]
) -> None:
    mine: list[Short] = [("other", a, a + n, {"n": n}) for a, n in gold]
    theirs: list[Short] = [("other", a, a + n, {"n": n}) for a, n in predicted]
    if not mine and not theirs:
        return
    wanted, given_, strict, overlap, partial, exact = counts(mine, theirs, "other")
    assert (wanted, given_) == (len(gold), len(predicted))
    assert strict == exact == len(set(gold) & set(predicted))
    assert strict <= overlap <= min(wanted, given_)
    assert strict <= partial <= min(wanted, given_)


@given(SPANS)
def test_a_document_agrees_with_itself_altogether(spans: list[tuple[int, int]]) -> None:
    document = made(*[("other", a, a + n, {}) for a, n in spans])
    score = scores(paired([document], [document]), LABELS)["all"]
    assert score.strict == score.exact == score.overlap == score.partial == len(spans)


def apart(*gaps: tuple[int, int]) -> list[tuple[int, int]]:
    """Spans that do not overlap, from the gap before each and its length."""
    found, place = [], 0
    for gap, length in gaps:
        found.append((place + gap, place + gap + length))
        place += gap + length
    return found


APART = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 9)), max_size=8).map(lambda gaps: apart(*gaps))


def most(gold: list[tuple[int, int]], predicted: list[tuple[int, int]], fits: Callable[[set[int], set[int]], bool]) -> int:
    """Size of the largest pairing of spans that fit, by trying all ways: an independent count, of sets of characters."""
    if not gold:
        return 0
    first, rest = set(range(*gold[0])), gold[1:]
    ways = [1 + most(rest, [p for p in predicted if p != q], fits) for q in predicted if fits(first, set(range(*q)))]
    return max([most(rest, predicted, fits), *ways])


@given(APART, APART)
def test_counts_are_those_of_the_best_pairing(gold: list[tuple[int, int]], predicted: list[tuple[int, int]]) -> None:
    if not gold and not predicted:
        return
    sides = [[("other", a, b, {}) for a, b in spans] for spans in (gold, predicted)]
    found = counts(sides[0], sides[1], "other")
    same = set(gold) & set(predicted)
    left = [[span for span in spans if span not in same] for spans in (gold, predicted)]
    half = most(left[0], left[1], lambda a, b: 2 * len(a & b) >= len(a | b))
    touching = most(left[0], left[1], lambda a, b: bool(a & b))
    assert found[2:5] == (len(same), len(same) + half, len(same) + touching / 2)


@given(st.lists(st.tuples(APART, APART), min_size=1, max_size=3))
def test_nervaluate_counts_the_same(documents: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]) -> None:
    evaluator = pytest.importorskip("nervaluate.evaluator")
    sides = [[[{"label": "other", "start": a, "end": b - 1} for a, b in d[i]] for d in documents] for i in (0, 1)]
    if not any(sides[0]) and not any(sides[1]):
        return
    theirs = evaluator.Evaluator(*sides, tags=["other"], loader="dict").evaluate()["entities"]["other"]
    ours = [[made(*[("other", a, b, {}) for a, b in d[i]], name=str(n)) for n, d in enumerate(documents)] for i in (0, 1)]
    score = scores(paired(*ours), LABELS)["other"]
    for measure in ("strict", "partial"):
        mine = (score.precision(measure), score.recall(measure), score.f1(measure))
        assert mine == pytest.approx((theirs[measure].precision, theirs[measure].recall, theirs[measure].f1))


@pytest.mark.parametrize("long", [[(0, 10**6)], [(n, 10**6) for n in range(3)]])
def test_a_very_long_annotation_does_not_make_all_others_look_at_each_other(
    monkeypatch: pytest.MonkeyPatch, long: list[tuple[int, int]]
) -> None:
    calls = 0

    def counted(a: Annotation, b: Annotation) -> bool:
        nonlocal calls
        calls += 1
        return 2 * (min(a.end, b.end) - max(a.start, b.start)) >= max(a.end, b.end) - min(a.start, b.start)

    monkeypatch.setattr(agreement, "_half", counted)
    short: list[Short] = [("other", n, n + 5, {}) for n in range(0, 10_000, 10)]
    moved: list[Short] = [("other", n + 1, n + 7, {}) for n in range(0, 10_000, 10)]
    longest: list[Short] = [("other", a, b, {}) for a, b in long]
    assert counts(short, [*longest, *moved], "other")[3] == 1000
    assert counts([*longest, *moved], short, "other")[3] == 1000
    assert calls <= 2 * 1000 * (2 + 2 * len(long))


def test_a_rule_has_a_precision_by_what_it_predicted() -> None:
    gold = made((M, 0, 9, {"amount": "1"}), (M, 20, 29, {"amount": "2"}))
    predicted = made((M, 0, 9, {"amount": "1"}), (M, 20, 29, {"amount": "3"}), (M, 40, 49, {"amount": "4"}))
    for a, rule in zip(predicted.annotations, ("good", "bad", "bad"), strict=True):
        a.rule, a.annotator = rule, "money"
    pairs = paired([gold], [predicted])
    found = scores(pairs, LABELS, Group(lambda document, a: a.rule, of_predicted=True))
    assert (found["good"].precision("exact"), found["bad"].precision("exact"), found["bad"].precision("strict")) == (1, 0, 0.5)
    assert (found["all"].gold, found["all"].predicted) == (2, 3)
    assert counts_by_rule(pairs, LABELS) == {"money": {"good": (1, 1), "bad": (0, 2)}}


def test_what_a_document_is_gold_tells_first() -> None:
    gold = Annotated(Document("", "d", metadata={"genre": "press"}), [Annotation(0, 1, M)])
    predicted = Annotated(Document("", "d", "fr", metadata={"genre": "?"}), [Annotation(0, 1, M)])
    group = Group(lambda document, a: f"{document.language} {document.metadata['genre']}")
    assert list(scores(paired([gold], [predicted]), LABELS, group)) == ["fr press", "all"]


def recall_of(f1: float) -> float:
    """Recall where precision is one."""
    return round(f1 / (2 - f1), 9)


def test_intervals_hold_what_was_measured_and_are_the_same_on_every_run() -> None:
    gold = [made((M, 0, 9, {}), (C, 0, 9, {"type": "a"}), name=str(n)) for n in range(20)]
    predicted = [made(*([(M, 0, 9, {})] if n % 2 else []), (C, 0, 9, {"type": "a"}), name=str(n)) for n in range(20)]
    documents = list(tallies(paired(gold, predicted), LABELS))
    found = intervals(documents, 400, Score.f1)
    assert found == intervals(documents, 400, Score.f1)
    low, high = found[M]["strict"]
    assert 5 / 20 <= recall_of(low) <= 6 / 20 < 14 / 20 <= recall_of(high) <= 15 / 20  # 20 throws of a coin, 95 of 100 times
    assert found[C]["exact"] == (1, 1)
    assert set(found) == {M, C, "all"}
    assert set(found["all"]) == set(MEASURES)
    assert intervals(documents, 0, Score.f1) == intervals([], 9, Score.f1) == {}


def test_confidence_is_the_precision_of_the_rule_drawn_to_that_of_its_annotator() -> None:
    found = Calibration.of({"money": {"often": (90, 100), "once": (1, 1), "never": (0, 1)}})
    average = 92 / 104
    got = {rule: m.confidence for rule, m in found.rules["money"].items()}
    assert got == {
        "often": round((90 + 2 * average) / 102, 4),
        "once": round((1 + 2 * average) / 3, 4),
        "never": round(2 * average / 3, 4),
    }
    set_by = [("money", "often"), ("money", "x"), ("y", "often")]
    annotations = [Annotation(0, 1, M, rule=rule, annotator=who) for who, rule in set_by]
    found.set(annotations)
    assert [a.confidence for a in annotations] == [got["often"], None, None]


def test_a_calibration_comes_back_and_what_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    written = Calibration.of({"money": {"a": (1, 2)}})
    file.write_bytes(written.encode())
    assert Calibration.read(file) == written
    good = file.read_text("utf-8")
    changes = [('"1"', '"2"'), ("0.5", "1.5"), ('"a"', '"a": null, "b"'), ('"right"', '"wrong"')]
    for bad in ("", "[]", good + "x", *(good.replace(*change) for change in changes)):
        file.write_text(bad, "utf-8")
        with pytest.raises(InputError, match=r"c\.json"):
            Calibration.read(file)
    with pytest.raises(InputError, match="No such file"):
        Calibration.read(tmp_path / "gone")


def test_the_command_line_scores_calibrates_and_sets_confidence(apostil: Command, tmp_path: Path) -> None:
    shutil.copytree(SEEDS / "gold", tmp_path / "gold")
    assert apostil("annotate", *SEED_FILES, "-o", "out.jsonl").returncode == 0
    ran = apostil("evaluate", "gold", "out.jsonl", "-t", "json", "--bootstrap", "50", "--calibrate", "c.json")
    told = json.loads(ran.out)
    assert ran.returncode == 0, ran.err
    assert set(told) == {"clause", "date", "money", "organisation", "percentage", "all"}
    low, high = told["money"]["exact_f1_interval"]
    assert 0.9 < low <= told["money"]["exact_f1"] <= high
    by_rule = json.loads(apostil("evaluate", "gold", "out.jsonl", "-t", "json", "--by", "rule").out)
    measured = json.loads((tmp_path / "c.json").read_bytes())["rules"]
    for who, rules in measured.items():
        for rule, m in rules.items():
            score = by_rule[f"{who} {rule}"]
            assert (m["right"], m["predicted"]) == (score["exact"], score["predicted"])
            assert "recall" not in " ".join(score)
    del measured["date"]
    (tmp_path / "c.json").write_text(json.dumps({"calibration": "1", "rules": measured}), "utf-8")
    assert apostil("annotate", *SEED_FILES, "--confidence", "c.json", "-o", "sure.jsonl").returncode == 0
    sure = [a for line in (tmp_path / "sure.jsonl").read_text("utf-8").splitlines() for a in json.loads(line)["annotations"]]
    assert {a.get("confidence") for a in sure if a["annotator"] == "date"} == {None}
    others = [a for a in sure if a["annotator"] != "date"]
    assert others
    assert all(a["confidence"] == measured[a["annotator"]][a["rule"]]["confidence"] for a in others)
    assert apostil("validate", "sure.jsonl", "-q").returncode == 0


@pytest.mark.parametrize("by", ["label", "language", "genre", "annotator", "rule"])
def test_tables_have_a_row_a_group(apostil: Command, tmp_path: Path, by: str) -> None:
    line = b'{"id": "d", "text": "5 euros et 20 %", "language": "fr", "metadata": {"genre": "press"}}'
    (tmp_path / "a.jsonl").write_bytes(apostil("annotate", "-", data=line).stdout)
    ran = apostil("evaluate", "a.jsonl", "a.jsonl", "--by", by, "-t", "markdown", "--bootstrap", "3")
    first = [row.split("|")[1].strip() for row in ran.out.splitlines()[2:]]
    suffix = {"label": "", "language": " fr", "genre": " press", "annotator": ""}
    assert first[-1] == "all"
    assert by == "rule" or first == [f"money{suffix[by]}", f"percentage{suffix[by]}", "all"]
    assert len({row.count("|") for row in ran.out.splitlines()}) == 1
    assert ran.out.splitlines()[-1].count("1.000–1.000") == 4


NO_FLOORS = ["money", "money.exact", "money.exact=x", "money.exact=nan", "money.exact=97", ".exact=1", "a.b=1"]


@pytest.mark.parametrize("floor", NO_FLOORS)
def test_a_floor_that_is_none_is_refused(apostil: Command, floor: str) -> None:
    ran = apostil("evaluate", SEEDS / "gold", SEEDS / "gold", "--fail-under", floor)
    assert (ran.returncode, ran.out) == (2, "")


def test_every_floor_is_asked(apostil: Command) -> None:
    same = ("evaluate", SEEDS / "gold", SEEDS / "gold")
    assert apostil(*same, "--fail-under", "money.exact=1", "--fail-under", "all.partial=1", "--by", "rule").returncode == 0
    ran = apostil(*same, "--fail-under", "money.exact=1", "--fail-under", "nobody.strict=0.1")
    assert ran.returncode == 1
    assert ran.err == "apostil: nobody.strict is absent, under 0.1\n"
