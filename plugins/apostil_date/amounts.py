"""Lengths of time in ISO 8601, first and last months of a year, and Roman numerals."""

from __future__ import annotations

from apostil_date.piece import Piece

CLOCK = {"TH": "H", "TM": "M", "TS": "S"}
_DESIGNATORS = {"X": "DE", "C": "CE", "F": "Y"}
_FIXED = {"Y50": "P50Y", "Y25": "P25Y", "Y5": "P5Y", "TM30": "PT30M"}
_ROMANS = {"i": 1, "v": 5, "x": 10}


def length(amount: str, unit: str) -> str:
    """ISO 8601 duration of `amount` (a decimal string, or X) units. Decades and centuries are DE and CE, as in TIMEX3."""
    if unit in _FIXED:
        return _FIXED[unit]
    if amount.isdigit():
        amount = amount.lstrip("0") or "0"
        if unit == "FN":
            return f"P{2 * int(amount[:9])}W"
        if unit == "N":
            return f"P{15 * int(amount[:9])}D"
    elif amount.endswith(".5") and unit in ("Y", "TH", "TM"):
        return _and_half(int(amount[:-2][:9] or 0), unit)
    if unit in CLOCK:
        return f"PT{amount}{CLOCK[unit]}"
    return f"P{amount}{_DESIGNATORS.get(unit, unit)}"


def _and_half(whole: int, unit: str) -> str:
    if unit == "Y":
        return f"P{12 * whole + 6}M"
    return f"PT{f'{whole}{CLOCK[unit]}' if whole else ''}30{'M' if unit == 'TH' else 'S'}"


def roman(numeral: str) -> int:
    """The value of a numeral in i, v and x; 0 where it is none."""
    total = 0
    for digit, following in zip(numeral, f"{numeral[1:]} ", strict=False):
        if digit not in _ROMANS:
            return 0
        value = _ROMANS[digit]
        total += -value if _ROMANS.get(following, 0) > value else value
    return total


def months_of(p: Piece, count: int, side: int = 0) -> Piece:
    """`p`, a length of months or quarters, made the first `count` of its year; the last where `side` is -1."""
    most = 12 if p.unit == "M" else 4
    count = min(count, most)
    first, end = (most - count + 1, most) if side else (1, count)
    last = Piece(p.end, p.end, "calendar", "first-months", year=p.year)
    if p.unit == "M":
        p.month, last.month = first, end
    else:
        p.sub, last.sub = f"Q{first}", f"Q{end}"
    p.kind, p.rule, p.unit, p.value = "calendar", "first-months", "", None
    p.until = last if count > 1 else None
    return p
