"""What currency a sign, a code or a name means."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from apostil import Lexicon, View, Words

HOME = "apostil_money"
LONGEST_NAME = 6
"""Words of the longest name of a currency, less one."""


def names(language: str) -> dict[str, str]:
    """Code by full name, from CLDR (see tools/currencies.py); empty for a language that has no file."""
    path = resources.files(HOME) / f"currencies.{language}.tsv"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return dict(line.split("\t") for line in lines if "\t" in line)  # type: ignore[misc]  # two fields a line


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
        self.codes: dict[str, str] = {code: code for code in self.names.values() if len(code) == 3 and code.isupper()} | tables[
            "code"
        ]
        self.shy_codes = set(tables["shy"]["codes"])
        self.shy_names = set(words["money_shy"])
        self.seconds: dict[str, set[str]] = {}
        for name in (*self.names, *self.subunits):
            first, *rest = name.split()
            self.seconds.setdefault(first, set()).update(rest[:1])

    def code(self, written: str) -> tuple[str, int] | None:
        """Currency and power of ten of a code as written: `EUR`, `MEUR`, `kEUR`, `MdEUR`."""
        if written in self.codes:
            return self.codes[written], 0
        scale = self.scales.get(written[:-3].lower()) if len(written) > 3 else None
        if scale is not None and written[-3:] in self.codes and written[-3:].isupper():
            return self.codes[written[-3:]], scale
        return None

    def settled(self, currency: str | None, view: View) -> str | None:
        """The code meant by `currency`: a family takes the country that the window speaks of most, else its first member.

        A dollar takes a country only where that is named three times, most of all, and the United States are not.
        """
        if currency not in self.families:
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
        counts = counts + Counter(hit.value for hit in view["money_country"])
        view.memory["countries"], view.memory["told"] = (view.folded, counts), {}
    return counts
