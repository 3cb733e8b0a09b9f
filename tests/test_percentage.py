"""Percentages: the plugin's examples, and proportions written in every style read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apostil import Document, Engine, Plugins
from apostil.testing import examples
from spelling import in_english, in_french

ENGINE = Engine(Plugins.discover(), only=["percentage"])
UNITS = {
    "%": "percent",
    " %": "percent",
    "\u202f%": "percent",
    " pour cent": "percent",
    " ‰": "permille",
    " points de base": "basis_point",
}


@pytest.mark.parametrize("example", examples("apostil_percentage"), ids=str)
def test_example(example):
    example.check(ENGINE)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 9999), st.integers(0, 99), st.sampled_from(sorted(UNITS)), st.sampled_from(["", "-", "+", "\u2212"]))
def test_a_proportion_in_any_style_is_read_back(whole: int, part: int, unit: str, sign: str):
    written = f"{sign}{whole},{part:02d}{unit}"
    found = ENGINE.annotate(Document(f"Il varie de {written} en un an.", language="fr")).annotations
    amount = f"{whole}.{part:02d}"
    amount = "-" + amount if sign in ("-", "\u2212") else amount
    assert [(a.text, a.value.amount, a.value.unit) for a in found] == [(written, amount, UNITS[unit])]


WORDS = {"fr": (in_french, [" pour cent", " points de base"]), "en": (in_english, [" percent", " per cent", " basis points"])}


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 999), st.sampled_from([(language, unit) for language, (_, units) in WORDS.items() for unit in units]))
def test_a_proportion_in_words_is_read_back(n: int, style: tuple[str, str]):
    language, unit = style
    written = WORDS[language][0](n) + unit
    found = ENGINE.annotate(Document({"fr": f"Soit {written}.", "en": f"It is {written}."}[language], language=language))
    kind = "basis_point" if "bas" in unit else "percent"
    assert [(a.text, a.value.amount, a.value.unit) for a in found.annotations] == [(written, str(n), kind)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(1, 40), st.sampled_from(["{} à {} %", "{}-{} %", "{} % à {} %", "{}% - {}%"]))
def test_ranges(low: int, more: int, shape: str):
    written = shape.format(low, low + more)
    found = ENGINE.annotate(Document(f"Soit {written}.", language="fr")).annotations
    assert [(a.text, a.value.low, a.value.high) for a in found] == [(written, str(low), str(low + more))]


@pytest.mark.parametrize("unit", ["%", "1%", "1 % ", "1 % à ", "points ", "3 points ", "+ "])
def test_hostile_text_takes_linear_time(unit: str):
    from time import process_time

    def cost(length: int) -> float:
        text, best = unit * (length // len(unit)), 9.0
        for _ in range(3):
            start = process_time()
            ENGINE.annotate(Document(text, language="fr"))
            best = min(best, process_time() - start)
        return best

    cost(1000)
    assert cost(40_000) < 3.5 * cost(20_000) + 0.01
