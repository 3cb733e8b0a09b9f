"""Amounts whose currency is not written: `une levée de 6,6 milliards`, but not `900 millions d'utilisateurs`."""

from __future__ import annotations

from apostil import EURO, Hit, View, Words, finder, pattern
from apostil_money.value import Amount

REACH = 140
"""Characters read on either side for words that tell money from anything else."""
FAR = 300
"""Characters read before where the sentence tells nothing."""
SHARES = 9
"""Power of ten from which `de services`, `d'actions` are taken for what was paid for and not for what is counted."""


class Implicit:
    """Tells from the words around whether a bare number is money."""

    def __init__(self, words: Words) -> None:
        lists = words
        self.weak = set(words["money_counted"])
        self.scales = {w for w, p in words["number_word"].items() if isinstance(p, dict) and "scale" in p}
        self.tells = dict.fromkeys(words["money_count"], False) | dict.fromkeys([*words["money_cue"], "$", "£", EURO], True)
        self.noun = pattern(r"[ \n](?:<<money_of>>)(?P<noun><<money_noun>>)(?!\w)", lists)
        self.goods = pattern(r"[ \n](?:<<money_of>>)(?P<noun><<money_goods>>)(?!\w)", lists)
        counted = r"""
            [ \n](?:<<money_of>>)(?!la[ ]|l'|ce|son|sa[ ]|ici|après|ailleurs|environ|avance|plus|moins|the[ ]|which[ ])
            | [ \n]?(?:%|[²°]|(?:<<money_count>>|<<money_counted>>)(?!\w)) | [^\W0-9_] | -[^\W0-9_]"""
        self.counted = pattern(counted, lists)
        after = [*words["money_after"], *words["money_noun"], *words["money_goods"], *words["money_cue"]]
        self.unlike = pattern(r"[ ](?!(?:<<after>>)(?!\w))[^\W0-9_]", words | {"after": after if words["money_after"] else []})
        self.closed = bool(words["money_after"])
        self.things = finder(r"(?<!\w)(?:<<scales>>)[ ](?:<<money_of>>)([^\W0-9_]{2,24})", words | {"scales": self.scales})
        self.paid = {w.split()[0] for name in ("money_name", "money_noun", "money_goods", "money_cue") for w in words[name]}

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
        elif self._counts(folded, hit.end) or not self._money_near(folded, hit):
            return None
        return Amount(hit.start, hit.end, number.amount, number.low, number.high, number.bound, None, rule, number.scale)

    def _counts(self, folded: str, end: int) -> bool:
        """Whether what follows the number at `end` is what it counts."""
        return self.counted.match(folded, end) is not None or (self.closed and self.unlike.match(folded, end) is not None)

    def _money_near(self, folded: str, hit: Hit) -> bool:
        """Whether the nearest telling word is one of money: before in the sentence, else after in it, else before it."""
        start, end = hit.start, hit.end
        low = max(0, start - REACH)
        sentence = max(low, folded.rfind("\n", low, start), folded.rfind(". ", low, start), folded.rfind("; ", low, start))
        counting = False
        for thing in self.things.finditer(folded, sentence, start):
            if thing[1] not in self.paid:  # `millions de vues`: a count, unless what comes after it is money again
                counting, sentence = True, thing.end()
        found = self._told(_TOKENS(folded, sentence, start), -1)
        if found is None and counting:
            return False
        if found is None:
            marks = [i for mark in (". ", "\n") if (i := folded.find(mark, end, end + REACH)) >= 0]
            found = self._told(_TOKENS(folded, end, min([end + REACH, *marks])), 1)
        if found is None:
            low = max(0, start - FAR)
            found = self._told(_TOKENS(folded, max(low, folded.rfind("\n\n", low, start)), start), -1)
        return bool(found)

    def _told(self, tokens: list[str], step: int) -> bool | None:
        """Whether the first telling word of `tokens`, from the end if `step` is -1, is one of money; None where none tells."""
        for i in range(len(tokens))[::step]:
            if tokens[i] in self.tells:
                return self.tells[tokens[i]]
            if tokens[i] in self.weak and not self.scales.isdisjoint(tokens[max(0, i - 2) : i]):
                return False
        return None


_TOKENS = finder(r"[^\W0-9_]{2,30}|[$£\x80]").findall
