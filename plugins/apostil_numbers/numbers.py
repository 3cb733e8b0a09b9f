"""Finds the numbers of a text, for other annotators: amounts, shares and durations are read from one layer."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import Any

from apostil import Hit, View, Words, annotator, finder, pattern
from apostil_numbers.bounds import CUE_DISTANCE, Bounds
from apostil_numbers.grammar import Reading
from apostil_numbers.number import Number, shift
from apostil_numbers.reader import Reader, zeroed

_START = attrgetter("start")
_DIGITS = pattern(r"[0-9]{1,20}")
_BEFORE_POINT = frozenset(" \n($£\x80-+")
_CHAINED = pattern(r"-[0-9]")
EXACT_FRACTIONS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75", "1/5": "0.2", "2/5": "0.4", "3/5": "0.6", "4/5": "0.8"}


class Setup:
    """What is compiled once for a language."""

    def __init__(self, words: Words) -> None:
        self.reader = Reader(words)
        lists = words
        lead = r"""(?<= (?<!\w)(?: (?P<quantifier><<number_quantifier>>)[ \n] | (?P<part><<number_part>>)[- \n]
                              | (?P<one><<number_one>>)[ \n] ) )"""
        self.lead = finder(lead, lists)
        from_one = r"""(?<= (?<!\w)(?P<one><<ones>>)[ \n](?:(?:<<number_to>>)|(?P<and><<number_and_to>>))[ \n] )"""
        self.from_one = finder(from_one, words | {"ones": [w for w in words["number_one"] if w not in ("a", "an")]})
        self.to_ends = {w[-1:] + " " for name in ("number_to", "number_and_to") for w in words[name]}
        self.lead_ends = {w[-2:] for name in ("number_quantifier", "number_part", "number_one") for w in words[name]}
        self.bounds = Bounds(words)


@annotator("numbers", uses=["number_word", "number_ordinal", "number_bound", "number_label"], setup=Setup)
def numbers(view: View, setup: Setup) -> list[Hit]:
    """Numbers in figures and words, with their bounds: a layer for other annotators."""
    found = _cardinals(view, setup)
    if ordinals := view["number_ordinal"]:
        found += [Hit(h.start, h.end, Number(str(h.value), form="ordinal")) for h in ordinals]
        found.sort(key=_START)
    _mark(view, setup, found)
    return found


def _cardinals(view: View, setup: Setup) -> list[Hit]:
    """Figures and words in the order of the text; what an earlier number has taken is passed over."""
    folded, reader = view.folded, setup.reader
    powers = reader.powers
    found: list[Hit] = []
    words = [*view["number_word"], Hit(len(folded) + 1, 0)]
    i, stop, next_word = 0, 0, words[0].start
    for figure in reader.figures(zeroed(folded)):
        start = figure.start()
        while next_word < start:
            if next_word >= stop and (hit := _worded(folded, words[i], setup, stop)):
                stop = hit.end
                found.append(hit)
            i += 1
            next_word = words[i].start
        if start < stop:
            continue
        kind = figure.lastgroup
        if kind == "figure" and folded[start] != "0":  # two of three
            end = figure.end()
            hit = Hit(start, end, Number(folded[start:end].replace(",", ".")))
        elif kind == "scale" and folded[start] != "0":
            end = figure.end("figure")
            power = powers[figure["scale"]]
            amount = shift(folded[start:end].replace(",", "."), power)
            hit = Hit(start, figure.end(), Number(amount, None, None, "exact", "mixed", power))
        else:
            stop, read = _rare(folded, start, reader)
            if read is None:
                continue
            hit = read
        if start and folded[start - 1] in "-+(.":
            _sign(folded, hit, reader)
        if hit.end > stop:
            stop = hit.end
        found.append(hit)
    for word in words[i:-1]:
        if word.start >= stop and (hit := _worded(folded, word, setup, stop)):
            stop = hit.end
            found.append(hit)
    return found


def _rare(folded: str, start: int, reader: Reader) -> tuple[int, Hit | None]:
    """A figure that is grouped or has something after it: where it ends, and what it is if it is a number."""
    found = reader.match(folded, start)
    if found is None:
        return start, None
    kind, amount, end = found.lastgroup, reader.raw(folded, found), found.end()
    if amount is None:
        return end, _fraction(found["fraction"], start) if found["fraction"] else None
    if kind in ("figure", "grouped"):
        return end, Hit(start, end, Number(amount))
    if kind == "letters":
        return end, _glued(folded, found, amount, reader)
    reading = reader.simple(folded, found, amount)
    if kind == "tail":
        reader.extend(folded, reading)
        if reading.form == "figure" and reading.bound == "exact" and _CHAINED.match(folded, reading.end):
            return end, None  # a score, a ratio, the number of an article
    return end, Hit(start, reading.end, _number(reading))


def _glued(folded: str, found: Any, amount: str, reader: Reader) -> Hit:
    """A figure with letters after it: an ordinal, or something that other annotators may know (`10M€`, `14h30`)."""
    ordinal = reader.ordinal.match(folded, found.end())
    end, form = (ordinal.end(), "ordinal") if ordinal else (found.end(), "glued")
    return Hit(found.start(), end, Number(amount, form=form))


def _sign(folded: str, hit: Hit, reader: Reader) -> None:
    """Take into `hit` the sign glued to it, or the brackets of accountants around what they subtract: `(12.4) million`."""
    start, end, number = hit.start, hit.end, hit.value
    if not number.amount:
        return
    before = folded[start - 1]
    if before == "(":
        if folded[end : end + 1] == ")" and number.form == "figure" and not folded[start:end].isdigit():
            hit.start, hit.end = start - 1, end + 1
            number.amount = "-" + _scaled(folded, hit, number.amount, reader)
        elif number.amount == "1" and folded[end : end + 1] == ")" and (one := reader.one_before.match(folded, start - 1)):
            hit.start, hit.end, number.form = one.start("one"), end + 1, "words"  # `un (1) million`
            number.amount = _scaled(folded, hit, "1", reader)
    elif before == ".":
        _point(folded, hit, reader)
    elif start == 1 or folded[start - 2] in " \n(:;\"'[|«":
        hit.start, number.amount = start - 1, number.amount if before == "+" else "-" + number.amount


def _scaled(folded: str, hit: Hit, amount: str, reader: Reader) -> str:
    """`amount` in the scale after `hit`, which takes it in."""
    scale = reader.grammar.scaled.match(folded, hit.end)
    if scale is None:
        return amount
    hit.value.scale, hit.end = reader.powers[scale["word"]], scale.end()
    return shift(amount, hit.value.scale)


def _point(folded: str, hit: Hit, reader: Reader) -> None:
    """Take into `hit` the decimal point that nothing stands before, and the sign before it: `.5 percent`, `$.05`, `-.25%`."""
    start, number = hit.start, hit.value
    digits = _DIGITS.match(folded, start)
    if reader.decimal != "." or digits is None or (start > 1 and folded[start - 2] not in _BEFORE_POINT):
        return
    if folded[digits.end() : hit.end][:1] in (".", ","):
        return  # `.5.1`
    hit.start, number.amount = start - 1, shift(f"0.{digits[0]}", number.scale)
    if hit.start and folded[hit.start - 1] in "-+":
        _sign(folded, hit, reader)


def _fraction(raw: str, start: int) -> Hit:
    over, _, under = raw.partition("/")
    return Hit(start, start + len(raw), Number(EXACT_FRACTIONS.get(f"{int(over)}/{int(under)}"), form="fraction"))


def _number(reading: Reading) -> Number:
    if reading.bound == "range":
        return Number(None, reading.low, reading.amount, "range", reading.form, reading.scale, reading.seam)
    return Number(reading.amount, reading.low, None, reading.bound, reading.form, reading.scale)


def _worded(folded: str, word: Hit, setup: Setup, stop: int) -> Hit | None:
    """The number that begins with `word`, or shortly before it with a quantifier, a half or a one."""
    start, end, grammar = word.start, word.end, setup.reader.grammar
    unit = grammar.units.get(folded[start:end])
    if unit and grammar.single(folded, end) and folded[max(0, start - 2) : start] not in setup.to_ends:
        return Hit(start, end, Number(unit, None, None, "exact", "words"))
    lead = None
    if not isinstance(word.value, int) and folded[max(0, start - 3) : max(0, start - 1)].strip(" '\n") in setup.lead_ends:
        lead = setup.lead.match(folded, start)
        lead = lead if lead and lead.start(lead.lastgroup or 0) >= stop else None
    if lead and not lead["one"]:
        return _led(folded, word, setup, lead)
    reading = grammar.words(folded, lead.start("one") if lead else start)
    if reading is None:
        return None
    if grammar.follows(folded, reading.end):
        setup.reader.add_rest(folded, reading)
        if reading.amount is not None:
            setup.reader.extend(folded, reading)
    if folded[max(0, reading.start - 2) : reading.start] in setup.to_ends:
        _from_one(folded, reading, setup, stop)
    return Hit(reading.start, reading.end, _number(reading))


def _from_one(folded: str, reading: Reading, setup: Setup, stop: int) -> None:
    """Take in the one before: `un à deux millions`, `un ou deux ans`, `entre un et deux`."""
    found = setup.from_one.match(folded, reading.start)
    if not found or reading.bound != "exact" or reading.amount is None or found.start("one") < stop or reading.form == "year":
        return
    begin = found.start("one")
    if found["and"] and not setup.reader.between.search(folded, max(0, begin - 20), begin):
        return
    reading.start, reading.bound, reading.low = begin, "range", shift("1", reading.scale)


def _led(folded: str, word: Hit, setup: Setup, lead: Any) -> Hit | None:
    """A scale after a quantifier (`plusieurs milliards`) or a part (`un demi-milliard`)."""
    grammar, start = setup.reader.grammar, lead.start(lead.lastgroup or 0)
    reading = grammar.words(folded, word.start)
    if lead["part"] and (one := setup.lead.match(folded, start)) and one["one"]:
        start = one.start("one")
    if reading is None:
        return None
    low = reading.amount or reading.low or "0"
    if lead["quantifier"]:
        return Hit(start, reading.end, Number(None, low, None, "vague", "vague", reading.scale))
    words = folded[start : lead.end("part")].replace("\n", " ")
    part = grammar.parts.get(words) or grammar.parts[lead["part"].replace("\n", " ")]
    if (one := setup.from_one.match(folded, start)) and one["and"]:
        start, part = one.start("one"), f"1{part[1:]}"  # `one and a half million`
    return Hit(start, reading.end, Number(_times(low, part), form="words", scale=reading.scale))


def _times(amount: str, part: str) -> str:
    """An integer times a decimal below ten."""
    digits = part.partition(".")[2]
    product = str(int(amount) * int(part.replace(".", ""))).rjust(len(digits) + 1, "0")
    whole, rest = product[: -len(digits)], product[-len(digits) :].rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _mark(view: View, setup: Setup, found: list[Hit]) -> None:
    """Set the bounds that the words before say, and the form of numbers that are names."""
    folded, starts = view.folded, [hit.start for hit in found]
    starts.append(len(folded) + CUE_DISTANCE + 1)
    for cue in view["number_bound"]:
        i = bisect_left(starts, cue.end)
        if starts[i] - cue.end <= CUE_DISTANCE and found[i].value.bound in ("exact", "approx"):
            found[i].value.bound = setup.bounds.of(folded, cue, starts[i]) or found[i].value.bound
    for label in view["number_label"]:
        i = bisect_left(starts, label.end)
        if starts[i] - label.end <= 3 and found[i].value.form == "figure":
            found[i].value.form = "label"
