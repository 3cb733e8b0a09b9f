"""The layer of numbers: what is read, and that what is written in any style is read back."""

from __future__ import annotations

import pytest
from attrs import define
from hypothesis import given, settings
from hypothesis import strategies as st

import apostil_numbers
from apostil import Annotation, Document, Engine, Label, Plugins, View, annotator, hookimpl
from apostil.plugins import Plugin
from apostil_numbers.number import normal, shift, smaller
from spelling import in_english, in_french


@define
class Seen:
    """A number, made visible."""

    amount: str | None
    low: str | None
    high: str | None
    bound: str
    form: str


@annotator("seen", requires=["numbers"], labels=[Label("seen", Seen)])
def seen(view: View):
    for hit in view["numbers"]:
        n = hit.value
        yield Annotation(hit.start, hit.end, "seen", Seen(n.amount, n.low, n.high, n.bound, n.form))


class Probe:
    @hookimpl
    def apostil_annotators(self):
        return [seen]


def engine() -> Engine:
    plugins = Plugins()
    plugins.add(Plugin("numbers", None, "apostil"), lambda: apostil_numbers)
    plugins.add(Plugin("probe"), Probe)
    return Engine(plugins)


ENGINE = engine()


def numbers(text: str, language: str = "fr") -> list[tuple[str, str | None]]:
    """Quote and amount of each number; a range or a vague number shows `low-high`."""
    found = ENGINE.annotate(Document(text, language=language))
    assert not found.problems
    return [(a.text, a.value.amount or "-".join(filter(None, (a.value.low, a.value.high)))) for a in found.annotations]


FRENCH = {
    "1 234 567,89": "1234567.89",
    "1.234.567,89": "1234567.89",
    "1,234,567.89": "1234567.89",
    "1'234": "1234",
    "10\u202f000": "10000",
    "1\u00a0234": "1234",
    "-3,2": "-3.2",
    "1/2": "0.5",
    "2 ½": "2.5",
    "2½": "2.5",
    "deux et demi": "2.5",
    "soixante et onze": "71",
    "septante": "70",
    "quatre-vingt-dix-neuf": "99",
    "mille neuf cent quatre-vingt-quatre": "1984",
    "dix-sept mille": "17000",
    "une douzaine": "12",
    "une centaine de millions": "100000000",
    "un demi-milliard": "500000000",
    "2 millions 300 000": "2300000",
    "1,5 million": "1500000",
    "3 mille": "3000",
    "3 billions": "3000000000000",
    "deux millions et demi": "2500000",
    "six virgule cinq milliards": "6500000000",
    "10 000 (dix mille)": "10000",
    "plusieurs milliards": "1000000000",
    "quelques centaines de millions": "100000000",
    "10 à 20 millions": "10000000-20000000",
    "10-15": "10-15",
    "deux à trois milliards": "2000000000-3000000000",
    "800 000 à 1,2 million": "800000-1200000",
    "2e": "2",
    "1er": "1",
    "9" * 40: "9" * 40,
}
ENGLISH = {
    "1,234": "1234",
    "1.234": "1.234",
    "nineteen eighty-four": "1984",
    "a hundred and five": "105",
    "one million two hundred and fifty thousand": "1250000",
    "two and a half million": "2500000",
    "half a billion": "500000000",
    "one and a half million": "1500000",
    "½ million": "500000",
    "three quarters of a billion": "750000000",
    "three point five": "3.5",
    "sixty (60)": "60",
    "hundreds of millions": "100000000",
    "3.2 to 4 billion": "3200000000-4000000000",
    "1-1/2": "1.5",
    "five lakhs": "500000",
    "3rd": "3",
    "3 billion": "3000000000",
    "27million": "27000000",
}


@pytest.mark.parametrize(("text", "amount"), FRENCH.items())
def test_french_forms_are_read_whole(text: str, amount: str):
    assert numbers(f"Soit {text}, dit-on.") == [(text, amount)]


