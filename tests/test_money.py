"""Money: the plugin's examples, and amounts written in every style read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apostil import Document, Engine, Plugins
from apostil.testing import examples
from spelling import in_english, in_french

ENGINE = Engine(Plugins.discover(), only=["money"])


@pytest.mark.parametrize("example", examples("apostil_money"), ids=str)
def test_example(example):
    example.check(ENGINE)


def money(text: str, language: str = "fr") -> list[tuple[str, str | None, str | None]]:
    """Quote, amount and currency of each finding."""
    found = ENGINE.annotate(Document(text, language=language))
    assert not found.problems
    return [(a.text, a.value.amount, a.value.currency) for a in found.annotations]


SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "₹": "INR"}
CODES = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD", "SEK", "MAD", "XOF", "PLN"]
NAMES = {
    "euros": "EUR",
    "dollars américains": "USD",
    "dollars canadiens": "CAD",
    "francs suisses": "CHF",
    "livres sterling": "GBP",
    "yens": "JPY",
    "couronnes suédoises": "SEK",
    "roupies indiennes": "INR",
    "dirhams marocains": "MAD",
}
SCALES = {"": 0, "k": 3, "M": 6, "Md": 9, "Mds": 9}
WORDS = {"": 0, " millions": 6, " milliards": 9, " billions": 12}
WHOLE = st.integers(2, 999_999)


def french(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")


@settings(max_examples=100, deadline=None)
@given(WHOLE, st.sampled_from(sorted(SIGNS)), st.sampled_from(sorted(SCALES)), st.sampled_from(["", " ", "\u00a0"]))
def test_signs_after_figures(n: int, sign: str, scale: str, space: str):
    written = f"{french(n)}{space}{scale}{sign}"
    assert money(f"Il vaut {written}, dit-elle.") == [(written, str(n * 10 ** SCALES[scale]), SIGNS[sign])]


@settings(max_examples=60, deadline=None)
@given(WHOLE, st.integers(0, 99), st.sampled_from(sorted(SIGNS)), st.sampled_from(["", " "]))
def test_signs_before_figures(n: int, cents: int, sign: str, space: str):
    written = f"{sign}{space}{n:,}.{cents:02d}"
    assert money(f"It costs {written}, she says.", "en") == [(written, f"{n}.{cents:02d}", SIGNS[sign])]


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 999_999), st.sampled_from(CODES), st.booleans())
def test_codes_on_either_side(n: int, code: str, before: bool):
    written = f"{code} {french(n)}" if before else f"{french(n)} {code}"
    assert money(f"Prix : {written}.") == [(written, str(n), code)]


@settings(max_examples=100, deadline=None)
@given(WHOLE, st.sampled_from(sorted(NAMES)), st.sampled_from(sorted(WORDS)))
def test_names_after_figures_and_scales(n: int, name: str, scale: str):
    link = (" d'" if name[0] in "aeiouy" and not name.startswith("yen") else " de ") if scale else " "
    written = f"{french(n)}{scale}{link}{name}"
    assert money(f"Soit {written} en tout.") == [(written, str(n * 10 ** WORDS[scale]), NAMES[name])]


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 10**12 - 1))
def test_amounts_in_french_words(n: int):
    words = in_french(n)
    written = words + (" d'euros" if words.endswith(("on", "ons", "ard", "ards")) else " euros")
    assert money(f"Il verse {written} au total.") == [(written, str(n), "EUR")]


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 10**12 - 1), st.sampled_from([("dollars", "USD"), ("pounds", "GBP"), ("euros", "EUR")]))
def test_amounts_in_english_words(n: int, currency: tuple[str, str]):
    written = f"{in_english(n)} {currency[0]}"
    assert money(f"The sum of {written} is due.", "en") == [(written, str(n), currency[1])]


ENGLISH_SCALES = {"": 0, "k": 3, "m": 6, "bn": 9, " million": 6, " billion": 9, " trillion": 12}


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 999), st.integers(1, 9), st.sampled_from(sorted(ENGLISH_SCALES)), st.sampled_from(sorted(SIGNS)))
def test_decimals_before_english_scales(n: int, part: int, scale: str, sign: str):
    written, power = f"{sign}{n}.{part}{scale}", ENGLISH_SCALES[scale]
    amount = str((10 * n + part) * 10 ** (power - 1)) if power else f"{n}.{part}"
    assert money(f"They paid {written} for it.", "en") == [(written, amount, SIGNS[sign])]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 999), st.integers(1, 99), st.sampled_from([("euros", "EUR"), ("francs suisses", "CHF")]))
def test_subunits_after_the_name(n: int, cents: int, currency: tuple[str, str]):
    written = f"{n} {currency[0]} et {cents} centimes"
    assert money(f"Le prix est de {written} par lot.") == [(written, f"{n}.{cents:02d}", currency[1])]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["{} à {} M€", "{}-{} M€", "{} M€ à {} M€"]))
def test_ranges(low: int, more: int, shape: str):
    written = shape.format(low, low + more)
    found = ENGINE.annotate(Document(f"Entre nous, {written}.", language="fr")).annotations
    assert [(a.text, a.value.low, a.value.high) for a in found] == [(written, f"{low}000000", f"{low + more}000000")]


def test_currencies_of_cldr_are_read_by_name():
    from apostil_money.currencies import names

    for language, scale in (("fr", "12 millions de"), ("en", "12 million")):
        table = names(language)
        read = {
            name
            for name, code in table.items()
            if money(f"= {scale} {name}.", language) == [(f"{scale} {name}", "12000000", code)]
        }
        assert len(read) > 0.97 * len(table), sorted(table.keys() - read)


def test_countries_are_remembered_from_window_to_window():
    text = "Le Chili vote son budget.\n" + "Rien à signaler ici.\n" * 4000 + "Il versera 3 milliards de pesos."
    assert [found[2] for found in money(text)] == ["CLP"]


@pytest.mark.parametrize(
    "unit",
    ["1 € ", "$", "€ ", "1 million ", "EUR ", "1 dollar ", "1 des ", "1 à 2 € ", "5 euros 20 ", "milliards de ", "AB AB "],
)
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
