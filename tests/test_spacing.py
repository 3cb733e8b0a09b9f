"""Runs of blanks that only set a text: closed up for the annotators, and what they find put back in its place."""

from __future__ import annotations

import re
import textwrap
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Document, Engine, Plugins
from apostil.evidence import hits_between
from apostil.folding import LOWER, fold_bytes
from apostil.spacing import Spacing, close_up


def closed(text: str, start: int = 0) -> tuple[str, Spacing]:
    shut, lowered, spacing = close_up(text, fold_bytes(text).translate(LOWER), start)
    assert lowered == fold_bytes(shut).translate(LOWER)
    return shut, spacing


TEXTS = {
    "nothing to close": ("a b\nc\n\nd", "a b\nc\n\nd"),
    "a justified line": ("the  parties   agree", "the parties agree"),
    "no-break spaces are blanks": ("5 \u00a0 %", "5 %"),
    "line ends of two characters": ("3\r\nMarch\r\n\r\n2026", "3\nMarch\n\n2026"),
    "indents and blanks at the end of a line": ("a  \n   b \n\tc", "a\nb\nc"),
    "a blank line stays one": ("a \n  \n   b\r\n \r\nc", "a\n\nb\n\nc"),
    "a tab separates": ("a \t b\t\tc\td", "a\tb\tc\td"),
    "columns stay apart": ("ACME INC.      BETA LLC", "ACME INC.      BETA LLC"),
    "a carriage return alone is none of ours": ("a\rb", "a\rb"),
    "beyond Latin-1": ("€  東  œ", "€ 東 œ"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_runs_of_blanks_are_closed(text: str, expected: str) -> None:
    assert closed(text)[0] == expected


PARAGRAPHS = [
    "The Supplier shall deliver the Products within thirty (30) days of the order.",
    (
        "Harlowe Biosciences, Inc. shall pay the price to the bank named by Oxlip Medical Holdings PLC, which is to issue an "
        "invoice each month for the Products that were delivered in that month."
    ),
    "ARTICLE II",
    "The notices are sent by registered letter to the persons whose names follow, unless a party has named others:",
]
LIST = """
- for the Supplier, the person who
holds the office of Chief Executive
- for the Customer, its counsel.

Product                        Price
Catheter for hospitals         $12.00
"""


def test_lines_that_are_wrapped_are_one() -> None:
    wrapped = [textwrap.fill(paragraph, 64, initial_indent="    ") for paragraph in PARAGRAPHS]
    assert closed("\n".join(wrapped) + LIST)[0].strip() == "\n".join(PARAGRAPHS) + LIST.rstrip()


NOT_WRAPPED = {
    "names of one length": "Crédit Agricole Corporate and Investment Bank\nSociété Générale Corporate and Investments\n"
    "Banque européenne d'investissement et de prêt\nCaisse des dépôts et consignations de France",
    "an address": "Harlowe Biosciences\n12, rue des Tanneurs\n75011 Paris\nFrance",
    "sentences of their own lines": "The price is fixed for the term.\nthe parties agree.\nIt is paid each month in advance"
    " to the bank.\nno interest is due.\nThe rest is paid at the end.",
    "a table": "\n".join(["Catheter for hospitals, sterile, sold by the hundred | $12.00"] * 5),
    "contents": "\n".join(["definitions and interpretation of this deed ........... 12"] * 5),
    "paragraphs of one line": "\n".join(["The price is paid in the currency of the invoice, by the day it names, " * 3] * 5),
    "a list that a colon opens": "The Supplier shall provide the Customer with all of the following:\n"
    "Catheters for hospitals, sterile, sold in boxes by the hundred\nNeedles, stainless, sold in boxes by the thousand\n"
    "Gloves of nitrile made by Harlowe Biosciences, Inc. in Boston\nInsurance of the Products with Allianz SE, for five years",
    "rules": "=" * 64 + "\n" + "the parties agree that the price is fixed for the whole term of\n" + "=" * 64,
    "the head of a mail": "From: Jeanne Morvan <jeanne@harlowe.example>, general counsel\n"
    "To: Anna Reeve, general counsel of oxlip medical holdings limited\nSubject: the price of the shares of the company",
    "spaced leaders": "\n".join(["section 1.01 the terms that are defined . . . . . . . . . . . 1"] * 4),
    "items that are numbered": "\n".join(["(a) the supplier delivers the products to the customer on time;"] * 4),
    "hyphens": "\n".join(["the parties have agreed that all of the post-termination obliga-"] * 4),
}  # fmt: skip


@pytest.mark.parametrize("text", NOT_WRAPPED.values(), ids=NOT_WRAPPED.keys())
def test_other_lines_stay_apart(text: str) -> None:
    """By themselves, and in a text that is wrapped."""
    assert closed(text)[0].count("\n") == text.count("\n")
    wrapped = textwrap.fill(f"{PARAGRAPHS[1]} {PARAGRAPHS[3]}", 64)
    assert closed(f"{wrapped}\n\n{text}\n\n{wrapped}")[0].count("\n") == text.count("\n") + 4


NEIGHBOURS = {
    "an address": "Harlowe Biosciences, Inc.\n14 Tanner Street\nBoston, MA 02110\nUnited States\n\n",
    "a headline and a dateline": "Harlowe Biosciences Agrees to Acquire Oxlip Medical\nLONDON, March 3, 2025 - the sale\n",
    "a table": "other income, net of the costs of the sale    1 200\n500 000 of provisions for the suit with it    12\n",
    "figures on both sides": "apples for the kitchen, in kilos, for a year 12\n500 euros of pears for the kitchen and house\n",
    "a heading of Markdown": "# Supply agreement between Harlowe Biosciences, Inc. and Oxlip\nThe Supplier delivers.\n",
    "a heading in capitals": "REPRESENTATIONS AND WARRANTIES THAT ARE GIVEN BY THE SUPPLIER\nThe Supplier delivers.\n",
}


@pytest.mark.parametrize("text", NEIGHBOURS.values(), ids=NEIGHBOURS.keys())
def test_what_stands_beside_a_wrapped_paragraph_stays_apart(text: str) -> None:
    wrapped = "\n".join(textwrap.fill(paragraph, 64) for paragraph in PARAGRAPHS[1:])
    shown = closed(text + "\n" + wrapped)[0]
    assert shown.startswith(re.sub(" {2,5}", " ", text))
    assert "Oxlip Medical Holdings PLC, which is to issue an invoice each month" in shown


def test_each_paragraph_has_its_own_width() -> None:
    text = "\n\n".join(textwrap.fill(" ".join(PARAGRAPHS), width) for width in (28, 48, 76, 130))
    assert closed(text)[0].split("\n\n") == [" ".join(PARAGRAPHS)] * 4


def test_line_separators_are_line_ends_too() -> None:
    assert closed("a\u2028 b\nc")[0] == "a\nb\nc"
    lines = textwrap.wrap(PARAGRAPHS[1], 64)
    assert closed("\u2028".join(lines))[0] == PARAGRAPHS[1]


@given(st.lists(st.integers(1, 90), min_size=2, max_size=30), st.randoms())
def test_lines_made_one_keep_their_length(words: list[int], random: Random) -> None:
    text = "".join("a" * (n % 14 + 1) + random.choice(" \n") for n in words for _ in range(9))
    shut, spacing = closed(text)
    assert len(shut) == len(text)
    assert shut.split() == text.split()
    assert spacing.unwrapped == (shut != text)


SET = st.lists(
    st.sampled_from(["a", "é", "東", " ", "  ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u2028", "\u2029", "      "]), max_size=24
).map("".join)


@given(SET, st.integers(0, 5))
def test_every_character_is_put_back_in_its_place(text: str, start: int) -> None:
    shut, spacing = closed(text, start)
    places = [spacing.opened(i) - start for i in range(len(shut))]
    assert places == sorted(set(places))
    for i, place in enumerate(places):
        assert shut[i] == text[place] or (shut[i].isspace() and text[place].isspace())
    left_out = "".join(char for place, char in enumerate(text) if place not in set(places))
    assert not left_out.strip()
    assert len(re.findall("[\n\u2028\u2029]", text)) == len(re.findall("[\n\u2028\u2029]", shut))
    assert [spacing.closed(place + start) for place in places] == list(range(len(shut)))


PLAIN = {
    "en": "The Supplier may terminate this Agreement on ninety (90) days written notice. Crédit Agricole SA paid USD 5 million"
    " and 20 per cent more on 3 March 2026.",
    "fr": "Le Prestataire verse 3,2 millions d'euros à Crédit Agricole SA au plus tard le 3 mars 2026,"
    " soit 20 pour cent du prix.",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Plugins.discover())


@pytest.mark.parametrize("language", PLAIN)
@pytest.mark.parametrize("blank", ["  ", "   ", "\r\n", "\n    ", "  \n"])
def test_a_text_means_the_same_however_it_is_set(engine: Engine, language: str, blank: str) -> None:
    """Each of its gaps in turn, set with `blank`, against one space or one line break."""
    plain = PLAIN[language]
    found = engine.annotate(Document(plain, language=language))
    assert {a.label for a in found.annotations} == {"money", "percentage", "date", "organisation", "clause"}
    for gap in re.finditer(" ", plain):
        one, text = (
            plain[: gap.start()] + set_with + plain[gap.end() :] for set_with in ("\n" if "\n" in blank else " ", blank)
        )
        expected = engine.annotate(Document(one, language=language)).annotations
        found = engine.annotate(Document(text, language=language))
        assert [(a.label, a.fields(), a.text.split()) for a in found.annotations] == [
            (a.label, a.fields(), a.text.split()) for a in expected
        ]
        assert all(a.text == text[a.start : a.end] for a in found.annotations)


def test_evidence_is_put_back_in_its_place_too() -> None:
    text = "The price:\r\n   5   million\r\n   euros,  on  3   March   2026."
    found = Engine(Plugins.discover(), keep_losers=True).annotate(Document(text, language="en"))
    (date,) = (a for a in found.annotations if a.label == "date")
    assert date.text == "3   March   2026"
    assert "March" in {text[e.start : e.end] for e in date.evidence or ()}
    seen = hits_between(found.layers, text.index("3 "), len(text))
    assert "March" in {text[e.start : e.end] for e in seen}
    assert "million" not in {text[e.start : e.end] for e in seen}
