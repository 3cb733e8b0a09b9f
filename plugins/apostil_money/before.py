"""Reads a currency before its number: `$10`, `US$ 5m`, `EUR 1 200`, `MEUR 4`, `ringgit 42`."""

from __future__ import annotations

from apostil import Hit, View, Words, pattern
from apostil_money.currencies import SMALL_CODES, Currencies, looks_paid
from apostil_money.value import Amount, amount_of, times

SIGNS = "$£¤¥\x80"
LETTERS_BACK = 10
"""Characters read before a number for the letters of its currency."""
_SMALL = {*SMALL_CODES, " rs", "rs.", "rs", "fr."}
_CLOSED = frozenset(",;:()'\"-/%0123456789")
"""Before a number: what ends no sign, code or name of a currency."""
_LONG = {12: ("billion", 3), 18: ("trillion", 6)}
"""Words of the long scale, and the zeros they have too many where the sign stands before the number, as it does in English."""
_LAST_WORD = pattern(r"(?:.{0,16}\W)?([^\W0-9_]{2,12})[ ]\Z")
_NATIONAL = pattern(r"[ ]?(?:us|usd|u\.s\.|ca|cad|can|aud|hkd|nzd|sgd|twd)(?!\w)")


class Before:
    """Currencies before their numbers in one language."""

    def __init__(self, words: Words, currencies: Currencies) -> None:
        self.currencies = currencies
        self.ends = pattern(r"[.,;:)\n]|\Z|[ ](?:<<money_only>>)(?!\w)", words)
        self.endings = {name[-3:] for name in currencies.names if " " not in name}
        self.scaled = pattern(r"[ ]?(?P<scale><<scale>>)(?!\w)", {"scale": currencies.scales})

    def at(self, view: View, hit: Hit, stop: int) -> Amount | None:
        """The amount of `hit` with the currency before it, which begins at `stop` or later."""
        folded, at = view.folded, hit.start - 1
        last = folded[at]
        if last in " \n":
            at -= 1
            last = folded[at] if at >= 0 else ""
        if at < stop:
            return None
        if last in SIGNS:
            begin, currency = self._sign(view, at, stop)
            return self._with_scale(view, hit, begin, currency, "symbol-before") if currency is not None else None
        if last in _CLOSED:
            return None
        ending = folded[max(0, at - 2) : at + 1]
        if ending in _SMALL or view.text[at].isupper():
            return self._code(view, hit, at - (last == "."), stop)
        if ending in self.endings and self.ends.match(folded, hit.end):
            return self._code(view, hit, at, stop)
        return None

    def _sign(self, view: View, at: int, stop: int) -> tuple[int, str | None]:
        """Start and currency of the sign at `at`, with the letters before it. A lone small letter is a word: `a $ 300 deal`."""
        signs, low = self.currencies.signs, max(stop, at - 5)
        written = view.folded[low:at] + view.text[at]
        for begin in range(len(written) - 1):
            known, first = signs.get(written[begin:]), low + begin
            if known and not view.folded[first - 1 : first].isalnum() and (at - first > 1 or view.text[first].isupper()):
                return first, known
        return at, signs.get(written[-1:])

    def _code(self, view: View, hit: Hit, at: int, stop: int) -> Amount | None:
        folded, begin, low = view.folded, at, max(stop, at - LETTERS_BACK)
        while begin >= low and folded[begin].isalpha():
            begin -= 1
        begin += 1
        written = view.text[begin : at + 1]
        if not 2 <= len(written) <= LETTERS_BACK or folded[begin - 1 : begin].isalnum():
            return None
        if folded[begin - 1 : begin] == "$" and begin > stop and (national := self.currencies.signs.get(f"${written.lower()}")):
            return self._with_scale(view, hit, begin - 1, national, "symbol-before")
        known = self.currencies.code(written)
        if known is None:
            return self._named(view, hit, begin, at, stop) if self._stands_alone(view, hit, written) else None
        if written in self.currencies.shy_codes and not looks_paid(view, hit):
            return None
        return times(self._with_scale(view, hit, begin, known[0], "code-before"), known[1])

    def _stands_alone(self, view: View, hit: Hit, written: str) -> bool:
        """Whether `written` is the name of a currency and nothing that the number could count follows it; it is no year."""
        named = written.lower() in self.currencies.names and self.ends.match(view.folded, hit.end) is not None
        return named and not (hit.end - hit.start == 4 and view.folded[hit.start : hit.end].isdigit())

    def _named(self, view: View, hit: Hit, begin: int, at: int, stop: int) -> Amount | None:
        name = view.folded[begin : at + 1]
        if name in self.currencies.shy_names:
            return None
        adjective = _LAST_WORD.match(view.folded[max(stop, begin - 16) : begin])
        if adjective and f"{adjective[1]} {name}" in self.currencies.names:
            begin -= len(adjective[1]) + 1
            name = f"{adjective[1]} {name}"
        return self._with_scale(view, hit, begin, self.currencies.names[name], "name-before")

    def _with_scale(self, view: View, hit: Hit, begin: int, currency: str, rule: str) -> Amount:
        """The amount with the scale and the country that follow it: `$5m`, `$10 million US`."""
        folded = view.folded
        amount = amount_of(hit, begin, hit.end, currency, rule)
        if rule == "symbol-before" and (long := _LONG.get(hit.value.scale)) and folded.endswith(long[0], hit.start, hit.end):
            amount.amount = amount.amount and amount.amount[: -long[1]]  # zeros: a scale stands behind them
            amount.low, amount.high = amount.low and amount.low[: -long[1]], amount.high and amount.high[: -long[1]]
        if not hit.value.scale and (found := self.scaled.match(folded, hit.end)):
            amount.end = found.end()
            times(amount, self.currencies.scales[found["scale"]])
        if currency == "dollar" and (found := _NATIONAL.match(folded, amount.end)):
            known = self.currencies.signs.get("$ " + found[0].strip())
            if known and view.text[found.start() : found.end()].strip().isupper():
                amount.end, amount.currency = found.end(), known
        return amount
