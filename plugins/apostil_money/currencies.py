"""What currency a sign, a code or a name means."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from apostil import Hit, Lexicon, View, Words

HOME = "apostil_money"
_SMALL = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "AUD", "NZD", "HKD", "SGD", "SEK", "NOK", "DKK", "PLN", "AED", "SAR")
SMALL_CODES = {"rmb": "CNY", **{code.lower(): code for code in _SMALL}}
"""Codes that are met in small letters."""
LONGEST_NAME = 6
"""Words of the longest name of a currency, less one."""


def names(language: str) -> dict[str, str]:
    """Code by full name, from CLDR (see tools/currencies.py); empty for a language that has no file."""
    path = resources.files(HOME) / f"currencies.{language}.tsv"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return {name: code for name, tab, code in (line.partition("\t") for line in lines) if tab}


def ones(words: Iterable[Lexicon]) -> dict[str, str]:
    """`un euro`, `one dollar`: what can be looked for, where the numeral alone is too frequent. The currency by phrase."""
    lists = {lexicon.name: lexicon.words for lexicon in words}
    return {f"{one} {name}": name for one in lists.get("money_one_word", ()) for name in lists.get("money_one_name", ())}


def prefixes(cldr: Mapping[str, str]) -> dict[str, bool]:
    """Codes that figures are glued to: `EUR29,99`."""
    return dict.fromkeys(
        [*(code.lower() for code in cldr.values() if code not in ("ALL", "TOP", "AMD")), "rm", "rs", "rmb"], True
    )


class Currencies:
    """Signs, codes and names of one language. A currency is an ISO 4217 code, or a family that the text has to settle."""

    def __init__(self, words: Words) -> None:
        tables: dict[str, Any] = tomllib.loads((resources.files(HOME) / "signs.toml").read_text("utf-8"))
        self.names: dict[str, str] = {**words["money_cldr"], **words["money_name"], **words["money_adjective"]}
        self.subunits: Mapping[str, str] = words["money_subunit"]
        self.families: Mapping[str, list[str]] = words["money_family"]
        self.signs: dict[str, str] = tables["sign"]
        self.scales: dict[str, int] = tables["scale"]
        named = {*self.names.values(), *(code for family in self.families.values() for code in family)}
        self.codes: dict[str, str] = {code: code for code in named if len(code) == 3 and code.isupper()} | tables["code"]
        self.no_codes = frozenset(words["money_no_code"])
        self.shy_codes = set(tables["shy"]["codes"])
        self.shy_names = {*words["money_shy"], *words["money_measured"]}
        self.fair_names = set(words["money_measured"])
        self.seconds: dict[str, set[str]] = {}
        for name in (*self.names, *self.subunits):
            first, *rest = name.split()
            self.seconds.setdefault(first, set()).update(rest[:1])

    def code(self, written: str) -> tuple[str, int] | None:
        """Currency and power of ten of a code as written: `EUR`, `MEUR`, `kEUR`, `MdEUR`; None of a word in capitals."""
        if written in self.no_codes:
            return None
        if known := self.codes.get(written) or SMALL_CODES.get(written.lower()):
            return known, 0
        scale = self.scales.get(written[:-3].lower()) if len(written) > 3 else None
        if scale is not None and written[-3:] in self.codes and written[-3:].isupper():
            return self.codes[written[-3:]], scale
        return None

    def settled(self, currency: str | None, view: View) -> str | None:
        """The code meant by `currency`: a family takes the country that the window speaks of most, else its first member.

        A dollar takes a country only where that is named three times, most of all, and the United States are not.
        """
        if currency is None or currency not in self.families:
            return currency or None
        counts = countries(view)
        told: dict[str, str | None] = view.memory["told"]
        if currency not in told:
            told[currency] = self._settled(currency, counts)
        return told[currency]

    def _settled(self, currency: str, counts: Counter[str]) -> str | None:
        family = self.families[currency]
        told = [(counts[code], -i, code) for i, code in enumerate(family) if code and counts[code]]
        if not told:
            return family[0] or None
        number, _, code = max(told)
        doubtful = currency == "dollar" and (counts["USD"] or number < 3 or 2 * number <= counts.total())
        return family[0] if doubtful else code

    def evident(self, currency: str, view: View) -> bool:
        """Whether the window names a country of `currency`."""
        counts = countries(view)
        return any(counts[code] for code in self.families.get(currency, [currency]))


def countries(view: View) -> Counter[str]:
    """How often the document, as far as it is read, names a country, by the code of its currency."""
    folded, counts = view.memory.get("countries") or ("", Counter())
    if folded is not view.folded:
        if hits := view["money_country"]:
            counts = counts + Counter([hit.value for hit in hits])
        view.memory["countries"], view.memory["told"] = (view.folded, counts), {}
    return counts


def looks_paid(view: View, hit: Hit) -> bool:
    """Whether a number is written as amounts are: with a scale, groups or decimals."""
    return hit.value.scale > 0 or not view.text[hit.start : hit.end].isdigit()


def plain(written: str) -> str:
    """A sign as the table of signs has it: small letters, common spaces."""
    return written.lower().replace("\u00a0", " ").replace("\u202f", " ")
