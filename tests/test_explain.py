"""Evidence: what a run that explains gathers, and what `apostil explain` shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apostil import (
    Annotated,
    Annotation,
    Annotator,
    Document,
    Engine,
    Evidence,
    Hit,
    Label,
    Lexicon,
    Lost,
    Plugins,
    View,
    annotator,
)
from apostil.evidence import hits_between
from conftest import SEED_FILES, Command, engine_of

TEXT = "Un accord d'exclusivité de 18 mois lie Microsoft à la société Zorbalux. Martin Dupont signe."
COLOUR = Label("colour")
NONE: list[Any] = [[]]
"""Something of no type that anything asks for, as an argument."""


@pytest.fixture(scope="module")
def explained() -> Annotated:
    return Engine(Plugins.discover(), language="fr", keep_losers=True).annotate(Document(TEXT))


def evidence(a: Annotation, kind: str = "") -> list[Evidence]:
    return [e for e in a.evidence or () if kind in ("", e.kind)]


def test_of_several_documents_each_has_its_name(apostil: Command, tmp_path: Path) -> None:
    line = '{"text": "Soit 20 %.", "language": "fr"}\n'
    (tmp_path / "two.jsonl").write_text(line * 2)
    (tmp_path / "one.jsonl").write_text(line)
    told = [line for line in apostil("explain", "two.jsonl", "--only", "percentage").out.splitlines() if line.endswith(":")]
    assert told == ["two.jsonl:1:", "two.jsonl:2:"]
    assert "one.jsonl:1" not in apostil("explain", "one.jsonl", "--only", "percentage").out


def test_a_run_that_does_not_explain_gathers_nothing(engine: Engine) -> None:
    annotated = engine.annotate(Document(TEXT, language="fr"))
    assert annotated.annotations
    assert not annotated.losers
    assert all(a.evidence is None for a in annotated.annotations)


def test_an_organisation_tells_what_its_name_weighs(explained: Annotated) -> None:
    (zorbalux,) = (a for a in explained.annotations if a.text == "Zorbalux")
    weighed = [e for e in evidence(zorbalux) if e.weight is not None]
    assert zorbalux.rule in [e.kind for e in weighed]
    assert sum(e.weight or 0 for e in weighed) >= 3
    (lost,) = (lost for lost in explained.losers if lost.annotation.text == "Martin Dupont")
    total = sum(e.weight or 0 for e in evidence(lost.annotation))
    assert (lost.to, lost.why) == (None, f"its evidence weighs {total:g}, 3 is needed")


def test_a_clause_tells_the_frames_that_spoke_for_it_and_for_other_types() -> None:
    (path,) = (path for path in SEED_FILES if path.name.startswith("contract-fr"))
    annotated = Engine(Plugins.discover(), language="fr", keep_losers=True).annotate(Document(path.read_text("utf-8")))
    clauses = [a for a in annotated.annotations if a.label == "clause"]
    told = [a for a in clauses if evidence(a, "frame")]
    assert len(told) >= 0.9 * len(clauses)  # the others are headings, that take what their section states
    for a in told:
        assert sum(e.weight or 0 for e in evidence(a, "frame")) >= 1
        assert a.rule in [e.detail for e in evidence(a, "frame")]
    turned_down = [lost for lost in annotated.losers if lost.annotation.label == "clause"]
    assert turned_down
    for lost in turned_down:
        weight = sum(e.weight or 0 for e in evidence(lost.annotation, "frame"))
        assert (f"its frames weigh {weight:g}, 1 is needed" == lost.why) == (weight < 1)


def test_hits_are_told_without_the_help_of_the_annotator(explained: Annotated) -> None:
    (date,) = (a for a in explained.annotations if a.label == "date")
    hits = {(e.kind, TEXT[e.start : e.end]): e.detail for e in evidence(date)}
    assert hits["numbers", "18"].startswith("amount 18")
    assert ("date_unit", "mois") in hits


@annotator("colour", uses=["red"], labels=[COLOUR])
def colour(view: View) -> Iterator[Annotation]:
    for hit in view["red"]:
        a = Annotation(hit.start, hit.end, "colour", rule="word")
        if view.rejected is not None:
            a.evidence = [Evidence("hue", "warm", 2.0, hit.start, hit.start + 1)]
        if view.text[hit.end : hit.end + 1] == "?":
            if view.rejected is not None:
                view.rejected.append(Lost(a, None, "it is asked"))
            continue
        yield a


RED = Lexicon("red", {"rouge": "warm"})


def test_offsets_are_those_of_the_document_in_later_windows_too() -> None:
    text = "a b\n\n" * 20_000 + " rouge, rouge?"
    annotated = engine_of(colour, lexicons=[RED], keep_losers=True).annotate(Document(text))
    (a,), (lost,) = annotated.annotations, annotated.losers
    for one in (a, lost.annotation):
        own, *hits = evidence(one)
        assert (text[own.start : own.end], one.text) == ("r", "rouge")
        assert [text[e.start : e.end] for e in hits] == ["rouge", "rouge"]
    assert lost.annotation.annotator == "colour"


def test_hits_near_one_annotation_are_bounded() -> None:
    @annotator("all", uses=["red"], labels=[COLOUR])
    def everything(view: View) -> list[Annotation]:
        view["red"]
        return [Annotation(0, len(view.text), "colour")]

    annotated = engine_of(everything, lexicons=[RED], keep_losers=True).annotate(Document("rouge " * 5000))
    assert len(evidence(annotated.annotations[0])) == 40


BAD: list[Any] = [3, "hue", Hit(0, 1), Evidence(*NONE), Evidence("hue", "", *NONE), Evidence("hue", "", 1.0, *NONE)]


@pytest.mark.parametrize("bad", BAD, ids=str)
@pytest.mark.parametrize("where", ["yielded", "rejected"])
def test_evidence_that_is_none_fails_its_annotator_alone(bad: Any, where: str) -> None:
    def wrong(view: View) -> list[Annotation]:
        a = Annotation(0, 1, "colour", evidence=[bad])
        assert view.rejected is not None
        if where == "rejected":
            view.rejected.append(Lost(a, None, "why not"))
        return [a] if where == "yielded" else []

    annotated = engine_of(Annotator("wrong", wrong, labels=[COLOUR]), keep_losers=True).annotate(Document("rouge"))
    assert [(p.annotator, p.code) for p in annotated.problems] == [("wrong", "bad_span")]


@pytest.mark.parametrize(
    "bad", [Lost(Annotation(0, 99, "colour"), None, "x"), Lost(Annotation(0, 1, "x"), None), *NONE], ids=str
)
def test_what_is_rejected_is_checked_like_the_rest(bad: Any) -> None:
    def wrong(view: View) -> list[Annotation]:
        assert view.rejected is not None
        view.rejected.append(bad)
        return []

    annotated = engine_of(Annotator("wrong", wrong, labels=[COLOUR]), keep_losers=True).annotate(Document("rouge"))
    assert [p.annotator for p in annotated.problems] == ["wrong"]
    assert not annotated.losers


@pytest.mark.parametrize(("second", "why"), [((2, 5), "shorter"), ((4, 10), "begins later"), ((1, 7), "found later")], ids=str)
def test_what_lost_tells_why(second: tuple[int, int], why: str) -> None:
    def both(view: View) -> list[Annotation]:
        return [Annotation(1, 7, "colour", rule="first"), Annotation(*second, "colour", rule="second")]

    annotated = engine_of(Annotator("both", both, labels=[COLOUR]), keep_losers=True).annotate(Document("0123456789"))
    assert [
        (a.rule, lost.annotation.rule, lost.why) for a, lost in zip(annotated.annotations, annotated.losers, strict=True)
    ] == [("first", "second", why)]


def test_the_command_shows_who_why_and_what_lost(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT, "utf-8")
    ran = apostil("explain", "x.txt", "-l", "fr", "--label", "organisation")
    assert ran.returncode == 0
    lines = ran.out.splitlines()
    mark = lines.index("  T4 organisation: canonical Zorbalux, kind company") - 1
    start = lines[mark].index("^")
    assert lines[mark - 1][start : start + lines[mark].count("^")] == "Zorbalux"
    assert lines[mark + 2].startswith("  set by organisation of plugin organisation (apostil ")
    assert lines[mark + 3] == "  evidence: noun +4; +4 in all"
    assert "Martin" not in "".join(lines[mark + 2 :])
    at = apostil("explain", "x.txt", "-l", "fr", "--at", str(TEXT.index("Dupont"))).out
    assert "  no organisation: canonical Martin Dupont\n  turned down by organisation: its evidence weighs -" in at
    assert "  evidence: " in at


def test_where_nothing_is_annotated_the_command_says_so_and_what_was_seen(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Bonjour.\nLa facture est en retard.\n", "utf-8")
    ran = apostil("explain", "x.txt", "-l", "fr", "--at", "20")
    assert ran.returncode == 0
    first, line, mark, *seen = ran.out.splitlines()
    assert (first, line) == ("nothing annotated at 20", "     20 La facture est en retard.")
    assert mark.index("^") == line.index("La") + 11
    assert "  saw clause_cue 12-19 'facture' pay_verb" in seen
    assert not any("Bonjour" in line for line in seen)
    assert apostil("explain", "x.txt", "-l", "fr", "--label", "money").out == "nothing annotated\n"
    for at in ("35", "-1"):
        ran = apostil("explain", "x.txt", "--at", at)
        assert (ran.returncode, ran.out) == (2, "")
        assert ran.err == f"apostil: x.txt: --at {at} is outside of its text of 35 characters\n"


def test_hits_of_later_windows_are_told_where_they_are() -> None:
    text = "a b\n\n" * 20_000 + " rouge, rouge?"
    annotated = engine_of(colour, lexicons=[RED], keep_losers=True).annotate(Document(text))
    assert len(annotated.layers) > 1
    assert [text[e.start : e.end] for e in hits_between(annotated.layers, 0, len(text))] == ["rouge", "rouge"]
    assert not engine_of(colour, lexicons=[RED]).annotate(Document(text)).layers


def test_a_row_of_a_list_is_told_without_its_empty_cells() -> None:
    rows = Lexicon("red", {"rouge": ["Rouge", "company", "", ""], "vif": ["V" * 99, "company", "", ""]})
    annotated = engine_of(colour, lexicons=[rows], keep_losers=True).annotate(Document("rouge vif"))
    assert [e.detail for e in hits_between(annotated.layers, 0, 9)] == ["Rouge, company", "V" * 99 + ",…"]


def test_the_command_runs_what_annotate_runs(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Zorbex verse 3 M€.", "utf-8")
    (tmp_path / "ours.csv").write_text("name\nZorbex\n", "utf-8")
    ours = apostil("explain", "x.txt", "-l", "fr", "--lexicon", "ours.csv", "--only", "organisation").out
    assert "T1 organisation: canonical Zorbex" in ours
    assert "money:" not in ours
    assert "money:" not in apostil("explain", "x.txt", "-l", "fr", "--without", "money").out
