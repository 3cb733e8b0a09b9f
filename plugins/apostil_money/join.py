"""What several amounts make together: ranges, `5 euros 20`, a part of the amount that follows (`3 des 8 millions d'euros`)."""

from __future__ import annotations

from apostil import Hit, Layer, View, Words, finder, pattern
from apostil_money.amounts import Amounts
from apostil_money.value import Amount, One, compare, parted, shift

FALL = 2
"""Powers of ten that an amount told as fallen has lost at most."""
GAP = 32
"""Characters at most between the two amounts of a range: `$26 per MWh to $36 per MWh`."""
CHANGE = 70
"""Characters before an amount in which a word of change makes `de … à …` two amounts."""


class Joiner:
    """Joins amounts of one language."""

    def __init__(self, words: Words, amounts: Amounts) -> None:
        lists = words
        self.amounts = amounts
        rate = r"(?P<rate>(?:/|[ ](?:<<money_per>>)[ ])[a-z]{1,16})?"
        self.link = pattern(rf"{rate} (?: [ \n]?-[ \n]? | [ \n](?P<to><<money_to>>)[ \n](?:<<number_filler>>[ \n])? )", lists)
        self.joins = set(words["money_and"])
        self.between = finder(r"(?<= (?<!\w)(?:<<money_between>>)[ \n] )", lists)
        self.times = finder(
            r"(?<= (?<!\w)(?:<<money_times>>)(?:\ \w{3,16}ment|\ presque|\ almost|\ nearly)?\ (?:<<money_by>>)[ \n] )", lists
        )
        self.turn = finder(r"(?<=[^\W_])[ \n](?:<<money_turn>>)[ \n](?:<<money_turn_filler>>\ )?", lists)
        self.change = finder(r"(?<!\w)(?:<<money_change>>)(?!\w)", lists)
        self.part = pattern(r"[ \n](?:<<money_part>>)[ \n]\Z", lists)
        cents = r"""(?:[ ](?:(?:<<money_and>>)[ ])?)?(?P<n>[0-9]{1,2})(?![0-9%]|[.,:/-][0-9]|[ ][0-9]|[ ]?[%\x89])
                    (?:[ ]?(?P<c>[cp])(?!\w))?(?P<rest>(?=[ ](?:<<money_follow>>)(?!\w)|[ ]?[.,;:!?)]|[ ]?\n|[ ]?\Z))?"""
        self.cents = pattern(cents, lists)

    def cents_after(self, view: View, amount: Amount, numbers: Layer[Hit]) -> None:
        """Take into `amount` the hundredths that follow it: `5 euros 20`, `3 livres et 20 pence`, `$20 and 43c`."""
        if not amount.whole() or amount.scale or "." in (amount.amount or "") or amount.rule == "subunit":
            return
        folded = view.folded
        space = folded[amount.end : amount.end + 1]
        if space != " " and not (space.isdigit() and amount.rule == "symbol-after"):
            return
        hit = numbers.after(amount.end, 5 if space == " " else 0)
        if hit is None or folded[amount.end : hit.start].strip() not in ("", *self.joins):
            return
        cents = hit.value.amount
        if not cents or not cents.isdigit() or int(cents) > 99 or hit.value.scale:
            return
        after = self.amounts.at(view, hit, amount.end)
        if after and after.rule == "subunit":
            amount.end = after.end
        elif found := self.cents.match(folded, amount.end):
            if not found["c"] and (found["rest"] is None or len(found["n"]) < 2):
                return
            amount.end = found.end("c") if found["c"] else found.end("n")
        else:
            return
        amount.amount = f"{amount.amount}.{cents.rjust(2, '0')}"
        amount.rule = "compound"

    def range(self, view: View, first: Amount, last: Amount) -> bool:
        """Join two amounts that are the ends of a range into `first`; whether they were."""
        folded = view.folded
        if not (first.whole() and last.whole()) or last.start - first.end > GAP or last.bound not in ("exact", "approx"):
            return False
        found = self.link.match(folded, first.end)
        if not found or found.end() != last.start:
            return False
        between = self.between.match(folded, first.start)
        rate = found["rate"]
        if rate and not between and not folded.startswith(rate, last.end):
            return False  # `$5 per child to $10 per adult`
        if (found["to"] in self.joins and not between) or (
            first.currency != last.currency and first.currency and last.currency
        ):
            return False
        low, high = first.amount or "", last.amount or ""
        if compare(low) >= compare(high):
            return False
        if not between and found["to"] not in (None, "-") and self.changes(view, first.start):
            return False
        first.amount, first.low, first.high, first.bound = None, low, high, "range"
        first.end, first.currency, first.rule = last.end, first.currency or last.currency, "range"
        return True

    def multiplied(self, view: View, hit: Hit) -> Hit:
        """`hit`, or its second number where the first is a factor: `divisé par deux à 12 millions d'euros`."""
        number, folded = hit.value, view.folded
        if number.bound != "range" or number.seam or not self.times.match(folded, hit.start):
            return hit
        turn = self.turn.search(folded, hit.start, hit.end)
        return Hit(turn.end(), hit.end, One(number.high, form=number.form, scale=number.scale)) if turn else hit

    def fallen(self, view: View, hit: Hit, amount: Amount) -> tuple[Amount, Amount] | None:
        """The two ends of a range that falls once the first has the scale of the last: `de 400 à 300 millions d'euros`.

        None where it rises, and where the first is too great to have that scale: `500 to 1 million`.
        """
        number = hit.value
        if amount.bound != "range" or number.seam or not number.scale or not number.low or not number.high:
            return None
        low, most = shift(number.low, number.scale), shift(number.high, FALL)
        if not compare(number.high) < compare(low) < compare(most) or compare(number.low) >= compare(number.high):
            return None
        turn = self.turn.search(view.folded, hit.start, hit.end)
        if turn is None or amount.low != number.low:
            return None
        amount.low = low
        return parted(amount, turn.span())

    def changes(self, view: View, start: int) -> bool:
        """Whether a word of change stands before `start`: what follows goes from one amount to another."""
        return self.change.search(view.folded, max(0, start - CHANGE), start) is not None

    def share(self, view: View, hit: Hit, whole: Amount) -> Amount | None:
        """The amount of `hit`, a bare number before `des` and `whole`: it has the scale and currency of `whole`."""
        n = hit.value
        if n.form not in ("figure", "words") or n.scale or n.amount is None or not whole.scale:
            return None
        if not self.part.match(view.folded[hit.end : whole.start]):
            return None
        return Amount(
            hit.start, hit.end, shift(n.amount, whole.scale), None, None, n.bound, whole.currency, "part", whole.scale
        )
