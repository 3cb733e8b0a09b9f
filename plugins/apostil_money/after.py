"""Reads a currency after its number: `10 €`, `10 M€`, `10 millions de dollars`, `5 MEUR`, `50 centimes`."""

from __future__ import annotations

import re

from apostil import EURO, Hit, View, Words, finder, fold, pattern
from apostil_money.currencies import LONGEST_NAME, Currencies, looks_paid, plain
from apostil_money.value import Amount, amount_of, times

SIGNS = "$£¤¥¢\x80"
AFTER = r"""
(?:[ ]?\n?|-)(?:
  (?: (?P<scale><<scale>>)? [ ]? (?P<of><<money_of>>)? (?P<sign><<sign>>) (?!(?!ht|ttc)[^\W0-9]|') )
| (?: (?P<many><<scale>>)(?!\w)[ ]? )? (?P<link><<money_of>>)? (?P<word>(?:u\.s\.|[^\W0-9_]{1,24}))
)
"""
MEASURE_REACH = 30
"""Characters around `20 pounds` in which a word of weight makes it one."""
PENNY_REACH = 60
"""Characters before `12p`, and half as many after it, in which a share or a dividend makes it pence."""
_CLEAR = (",", ".", ";", ":", ")", "\n", "")
"""After a sign: nothing that could belong to it."""
_CLOSED = frozenset(",.;:)(%/'\"")
"""After a number: no currency follows."""
_NEXT = pattern(r"[ \n]([\w&.'-]{1,24})")
_MORE = pattern(rf"(?:[ \n][^\W0-9_][\w'&.-]{{0,24}}){{0,{LONGEST_NAME}}}")
_NAME = pattern(r"(?:u\.s\.|[^\W0-9_]{1,24}(?:-[^\W0-9_]{1,24})?)")
_SCALE_WORDS = {"million": 6, "billion": 9, "trillion": 12}
_SCALE_WORD = pattern(r"[ ](million|billion|trillion)(?!\w)")


