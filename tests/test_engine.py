"""The engine: annotators in order, each behind its own border, whatever it does."""

from __future__ import annotations

import datetime as dt
import gc
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import (
    Annotation,
    Annotator,
    Argument,
    Document,
    DocumentError,
    Engine,
    Extra,
    Hit,
    Label,
    Lexicon,
    PluginError,
    View,
    annotator,
    encode,
)
from apostil.frame import BLOCK
from apostil.window import WINDOW
from conftest import as_json, engine_of, plugins_of, spans

NOTE = Label("note")


@define
class Pair:
    """Value of a `pair`."""

    left: str
    right: float | None = None


def noting(name: str, *words: str, requires: Iterable[str] = (), uses: Iterable[str] = ()) -> Annotator:
    """An annotator of the label `name` that notes the words of the lexicon `words`."""

    def note(view: View) -> Iterator[Annotation]:
        for hit in view["words"]:
            if hit.value in words or not words:
                yield Annotation(hit.start, hit.end, name, rule="word")

    return annotator(name, labels=[Label(name)], requires=list(requires), uses=list(uses))(note)


WORDS = Lexicon("words", {word: word for word in ("un", "deux", "trois", "FAULT")})


def layered(name: str, **needs: Any) -> Annotator:
    """An annotator that does nothing but have a name and needs."""
    return annotator(name, **needs)(lambda view: [])


# --- order


def order(*annotators: Annotator, **options: Any) -> list[str]:
    return [a.name for _, a in Engine(plugins_of(*annotators), language="fr", **options).annotators]


def test_annotators_run_after_what_they_require_or_use_ties_by_name() -> None:
    a, b = layered("a", requires=["c"]), layered("b", uses=["d"])
    c, d, e = layered("c", requires=["d"]), layered("d"), layered("e")
    assert order(e, a, b, c, d) == order(d, c, b, a, e) == ["d", "e", "b", "c", "a"]


def test_a_circle_of_requirements_is_refused_naming_its_members() -> None:
    with pytest.raises(PluginError) as refused:
        order(layered("a", requires=["b"]), layered("b", uses=["c"]), layered("c", requires=["a"]), layered("innocent"))
    assert all(f" {name} " in f"{refused.value} " for name in "abc")
    assert "innocent" not in str(refused.value)


def test_an_annotator_that_requires_itself_is_a_circle() -> None:
    with pytest.raises(PluginError, match="circle: a → a"):
        order(layered("a", requires=["a"]))


def test_a_requirement_that_nobody_gives_is_refused_with_a_remedy() -> None:
    with pytest.raises(PluginError, match=r"annotator a: requires 'gone'.*--without a"):
        order(layered("a", requires=["gone"]))


def test_what_is_used_need_not_be_there() -> None:
    assert order(layered("a", uses=["gone"])) == ["a"]


def test_only_keeps_what_is_named_and_what_it_requires() -> None:
    a, b, c = layered("a", requires=["b"]), layered("b"), layered("c")
    assert order(a, b, c, only=["a"]) == ["b", "a"]


def test_only_keeps_hidden_layers_that_are_used_but_no_other_labels() -> None:
    hidden, shown = layered("hidden"), layered("shown", labels=[NOTE])
    assert order(layered("a", uses=["hidden", "shown"]), hidden, shown, only=["a"]) == ["hidden", "a"]


def test_one_that_is_not_default_runs_only_where_it_is_named() -> None:
    a, slow = layered("a"), layered("slow", labels=[NOTE], default=False)
    assert order(a, slow) == ["a"]
    assert order(a, slow, only=["slow"]) == ["slow"]
    assert order(a, slow, only=["a", "slow"]) == ["a", "slow"]


def test_one_whose_library_is_missing_is_refused_only_where_it_runs() -> None:
    needy = layered("needy", default=False, extra=Extra("odd", ("no_such_module",)))
    assert order(layered("a"), needy) == ["a"]
    with pytest.raises(PluginError, match=r"annotator needy: needs no_such_module: pip install 'apostil\[odd\]'"):
        order(needy, only=["needy"])


def test_without_leaves_out() -> None:
    assert order(layered("a"), layered("b"), without=["a"]) == ["b"]


