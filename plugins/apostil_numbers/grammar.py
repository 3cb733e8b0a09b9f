"""Numbers in words, and the scale words after figures: `deux cent mille`, `2,5 millions`, `une dizaine de milliards`.

What a word does is said by its payload (see `fr.toml`); here is only how numbers are put together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from apostil import Words, pattern
from apostil_numbers.number import shift, smaller

LONGEST = 24
"""Words of the longest number read."""


class Reading(msgspec.Struct, gc=False):
    """A number read at a place. Offsets are those of the view. A range has its high end in `amount`."""

    start: int
    end: int
    amount: str | None
    low: str | None = None
    bound: str = "exact"
    form: str = "words"
    scale: int = 0
    seam: tuple[int, int] | None = None


class _Sum:
    """A number in words, word by word."""

    __slots__ = ("about", "below", "current", "pairs", "scale", "total", "year")

    def __init__(self, pairs: bool) -> None:
        self.total = self.current = 0
        self.scale, self.below = 0, 99
        self.about = self.year = False
        self.pairs = pairs

    def add(self, n: int) -> bool:
        """Whether `n`, below a hundred, may come next; it is added if so."""
        current, rest = self.current, self.current % 100
        if self.year:
            self.current += n
            return current % 10 == 0 and n < 10
        if self.pairs and 10 < current < 100 and n >= 10 and not self.total:
            self.current, self.year = current * 100 + n, True
            return True
        fits = rest == 0 or (rest % 10 == 0 and rest >= 20 and 0 < n < 10) or (rest in (60, 80) and 10 <= n < 20)
        if not fits or (self.scale and n >= 10**self.below):
            return False
        self.current += n
        return True

    def multiply(self, by: int) -> bool:
        """A hundred, or a noun of quantity."""
        if self.current >= 100 or self.year:
            return False
        self.current = (self.current or 1) * by
        return True

    def raise_to(self, power: int) -> bool:
        """A scale: of what precedes it since the last one, or of all of it if that one was smaller."""
        if power < self.below:
            self.total += (self.current or 1) * 10**power
        elif power > self.below and not self.year:
            self.total = (self.total + self.current) * 10**power
        else:
            return False
        self.current, self.below, self.scale = 0, power, power
        return True


class Grammar:
    """The number words of one language, compiled."""

    def __init__(self, words: Words) -> None:
        self.payloads: dict[str, Any] = {**words["number_word"], **words["number_one"]}
        self.parts: Mapping[str, str] = words["number_part"]
        self.pluses: Mapping[str, str] = words["number_plus"]
        self.starts = {part.split()[0] for part in self.parts}
        self.pairs = "hundred" in self.payloads
        self.scales = {w: p for w, p in self.payloads.items() if isinstance(p, dict) and "scale" in p}
        lists = words | {"scales": self.scales, "all": self.payloads}
        link = [
            w for w in (*words["number_to"], *words["number_and_to"], *words["number_and"], *words["number_point"]) if w != "-"
        ]
        self.tail = rf"[ \n]?(?:[-¼½¾(]|(?:{'|'.join(map(re.escape, link))})[ \n]|[0-9])"
        self.follows = pattern(self.tail).match
        self.first = pattern(rf"(<<all>>)(?!\w)(?P<more>(?={self.tail}|[ \n](?:<<all>>|<<number_of>>)))?", lists)
        self.single = pattern(rf"(?!\w|{self.tail}|[ \n](?:<<all>>|<<number_of>>))", lists).match
        """Whether nothing follows a word that could belong to its number."""
        self.units = {
            word: str(payload)
            for word, payload in words["number_word"].items()
            if isinstance(payload, int) and word.isalpha() and word not in self.starts
        }
        """Amounts of words that are a number alone."""
        self.next = pattern(
            r"(?:-|[ ]\n?|\n)(?:(?P<and><<number_and>>)(?:-|[ \n]))?(?P<of><<number_of>>)?(?P<word><<all>>)(?!\w)", lists
        )
        self.scaled = pattern(r"(?:[ ]\n?|\n|-)(?P<word><<scales>>)(?!\w)", lists)
        self.share = pattern(r"(?P<part><<number_part>>)[- \n](?P<word><<scales>>)(?!\w)", lists)
        digits = {w: p for w, p in self.payloads.items() if isinstance(p, int) and p < 10 and " " not in w}
        self.digits = {w: p for w, p in digits.items() if w not in ("a", "an")}
        lists |= {"digit": self.digits}
        self.point = pattern(r"[ ](?:<<number_point>>)(?P<first>[ ]<<all>>)(?P<rest>(?:[ ]<<digit>>){0,8})(?!\w)", lists)
        hundredths = r"[ \n](?:<<number_and>>)[ ](?P<cents>[0-9]{2}|no|xx|zero)/100(?:ths?)?(?!\w)"
        self.hundredths = pattern(hundredths, words)
        self.plus = pattern(r"[ \n](?P<word><<number_plus>>)(?!\w)", lists)

    def words(self, folded: str, start: int) -> Reading | None:
        """The number in words that begins at `start`."""
        found = self.first.match(folded, start)
        if not found:
            return share_of(self.share.match(folded, start), self)
        word, end = found[1], found.end(1)
        payload = self.payloads[word]
        if isinstance(payload, int) and found["more"] is None and word not in self.starts:
            return Reading(start, end, str(payload))
        if word in self.starts and (share := self.share.match(folded, start)):
            return share_of(share, self)
        sum_ = _Sum(self.pairs)
        self._take(sum_, word)
        last, count = word, 1
        while count < LONGEST and (found := self.next.match(folded, end)):
            if not self._fits(folded, found, last) or not self._take(sum_, found["word"]):
                break
            last, end, count = found["word"], found.end(), count + 1
        bound, form = ("approx" if sum_.about else "exact"), ("year" if sum_.year else "words")
        scale = sum_.scale if not sum_.current else 0
        reading = Reading(start, end, str(sum_.total + sum_.current), None, bound, form, scale)
        if not isinstance(payload, int):
            _bare(word, payload, reading)
        return self.more(folded, reading) if self.follows(folded, end) else reading

    def _take(self, sum_: _Sum, word: str) -> bool:
        payload = self.payloads[word]
        if isinstance(payload, int):
            return sum_.add(payload)
        sum_.about = sum_.about or payload.get("about", False)
        if "scale" in payload:
            return sum_.raise_to(payload["scale"])
        return sum_.multiply(payload.get("times") or payload["group"])

    def _fits(self, folded: str, found: re.Match[str], last: str) -> bool:
        """Whether the joining words are right: `of` before a scale only, `and` not before another whole number."""
        payload, before = self.payloads[found["word"]], self.payloads[last]
        small = isinstance(payload, int)
        if found["of"]:
            return not small and "scale" in payload and not isinstance(before, int) and "times" not in before
        if found["and"]:
            after = self.next.match(folded, found.end())
            then = self.payloads[after["word"]] if after and not after["and"] else 0
            grows = isinstance(before, dict) and isinstance(then, dict) and ("times" in then or "scale" in before)
            return small and not grows and not (isinstance(before, dict) and "group" in before)
        return small or isinstance(before, int) or "group" not in payload

    def more(self, folded: str, reading: Reading) -> Reading:
        """`reading` with the half, decimals or hundredths (`and 50/100 dollars`) that follow it, and the scale of all."""
        if reading.form == "words" and not reading.scale and (found := self.point.match(folded, reading.end)):
            return self._decimals(folded, reading, found)
        if (
            reading.form == "words"
            and (cents := self.hundredths.match(folded, reading.end))
            and (reading.amount or "").isdigit()
        ):
            reading.end = cents.end()
            if cents["cents"].strip("0").isdigit():
                reading.amount = f"{reading.amount}.{cents['cents']}"
            return reading
        found = self.plus.match(folded, reading.end)
        if found and reading.amount is not None and reading.form != "year" and "." not in reading.amount:
            half = shift(self.pluses[found["word"]], reading.scale)
            if smaller(half, reading.amount):
                whole = str(int(reading.amount) + int(half)) if reading.scale else reading.amount + half[1:]
                reading.amount, reading.end = whole, found.end()
                self.raised(folded, reading)
        return reading

    def _decimals(self, folded: str, reading: Reading, found: re.Match[str]) -> Reading:
        """`three point five`, `six virgule vingt-cinq`: digit by digit, or one number of two figures."""
        end, written = found.end(), [self.payloads[w] for w in found[0].split()[1:]]
        if len(written) == 1 and (number := self.words(folded, found.start("first") + 1)) and number.form == "words":
            if (number.scale or 0) or not (number.amount or "").isdigit() or len(number.amount or "") > 2:
                written = [] if not isinstance(written[0], int) else written
            else:
                written, end = [int(number.amount or 0)], number.end
        if not written or not all(isinstance(n, int) for n in written) or reading.amount is None:
            return reading
        reading.amount, reading.end = f"{reading.amount}.{''.join(map(str, written))}", end
        self.raised(folded, reading)
        return reading

    def raised(self, folded: str, reading: Reading) -> None:
        """Take in the scale word that follows a number without one."""
        found = self.scaled.match(folded, reading.end)
        if found and not reading.scale and reading.amount is not None:
            reading.scale = self.payloads[found["word"]]["scale"]
            reading.amount, reading.end, reading.form = shift(reading.amount, reading.scale), found.end(), "mixed"


def _bare(word: str, payload: Mapping[str, Any], reading: Reading) -> None:
    """What a number that begins with a scale is worth: itself if a thousand, vague if plural, else of form `scale`."""
    if "times" in payload or payload.get("alone"):
        return
    if word.endswith("s"):
        reading.low, reading.amount, reading.bound, reading.form = reading.amount, None, "vague", "vague"
    else:
        reading.form = "scale"


def share_of(found: re.Match[str] | None, grammar: Grammar) -> Reading | None:
    """`three quarters of a billion`."""
    if found is None:
        return None
    power = grammar.payloads[found["word"]]["scale"]
    return Reading(found.start(), found.end(), shift(grammar.parts[found["part"]], power), scale=power)
