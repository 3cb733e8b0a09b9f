#!/usr/bin/env python3
"""Write the currency names of a language from the Unicode CLDR, as `babel` ships it, into the money plugin.

    python tools/currencies.py            # rewrites plugins/apostil_money/currencies.<language>.tsv

One line a name: the name in lower case, singular or plural, a tab, its ISO 4217 code. Current currencies win over
historic ones of the same name; units of account, funds and metals are left out.
"""

from __future__ import annotations

import re
from pathlib import Path

import babel
from babel import Locale
from babel.numbers import get_currency_name

FOLDER = Path(__file__).parent.parent / "plugins" / "apostil_money"
LANGUAGES = ("fr", "en")
KEPT_X = {"XAF", "XCD", "XOF", "XPF", "XEU", "XCG"}
UNIT_OF_ACCOUNT = re.compile(
    r"unit|unité|fonds|fund|financ|convertible|compte|account|testing|bond|new taiwan|nouveau zaïre|or$|gold", re.I
)
DATED = re.compile(r"\s*\([^)]*\d{4}[^)]*\)")


def names(language: str) -> dict[str, str]:
    """Code by name, lower case."""
    locale, found = Locale(language), {}
    for historic in (False, True):
        for code, name in sorted(locale.currencies.items()):
            dated = bool(DATED.search(name))
            if dated is not historic or (code[0] == "X" and code not in KEPT_X) or UNIT_OF_ACCOUNT.search(DATED.sub("", name)):
                continue
            for count in (1, 2):
                full = DATED.sub("", get_currency_name(code, count, locale)).replace("’", "'").strip().lower()
                if "(" not in full:
                    found.setdefault(full, code)
    return found


def main() -> None:
    for language in LANGUAGES:
        lines = [
            f"# Currency names from the Unicode CLDR through babel {babel.__version__} (tools/currencies.py). Unicode licence."
        ]
        lines += [f"{name}\t{code}" for name, code in sorted(names(language).items())]
        (FOLDER / f"currencies.{language}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
