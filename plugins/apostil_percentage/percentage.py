"""Proportions: a number and its unit, `%`, `pour cent`, `points`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec
from attrs import define

from apostil import PER_MILLE, Annotation, Hit, Label, View, Words, annotator, finder, pattern

REACH = 120
"""Characters read on either side of `points` for what they are points of."""
MOST_POINTS = 100
"""What differs by more points than that is no rate."""
_CAPITALS = {"PB", "BP", "PP", "PT", "PTS", "PCT", "PC", "Pb", "Bp", "Pc"}
"""No units when in capitals: companies, bytes."""
CLAUSE = 60
"""Characters before a number of points in which what is quoted on an exchange makes them points of its price."""
BESIDE = 40
"""Characters before a number of points in which a word of rates needs no look at the rest of the text."""
_MARK = r"""[ \n]<<percentage_mark>>[ \n] (?: <<percentage_full_mark>> | \d{1,4}(?!\d)(?<![ \n](?:19|20)\d\d) )
    (?! [ \n]<<percentage_period>>(?!\w) )"""
"""A mark and the best there is, `15 points sur 20`; not what a rate does in ten years, or over 2023."""
CHANGE = 50
"""Characters before a proportion in which a word of change makes `de … à …` two of them."""


@define
class Percentage:
    """Value of a `percentage` annotation. Numbers are decimal strings in the unit written: `20`, `-3.2`."""

    amount: str | None
    """None for a range."""
    low: str | None
    """Lower end of a range."""
    high: str | None
    """Upper end of a range."""
    bound: Literal["exact", "approx", "min", "max", "range", "vague"]
    """How the words around limit the proportion."""
    unit: Literal["percent", "permille", "point", "basis_point"]


class One(msgspec.Struct, gc=False):
    """The number in `un pour cent`, with the fields of a number that are read here."""

    amount: str = "1"
    low: str | None = None
    high: str | None = None
    bound: str = "exact"
    form: str = "words"


class Setup:
    """What is compiled once for a language."""

    def __init__(self, words: Words) -> None:
        lists = words | {"rates": [word for word in words["percentage_rate"] if word != "%"]}
        self.glued = pattern(r"(?P<unit><<percentage_glued>>)(?!\w)", lists)
        self.glued_units: Mapping[str, str] = words["percentage_glued"]
        self.bounds_after = words["number_bound_after"]
        self.after = pattern(r"(?:[ ]?\([^()\n]{1,24}\)|\))?,?[ \n]{1,3}(?P<word><<number_bound_after>>)(?!\w)", lists)
        self.link = pattern(
            r"(?:[ \n]?(?P<dash>-)[ \n]?|[ \n](?:(?P<to><<percentage_to>>)|(?P<and><<percentage_and>>))[ \n])\Z", lists
        )
        self.between = finder(r"(?<= (?<!\w)(?:<<percentage_between>>)[ \n] )", lists)
        self.change = finder(r"(?<!\w)(?:<<percentage_change>>)(?!\w)", lists)
        self.one = finder(
            r"(?<= (?<!\w)(<<ones>>) )", words | {"ones": [w for w in words["number_one"] if w not in ("a", "an")]}
        )
        self.one_ends = {word[-2:] for word in words["number_one"]}
        self.senses = finder(r"(?P<rate>%|(?<!\w)(?:<<rates>>)(?!\w))|(?<!\w)(?P<other><<percentage_other>>)(?!\w)", lists)
        nouns = [word for word in lists["rates"] if word not in words["percentage_verb"]]
        paper = r"(?<!\w)(?:(?P<paper><<percentage_paper>>)|(?P<rate><<nouns>>))(?!\w)"
        self.paper = finder(paper, lists | {"nouns": nouns})
        self.times = finder(r"(?<= (?<!\w)(?:<<percentage_times>>)\ (?:\w{3,16}\ )?(?:par|by)[ \n] )", lists)
        self.turn = finder(r"(?<=[^\W_])[ \n](?:à|to)[ \n]")
        self.mark = pattern(_MARK, words)
        self.game = finder(r"(?<!\w)(?:<<percentage_game>>)(?!\w)", lists)


@annotator(
    "percentage",
    requires=["numbers"],
    uses=["percentage_unit", "percentage_part", "number_bound"],
    labels=[Label("percentage", Percentage, "A proportion or a difference in points", "#c06000")],
    setup=Setup,
)
def percentage(view: View, setup: Setup) -> Iterator[Annotation]:
    """Percentages, per mille, percentage points and basis points, with their sign; ranges are one."""
    last: Annotation | None = None
    for start, end, unit in _units(view, setup):
        found = _part(view, setup, start, end, unit) if isinstance(unit, dict) else _proportion(view, setup, start, end, unit)
        if found is None or (last and found.start < last.end):
            continue
        if last and _ranges(view, setup, last, found):
            continue
        if last:
            yield last
        last = found
    if last:
        yield last


def _units(view: View, setup: Setup) -> Iterator[tuple[int, int, Any]]:
    """Places of the units, and of the parts of a unit (`un demi-point`), in the order of the text."""
    folded = view.folded
    found = [(hit.start, hit.end, hit.value) for name in ("percentage_unit", "percentage_part") for hit in view[name]]
    found += [
        (hit.end, glued.end(), setup.glued_units[glued["unit"]])
        for hit in view["numbers"]
        if hit.value.form == "glued" and (glued := setup.glued.match(folded, hit.end))
    ]
    for sign, unit in (("%", "percent"), (PER_MILLE, "permille")):
        at = folded.find(sign)
        while at >= 0:
            found.append((at, at + 1, unit))
            at = folded.find(sign, at + 1)
    found.sort(key=lambda place: place[:2])
    return iter(found)


def _part(view: View, setup: Setup, start: int, end: int, unit: dict[str, str]) -> Annotation | None:
    """`un demi-point`, `half a percent`: the words say both. Not at the end of a number: `two and one-half percent`."""
    folded = view.folded
    if view["numbers"].covering(start) or folded[start - 1 : start] == "-":
        return None
    if unit["unit"] == "point" and setup.game.search(folded, max(0, start - CLAUSE), end + CLAUSE):
        return None
    cue = view["number_bound"].before(start)
    value = Percentage(unit["amount"], None, None, cue.value if cue else "exact", unit["unit"])  # type: ignore[arg-type]
    return Annotation(start, end, "percentage", value, "part-of-unit")


def _proportion(view: View, setup: Setup, start: int, end: int, unit: str) -> Annotation | None:
    folded = view.folded
    before = start - 1 if folded[start - 1 : start] in (" ", "\n", "-") else start
    hit: Hit | None = view["numbers"].before(before, 0)
    if before == start and folded[start] not in "%\x89" and (hit is None or hit.value.form != "glued"):
        return None
    if hit is None and folded[before - 2 : before] in setup.one_ends:
        hit = _one(view, setup, before, end, unit)
    if hit is None or view.text[start:end] in _CAPITALS or (folded[start] == "%" and folded[end : end + 1].isalnum()):
        return None
    number = hit.value
    if (number.amount is None and number.bound != "range") or number.form in ("ordinal", "label"):
        return None
    if unit == "maybe":
        if Decimal(number.high or number.amount or 0) > MOST_POINTS or not _of_a_rate(folded, setup, hit.start, end):
            return None
        unit = "point"
    if folded[end - 1] == "c" and folded[end : end + 1] == "." and folded[start:end] == "p.c":
        end += 1
    if number.bound == "range" and setup.times.match(folded, hit.start):
        turn = setup.turn.search(folded, hit.start, hit.end)
        if turn:  # `divisé par deux à 4 %`
            value = Percentage(number.high, None, None, "exact", unit)  # type: ignore[arg-type]
            return Annotation(turn.end(), end, "percentage", value, "number-unit")
    begin, amount = _signed(view, hit)
    bound = number.bound
    if bound == "exact" and (after := setup.after.match(folded, end)):
        bound = setup.bounds_after[after["word"]]
    value = Percentage(amount, number.low, number.high, bound, unit)  # type: ignore[arg-type]  # checked by the word lists
    return Annotation(begin, end, "percentage", value, "number-unit" if bound != "range" else "range-unit")


def _one(view: View, setup: Setup, end: int, after: int, unit: str) -> Hit | None:
    """The number in `un pour cent`, `d'un point`; not in `un point de vue`."""
    folded = view.folded
    found = setup.one.match(folded, end)
    if not found or (
        unit == "maybe" and (folded[found.start(1) - 2 : found.start(1)] != "d'" or folded.startswith(" de", after))
    ):
        return None
    cue = view["number_bound"].before(found.start(1))
    return Hit(found.start(1), end, One(bound=cue.value) if cue else One())


def _signed(view: View, hit: Hit) -> tuple[int, str | None]:
    """Start and amount of a number with the sign that a space parts from it: `+ 5 %`, `− 2 %`."""
    start, amount, folded = hit.start, hit.value.amount, view.folded
    if start < 2 or amount is None or folded[start - 1] not in " ":
        return start, amount
    sign = view.text[start - 2]
    apart = start == 2 or folded[start - 3] in " \n(:,;"
    if (sign in "+−" and apart) or (sign in "-–" and start > 2 and folded[start - 3] == "("):
        return start - 2, amount if sign == "+" else f"-{amount}"
    return start, amount


def _of_a_rate(folded: str, setup: Setup, start: int, end: int) -> bool:
    """Whether the nearest telling word around `points` is one of rates, and not of an index or a game."""
    if setup.mark.match(folded, end):
        return False
    low = max(0, start - REACH)
    beside = max(0, start - BESIDE), start
    told = {word.lastgroup for word in (*setup.senses.finditer(folded, *beside), *setup.paper.finditer(folded, *beside))}
    if told == {"rate"} and any(setup.paper.finditer(folded, *beside)):
        return True
    if any(word["other"] for word in setup.senses.finditer(folded, max(0, start - 2 * REACH), start)):
        return False
    low = max(low, folded.rfind("\n", low, start), folded.rfind(". ", low, start))
    if _quoted(folded, setup, max(low, start - CLAUSE, *(folded.rfind(mark, low, start) for mark in ",;:")), start):
        return False
    marks = [i for mark in (". ", "\n") if (i := folded.find(mark, end, end + REACH)) >= 0]
    found = list(setup.senses.finditer(folded, low, min([end + REACH, *marks])))
    if any(word["other"] for word in found):
        return False
    return bool(found)


def _quoted(folded: str, setup: Setup, low: int, start: int) -> bool:
    """Whether the clause from `low` to `start` speaks of shares and of no rate."""
    kinds = {word.lastgroup for word in setup.paper.finditer(folded, low, start)}
    return kinds == {"paper"}


def _ranges(view: View, setup: Setup, first: Annotation, last: Annotation) -> bool:
    """Join two proportions that are the ends of a range into `first`; whether they were."""
    a, b, folded = first.value, last.value, view.folded
    if not 0 < last.start - first.end < 12 or a.amount is None or b.amount is None or a.unit != b.unit:
        return False
    found = setup.link.match(folded[first.end : last.start])
    if not found:
        return False
    between = setup.between.match(folded, first.start)
    if not between and (found["and"] or not _widens(Decimal(a.amount), Decimal(b.amount))):
        return False
    if not between and found["to"] and setup.change.search(folded, max(0, first.start - CHANGE), first.start):
        return False
    low, high = sorted((a.amount, b.amount), key=Decimal)
    a.amount, a.low, a.high, a.bound = None, low, high, "range"
    first.end, first.rule = last.end, "range-both"
    return True


def _widens(first: Decimal, last: Decimal) -> bool:
    """Whether `last` is the farther from nought: `5 à 10 %`, `-4 % à -9 %`."""
    return last < first if first < 0 and last < 0 else first < last
