"""Registration numbers beside a name (SIREN, SIRET, intra-Community VAT, LEI, British company number), their check verified.

Sources: SIREN and SIRET, Luhn's formula (INSEE); French VAT key, (12 + 3 × (SIREN mod 97)) mod 97; LEI, ISO 17442, whose
check is that of ISO 7064 MOD 97-10. A British company number has no check: its eight characters have to be announced.
"""

from __future__ import annotations

import re

from apostil import pattern

REACH = 160
"""Characters after a name within which its number has to be."""

_REGISTER = re.compile(r"siren|siret|rcs|lei|tva|vat|company number|registered number|company no")
_DIGITS = re.compile(r"\d(?:[ .]?[0-9a-z]){6}")
_NUMBER = pattern(r"[^\n;]{0,60}?(?<![\w.,])(?P<number>[a-z]{0,2}[ ]?\d(?:[ .]?[0-9a-z]){6,19})(?![0-9a-z])")


def registered(folded: str, end: int) -> bool:
    """Whether a valid number of a register follows the name that ends at `end`, in the same sentence or bracket."""
    if _DIGITS.search(folded, end, end + REACH) is None:
        return False
    beside = folded[end : end + REACH].partition("\n")[0]
    if beside.startswith((" (", "(")) and '"' in beside.partition(")")[0]:
        return False  # a bracket that only gives a short name: what follows is of somebody else
    register = _REGISTER.search(beside)
    found = _NUMBER.match(beside, register.end()) if register else None
    if register is None or found is None:
        return False
    number = found["number"].replace(" ", "").replace(".", "")
    return any(valid(number[:length]) for length in (20, 14, 13, 9) if len(number) >= length) or (
        register[0].startswith(("company", "registered")) and re.fullmatch(r"[a-z0-9]{2}\d{6}", number) is not None
    )


def valid(number: str) -> bool:
    """Whether `number`, small letters and digits, is a SIREN, SIRET, French VAT number or LEI by its length and check."""
    if number.isdecimal() and len(number) in (9, 14):
        return _luhn(number)
    if len(number) == 13 and number[:2] == "fr" and number[2:].isdecimal():
        return _luhn(number[4:]) and (12 + 3 * (int(number[4:]) % 97)) % 97 == int(number[2:4])
    if len(number) == 20 and number.isalnum() and number.isascii():
        return int("".join(str(int(char, 36)) for char in number)) % 97 == 1
    return False


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
