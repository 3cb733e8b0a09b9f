"""Values in the few characters that a table has for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from apostil import printable

_SCALES = ((12, "tn"), (9, "bn"), (6, "m"))
_BOUNDS = {"min": "≥ ", "max": "≤ ", "approx": "≈ "}
_UNITS = {"percent": " %", "permille": " ‰", "point": " points", "basis_point": " bp"}
_MODS = {"start": "early ", "mid": "mid ", "end": "end of ", "approx": "≈ ", "more_than": "> ", "less_than": "< "}
_PARTS = {"SP": "03", "SU": "06", "FA": "09", "WI": "12"}
_LENGTH = re.compile(r"P(\d{1,9}|X)([DWMY])")
_SPANS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_TIME = re.compile(r"(?<=\d)T(MO|AF|EV|NI|\d\d:\d\d(?::\d\d)?)")
_DAY = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
_BLANK = "␣"
"""What stands for white space alone."""
_DIGITS = 3
"""Decimals kept of an amount that is shown in millions or more."""
Fields = Mapping[str, Any]


def number(text: Any) -> Decimal | None:
    """The number that a decimal string says; None for what is none, or of no use as an amount."""
    try:
        found = Decimal(str(text)) if text is not None else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found.adjusted()) < 40 else None


def size(value: Fields) -> Decimal:
    """What an amount or a percentage is sorted by: itself, else its upper or lower bound; -1 where it has none."""
    found = [abs(n) for name in ("amount", "high", "low") if (n := number(value.get(name))) is not None]
    return found[0] if found else Decimal(-1)


def money(value: Fields) -> str:
    """`3.2 bn EUR`, `10–20 m USD`, `≥ 650 m USD`; an amount without a currency ends with its scale."""
    return _bounded(value, _scaled, f" {value.get('currency') or ''}".rstrip())


def percentage(value: Fields) -> str:
    """`20 %`, `5–10 %`, `25 bp`."""
    return _bounded(value, lambda low, high: _range(low, high, _plain, ""), _UNITS.get(str(value.get("unit")), ""))


def date(value: Fields) -> str:
    """The value with what bounds it: `since 2019`, `end of 2024-03`, `> 30 days`."""
    mod, text = value.get("mod"), str(value.get("value") or "")
    if length := _LENGTH.fullmatch(text):
        count, unit = length[1].replace("X", "some"), _SPANS[length[2]]
        text = f"{count} {unit}{'' if count == '1' else 's'}"
    text = _TIME.sub(lambda m: f" {_DAY.get(m[1], m[1])}", text)
    return _MODS.get(str(mod), f"{mod} " if mod else "") + text.replace("/", " – ")


def moment(value: Fields) -> str | None:
    """What a point or period in time is sorted by; None for durations, repetitions and what no calendar has."""
    text = str(value.get("value") or "")
    if value.get("type") not in ("DATE", "TIME") or not re.match(r"\d{3}", text):
        return None
    text = re.sub(r"-Q(\d)", lambda m: f"-{int(m[1]) * 3 - 2:02}", text)
    text = re.sub(r"-H(\d)", lambda m: f"-{int(m[1]) * 6 - 5:02}", text)
    text = re.sub(r"-W(\d\d)", lambda m: f"-{min(12, int(m[1]) * 12 // 52 + 1):02}", text)
    return re.sub(r"-(SP|SU|FA|WI)", lambda m: f"-{_PARTS[m[1]]}", text).replace("X", "0")


def shown(name: str, value: Fields, text: str) -> str:
    """An annotation in a table: its value, or its text where that says more."""
    wording = {"money": money, "percentage": percentage, "date": date}.get(name)
    found = str(value.get("canonical") or "") if wording is None else wording(value)
    return line(found) or line(text) or _BLANK


def line(text: str) -> str:
    """`text` on one line, white space of any kind as one space, control characters escaped."""
    joined = " ".join(text.split())
    return joined if joined.isprintable() else printable(joined)


def _bounded(value: Fields, scaled: Any, unit: str) -> str:
    amount, low, high = (number(value.get(name)) for name in ("amount", "low", "high"))
    if amount is not None:
        return f"{_BOUNDS.get(str(value.get('bound')), '')}{scaled(amount, None)}{unit}"
    if low is not None and high is not None:
        return f"{scaled(low, high)}{unit}"
    if low is not None:
        return f"{scaled(low, None)}+{unit}" if value.get("bound") == "vague" else f"≥ {scaled(low, None)}{unit}"
    return f"≤ {scaled(high, None)}{unit}" if high is not None else ""


def _scaled(low: Decimal, high: Decimal | None) -> str:
    for exponent, name in _SCALES:
        if abs(low if high is None else min(abs(low), abs(high))).adjusted() >= exponent:
            unit = Decimal(10) ** exponent
            return _range(low / unit, high / unit if high is not None else None, _rounded, f" {name}")
    return _range(low, high, _plain, "")


def _range(low: Decimal, high: Decimal | None, form: Any, scale: str) -> str:
    return f"{form(low)}{scale}" if high is None else f"{form(low)}–{form(high)}{scale}"


def _rounded(value: Decimal) -> str:
    return _plain(round(value, _DIGITS))


def _plain(value: Decimal) -> str:
    """Without exponent, thousands grouped, no zeros at the end of decimals."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
