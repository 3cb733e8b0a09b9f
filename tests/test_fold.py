"""The folded view: one Latin-1 character a code point, whatever the text."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import EURO, LETTER, OTHER, PER_MILLE, SIGN, fold

ANY = st.text(st.characters(codec=None), max_size=60)
FOLDED = {
    "typographic apostrophes are straight": ("l’Oréal ‘x’ ʼ ′", "l'oréal 'x' ' '"),
    "every dash and minus is a hyphen": ("a–b—c‑d−e", "a-b-c-d-e"),
    "every space is a space": ("5\u00a05\u202f5\u20095\u30005\u200b5", "5 5 5 5 5 5"),
    "line and paragraph separators are newlines": ("a\u2028b\u2029c", "a\nb\nc"),
    "carriage returns and newlines stay apart": ("a\r\nb\rc", "a\r\nb\rc"),
    "typographic quotes are straight, guillemets stay": ("“a” „b‟ «c» ‹d›", '"a" \u00a6b" «c» "d"'),
    "the euro and per mille signs have places of their own": ("5 € 3 ‰", f"5 {EURO} 3 {PER_MILLE}"),
    "other currency signs are one sign": ("₹5 ₽ ¥ £", f"{SIGN}5 {SIGN} ¥ £"),
    "letters beyond Latin-1 are letters": ("Łódź 東京 Ωμέγα", f"{LETTER}ód{LETTER} {LETTER * 2} {LETTER * 5}"),
    "the oe ligature is one letter in both cases": ("œuvre Œuvre", "ºuvre ºuvre"),
    "combining marks are of the word": ("e\u0301", f"e{LETTER}"),
    "astral characters are one character": ("a😀b", f"a{OTHER}b"),
    "accents and case of Latin-1": ("ÉÀÇÜØÞ", "éàçüøþ"),
    "a letter whose lower case is two characters stays one": ("İstanbul", f"{LETTER}stanbul"),
    "an ellipsis is one full stop": ("a…", "a."),
}


@pytest.mark.parametrize(("text", "view"), FOLDED.values(), ids=FOLDED.keys())
def test_characters_are_folded_by_class(text: str, view: str) -> None:
    assert fold(text) == view


@given(ANY)
def test_length_is_kept_and_every_character_is_latin_1(text: str) -> None:
    view = fold(text)
    assert len(view) == len(text)
    assert all(char <= "\xff" for char in view)


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY, ANY)
def test_a_text_folds_character_by_character(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_every_code_point_there_is_gives_exactly_one_character() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(text)) == len(text)


def test_a_letter_or_digit_is_never_folded_to_a_separator_nor_the_reverse() -> None:
    for code in range(0x250):
        char = chr(code)
        assert fold(char).isalnum() == char.isalnum(), f"U+{code:04X} {unicodedata.name(char, '')}"