def test_without_what_another_requires_is_refused() -> None:
    with pytest.raises(PluginError, match="requires 'b'"):
        order(layered("a", requires=["b"]), layered("b"), without=["b"])


@pytest.mark.parametrize("option", ["only", "without"])
def test_a_name_that_nobody_has_is_refused_listing_those_there_are(option: str) -> None:
    with pytest.raises(PluginError, match=r"annotator nope: not found; there are a, b"):
        order(layered("b"), layered("a"), **{option: ["nope"]})


# --- what annotators see


def test_an_annotator_reads_the_layers_of_lexicons_and_of_those_before_it() -> None:
    @annotator("next", requires=["un"], labels=[NOTE])
    def following(view: View) -> Iterator[Annotation]:
        for one in view["un"]:
            if after := view["words"].after(one.end):
                yield Annotation(one.start, after.end, "note")

    found = engine_of(following, noting("un", "un"), lexicons=[WORDS]).annotate(Document("un deux, un. un trois"))
    assert spans(found, "note") == ["un deux", "un trois"]


def test_a_layer_that_is_not_there_is_empty() -> None:
    seen = []

    @annotator("looks", labels=[NOTE])
    def looks(view: View) -> None:
        seen.append((len(view["nothing"]), view["nothing"].at(0)))

    engine_of(looks).annotate(Document("un"))
    assert seen == [(0, None)]


def test_setup_gets_all_word_lists_once_a_language() -> None:
    calls = []

    def setup(words: Any) -> str:
        calls.append((words.language, dict(words["words"]), dict(words["gone"])))
        return "compiled"

    @annotator("a", labels=[NOTE], setup=setup)
    def needs(view: View, compiled: str) -> Iterator[Annotation]:
        yield Annotation(0, 1, "note", rule=compiled)

    engine = engine_of(needs, lexicons=[WORDS])
    rules = [a.rule for language in ("fr", "fr", "en") for a in engine.annotate(Document("un", language=language)).annotations]
    assert rules == ["compiled"] * 3
    assert calls == [("fr", dict(WORDS.words), {}), ("en", dict(WORDS.words), {})]


def test_hits_of_a_hidden_annotator_are_a_layer_and_no_output() -> None:
    @annotator("hidden")
    def hidden(view: View) -> Iterator[Hit]:
        yield Hit(3, 7, "second")
        yield Hit(0, 2, "first")

    @annotator("shown", requires=["hidden"], labels=[NOTE])
    def shown(view: View) -> Iterator[Annotation]:
        for hit in view["hidden"]:
            yield Annotation(hit.start, hit.end, "note", rule=hit.value)

    found = engine_of(hidden, shown).annotate(Document("un deux"))
    assert [(a.text, a.rule) for a in found.annotations] == [("un", "first"), ("deux", "second")]
    assert found.annotators.keys() == {"shown"}


# --- the border


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words for it")

    __repr__ = __str__


def forever(view: View) -> Any:
    return forever(view)


def raising(error: BaseException) -> Callable[[View], Any]:
    def fault(view: View) -> Any:
        raise error

    return fault


def late(view: View) -> Iterator[Annotation]:
    yield Annotation(0, 1, "fault")
    raise RuntimeError("after one span")


FAULTS: dict[str, Callable[[View], Any]] = {
    "an exception": raising(ValueError("boom")),
    "an exception after a span": late,
    "a message of a megabyte over many lines": raising(ValueError("x\n" * 500_000)),
    "a message that cannot be printed": raising(Unprintable()),
    "a message with a lone surrogate and terminal codes": raising(ValueError("\x1b[31m\ud800\r\n")),
    "sys.exit": raising(SystemExit(0)),
    "StopIteration": raising(StopIteration()),
    "GeneratorExit": raising(GeneratorExit()),
    "endless recursion": forever,
    "MemoryError": raising(MemoryError()),
    "an apostil error": raising(PluginError("x", "y")),
    "a bare BaseException": raising(BaseException("bare")),
    "a dictionary that lacks a key": lambda view: {}["gone"],
}


