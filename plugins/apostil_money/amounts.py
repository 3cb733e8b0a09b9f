"""Reads the amount at a number: its currency before it, after it, or none."""

from __future__ import annotations

import re

from apostil import Hit, View, Words, pattern
from apostil_money.currencies import LONGEST_NAME, Currencies
from apostil_money.value import Amount, shift

SIGNS = "$£¤¥¢\x80"
SMALL_CODES = {"usd", "eur", "gbp", "chf", "rmb"}
"""Codes that are met in small letters."""
LETTERS_BACK = 10
"""Characters read before a sign or number for the letters of its currency."""


class Amounts:
    """Amounts with a currency of one language."""

    def __init__(self, words: Words) -> None:
        self.currencies = Currencies(words)
        self.endings = {name[-3:] for name in (*SMALL_CODES, *self.currencies.names) if " " not in name} | {" rs", "rs."}
        lists = {name: words[name] for name in words} | {"sign": self.currencies.signs, "scale": self.currencies.scales}
        self.after = pattern(
            r"""[ ]?\n?(?:
              (?: (?P<scale><<scale>>)? [ ]? (?P<of><<money_of>>)? (?P<sign><<sign>>) (?![^\W0-9]|') )
            | (?: (?P<many><<scale>>)(?!\w)[ ]? )? (?P<link><<money_of>>)? (?P<word>(?:u\.s\.|[^\W0-9_]{1,24})) )""",
            lists,
        )
        self.scaled = pattern(r"[ ]?(?P<scale><<scale>>)(?!\w)", lists)
        self.more = pattern(rf"(?:[ \n][^\W0-9_][\w'&.-]{{0,24}}){{0,{LONGEST_NAME}}}")
        self.national = pattern(r"[ ]?(?:us|usd|u\.s\.|ca|cad|can|aud|hkd|nzd|sgd|twd)(?!\w)")
        self.pence = pattern(r"[ ](?:(?:<<money_and>>)[ ])?(?:[0-9]{1,2}|\w{3,12})[ ](?:<<money_subunit>>)(?!\w)", lists)
        self.weighed = pattern(r"[ ](?:of|de)[ ]")

    def at(self, view: View, hit: Hit, stop: int) -> Amount | None:
        """The amount whose number is `hit`. `stop`: where the last amount ended; its sign is not taken twice."""
        number, start = hit.value, hit.start
        if number.form == "ordinal" or (number.amount is None and number.low is None):
            return None
        if start > stop and (amount := self._before(view, hit, stop)):
            return amount
        return self._after(view, hit)

    def _amount(self, hit: Hit, start: int, end: int, currency: str | None, rule: str) -> Amount:
        n = hit.value
        return Amount(start, end, n.amount, n.low, n.high, n.bound, currency, rule, n.scale)

    # -- before the number

    def _before(self, view: View, hit: Hit, stop: int) -> Amount | None:
        """`$10`, `US$ 5m`, `EUR 1 200`, `MEUR 4`."""
        folded, start = view.folded, hit.start
        at = start - 1 if folded[start - 1] not in " \n" else start - 2
        if at < stop:
            return None
        last = folded[at]
        if last in SIGNS:
            begin, currency = self._sign_before(view, at, stop)
            return self._with_scale(view, hit, begin, currency, "symbol-before") if currency is not None else None
        if last.isalpha() or last == ".":
            if view.text[at].isupper() or folded[at - 2 : at + 1] in self.endings:
                return self._code_before(view, hit, at, stop)
        return None

    def _sign_before(self, view: View, at: int, stop: int) -> tuple[int, str | None]:
        """Start and currency of the sign at `at`, with the letters before it."""
        signs, low = self.currencies.signs, max(stop, at - 5)
        written = view.text[low : at + 1].lower().replace("\u00a0", " ").replace("\u202f", " ")
        for begin in range(len(written) - 1):
            known = signs.get(written[begin:])
            first = low + begin
            if known and not view.folded[first - 1 : first].isalnum() and (at - first > 1 or view.text[first].isupper()):
                return first, known
        return at, signs.get(written[-1:])

    def _code_before(self, view: View, hit: Hit, at: int, stop: int) -> Amount | None:
        text, begin = view.text, at
        if text[at] == ".":
            begin = at = at - 1
        low = max(stop, at - LETTERS_BACK)
        while begin >= low and view.folded[begin].isalpha():
            begin -= 1
        begin += 1
        written = text[begin : at + 1]
        if not 2 <= len(written) <= 10 or view.folded[begin - 1 : begin].isalnum():
            return None
        known = self.currencies.code(written)
        if known is None:
            known = self._name_before(written)
        if known is None and self._stands_alone(view, hit, written):
            return self._named_before(view, hit, begin, at, stop)
        if known is None or (written in self.currencies.shy_codes and not self._looks_paid(view, hit)):
            return None
        amount = self._with_scale(view, hit, begin, known[0], "code-before")
        return _times(amount, known[1])

    def _stands_alone(self, view: View, hit: Hit, written: str) -> bool:
        """Whether nothing that the number could count follows it, and `written` is the name of a currency."""
        follows = view.folded[hit.end : hit.end + 1]
        return (
            written.lower() in self.currencies.names
            and (not follows or follows in ".,;:)\n")
            and len(hit.value.amount or "") != 4
        )

    def _named_before(self, view: View, hit: Hit, begin: int, at: int, stop: int) -> Amount | None:
        """`ringgit 42`, with the adjective before the name."""
        name = view.folded[begin : at + 1]
        if name in self.currencies.shy_names:
            return None
        adjective = _LAST_WORD.match(view.folded[max(stop, begin - 16) : begin])
        if adjective and f"{adjective[1]} {name}" in self.currencies.names:
            begin -= len(adjective[1]) + 1
            name = f"{adjective[1]} {name}"
        return self._with_scale(view, hit, begin, self.currencies.names[name], "name-before")

    def _name_before(self, written: str) -> tuple[str, int] | None:
        """A code in small letters, common ones only."""
        return (written.upper() if written != "rmb" else "CNY", 0) if written in SMALL_CODES else None

    def _looks_paid(self, view: View, hit: Hit) -> bool:
        return hit.value.scale > 0 or not view.text[hit.start : hit.end].isdigit()

    def _with_scale(self, view: View, hit: Hit, begin: int, currency: str, rule: str) -> Amount:
        """The amount of a number with its currency before it, and a scale or a country after it: `$5m`, `$10 million US`."""
        amount = self._amount(hit, begin, hit.end, currency, rule)
        amount.before = True
        if not hit.value.scale and (found := self.scaled.match(view.folded, hit.end)):
            amount.end = found.end()
            _times(amount, self.currencies.scales[found["scale"]])
        if currency == "dollar" and (found := self.national.match(view.folded, amount.end)):
            known = self.currencies.signs.get("$ " + found[0].strip())
            if known and view.text[found.start() : found.end()].strip().isupper():
                amount.end, amount.currency = found.end(), known
        return amount

    # -- after the number

    def _after(self, view: View, hit: Hit) -> Amount | None:
        """`10 €`, `10 M€`, `10 millions de dollars`, `5 MEUR`, `50 centimes`."""
        found = self.after.match(view.folded, hit.end)
        if not found:
            return None
        if found["sign"] is not None:
            return self._sign_after(view, hit, found)
        begin, number = found.start("word"), hit.value
        known_name = found["word"] in self.currencies.seconds or view.folded[found.end("word") : found.end("word") + 1] == "-"
        if (
            not known_name
            and not found["many"]
            and not any(map(str.isupper, view.text[begin : begin + 3]))
            and found["word"] not in SMALL_CODES
        ):
            return None
        if found["link"] and not (number.scale or found["many"] or number.bound in ("vague", "approx")):
            return None
        power = self.currencies.scales[found["many"]] if found["many"] else 0
        if known_name and (named := self._named(view, hit, begin)):
            return _times(named, power)
        written = view.text[begin : found.end("word")]
        known = self.currencies.code(written) or (self._name_before(written) if written.islower() else None)
        if known is None or (written in self.currencies.shy_codes and not self._looks_paid(view, hit)):
            return None
        amount = self._amount(hit, hit.start, found.end("word"), known[0], "code-after")
        if not number.scale and not known[1] and (more := _SCALE_WORD.match(view.folded, amount.end)):
            amount.end = more.end()
            _times(amount, _SCALE_WORDS[more[1]])
        return _times(_times(amount, known[1]), power)

    def _sign_after(self, view: View, hit: Hit, found: re.Match[str]) -> Amount | None:
        if found["of"] and not (hit.value.scale or found["scale"]):
            return None
        written = view.text[found.start("sign") : found.end("sign")].lower().replace("\u00a0", " ").replace("\u202f", " ")
        currency = self.currencies.signs.get(written)
        if currency is None:
            return None
        amount = self._amount(hit, hit.start, found.end("sign"), currency, "symbol-after")
        if currency == "cent":
            amount.currency = ""
            return _times(amount, -2)
        return _times(amount, self.currencies.scales[found["scale"]] if found["scale"] else 0)

    def _named(self, view: View, hit: Hit, begin: int) -> Amount | None:
        """The amount if a name of a currency begins at `begin`, with its adjectives."""
        known, folded = self.currencies, view.folded
        word = _WORD.match(folded, begin)
        if word is None or word[0] not in known.seconds:
            return None
        parts, then = [word[0]], _NEXT.match(folded, word.end())
        if then and then[1].rstrip(".") in known.seconds[word[0]]:
            found = self.more.match(folded, word.end())
            parts += found[0].replace("\n", " ").split(" ")[1:] if found else []
        while parts:
            name = " ".join(parts)
            end = begin + len(name)
            bare = name.rstrip(".")
            if bare in known.names:
                end = begin + len(bare)
                if bare in known.shy_names and not self._sure(view, hit, known.names[bare], end):
                    return None
                return self._amount(hit, hit.start, end, known.names[bare], "name")
            if bare in known.subunits:
                return _times(self._amount(hit, hit.start, begin + len(bare), known.subunits[bare], "subunit"), -2)
            parts.pop()
        return None

    def _sure(self, view: View, hit: Hit, currency: str, end: int) -> bool:
        """Whether an ambiguous name (`livres`, `couronnes`) is one of money here."""
        number = hit.value
        if number.scale >= 6 or (number.scale and currency != "livre"):
            return True
        if self.weighed.match(view.folded, end):
            return False
        if self.pence.match(view.folded, end):
            return True
        grouped = len(number.amount or number.low or "") > 3 and not view.text[hit.start : hit.end].isdigit()
        return self.currencies.evident(currency, view) or (grouped and currency != "livre")


def _times(amount: Amount, power: int) -> Amount:
    if power:
        amount.amount = shift(amount.amount, power) if amount.amount else None
        amount.low = shift(amount.low, power) if amount.low else None
        amount.high = shift(amount.high, power) if amount.high else None
        amount.scale += max(power, 0)
    return amount


_WORD = pattern(r"(?:u\.s\.|[^\W0-9_]{1,24}(?:-[^\W0-9_]{1,24})?)")
_NEXT = pattern(r"[ \n]([\w&.'-]{1,24})")
_SCALE_WORDS = {"million": 6, "billion": 9, "trillion": 12}
_SCALE_WORD = pattern(r"[ ](million|billion|trillion)(?!\w)")
_LAST_WORD = pattern(r"(?:.{0,16}\W)?([^\W0-9_]{2,12})[ ]\Z")