class After:
    """Currencies after their numbers in one language."""

    def __init__(self, words: Words, currencies: Currencies) -> None:
        self.currencies = currencies
        links = "|".join(re.escape(fold(word)).replace(r"\ ", r"[ \n]") for word in words["money_of"])
        lists = words | {"sign": currencies.signs, "scale": currencies.scales}
        self.full = pattern(AFTER.replace("<<money_of>>", links or "(?!)"), lists)
        self.first = pattern(rf"(?:[ ]?\n?|-)({links or '(?!)'})?([^\W0-9_]{{1,24}}|[{SIGNS}])", lists).match
        self.alone = {EURO: "EUR", "£": "GBP", "$": "dollar"}
        codes = (code.lower() for code in currencies.codes)
        letters = (re.split(r"[^a-z.]", sign)[0] for sign in currencies.signs)
        self.known = {*currencies.seconds, *codes, *letters, *currencies.scales, *SIGNS, "u", "zª", "kª"} - {""}
        self.pence = pattern(r"[ ](?:(?:<<money_and>>)[ ])?(?:[0-9]{1,2}|\w{3,12})[ ](?:<<money_subunit>>)(?!\w)", lists)
        self.weighed = finder(r"(?<!\w)(?:<<money_measure>>)(?!\w)", lists)
        self.shares = finder(r"(?<!\w)(?:<<money_penny>>)(?!\w)", lists)
        self.english = words.language == "en"
        self.books, self.tables = set(words["money_books"]), words["money_table"]

    def at(self, view: View, hit: Hit) -> Amount | None:
        """The amount of `hit` with the currency after it."""
        folded, end = view.folded, hit.end
        if folded[end : end + 1] in _CLOSED:
            return None
        first = self.first(folded, end)
        if first is None:
            return None
        word = first[2]
        if word in self.currencies.seconds and (not first[1] or _may_link(hit)):
            if amount := self._named(view, hit, word, first.start(2)):
                return amount
        elif word in self.alone:
            currency = self.alone[word]
            if folded[first.end() : first.end() + 1] in _CLEAR and (not first[1] or _may_link(hit)):
                return amount_of(hit, hit.start, first.end(), currency, "symbol-after")
        elif word not in self.known and view.text[first.start(2) : first.start(2) + 2].islower():
            return None
        found = self.full.match(folded, end)
        return self._written(view, hit, found) if found else None

    def _written(self, view: View, hit: Hit, found: re.Match[str]) -> Amount | None:
        """A sign, or a name or code behind an abbreviated scale."""
        if found["sign"] is not None:
            return self._sign(view, hit, found)
        if found["link"] and not (found["many"] or _may_link(hit)):
            return None
        name = _NAME.match(view.folded, found.start("word"))
        amount = self._named(view, hit, name[0], name.start()) if name else None
        amount = amount or self._code(view, hit, found)
        return times(amount, self.currencies.scales[found["many"]]) if amount and found["many"] else amount

    def _code(self, view: View, hit: Hit, found: re.Match[str]) -> Amount | None:
        written = view.text[found.start("word") : found.end("word")]
        if (table := self.tables.get(written)) and not hit.value.scale:
            return times(amount_of(hit, hit.start, found.end("word"), "EUR", "code-after"), table)
        known = self.currencies.code(written)
        if known is None or (written in self.currencies.shy_codes and not looks_paid(view, hit)):
            return None
        amount = amount_of(hit, hit.start, found.end("word"), known[0], "code-after")
        if not hit.value.scale and not known[1] and (more := _SCALE_WORD.match(view.folded, amount.end)):
            amount.end = more.end()
            times(amount, _SCALE_WORDS[more[1]])
        return times(amount, known[1])

    def _sign(self, view: View, hit: Hit, found: re.Match[str]) -> Amount | None:
        if found["of"] and not (hit.value.scale or found["scale"]):
            return None
        currency = self.currencies.signs.get(plain(view.text[found.start("sign") : found.end("sign")]))
        if currency is None:
            return None
        amount = amount_of(hit, hit.start, found.end("sign"), currency, "symbol-after")
        if currency == "cent":
            amount.currency = ""
            return times(amount, -2)
        return times(amount, self.currencies.scales[found["scale"]] if found["scale"] else 0)

    def _named(self, view: View, hit: Hit, first: str, begin: int) -> Amount | None:
        """The amount if the name of a currency, or of its hundredths, begins at `begin` with the word `first`."""
        known, folded = self.currencies, view.folded
        seconds = known.seconds.get(first)
        if seconds is None:
            return None
        parts, end = [first], begin + len(first)
        if (
            seconds
            and (then := _NEXT.match(folded, end))
            and then[1].rstrip(".") in seconds
            and (found := _MORE.match(folded, end))
        ):
            parts += found[0].replace("\n", " ").split(" ")[1:]
        while parts:
            name = " ".join(parts).rstrip(".") if len(parts) > 1 else parts[0]
            if name in known.names:
                end, currency = begin + len(name), known.names[name]
                sure = name not in known.shy_names or self._sure(view, hit, name, end)
                return amount_of(hit, hit.start, end, currency, "name") if sure else None
            if name in known.subunits:
                if name == "p" and not self._is_penny(view, hit, begin):
                    return None
                if (
                    self.english
                    and name == "cent"
                    and view.text[begin] == "C"
                    and folded[begin + 4 : begin + 5] not in ("", "\n")
                ):
                    return None  # 50 Cent, the rapper
                return times(amount_of(hit, hit.start, begin + len(name), known.subunits[name], "subunit"), -2)
            parts.pop()
        return None

    def _is_penny(self, view: View, hit: Hit, begin: int) -> bool:
        """Whether the letter glued to the number is for pence: small, and near what is priced so (`12.5p a share`)."""
        folded, low = view.folded, max(0, hit.start - PENNY_REACH)
        low = max(low, folded.rfind("\n", low, hit.start) + 1)
        alone = begin == hit.end and view.text[begin] == "p" and not folded[begin + 1 : begin + 2].isalnum()
        return alone and bool(
            self.shares.search(folded, low, hit.start) or self.shares.search(folded, begin + 1, begin + PENNY_REACH // 2)
        )

    def _sure(self, view: View, hit: Hit, name: str, end: int) -> bool:
        """Whether an ambiguous name (`livres`, `couronnes`, `pounds`) is one of money here."""
        number, folded, book = hit.value, view.folded, name in self.books
        if number.scale >= 6 or (number.scale and not book) or self.pence.match(folded, end):
            return True
        low = max(0, hit.start - MEASURE_REACH, folded.rfind(".", max(0, hit.start - MEASURE_REACH), hit.start))
        if folded.startswith((" of ", " de "), end) or self.weighed.search(folded, low, hit.start):
            return False
        if self.weighed.search(folded, end, end + MEASURE_REACH):
            return False
        currency = self.currencies.names[name]
        grouped = len(number.amount or number.low or "") > 3 and not view.text[hit.start : hit.end].isdigit()
        return name in self.currencies.fair_names or self.currencies.evident(currency, view) or (grouped and not book)


def _may_link(hit: Hit) -> bool:
    """Whether `de` may stand between a number and its currency: after a scale, a noun of quantity, or whole millions."""
    number = hit.value
    return bool(number.scale) or number.bound in ("vague", "approx") or (number.amount or "").endswith("000000")