def faulty(fault: Callable[[View], Any]) -> Annotator:
    """An annotator that fails only where the text says so."""
    return annotator("fault", labels=[Label("fault")])(lambda view: fault(view) if "FAULT" in view.text else [])


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_an_annotator_that_raises_leaves_the_others_output_untouched(fault: Callable[[View], Any]) -> None:
    texts = [Document("un FAULT deux", "bad"), Document("un deux trois", "good")]
    others = [noting("un", "un"), noting("deux", "deux")]
    alone = [as_json(a) for a in engine_of(*others, lexicons=[WORDS]).annotate_all(texts)]
    bad, good = (as_json(a) for a in engine_of(*others, faulty(fault), lexicons=[WORDS]).annotate_all(texts))
    assert good["annotations"] == alone[1]["annotations"]
    assert good["problems"] == []
    assert bad["annotations"] == alone[0]["annotations"]
    (problem,) = bad["problems"]
    assert (problem["annotator"], problem["code"]) in (("fault", "error"), ("fault", "memory"))
    assert 0 < len(problem["message"]) <= 500
    assert problem["message"].isprintable()


def test_the_interrupt_of_the_user_is_not_swallowed() -> None:
    with pytest.raises(KeyboardInterrupt):
        engine_of(faulty(raising(KeyboardInterrupt()))).annotate(Document("FAULT"))


LENGTH = len("un FAULT 😀")


class Sub(int):
    pass


class Word(str):
    __slots__ = ()


def cyclic() -> Pair:
    pair = Pair("")
    pair.left = pair  # type: ignore[assignment]
    return pair


A = Annotation
BAD: dict[str, Any] = {
    "negative start": [A(-1, 2, "fault")],
    "reversed": [A(3, 2, "fault")],
    "empty": [A(2, 2, "fault")],
    "past the end": [A(0, LENGTH + 1, "fault")],
    "byte offsets": [A(0, len("un FAULT 😀".encode()), "fault")],
    "float offsets": [A(0.0, 2.0, "fault")],  # type: ignore[arg-type]
    "boolean offsets": [A(False, True, "fault")],
    "offsets that only look like integers": [A(Sub(0), Sub(2), "fault")],
    "a quote that is not the text's": [A(0, 2, "fault", text="zz")],
    "no offsets": [A(None, None, "fault")],  # type: ignore[arg-type]
    "a label that is not declared": [A(0, 2, "money")],
    "a label that only looks like a string": [A(0, 2, Word("fault"))],
    "no label": [A(0, 2, None)],  # type: ignore[arg-type]
    "a value where none is declared": [A(0, 2, "fault", Pair("x"))],
    "no value where one is declared": [A(0, 2, "pair")],
    "a value of another class": [A(0, 2, "pair", {"left": "x", "right": None})],
    "a value with NaN": [A(0, 2, "pair", Pair("x", float("nan")))],
    "a value with a lone surrogate": [A(0, 2, "pair", Pair("\ud800"))],
    "a value with an object": [A(0, 2, "pair", Pair(object()))],  # type: ignore[arg-type]
    "a value of another type than declared": [A(0, 2, "pair", Pair(3))],  # type: ignore[arg-type]
    "a value that holds itself": [A(0, 2, "pair", cyclic())],
    "a rule that is no string": [A(0, 2, "fault", rule=7)],  # type: ignore[arg-type]
    "a rule with a lone surrogate": [A(0, 2, "fault", rule="\ud800")],
    "an argument by id": [A(0, 2, "fault", arguments=[Argument("x", "T1")])],
    "an argument that is no argument": [A(0, 2, "fault", arguments=["T1"])],  # type: ignore[list-item]
    "a role that is no string": [A(0, 2, "fault", arguments=[Argument(3, A(0, 2, "fault"))])],  # type: ignore[arg-type]
    "tuples": [(0, 2, "fault")],
    "dictionaries": [{"start": 0, "end": 2, "label": "fault"}],
    "hits": [Hit(0, 2)],
    "a string": "fault",
    "more spans than a text can hold": [A(0, 2, "fault") for _ in range(5000)],
}  # fmt: skip


def run_bad(found: Any, *others: Annotator) -> dict[str, Any]:
    made = annotator("fault", labels=[Label("fault"), Label("pair", Pair)])(lambda view: found)
    return as_json(engine_of(made, *others, lexicons=[WORDS]).annotate(Document("un FAULT 😀", "d")))


