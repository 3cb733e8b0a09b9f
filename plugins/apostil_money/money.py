"""Amounts of money, from the numbers of the text and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from apostil import Annotation, Hit, Label, Layer, View, Words, annotator, pattern
from apostil_money.amounts import Amounts
from apostil_money.currencies import countries
from apostil_money.implicit import Implicit
from apostil_money.join import GAP, Joiner
from apostil_money.value import Amount, Money, One, parted

MILLION = 6


class Setup:
    """What is compiled once for a language."""

    def __init__(self, words: Words) -> None:
        self.amounts = Amounts(words)
        self.implicit = Implicit(words)
        self.joiner = Joiner(words, self.amounts)
        self.bounds_after = words["number_bound_after"]
        lists = words
        self.after = pattern(r"(?:[ ]?\([^()\n]{1,24}\)|\))?,?[ \n]{1,3}(?P<word><<number_bound_after>>)(?!\w)", lists)
        self.alone = pattern(
            r"[ ]?(?:[.,;:!?)\"]|\((?=[a-z]{0,3}[$£\x80]|\d)|\n|\Z|(?:<<money_follow>>|<<number_bound_after>>)(?!\w)|[0-9])",
            lists,
        )
        self.heading = pattern(r"(?:.{0,40}(?:\W|^))?(?:<<money_heading>>)[ ]\Z", lists)


@annotator(
    "money",
    requires=["numbers"],
    uses=["money_country", "money_one"],
    labels=[Label("money", Money, "An amount of money", "#2e8b57")],
    setup=Setup,
)
def money(view: View, setup: Setup) -> Iterator[Annotation]:
    """Amounts of money: figures, words, ranges, vague amounts; with or without their currency."""
    countries(view)  # this window's, before later ones ask
    previous: Amount | None = None
    for amount in _amounts(view, setup):
        if previous and amount.start - previous.end <= GAP and setup.joiner.range(view, previous, amount):
            continue
        if previous:
            yield _annotation(view, setup, previous)
        previous = amount
    if previous:
        yield _annotation(view, setup, previous)


def _amounts(view: View, setup: Setup) -> Iterator[Amount]:
    """Amounts in the order of the text, each read at its number; then those that are one of a currency (`un euro`)."""
    numbers: Layer[Hit] = view["numbers"]
    stop, last = 0, None
    for hit in _with_ones(view, setup):
        if hit.start < stop:
            continue
        hit = setup.joiner.multiplied(view, hit)
        amount = setup.amounts.at(view, hit, stop)
        if amount is None and hit.value.scale >= MILLION:
            amount = setup.implicit.at(view, hit)
            if amount and hit.value.seam and setup.joiner.changes(view, hit.start):
                first, amount = parted(amount, hit.value.seam)
                yield first
        if amount and amount.bound == "range" and (ends := setup.joiner.fallen(view, hit, amount)):
            first, amount = ends
            yield first
        if amount is None or _heads_table(view, setup, amount):
            last = hit
            continue
        if (
            last
            and amount.scale
            and amount.start - last.end < 12
            and last.end > stop - 1
            and (part := setup.joiner.share(view, last, amount))
        ):
            yield part
        setup.joiner.cents_after(view, amount, numbers)
        yield amount
        stop, last = amount.end, None


def _with_ones(view: View, setup: Setup) -> Iterator[Hit]:
    """The numbers, and the ones that stand before a currency, as numbers.

    Not where a word follows that qualifies the currency: `un euro fort`, `a dollar-denominated bond`.
    """
    folded = view.folded
    ones = [h for h in view["money_one"] if setup.alone.match(folded, h.end)]
    if not ones:
        return iter(view["numbers"])
    found = [
        Hit(h.start, min(i for i in (folded.find(" ", h.start), folded.find("\n", h.start)) if i > 0), One()) for h in ones
    ]
    return iter(sorted([*view["numbers"], *found], key=lambda hit: hit.start))


def _heads_table(view: View, setup: Setup, amount: Amount) -> bool:
    """Whether a vague amount says in what a table is written: `(en milliers d'euros)`."""
    return amount.bound == "vague" and setup.heading.match(view.folded[max(0, amount.start - 20) : amount.start]) is not None


def _annotation(view: View, setup: Setup, amount: Amount) -> Annotation:
    bound = amount.bound
    if bound == "exact" and (after := setup.after.match(view.folded, amount.end)):
        bound = setup.bounds_after[after["word"]]
    currency = setup.amounts.currencies.settled(amount.currency, view)
    value = Money(amount.amount, amount.low, amount.high, currency, bound)  # type: ignore[arg-type]  # one of Bound's
    return Annotation(amount.start, amount.end, "money", value, amount.rule)
