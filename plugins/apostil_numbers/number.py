"""What a number is, and exact arithmetic on decimal strings: no float, no rounding, any size."""

from __future__ import annotations

import msgspec


class Number(msgspec.Struct, gc=False):
    """Value of a hit of the `numbers` layer. Amounts are decimal strings with no grouping and no exponent.

    A `Struct` and not an attrs class, like the hit that carries it: numbers are made for every figure of a text.
    """

    amount: str | None
    """None for a range and where the number is vague."""
    low: str | None = None
    """Lower end of a range; of a vague number, one of its scale."""
    high: str | None = None
    """Upper end of a range."""
    bound: str = "exact"
    """`exact`, `approx`, `min`, `max`, `range` or `vague`, from the number and the words before it."""
    form: str = "figure"
    """How it is written: `figure`, `words`, `mixed` (`2 millions`), `vague`, `ordinal`, `fraction`, `year` (`nineteen
    eighty-four`), `label` (a name: `article 12`), `glued` (letters follow at once: `10M`), `scale` (`le million`)."""
    scale: int = 0
    """Power of ten of the scale words at the end: 6 for `2 millions`, 0 where there is none."""
    seam: tuple[int, int] | None = None
    """Of a range whose ends both have a scale (`3 millions à 5 millions`): where the first one ends and the last begins."""


def shift(amount: str, power: int) -> str:
    """`amount` times ten to the `power` (not negative)."""
    whole, _, part = amount.partition(".")
    if not power:
        return amount
    part = part.ljust(power, "0")
    sign, whole = ("-", whole[1:]) if whole[0] == "-" else ("", whole)
    digits = (whole + part[:power]).lstrip("0") or "0"
    return f"{sign}{digits}.{part[power:]}" if len(part) > power else sign + digits


def normal(raw: str, decimal: str) -> str:
    """The decimal string of a figure as written. `decimal`: the language's decimal sign, which settles `1,234` and `1.234`."""
    whole, sign, part = raw.partition(decimal)
    if whole.isdigit() and whole[0] != "0" and (part.isdigit() or not sign):
        if part != "000" or len(whole) > 3 or whole == "0":
            return f"{whole}.{part}" if sign else whole
        return whole + part
    spaced = " " in raw or "'" in raw
    raw = raw.replace(" ", "").replace("'", "")
    commas, points = raw.count(","), raw.count(".")
    if commas and points:
        decimal = "," if raw.rindex(",") > raw.rindex(".") else "."
    elif commas + points > 1:
        decimal = ""
    elif not (commas or points) or spaced or not _groups(raw, "," if commas else ".", decimal):
        decimal = "," if commas else "."
    else:
        decimal = ""
    whole, _, part = raw.partition(decimal) if decimal else (raw, "", "")
    whole = whole.replace(",", "").replace(".", "").lstrip("0") or "0"
    return f"{whole}.{part}" if part else whole


def _groups(raw: str, sign: str, decimal: str) -> bool:
    """Whether the one `sign` in `raw`, which is not the decimal sign, groups thousands."""
    whole, _, part = raw.partition(sign)
    return sign != decimal and len(part) == 3 and len(whole) < 4 and whole[0] != "0"


def smaller(a: str, b: str) -> bool:
    """Whether decimal string `a` is less than `b`."""
    return _key(a) < _key(b)


def _key(amount: str) -> tuple[int, int, str]:
    whole, _, part = amount.lstrip("-").partition(".")
    whole = whole.lstrip("0")
    if amount[0] == "-":
        return 0, -len(whole), "".join(chr(105 - ord(c)) for c in f"{whole}.{part.rstrip('0')}")  # 9 complement: order reversed
    return 1, len(whole), f"{whole}.{part.rstrip('0')}"