@pytest.mark.parametrize("found", BAD.values(), ids=BAD.keys())
def test_one_bad_span_and_none_of_the_annotator_is_written(found: Any) -> None:
    items = [A(3, 8, "fault"), *found] if isinstance(found, list) else found
    written = run_bad(items, noting("un", "un"))
    assert [a["label"] for a in written["annotations"]] == ["un"]
    (problem,) = written["problems"]
    code = "too_many_spans" if isinstance(found, list) and len(found) > 1000 else "bad_span"
    assert (problem["annotator"], problem["code"]) == ("fault", code)


def test_what_cannot_be_gone_through_is_a_problem() -> None:
    (problem,) = run_bad(3)["problems"]
    assert problem["annotator"] == "fault"


def test_an_annotation_yielded_twice_is_refused_since_the_engine_moves_it() -> None:
    same = A(0, 2, "fault")
    assert run_bad([same, same])["problems"][0]["code"] == "bad_span"


def test_none_is_an_empty_result() -> None:
    written = run_bad(None)
    assert written["problems"] == written["annotations"] == []


@pytest.mark.parametrize("hits", [["x"], [A(0, 1, "x")], [Hit(-1, 1)], [Hit(0, 99)], [Hit(2, 1)], [Hit(0.5, 1.5)]])  # type: ignore[arg-type]
def test_a_bad_hit_of_a_hidden_annotator_is_refused(hits: list[Any]) -> None:
    written = as_json(engine_of(annotator("fault")(lambda view: hits)).annotate(Document("un")))
    assert [p["code"] for p in written["problems"]] == ["bad_span"]


def test_those_that_require_a_failed_annotator_are_not_run_and_say_so() -> None:
    a, b = noting("a", "un", requires=["fault"]), noting("b", "un", requires=["a"])
    c = noting("c", "un", uses=["fault"])
    written = as_json(engine_of(a, b, c, faulty(raising(ValueError("boom"))), lexicons=[WORDS]).annotate(Document("un FAULT")))
    assert [x["label"] for x in written["annotations"]] == ["c"]
    assert [(p["annotator"], p["message"]) for p in written["problems"]] == [
        ("fault", f"ValueError at {__name__}:{raising.__code__.co_firstlineno + 2}"),
        ("a", "not run: fault failed"),
        ("b", "not run: a failed"),
    ]


@pytest.mark.parametrize("error", [ValueError("boom"), SystemExit(1), PluginError("pattern", "unbounded")])
def test_a_stranger_s_setup_that_fails_is_a_problem_of_that_annotator_alone(error: BaseException) -> None:
    broken = annotator("broken", labels=[NOTE], setup=raising(error))(lambda view, compiled: [])
    written = as_json(engine_of(broken, noting("un", "un"), lexicons=[WORDS]).annotate(Document("un")))
    assert [a["label"] for a in written["annotations"]] == ["un"]
    assert [p["annotator"] for p in written["problems"]] == ["broken"]
    assert "setup failed" in written["problems"][0]["message"]


