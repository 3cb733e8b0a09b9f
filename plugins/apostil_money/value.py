"""What an amount of money is worth."""

from __future__ import annotations

from typing import Literal

import msgspec
from attrs import define

from apostil import Hit

Bound = Literal["exact", "approx", "min", "max", "range", "vague"]


@define
class Money:
    """Value of a `money` annotation. Amounts are decimal strings in the main unit of the currency, without grouping."""

    amount: str | None
    """None for a range and a vague amount. With `min`, `max` and `approx` the number written."""
    low: str | None
    """Lower end of a range; of a vague amount, one of its scale."""
    high: str | None
    """Upper end of a range."""
    currency: str | None
    """ISO 4217 code; None where the text does not say."""
    bound: Bound
    """How the words around limit the amount."""


class Amount(msgspec.Struct, gc=False):
    """An amount on its way to an annotation. Offsets are those of the view."""

    start: int
    end: int
    amount: str | None
    low: str | None
    high: str | None
    bound: str
    currency: str | None
    """ISO code, or the name of a family of currencies (`franc`) not settled yet; None: not said."""
    rule: str
    scale: int = 0

    def whole(self) -> bool:
        return self.amount is not None and self.bound != "vague"


class One(msgspec.Struct, gc=False):
    """The number in `un euro`, with the fields of a number that are read here."""

    amount: str = "1"
    low: str | None = None
    high: str | None = None
    bound: str = "exact"
    form: str = "words"
    scale: int = 0
    seam: tuple[int, int] | None = None


def parted(amount: Amount, seam: tuple[int, int]) -> tuple[Amount, Amount]:
    """The two ends of a range as amounts of their own: `passe de 3 milliards à 5 milliards`."""
    first = Amount(amount.start, seam[0], amount.low, None, None, "exact", amount.currency, amount.rule, amount.scale)
    last = Amount(seam[1], amount.end, amount.high, None, None, "exact", amount.currency, amount.rule, amount.scale)
    return first, last


def amount_of(hit: Hit, start: int, end: int, currency: str | None, rule: str) -> Amount:
    """The amount of the number `hit`, over the characters from `start` to `end`."""
    n = hit.value
    return Amount(start, end, n.amount, n.low, n.high, n.bound, currency, rule, n.scale)


def times(amount: Amount, power: int) -> Amount:
    """`amount`, multiplied by ten to the `power` in place."""
    if power:
        amount.amount = shift(amount.amount, power) if amount.amount else None
        amount.low = shift(amount.low, power) if amount.low else None
        amount.high = shift(amount.high, power) if amount.high else None
        amount.scale += max(power, 0)
    return amount


def shift(amount: str, power: int) -> str:
    """Decimal string `amount` times ten to the `power`, which may be negative."""
    sign, amount = ("-", amount[1:]) if amount[0] == "-" else ("", amount)
    whole, _, part = amount.partition(".")
    if power < 0:
        whole = whole.rjust(1 - power, "0")
        return f"{sign}{whole[:power]}.{whole[power:]}{part}"
    part = part.ljust(power, "0")
    digits = (whole + part[:power]).lstrip("0") or "0"
    return f"{sign}{digits}.{part[power:]}" if len(part) > power else sign + digits


def compare(a: str) -> tuple[int, str]:
    """Sort key of a decimal string that is not negative."""
    whole, _, part = a.partition(".")
    whole = whole.lstrip("0")
    return len(whole), f"{whole}.{part.rstrip('0')}"
