"""Dates: the plugin's examples, and dates written in every style read back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apostil import Document, Engine, Plugins
from apostil.testing import examples
from spelling import in_english, in_french

ENGINE = Engine(Plugins.discover(), only=["date"])
REFERENCE = dt.date(2024, 10, 18)


@pytest.mark.parametrize("example", examples("apostil_date"), ids=str)
def test_example(example):
    example.check(ENGINE)


def dates(text: str, language: str = "fr", reference: dt.date | None = None) -> list[tuple[str, str | None]]:
    """Quote and value of each finding."""
    found = ENGINE.annotate(Document(text, language=language, reference_date=reference))
    assert not found.problems
    return [(a.text, a.value.value) for a in found.annotations]


FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905
FRENCH_SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()  # noqa: SIM905
LUNDI = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONDAY = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FRENCH_STYLES = {
    "words": lambda d: f"{d.day} {FRENCH[d.month - 1]} {d.year}",
    "weekday": lambda d: f"{LUNDI[d.weekday()]} {d.day} {FRENCH[d.month - 1]} {d.year}",
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
    "dots": lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}",
    "short month": lambda d: f"{d.day} {FRENCH_SHORT[d.month - 1]} {d.year}",
    "day in words": lambda d: f"{in_french(d.day) if d.day > 1 else 'premier'} {FRENCH[d.month - 1]} {d.year}",
    "noun": lambda d: f"{d.day} du mois de {FRENCH[d.month - 1]} {d.year}",
}
ENGLISH_STYLES = {
    "month first": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "day first": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "weekday": lambda d: f"{MONDAY[d.weekday()]}, {ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "short": lambda d: f"{ENGLISH[d.month - 1][:3]} {d.day}, {d.year}",
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.month:02d}/{d.day:02d}/{d.year}",
    "abbreviated": lambda d: f"{d.day} {ENGLISH[d.month - 1][:3]} {d.year}",
    "dashes": lambda d: f"{d.day:02d}-{ENGLISH[d.month - 1][:3]}-{d.year}",
    "ordinal first": lambda d: f"{ENGLISH[d.month - 1]} {d.day}{ordinal_end(d.day)}, {d.year}",
    "day of": lambda d: f"{d.day}th day of {ENGLISH[d.month - 1]}, {d.year}",
}


def ordinal_end(n: int) -> str:
    return "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2060, 12, 31))


@given(DAYS, st.sampled_from(sorted(FRENCH_STYLES)))
@settings(max_examples=200)
def test_a_french_date_reads_back(day, style):
    written = FRENCH_STYLES[style](day)
    assert dates(f"Le contrat est signé le {written} à Paris.") == [(written, day.isoformat())]


@given(DAYS, st.sampled_from(sorted(ENGLISH_STYLES)))
@settings(max_examples=200)
def test_an_english_date_reads_back(day, style):
    written = ENGLISH_STYLES[style](day)
    assert dates(f"The agreement was signed on {written} in London.", "en") == [(written, day.isoformat())]


@given(DAYS)
def test_a_month_and_its_part_read_back(day):
    month = f"{FRENCH[day.month - 1]} {day.year}"
    value = f"{day.year}-{day.month:02d}"
    assert dates(f"Le siège ferme en {month}.") == [(month, value)]
    assert dates(f"Le siège ferme fin {month}.") == [(f"fin {month}", value)]


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_an_hour_reads_back(day, hour, minute):
    written = f"{day.day} {FRENCH[day.month - 1]} {day.year} à {hour}h{minute:02d}"
    assert dates(f"La séance du {written} est levée.") == [(written, f"{day.isoformat()}T{hour:02d}:{minute:02d}")]


@given(DAYS, DAYS)
def test_a_range_reads_back(a, b):
    first, last = min(a, b), max(a, b)
    written = f"{first.day} {FRENCH[first.month - 1]} {first.year} au {last.day} {FRENCH[last.month - 1]} {last.year}"
    assert dates(f"Ouvert du {written} inclus.") == [(written, f"{first.isoformat()}/{last.isoformat()}")]


@given(st.integers(2, 99), st.sampled_from([("jours", "D"), ("mois", "M"), ("ans", "Y"), ("semaines", "W")]))
def test_a_length_reads_back(number, unit):
    written = f"{number} {unit[0]}"
    assert dates(f"Le délai de {written} est dépassé.") == [(written, f"P{number}{unit[1]}")]


@given(
    st.integers(2, 999),
    st.sampled_from([("fr", " jours", "D"), ("fr", " mois", "M"), ("en", " days", "D"), ("en", " years", "Y")]),
)
def test_a_length_in_words_reads_back(number, unit):
    language, noun, letter = unit
    written = {"fr": in_french, "en": in_english}[language](number) + noun
    text = {"fr": f"Le délai de {written} est dépassé.", "en": f"The term of {written} has run out."}[language]
    assert dates(text, language) == [(written, f"P{number}{letter}")]


@given(st.integers(1, 12), st.integers(0, 59), st.sampled_from(["am", "pm", " a.m.", " p.m."]))
def test_an_english_hour_reads_back(hour, minute, half):
    written = f"{hour}:{minute:02d}{half}"
    value = f"T{hour % 12 + (12 if 'p' in half else 0):02d}:{minute:02d}"
    assert dates(f"The sale ends at {written} sharp.", "en") == [(written, value)]


@given(st.integers(2, 23), st.integers(2, 59))
def test_an_hour_in_french_words_reads_back(hour, minute):
    written = f"{in_french(hour)} heures {in_french(minute)}"
    assert dates(f"La vente finit à {written}.") == [(written, f"T{hour:02d}:{minute:02d}")]


ORDINALS = ["premier", "deuxième", "troisième", "quatrième"]
PERIODS = {
    "T{n} {y}": (4, "Q"),
    "{n}T{yy:02d}": (4, "Q"),
    "{word} trimestre {y}": (4, "Q"),
    "{word} trimestre de l'année {y}": (4, "Q"),
    "S{n} {y}": (2, "H"),
    "{word} semestre {y}": (2, "H"),
}


@given(st.integers(2001, 2049), st.integers(1, 4), st.sampled_from(sorted(PERIODS)))
def test_a_quarter_or_a_half_year_reads_back(year, number, style):
    most, letter = PERIODS[style]
    n = (number - 1) % most + 1
    written = style.format(n=n, y=year, yy=year % 100, word=ORDINALS[n - 1])
    assert dates(f"Les ventes du {written} montent.") == [(written, f"{year}-{letter}{n}")]


@given(st.integers(1, 52), st.integers(2000, 2049))
def test_a_week_reads_back(week, year):
    assert dates(f"Livré en semaine {week} de {year}.") == [(f"semaine {week} de {year}", f"{year}-W{week:02d}")]


@given(
    st.integers(2, 60),
    st.sampled_from([("tous les {} jours", "D"), ("tous les {} mois", "M"), ("toutes les {} semaines", "W")]),
)
def test_a_repetition_reads_back(number, style):
    written = style[0].format(number)
    assert dates(f"Le prix est revu {written} par le conseil.") == [(written, f"P{number}{style[1]}")]


@given(st.integers(2, 60), st.sampled_from([("semaine", "W"), ("mois", "M"), ("an", "Y")]))
def test_so_many_times_a_period_reads_back(number, unit):
    written = f"{in_french(number)} fois par {unit[0]}"
    assert dates(f"Le conseil siège {written} au moins.") == [(written, f"P1{unit[1]}")]


@given(st.integers(2, 60), st.sampled_from(["days ago", "days from now"]))
def test_english_days_are_counted_from_the_reference(number, way):
    expected = REFERENCE + dt.timedelta(days=-number if way == "days ago" else number)
    assert dates(f"Work on it began {number} {way}.", "en", REFERENCE) == [(f"{number} {way}", expected.isoformat())]


@given(DAYS, st.integers(1, 20))
def test_days_of_one_month_open_a_range(day, more):
    last = day + dt.timedelta(days=more)
    if last.month != day.month:
        return
    written = f"{day.day} au {last.day} {FRENCH[day.month - 1]} {day.year}"
    assert dates(f"Le salon se tient du {written}.") == [(written, f"{day.isoformat()}/{last.isoformat()}")]


@given(st.integers(1, 60))
def test_days_ago_are_counted_from_the_reference(number):
    written = f"il y a {number} jours"
    expected = (REFERENCE - dt.timedelta(days=number)).isoformat()
    assert dates(f"La société avait renoncé {written}.", reference=REFERENCE) == [(written, expected)]


@given(st.integers(1, 100))
def test_months_ago_are_calendar_months(number):
    year, month = divmod(REFERENCE.year * 12 + REFERENCE.month - 1 - number, 12)
    found = dates(f"She left the board {number} months ago.", "en", REFERENCE)
    assert found == [(f"{number} months ago", f"{year}-{month + 1:02d}")]


@given(st.integers(1, 9), st.sampled_from(["30/02", "31/04", "31/11", "29/02"]))
def test_a_day_that_does_not_exist_has_no_value(unit, day):
    year = 2000 + 10 * unit + 1  # odd: never a leap year
    assert dates(f"Le terme est fixé au {day}/{year} par contrat.") == [(f"{day}/{year}", None)]


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_text_is_read_without_a_problem(text):
    for language in ("fr", "en"):
        dates(text, language, REFERENCE)


WORDS = """du 1er au 5 mai 2024 à 14h30 lundi fin de l' année dernière il y a trois mois - / entre et le hier soir XXe siècle
    janvier 9 , T1 été Noël deux ans plus tard la nuit le 31/02/2024""".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@settings(max_examples=400)
def test_any_heap_of_date_words_is_read_without_a_problem(words):
    dates(" ".join(words), "fr", REFERENCE)


def test_the_settings_of_a_document_change_the_default():
    text = "En mai, le groupe."
    past = Document(text, language="fr", reference_date=REFERENCE)
    asked = {"settings": {"date": {"prefer": "future"}}}
    future = Document(text, language="fr", reference_date=REFERENCE, metadata=asked)
    assert [a.value.value for d in (past, future) for a in ENGINE.annotate(d).annotations] == ["2024-05", "2025-05"]


DATELINES = {
    "Publié le 12 mars 2026 à 18h05\n\nIl a signé jeudi.": "fr",
    "Le 12 mars 2026 à 18 h 05\n\nIl a signé jeudi.": "fr",
    "12 mars 2026 - 18h05\n\nIl a signé jeudi.": "fr",
    "12 mars 2026\n\nIl a signé jeudi.": "fr",
    "Un titre\nPar Jeanne Morvan | Publié le 12/03/2026 à 18:05\nIl a signé jeudi.": "fr",
    "LYON, 12 mars 2026 (AFP) – Il a signé jeudi.": "fr",
    "LYON, 12 mars 2026, 18h05 – Il a signé jeudi.": "fr",
    "Published 12 March 2026 10:30 GMT\n\nHe signed.": "en",
    "Published: Mar 12, 2026 at 10:30 AM\n\nHe signed.": "en",
    "By Anna Reeve, London, 12 March 2026\n\nHe signed.": "en",
    "By Anna Reeve | 12 March 2026\n\nHe signed.": "en",
}


@pytest.mark.parametrize("text", DATELINES)
def test_a_dateline_dates_the_document(text):
    result = ENGINE.annotate(Document(text, language=DATELINES[text]))
    assert result.document.reference_date == dt.date(2026, 3, 12)
    assert all(a.value.value.startswith("2026-03-12") for a in result.annotations if a.text in ("jeudi", "12 mars 2026"))


@pytest.mark.parametrize("text", ["12 mars 2026", "Le contrat du 12 mars 2026 est signé.", "Fait à Lyon, le 12 mars 2026\n"])
def test_other_dates_do_not(text):
    assert ENGINE.annotate(Document(text, language="fr")).document.reference_date is None


def test_a_dateline_can_be_refused():
    text = "Publié le 12 mai 2025\n\nHier, le groupe a cédé."
    read = ENGINE.annotate(Document(text, language="fr"))
    refused = ENGINE.annotate(Document(text, language="fr", metadata={"settings": {"date": {"dateline": False}}}))
    assert [a.value.value for a in read.annotations] == ["2025-05-12", "2025-05-11"]
    assert [a.value.value for a in refused.annotations] == ["2025-05-12", "PAST_REF"]


@pytest.mark.parametrize(("prefer", "value"), [("past", "2024-03"), ("future", "2025-03"), ("nearest", "2025-03")])
def test_where_a_date_without_its_year_lies_is_a_setting(prefer, value):
    engine = Engine(Plugins.discover(), only=["date"], settings={"date": {"prefer": prefer}})
    found = engine.annotate(Document("Le congrès de mars.", language="fr", reference_date=REFERENCE))
    assert [a.value.value for a in found.annotations] == [value]


def test_a_day_without_its_month_lies_where_the_setting_says():
    text = "Rendez-vous jeudi 24, puis le 10 à 18 h."
    for prefer, values in (("past", ["2024-10-24", "2024-10-10T18:00"]), ("future", ["2024-10-24", "2024-11-10T18:00"])):
        engine = Engine(Plugins.discover(), only=["date"], settings={"date": {"prefer": prefer}})
        found = engine.annotate(Document(text, language="fr", reference_date=REFERENCE))
        assert [a.value.value for a in found.annotations] == values


FISCAL = {
    "FY24": ("en", "2023-04/2024-03"),
    "fiscal 2024": ("en", "2023-04/2024-03"),
    "exercice 2023": ("fr", "2022-04/2023-03"),
    "exercice 2023-2024": ("fr", "2023-04/2024-03"),
    "l'exercice précédent": ("fr", "2023-04/2024-03"),
    "FY22-FY24": ("en", "2021-04/2024-03"),
}


@pytest.mark.parametrize("written", FISCAL)
def test_a_fiscal_year_begins_where_the_setting_says(written):
    language, value = FISCAL[written]
    text = {"fr": f"Les ventes de {written} montent.", "en": f"The sales of {written} rose."}[language]
    engine = Engine(Plugins.discover(), only=["date"], settings={"date": {"fiscal_start": 4}})
    found = engine.annotate(Document(text, language=language, reference_date=REFERENCE))
    assert [(a.text, a.value.value) for a in found.annotations] == [(written, value)]


def test_a_date_of_an_earlier_window_is_remembered():
    text = "En 2013, tout change.\n\n" + "Rien à signaler ici.\n" * 4000 + "\n\nL'année précédente, rien.\n"
    assert dates(text) == [("2013", "2013"), ("L'année précédente", "2012")]