def test_a_failure_in_a_late_window_takes_back_the_earlier_ones() -> None:
    text = "un deux\n" * (WINDOW // 8) + "FAULT"
    engine = engine_of(noting("un", "un"), faulty(raising(ValueError())), lexicons=[WORDS])
    whole = annotator("fault", labels=[Label("fault")])
    early = whole(lambda view: raising(ValueError())(view) if "FAULT" in view.text else [A(0, 2, "fault")])
    found = engine_of(noting("un", "un"), early, lexicons=[WORDS]).annotate(Document(text))
    assert {a.label for a in found.annotations} == {"un"}
    assert len(found.annotations) == len(engine.annotate(Document(text)).annotations) == text.count("un")
    assert len(found.problems) == 1


# --- documents


def test_offsets_of_a_long_document_are_those_of_the_whole_text() -> None:
    text = ("😀 un\u00a0deux é trois\r\n" * 20_000)[: WINDOW * 3 + 17]
    found = engine_of(noting("note"), lexicons=[WORDS]).annotate(Document(text))
    assert len(found.annotations) == sum(text.count(word) for word in ("un", "deux", "trois"))
    assert all(text[a.start : a.end] == a.text for a in found.annotations)
    assert [a.id for a in found.annotations] == [f"T{i}" for i in range(1, len(found.annotations) + 1)]


def test_an_annotator_keeps_notes_from_window_to_window_of_one_document_only() -> None:
    @annotator("counts", labels=[NOTE])
    def counts(view: View) -> Iterator[Annotation]:
        view.memory["windows"] = view.memory.get("windows", 0) + 1
        yield Annotation(0, 1, "note", rule=f"{view.memory['windows']} {view.first}")

    engine = engine_of(counts)
    long = Document("a" * (2 * WINDOW + 1))
    for _ in range(2):
        assert [a.rule for a in engine.annotate(long).annotations] == ["1 True", "2 False", "3 False"]


def test_an_empty_text_is_a_document_without_annotations() -> None:
    written = as_json(engine_of(noting("un"), lexicons=[WORDS]).annotate(Document("", "empty")))
    assert (written["annotations"], written["problems"], written["document"]["length"]) == ([], [], 0)


def test_a_text_with_a_lone_surrogate_is_refused_and_the_others_go_on() -> None:
    engine = engine_of(noting("un", "un"), lexicons=[WORDS])
    with pytest.raises(DocumentError, match="lone surrogate at character 3"):
        engine.annotate(Document("un \ud800", "bad"))
    first, second = engine.annotate_all([Document("un \ud800", "bad"), Document("un", "good")])
    assert first.failed
    assert first.annotations == []
    assert [p.code for p in first.problems] == ["not_unicode"]
    assert spans(second) == ["un"]


def test_documents_come_lazily_and_in_order() -> None:
    taken: list[str] = []

    def documents() -> Iterator[Document]:
        for number in range(3 * BLOCK):
            taken.append(str(number))
            yield Document("un", str(number))

    found = engine_of(noting("un")).annotate_all(documents())
    assert next(found).document.id == "0"
    assert len(taken) == BLOCK
    assert [a.document.id for a in found] == taken[1:]


def test_documents_annotated_together_are_annotated_as_alone() -> None:
    texts = ["un deux", "", "deux " * 40_000, "un"]
    engine = engine_of(noting("un"), noting("deux"))
    together = [as_json(a) for a in engine.annotate_all(Document(text, "d") for text in texts)]
    assert together == [as_json(engine.annotate(Document(text, "d"))) for text in texts]


def test_the_document_of_the_caller_is_not_changed() -> None:
    document = Document("un", "d")
    engine_of(noting("un"), reference_date=dt.date(2024, 1, 1)).annotate(document)
    assert document == Document("un", "d")


def test_what_a_document_says_of_itself_goes_before_what_the_engine_was_told() -> None:
    engine = engine_of(noting("un"), reference_date=dt.date(2024, 1, 1))
    head = as_json(engine.annotate(Document("un", "d", language="en", reference_date=dt.date(2020, 2, 2))))["document"]
    assert (head["language"], head["reference_date"]) == ("en", "2020-02-02")
    head = as_json(engine.annotate(Document("un", "d")))["document"]
    assert (head["language"], head["reference_date"]) == ("fr", "2024-01-01")


LANGUAGES = {
    "French": ("Le contrat est signé par la société pour une durée de trois ans.", "fr"),
    "English": ("The agreement is signed by the company for a term of three years.", "en"),
    "nothing that tells": ("12 345", "fr"),
    "nothing at all": ("", "fr"),
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_the_language_is_told_from_the_text(engine: Engine, text: str, language: str) -> None:
    assert engine.annotate(Document(text, "d")).document.language == language


def test_a_language_without_words_is_said_and_makes_no_annotator_fail(engine: Engine) -> None:
    annotated = engine.annotate(Document("第三条 5 € 20 % 2024", "d", language="zz"))
    assert [(p.annotator, p.code) for p in annotated.problems] == [("engine", "language")]


@pytest.mark.parametrize("language", ["FR", "fr-CA", "fr-Latn-FR"])
def test_case_and_region_of_a_language_make_no_difference(engine: Engine, language: str) -> None:
    found = engine.annotate(Document("Il paie cinq millions d'euros.", "d", language=language))
    assert [a.text for a in found.annotations if a.label == "money"] == ["cinq millions d'euros"]
    assert found.problems == []


# --- all installed annotators


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_text_makes_an_installed_annotator_fail(engine: Engine, text: str) -> None:
    annotated = engine.annotate(Document(text, "d"))
    assert annotated.problems == []
    assert all(text[a.start : a.end] == a.text for a in annotated.annotations)


OURS = """un deux mille millions de d' l' le la entre et à du au depuis jusqu'en environ plus moins € $ % ‰ M€ 5 1 000
2024 12/05/2024 1er mars avril lundi 2,5 12.5 - – ( ) [ ] . , ; : ’ « » 😀 Société Générale SA Le contrat est résilié par
million dollars of the to between and US Inc. Ltd shall terminate agreement Article 5 pour cent points semaine ans jours"""
PIECES = [*OURS.split(), "\n", "\n\n", "\u00a0", "\u202f", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", "", "\n"]), st.sampled_from(["fr", "en"]))
def test_no_heap_of_their_own_words_makes_an_installed_annotator_fail(
    engine: Engine, pieces: list[str], between: str, language: str
) -> None:
    text = between.join(pieces)
    annotated = engine.annotate(Document(text, "d", language=language, reference_date=dt.date(2024, 10, 18)))
    assert annotated.problems == []
    assert all(text[a.start : a.end] == a.text for a in annotated.annotations)


def test_the_same_input_gives_the_same_bytes(engine: Engine, seeds: list[Any]) -> None:
    for annotated in seeds:
        again = engine.annotate(Document(annotated.document.text, annotated.document.id))
        assert encode(again) == encode(annotated)


def test_other_hash_seeds_give_the_same_bytes(apostil: Any) -> None:
    from conftest import SEEDS

    outputs = {apostil("annotate", SEEDS, "-q", PYTHONHASHSEED=seed).stdout for seed in ("1", "4242")}
    assert len(outputs) == 1
    assert sys.getsizeof(outputs.pop()) > 10_000


@pytest.mark.parametrize("confidence", ["high", 1.5, float("nan"), 1, object()])
def test_a_confidence_that_is_none_is_refused(confidence: Any) -> None:
    @annotator("fault", labels=[Label("x")])
    def fault(view: View) -> Any:
        found = Annotation(0, 1, "x")
        found.confidence = confidence
        yield found

    written = as_json(engine_of(fault).annotate(Document("un")))
    assert [p["code"] for p in written["problems"]] == ["bad_span"]
    assert written["annotations"] == []


def test_a_link_out_of_the_document_is_dropped() -> None:
    other = Annotation(0, 1, "x")
    other.id = "T1"

    @annotator("links", labels=[Label("x")])
    def links(view: View) -> Any:
        yield Annotation(0, 1, "x", arguments=[Argument("to", other)])

    written = as_json(engine_of(links).annotate(Document("un")))
    assert "arguments" not in written["annotations"][0]


def test_hits_without_end_are_stopped() -> None:
    @annotator("flood")
    def flood(view: View) -> Any:
        while True:
            yield Hit(0, 1)

    written = as_json(engine_of(flood).annotate(Document("un")))
    assert [p["code"] for p in written["problems"]] == ["too_many_spans"]


def test_a_label_no_file_could_hold_is_refused_at_load() -> None:
    with pytest.raises(PluginError, match="'my label'"):
        engine_of(annotator("a", labels=[Label("my label")])(lambda view: []))


def test_garbage_is_collected_between_blocks_and_not_while_an_annotator_runs() -> None:
    before, during = gc.get_threshold(), []

    @annotator("odd", labels=[NOTE])
    def odd(view: View) -> None:
        during.append(gc.get_threshold()[0])
        raise RuntimeError

    assert engine_of(odd).annotate(Document("x")).problems
    assert during == [0]
    assert gc.get_threshold() == before
    assert before[0] > 0


def test_no_hash_is_asked_for_where_nothing_is_kept() -> None:
    """Its library takes 4 MB, and stood in memory when a run needs most."""
    run = """
import sys
from apostil import Document, Engine, Plugins
Engine(Plugins.discover(), language="fr").annotate(Document("Acme SA paie 3 euros."))
sys.exit("hashlib" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", run], check=False).returncode == 0
