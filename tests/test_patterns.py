"""The one place where patterns are compiled: what it refuses, and how it spells word lists."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import PluginError, Words, finder, fold, pattern

UNBOUNDED = {
    "star": r"a*",
    "plus": r"a+",
    "lazy star": r"a*?",
    "open repeat": r"a{2,}",
    "repeat from nothing to anything": r"a{,}",
    "repeat from zero": r"a{0,}",
    "after a group": r"(?:ab)+",
    "after a class": r"[ab]+",
    "after a class that holds a hash": r"[#]+",
    "after a class that begins with a bracket": r"[]a]+",
    "after an escaped bracket": r"\[+",
    "after an escaped backslash": r"\\+",
    "after a comment with a quantifier": "a  # b+\n c+",
    "after a word list": r"<<w>>+",
    "possessive, in a pattern": r"\d++",
    "dot": r".*",
}
BOUNDED = {
    "bounded repeats": r"a{0,40} b{3} c?",
    "escaped quantifiers": r"a\+ b\* \{2,\}",
    "quantifiers in a class": r"[*+] [+*{,}]",
    "a comment with quantifiers": "a  # any + or * or {2,}\n b",
    "an escaped hash": r"\# a",
    "look-arounds": r"(?<![a-z]) (?=a) (?!b) a",
}


@pytest.mark.parametrize("source", UNBOUNDED.values(), ids=UNBOUNDED.keys())
def test_an_unbounded_pattern_is_refused(source: str) -> None:
    with pytest.raises(PluginError, match="unbounded"):
        pattern(source, {"w": ["a"]})


@pytest.mark.parametrize("source", [s for s in UNBOUNDED.values() if "++" not in s])
def test_an_unbounded_finder_is_refused(source: str) -> None:
    with pytest.raises(PluginError, match="unbounded"):
        finder(source, {"w": ["a"]})


@pytest.mark.parametrize("source", BOUNDED.values(), ids=BOUNDED.keys())
def test_a_bounded_pattern_compiles_in_both_engines(source: str) -> None:
    assert pattern(source).pattern == finder(source).pattern == source


def test_a_finder_may_take_a_whole_run_of_one_class() -> None:
    assert [m[0] for m in finder(r"(?<!\d) \d++ (?:[ ]%)").finditer("12 % 345 % 6")] == ["12 %", "345 %"]


@pytest.mark.parametrize("source", ["(", "a{2,1}", "(?P<a>x", "[z-a]"])
@pytest.mark.parametrize("make", [pattern, finder])
def test_what_is_no_pattern_is_refused_as_the_plugin_s_mistake(make, source: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PluginError, match="pattern"):
        make(source)


def test_a_word_list_that_is_not_given_is_named() -> None:
    with pytest.raises(PluginError, match="'month'"):
        pattern("<<month>>", {})


def test_white_space_and_comments_are_free() -> None:
    assert pattern("a  b  # c\n [ ] d").match("ab d")


def test_the_longest_word_of_a_list_wins_whatever_the_order() -> None:
    for words in (["million", "million de", "mill"], ["mill", "million de", "million"]):
        found = pattern("<<w>>", {"w": words}).match("million de dollars")
        assert found is not None
        assert found[0] == "million de"


def test_an_empty_list_matches_nothing_and_breaks_nothing() -> None:
    assert not pattern("<<w>>", {"w": []}).match("")
    assert pattern("<<w>>? a", {"w": []}).match("a")


def test_words_are_folded_as_the_view_is() -> None:
    assert pattern("<<w>>", {"w": ["L’Œuvre d'Été"]}).fullmatch(fold("l'œuvre d’ÉTÉ"))


def test_what_is_special_in_a_pattern_is_plain_in_a_word() -> None:
    for word in ("a.b", "a+b", "(a)", "a b", "#a", "[x]", "a|b", "\\d"):
        assert pattern("<<w>>", {"w": [word]}).fullmatch(word)
        assert not pattern("<<w>>", {"w": [word]}).fullmatch("zzz")


def test_a_list_of_thousands_compiles_to_what_finds_each_of_them() -> None:
    words = [f"word{i}" for i in range(5000)]
    compiled = pattern("<<w>>", {"w": words})
    assert all(compiled.fullmatch(word) for word in words)
    assert not compiled.fullmatch("word5000")


@given(st.sets(st.text("ab é.-", min_size=1, max_size=5), min_size=1, max_size=8), st.text("ab é.-", max_size=8))
def test_a_word_list_matches_the_longest_word_there_is_at_the_place(words: set[str], text: str) -> None:
    found = pattern("<<w>>", {"w": words}).match(text)
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    assert (found[0] if found else None) == longest


def test_a_pattern_is_compiled_by_the_standard_library() -> None:
    assert isinstance(pattern("a"), re.Pattern)


def test_in_a_language_without_words_a_list_is_empty_and_not_missing() -> None:
    for make in (pattern, finder):
        assert not make("<<month>>", Words([])).match("mars")


def test_a_word_of_a_list_may_be_broken_over_lines_or_be_empty() -> None:
    words = {"w": ["the price", "the\nprice", "fee"]}
    assert [pattern("<<w>>$", words).match(text) is not None for text in ("the price", "the\nprice", "fee", "the")] == [
        True,
        True,
        True,
        False,
    ]
    assert pattern("a<<w>>$", {"w": [""]}).match("a")
    assert pattern("a<<w>>", {"w": []}).match("a") is None
