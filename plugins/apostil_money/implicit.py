"""Amounts whose currency is not written: `une levée de 6,6 milliards`, but not `900 millions d'utilisateurs`."""

from __future__ import annotations

from apostil import Hit, View, Words, finder, pattern
from apostil_money.value import Amount

REACH = 140
"""Characters read on either side for words that tell money from anything else."""
SHARES = 9
"""Power of ten from which `de services`, `d'actions` are taken for what was paid for and not for what is counted."""


class Implicit:
    """Tells from the words around whether a bare number is money."""

    def __init__(self, words: Words) -> None:
        lists = {name: words[name] for name in words}
        lists["paid"] = [w for w in words["money_cue"] if w[0].isalpha()]
        self.cues = finder(r"(?<!\w)(?:(?P<money><<paid>>|[$£\x80]|[0-9][ ]?[mk]?[$£\x80])|(?P<count><<money_count>>))(?!\w)", lists)
        self.noun = pattern(r"[ \n](?:<<money_of>>)(?P<noun><<money_noun>>)(?!\w)", lists)
        self.goods = pattern(r"[ \n](?:<<money_of>>)(?P<noun><<money_goods>>)(?!\w)", lists)
        self.counted = pattern(
            r"[ \n](?:<<money_of>>)(?!la[ ]|l'|ce|son|sa[ ]|the[ ]) | [ \n]?(?:%|[²°]|(?:<<money_count>>)(?!\w)) | [^\W0-9_] | -[^\W0-9_]", lists
        )

    def at(self, view: View, hit: Hit) -> Amount | None:
        """The amount of `hit`, a number of at least a million with no currency, if its context is one of money."""
        number, folded = hit.value, view.folded
        rule = "implicit"
        if folded[hit.start - 2 : hit.start] in (". ", ", ") and folded[hit.start - 3].isdigit() and not folded[hit.start - 4].isdigit():
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
        """Whether the nearest telling word before in the sentence, else the first one after, is one of money."""
        low = max(0, hit.start - REACH)
        low = max(low, folded.rfind("\n", low, hit.start), folded.rfind(". ", low, hit.start), folded.rfind("; ", low, hit.start))
        last = None
        for last in self.cues.finditer(folded, low, hit.start):
            pass
        if last is None:
            high = min(hit.end + REACH, *(i if (i := folded.find(mark, hit.end, hit.end + REACH)) >= 0 else hit.end + REACH for mark in (". ", "\n")))
            last = self.cues.search(folded, hit.end, high)
        return last is not None and last["money"] is not None