@pytest.mark.parametrize(("text", "amount"), ENGLISH.items())
def test_english_forms_are_read_whole(text: str, amount: str):
    assert numbers(f"It is {text}, they say.", "en") == [(text, amount)]


@pytest.mark.parametrize(
    "text",
    [
        "article L. 442-1",
        "version 1.2.3",
        "01 23 45 67 89",
        "GPT-4o",
        "un Boeing A320",
        "le 12/05/2024",
        "3-1",
        "COVID-19",
        "60-40",
    ],
)
def test_figures_that_are_no_numbers_are_left_alone(text: str):
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("plus de 10", "min"),
        ("pas plus de 10", "max"),
        ("dépasser les 10 milliards", "min"),
        ("ne dépasse pas 300", "max"),
        ("jusqu'à 92", "max"),
        ("près de 93", "approx"),
        ("« d'environ » 93", "approx"),
        ("proche des 93", "approx"),
        ("plus d'un demi-milliard", "min"),
        ("une dizaine", "approx"),
        ("10 à 20", "range"),
        ("des milliers", "vague"),
        ("exactement 10", "exact"),
    ],
)
def test_the_words_before_bound_a_number(text: str, bound: str):
    (found,) = ENGINE.annotate(Document(text, language="fr")).annotations
    assert found.value.bound == bound


def test_ranges_need_their_words_and_years_are_none():
    assert numbers("entre 10 et 20") == [("10 et 20", "10-20")]
    assert numbers("les 10 et 20") == [("10", "10"), ("20", "20")]
    assert numbers("en 2015 à 2,2 milliards") == [("2015", "2015"), ("2,2 milliards", "2200000000")]


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 10**12 - 1))
def test_a_number_written_in_french_words_is_read_back(n: int):
    words = in_french(n)
    assert numbers(f"Soit {words}.") == [(words, str(n))]


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 10**12 - 1))
def test_a_number_written_in_english_words_is_read_back(n: int):
    words = in_english(n)
    assert numbers(f"It is {words}.", "en") == [(words, str(n))]


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**15),
    st.integers(0, 999),
    st.sampled_from(["fr", "en"]),
    st.sampled_from([" ", "\u00a0", "\u202f", "'", ".", ","]),
)
def test_a_figure_in_any_grouping_is_read_back(whole: int, thousandths: int, language: str, group: str):
    decimal = "," if group == "." else "."
    written = f"{whole:,}".replace(",", group) + f"{decimal}{thousandths:02d}"
    if whole < 1000 and len(f"{thousandths:02d}") == 3 and decimal != {"fr": ",", "en": "."}[language]:
        return  # `1,234` is another number in the other language
    assert numbers(f"= {written} !", language) == [(written, f"{whole}.{thousandths:02d}")]


@given(st.decimals(0, 10**9, places=3), st.integers(0, 12))
def test_shifting_is_exact(amount, power: int):
    from decimal import Decimal

    assert Decimal(shift(str(amount), power)) == amount * 10**power


@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(-(10**9), 10**9, places=3))
def test_comparing_decimal_strings_compares_numbers(a, b):
    assert smaller(str(a), str(b)) == (a < b)


def test_what_one_sign_means_depends_on_the_language():
    assert normal("1,234", ".") == "1234"
    assert normal("1,234", ",") == "1.234"


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "1,", "1 1 1 ", "((((", "mille ", "deux cent ", "1-", "10 à ", "un ", "%", "L. ", "1/2 "]
)
def test_hostile_text_takes_linear_time(unit: str):
    from time import process_time

    def cost(times: int) -> float:
        text = unit * (times // len(unit))
        start = process_time()
        ENGINE.annotate(Document(text, language="fr"))
        return process_time() - start

    cost(1000)
    rounds = [(cost(20_000), cost(40_000)) for _ in range(5)]  # in turn: other processes slow both
    once, twice = map(min, zip(*rounds, strict=True))
    assert twice < 3.5 * once + 0.01
