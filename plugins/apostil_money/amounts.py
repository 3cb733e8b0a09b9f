"""Reads the amount at a number: its currency before it, after it, or none."""

from __future__ import annotations

from apostil import Hit, View, Words
from apostil_money.after import After
from apostil_money.before import Before
from apostil_money.currencies import Currencies
from apostil_money.value import Amount


class Amounts:
    """Amounts with a currency of one language."""

    def __init__(self, words: Words) -> None:
        self.currencies = Currencies(words)
        self.before = Before(words, self.currencies).at
        self.after = After(words, self.currencies).at

    def at(self, view: View, hit: Hit, stop: int) -> Amount | None:
        """The amount whose number is `hit`. `stop`: where the last amount ended; its sign is not taken twice."""
        number = hit.value
        if number.form == "ordinal" or (number.amount is None and number.low is None):
            return None
        if hit.start > stop and (amount := self.before(view, hit, stop)):
            return amount
        return self.after(view, hit)
