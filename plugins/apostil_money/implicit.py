"""Amounts whose currency is not written: `une levée de 6,6 milliards`, but not `900 millions d'utilisateurs`."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import EURO, Hit, View, Words, finder, pattern
from apostil_money.value import Amount

REACH = 140
"""Characters read on either side for words that tell money from anything else."""
SHARES = 9
"""Power of ten from which `de services`, `d'actions` are taken for what was paid for and not for what is counted."""


class Implicit:
    """Tells from the words around whether a bare number is money."""

    def __init__(self, words: Words) -> None:
        lists = words
        self.tells = dict.fromkeys(words["money_count"], False) | dict.fromkeys([*words["money_cue"], "$", "£", EURO], True)
        self.noun = pattern(r"[ \n](?:<<money_of>>)(?P<noun><<money_noun>>)(?!\w)", lists)
        self.goods = pattern(r"[ \n](?:<<money_of>>)(?P<noun><<money_goods>>)(?!\w)", lists)
        counted = r"""[ \n](?:<<money_of>>)(?!la[ ]|l'|ce|son|sa[ ]|the[ ]) | [ \n]?(?:%|[²°]|(?:<<money_count>>)(?!\w))
                      | [^\W0-9_] | -[^\W0-9_]"""
        self.counted = pattern(counted, lists)

    def at(self, view: View, hit: Hit) -> Amount | None:
        """The amount of `hit`, a number of at least a million with no currency, if its context is one of money."""
        number, folded = hit.value, view.folded
        rule = "implicit"
        if (
            folded[hit.start - 2 : hit.start] in (". ", ", ")
            and folded[hit.start - 3].isdigit()
            and not folded[hit.start - 4].isdigit()
        ):
            return None  # a decimal cut in two: `1. 6 milliards`
        if self.noun.match(folded, hit.end):
            pass
        elif self.goods.match(folded, hit.end):
            if number.scale < SHARES or not self._money_near(folded, hit):
                return None
        elif self.counted.match(folded, hit.end) or not self._money_near(folded, hit):
            return None
        return Amount(hit.start, hit.end, number.amount, number.low, number.high, number.bound, None, rule, number.scale)

    def _money_near(self, folded: str, hit: Hit) -> bool:
        """Whether the nearest telling word is one of money: before in the sentence, else after in it, else, for thousands of
        millions, before it."""
        start, end = hit.start, hit.end
        low = max(0, start - REACH)
        sentence = max(low, folded.rfind("\n", low, start), folded.rfind(". ", low, start), folded.rfind("; ", low, start))
        found = self._told(reversed(_TOKENS(folded, sentence, start)))
        if found is None:
            marks = [i for mark in (". ", "\n") if (i := folded.find(mark, end, end + REACH)) >= 0]
            found = self._told(_TOKENS(folded, end, min([end + REACH, *marks])))
        if found is None and hit.value.scale >= SHARES:
            found = self._told(reversed(_TOKENS(folded, max(low, folded.rfind("\n", low, start)), start)))
        return bool(found)

    def _told(self, tokens: Iterable[str]) -> bool | None:
        """Whether the first telling word of `tokens` is one of money; None where there is none."""
        return next((self.tells[token] for token in tokens if token in self.tells), None)


_TOKENS = finder(r"[^\W0-9_]{2,30}|[$£\x80]").findall
