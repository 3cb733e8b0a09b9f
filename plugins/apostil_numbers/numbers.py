"""Finds the numbers of a text, for other annotators: amounts, shares and durations are read from one layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apostil import Hit, Layer, View, Words, annotator, finder, pattern
from apostil_numbers.grammar import Reading
from apostil_numbers.number import Number, normal
from apostil_numbers.reader import STARTS, Reader

LOOK_BACK = 24
"""Characters read before a scale word for its number or quantifier."""


class Setup:
    """What is compiled once for a language."""

    def __init__(self, words: Words) -> None:
        self.reader = Reader(words)
        lists = {name: words[name] for name in words}
        self.lead = finder(
            r"(?<!\w)(?:(?P<quantifier><<number_quantifier>>)[ \n]|(?P<part><<number_part>>)[- \n]|(?P<one><<number_one>>)[ \n])$",
            lists,
        )
        self.filler = pattern(
            r"'?[ \n]{0,2}(?:(?:<<number_filler>>)[ \n]?)?[\"«]?[ ]?(?:[a-z]{0,3}[$£¥¤\x80][ ]?|[a-z]{3,4}[ ])?\Z", lists
        )
        self.digits = self.reader.match


@annotator("numbers", uses=["number_word", "number_ordinal", "number_bound", "number_label"], setup=Setup)
def numbers(view: View, setup: Setup) -> Iterator[Hit]:
    """Numbers in figures and words, with their bounds: a layer for other annotators."""
    found = sorted([*_cardinals(view, setup), *_ordinals(view)], key=_start)
    _mark(view, setup, found)
    return iter(found)


def _start(hit: Hit) -> int:
    return hit.start


def _ordinals(view: View) -> list[Hit]:
    return [Hit(h.start, h.end, Number(str(h.value), form="ordinal")) for h in view["number_ordinal"]]


def _cardinals(view: View, setup: Setup) -> Iterator[Hit]:
    """Figures and words in the order of the text; what an earlier number has taken is passed over."""
    folded, match = view.folded, setup.digits
    words: Layer[Hit] = view["number_word"]
    i, n, stop = 0, len(words), 0
    for begin in STARTS.finditer(folded):
        start = begin.start()
        while i < n and words[i].start < start:
            if words[i].start >= stop and (hit := _worded(folded, words[i], setup, stop)):
                stop = hit.end
                yield hit
            i += 1
        if start < stop:
            continue
        found = match(folded, start)
        if found is None:
            continue
        stop = found.end()
        if hit := _figure(folded, start, found, setup):
            stop = max(stop, hit.end)
            yield hit
    for word in words[i:]:
        if word.start >= stop and (hit := _worded(folded, word, setup, stop)):
            stop = hit.end
            yield hit


def _figure(folded: str, start: int, found: Any, setup: Setup) -> Hit | None:
    kind, raw = found.lastgroup, found["figure"]
    if raw is None:
        return _fraction(found["fraction"], start) if found["fraction"] else None
    reader = setup.reader
    if kind == "figure":
        number = Number(raw if raw.isdigit() and raw[0] != "0" else normal(raw, reader.group(folded, start)))
        end = found.end()
    elif kind == "letters":
        end = found.end()
        number = Number(normal(raw, reader.group(folded, start)), form="glued")
        if ordinal := reader.ordinal.match(folded, end):
            end, number.form = ordinal.end(), "ordinal"
    else:
        reading = reader.simple(folded, raw, start)
        reader.extend(folded, reading)
        if (
            reading.form == "figure"
            and folded[reading.end : reading.end + 1] == "-"
            and folded[reading.end + 1 : reading.end + 2].isdigit()
        ):
            return None  # a score, a ratio, the number of an article
        number, end = _number(reading), reading.end
    return _signed(folded, Hit(start, end, number))


def _signed(folded: str, hit: Hit) -> Hit:
    """`hit` with the sign glued to it, or in the brackets that accountants put around what they subtract."""
    start, number = hit.start, hit.value
    before = folded[start - 1 : start]
    if before in ("-", "+") and before and number.amount:
        if start == 1 or folded[start - 2] in " \n(:;\"'[|":
            hit.start -= 1
            number.amount = number.amount if before == "+" else "-" + number.amount
    elif (
        before == "("
        and folded[hit.end : hit.end + 1] == ")"
        and number.form == "figure"
        and not folded[start : hit.end].isdigit()
        and number.amount
    ):
        hit.start, hit.end, number.amount = start - 1, hit.end + 1, "-" + number.amount
    return hit


def _fraction(raw: str, start: int) -> Hit:
    over, _, under = raw.partition("/")
    exact = {
        "1/2": "0.5",
        "1/4": "0.25",
        "3/4": "0.75",
        "1/5": "0.2",
        "2/5": "0.4",
        "3/5": "0.6",
        "4/5": "0.8",
        "1/8": "0.125",
        "1/10": "0.1",
    }
    return Hit(start, start + len(raw), Number(exact.get(f"{int(over)}/{int(under)}"), form="fraction"))


def _number(reading: Reading) -> Number:
    if reading.bound == "range":
        return Number(None, reading.low, reading.amount, "range", reading.form, reading.scale)
    return Number(reading.amount, reading.low, None, reading.bound, reading.form, reading.scale)


def _worded(folded: str, word: Hit, setup: Setup, stop: int) -> Hit | None:
    """The number that begins with `word`, or shortly before it with a quantifier, a half or a one."""
    start = word.start
    if not isinstance(word.value, int) and (lead := setup.lead.search(folded, max(stop, start - LOOK_BACK), start)):
        return _led(folded, word, setup, lead)
    reading = setup.reader.grammar.words(folded, start)
    return _finished(folded, reading, setup)


def _finished(folded: str, reading: Reading | None, setup: Setup) -> Hit | None:
    if reading is None:
        return None
    if reading.scale >= 6 and reading.amount:
        setup.reader._add_rest(folded, reading)
    setup.reader.extend(folded, reading)
    return Hit(reading.start, reading.end, _number(reading))


def _led(folded: str, word: Hit, setup: Setup, lead: Any) -> Hit | None:
    reader = setup.reader
    start = lead.start()
    if lead["one"]:
        return _finished(folded, reader.grammar.words(folded, start), setup)
    reading = reader.grammar.words(folded, word.start)
    if reading is None:
        return None
    low = reading.amount or reading.low
    if lead["quantifier"]:
        return Hit(start, reading.end, Number(None, low, None, "vague", "vague", reading.scale))
    part = reader.grammar.parts[lead["part"].replace("\n", " ")]
    return Hit(start, reading.end, Number(_times(low or "0", part), form="words", scale=reading.scale))


def _times(amount: str, part: str) -> str:
    """An integer times a decimal below one."""
    digits = part.partition(".")[2]
    product = str(int(amount) * int(digits)).rjust(len(digits) + 1, "0")
    whole, rest = product[: -len(digits)], product[-len(digits) :].rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _mark(view: View, setup: Setup, found: list[Hit]) -> None:
    """Set the bounds that the words before say, and the form of numbers that are names."""
    folded = view.folded
    layer: Layer[Hit] = Layer(found)
    for cue in view["number_bound"]:
        hit = layer.after(cue.end, 30)
        if (
            hit
            and hit.value.bound in ("exact", "approx")
            and hit.value.form != "ordinal"
            and setup.filler.match(folded[cue.end : hit.start])
        ):
            hit.value.bound = cue.value
    for label in view["number_label"]:
        hit = layer.after(label.end, 3)
        if hit and hit.value.form == "figure":
            hit.value.form = "label"
