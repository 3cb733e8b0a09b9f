"""The one pass: whole words of every lexicon, where and as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Hit, Lexicon, PluginError, fold
from apostil.folding import LOWER, fold_bytes
from apostil.scan import Scanner


def scan(text: str, *lexicons: Lexicon) -> dict[str, list[Hit]]:
    lowered = fold_bytes(text).translate(LOWER)
    layers = Scanner(lexicons).layers(text, lowered, fold(text))
    return {lexicon.name: list(layers.get(lexicon.name, ())) for lexicon in lexicons if lexicon.scan}


def found(text: str, *words: str, cased: bool = False) -> list[str]:
    return [text[hit.start : hit.end] for hit in scan(text, Lexicon("x", dict.fromkeys(words, True), cased))["x"]]


WORDS = {
    "a word is found whole, at the edges of the text too": ("euro euros euro", ["euro"], ["euro", "euro"]),
    "case does not matter": ("EURO Euro euro", ["euro"], ["EURO", "Euro", "euro"]),
    "accents do": ("marché marche", ["marché"], ["marché"]),
    "punctuation around a word is no part of it": ("(mars), «mars»; mars.", ["mars"], ["mars"] * 3),
    "digits and letters beyond Latin-1 are of the word": ("mars2 xmars mars東", ["mars"], []),
    "an underscore separates, being no letter": ("_mars_", ["mars"], ["mars"]),
    "words may be of several words": ("chiffre d’affaires net", ["chiffre d'affaires"], ["chiffre d’affaires"]),
    "a space in a word is white space in the text": ("pour-cent pour. Cent pour cent", ["pour cent"], ["pour cent"]),
    "a line break is white space": ("pour\ncent", ["pour cent"], ["pour\ncent"]),
    "a no-break space is one": ("pour\u00a0cent", ["pour cent"], ["pour\u00a0cent"]),
    "two spaces are not one": ("pour  cent", ["pour cent"], []),
    "punctuation of a word has to be there": ("M. Dupont, M Dupont", ["M."], ["M."]),
    "a word with punctuation inside": ("U.S. et U S", ["u.s."], ["U.S."]),
    "a hit inside a longer one that ends with it is left out": ("place de la gare", ["de la", "la"], ["de la"]),
    "a hit inside a longer one that begins with it is left out": ("franc suisse", ["franc", "franc suisse"], ["franc suisse"]),
    "a hit in the middle of a longer one is left out": ("a b c", ["b", "a b c"], ["a b c"]),
    "hits that overlap without nesting both stay": ("a b c", ["a b", "b c"], ["a b", "b c"]),
    "neighbours share one separator": ("mille mille mille", ["mille"], ["mille"] * 3),
    "an empty text has none": ("", ["a"], []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words", "expected"), WORDS.values(), ids=WORDS.keys())
def test_words_are_found_whole(text: str, words: list[str], expected: list[str]) -> None:
    assert found(text, *words) == expected


CASED = {
    "as written": ("SA", "La SA Sa sa", ["SA"]),
    "or in capitals": ("Renault", "Renault RENAULT renault rENAULT", ["Renault", "RENAULT"]),
    "with a typographic apostrophe": ("L'Oréal", "L’Oréal l’Oréal L'ORÉAL", ["L’Oréal", "L'ORÉAL"]),
    "and beyond Latin-1, where the view is blind": ("Łódź", "Łódź Żódż", ["Łódź"]),
}


@pytest.mark.parametrize(("word", "text", "expected"), CASED.values(), ids=CASED.keys())
def test_words_of_a_cased_lexicon_are_found_in_their_case(word: str, text: str, expected: list[str]) -> None:
    assert found(text, word, cased=True) == expected


def test_each_lexicon_has_its_layer_with_its_payloads() -> None:
    layers = scan("mars ou avril", Lexicon("month", {"mars": 3, "avril": 4}), Lexicon("bar", {"mars": "sweet"}))
    assert [(hit.start, hit.end, hit.value) for hit in layers["month"]] == [(0, 4, 3), (8, 13, 4)]
    assert [hit.value for hit in layers["bar"]] == ["sweet"]


def test_lexicons_of_one_name_make_one_layer() -> None:
    assert [hit.value for hit in scan("a b", Lexicon("x", {"a": 1}), Lexicon("x", {"b": 2}))["x"]] == [1, 2]


def test_words_for_patterns_only_are_not_looked_for() -> None:
    assert scan("a", Lexicon("x", {"a": 1}, scan=False)) == {}


@pytest.mark.parametrize("word", ["", " ", "…", "-", " a", "a "])
def test_what_cannot_be_found_as_a_word_is_refused(word: str) -> None:
    with pytest.raises(PluginError, match="not a word"):
        Scanner([Lexicon("x", {word: True})])


def test_of_one_word_given_twice_to_a_layer_the_last_payload_stays() -> None:
    assert [hit.value for hit in scan("a", Lexicon("x", {"a": 1}), Lexicon("x", {"a": 2}))["x"]] == [2]


def naive(text: str, words: set[str]) -> list[tuple[int, int]]:
    """Every whole word, compared at every place; then those inside another one taken out."""
    hits = []
    for start in range(len(text)):
        for word in words:
            end = start + len(word)
            whole = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
            if text[start:end] == word and whole:
                hits.append((start, end))
    return sorted(
        (a, b) for a, b in hits if not any((c, d) != (a, b) and c <= a and b <= d for c, d in hits)
    )  # fmt: skip


PIECES = st.lists(st.sampled_from(["a", "b", "é", " ", " ", "-", ".", "1"]), max_size=14).map("".join)
WORD = st.lists(st.sampled_from(["a", "b", "é", "1", " ", "-"]), min_size=1, max_size=4).map("".join)


@given(PIECES, st.sets(WORD.filter(lambda w: w == w.strip(" -") and "  " not in w), min_size=1, max_size=6))
def test_the_scan_finds_what_comparing_at_every_place_finds(text: str, words: set[str]) -> None:
    hits = scan(text, Lexicon("x", dict.fromkeys(words, True)))["x"]
    assert [(hit.start, hit.end) for hit in hits] == naive(text, words)
