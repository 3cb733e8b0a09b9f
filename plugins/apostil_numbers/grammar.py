"""Numbers in words, and the scale words after figures: `deux cent mille`, `2,5 millions`, `une dizaine de milliards`.

What a word does is said by its payload (see `fr.toml`); here is only how numbers are put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from apostil import Words, pattern
from apostil_numbers.number import shift, smaller

LONGEST = 24
"""Words of the longest number read."""


class Reading(msgspec.Struct, gc=False):
    """A number read at a place. Offsets are those of the view."""

    start: int
    end: int
    amount: str | None
    low: str | None = None
    bound: str = "exact"
    form: str = "words"
    scale: int = 0


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
        fits = rest == 0 or (rest % 10 == 0 and rest >= 20 and 0 < n < 10) or (rest in (60, 80) and 10 < n + 1 <= 20)
        if self.pairs and 10 < current < 100 and n >= 10 and not self.total:
            self.current, self.year = current * 100 + n, True
            return True
        if self.year and current % 10 == 0 and n < 10:
            self.current += n
            return True
        if not fits or self.year or (self.scale and n >= 10**self.below):
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
        if power < self.below:
            self.total += (self.current or 1) * 10**power
        elif power > self.below and not self.year:
            self.total = (self.total + self.current) * 10**power
        else:
            return False
        self.current, self.below = 0, power
        self.scale = power
        return True


class Grammar:
    """The number words of one language, compiled."""

    def __init__(self, words: Words) -> None:
        self.payloads: dict[str, Any] = dict(words["number_word"])
        self.payloads |= {w: p for w, p in words["number_one"].items()}
        self.parts: Mapping[str, str] = {w: p for w, p in words["number_part"].items()}
        self.pluses: Mapping[str, str] = {w: p for w, p in words["number_plus"].items()}
        self.pairs = "hundred" in self.payloads
        scales = [w for w, p in self.payloads.items() if isinstance(p, dict) and "scale" in p]
        named = {name: words[name] for name in words}
        lists = {**named, "scales": scales, "all": list(self.payloads)}
        self.first = pattern(r"(<<all>>)(?!\w)", lists)
        self.next = pattern(
            r"(?:-|[ ]\n?|\n)(?:(?P<and><<number_and>>)(?:-|[ \n]))?(?P<of><<number_of>>)?(?P<word><<all>>)(?!\w)", lists
        )
        self.scaled = pattern(r"(?:[ ]\n?|\n|-)(?P<of><<number_of>>)?(?P<word><<scales>>)(?!\w)", lists)
        self.share = pattern(r"(?P<part><<number_part>>)[- \n](?P<word><<scales>>)(?!\w)", lists)
        self.plus = pattern(r"[ \n](?P<word><<number_plus>>)(?!\w)", lists)

    def words(self, folded: str, start: int) -> Reading | None:
        """The number in words that begins at `start`."""
        found = self.first.match(folded, start)
        if not found:
            return None
        if share := self.share.match(folded, start):
            return self._share(share)
        sum_, end, word = _Sum(self.pairs), found.end(), found[1]
        bare = not isinstance(self.payloads[word], int)
        if not self._take(sum_, word):
            return None
        count = 1
        while count < LONGEST and (found := self.next.match(folded, end)):
            if not self._fits(folded, found, word) or not self._take(sum_, found["word"]):
                break
            word, end, count = found["word"], found.end(), count + 1
        amount = str(sum_.total + sum_.current)
        bound, form = ("approx" if sum_.about else "exact"), ("year" if sum_.year else "words")
        reading = Reading(start, end, amount, None, bound, form, sum_.scale if not sum_.current else 0)
        if bare:
            self._bare(folded, reading)
        return self._more(folded, reading)

    def _share(self, found: Any) -> Reading:
        """`three quarters of a billion`."""
        power = self.payloads[found["word"]]["scale"]
        return Reading(found.start(), found.end(), shift(self.parts[found["part"]], power), scale=power)

    def _take(self, sum_: _Sum, word: str) -> bool:
        payload = self.payloads[word]
        if isinstance(payload, int):
            return sum_.add(payload)
        sum_.about = sum_.about or payload.get("about", False)
        if "scale" in payload:
            return sum_.raise_to(payload["scale"])
        return sum_.multiply(payload.get("times") or payload["group"])

    def _fits(self, folded: str, found: Any, last: str) -> bool:
        """Whether the joining words are right: `of` before a scale only, `and` not before another whole number."""
        payload, before = self.payloads[found["word"]], self.payloads[last]
        small = isinstance(payload, int)
        if found["of"]:
            return not small and "scale" in payload and not isinstance(before, int) and "times" not in before
        if found["and"]:
            after = self.next.match(folded, found.end())
            grows = (
                not isinstance(before, int)
                and after is not None
                and not after["and"]
                and not isinstance(self.payloads[after["word"]], int)
            )
            return small and not grows and not (isinstance(before, dict) and "group" in before)
        return small or isinstance(before, int) or "group" not in payload

    def _bare(self, folded: str, reading: Reading) -> None:
        """A number that begins with a scale: as it stands if a hundred or a thousand, vague if plural, else of form `scale`."""
        word = self.first.match(folded, reading.start)
        assert word
        payload = self.payloads[word[1]]
        if "times" in payload or payload.get("alone"):
            return
        if word[1].endswith("s"):
            reading.low, reading.amount, reading.bound, reading.form = reading.amount, None, "vague", "vague"
        else:
            reading.form = "scale"

    def scales(self, folded: str, reading: Reading) -> Reading:
        """`reading`, a figure, with the scale words that follow it."""
        for _ in range(2):
            found = self.scaled.match(folded, reading.end)
            if not found or (found["of"] and not reading.scale):
                break
            power = self.payloads[found["word"]]["scale"]
            assert reading.amount is not None
            reading.amount, reading.end = shift(reading.amount, power), found.end()
            reading.scale, reading.form = reading.scale + power, "mixed"
        return self._more(folded, reading) if reading.scale else reading

    def _more(self, folded: str, reading: Reading) -> Reading:
        """`reading` with the half that follows it."""
        found = self.plus.match(folded, reading.end)
        if found and reading.amount is not None and reading.form != "year":
            half = shift(self.pluses[found["word"]], reading.scale)
            if "." not in reading.amount and smaller(half, reading.amount):
                whole = str(int(reading.amount) + int(half)) if reading.scale else reading.amount + half[1:]
                reading.amount, reading.end = whole, found.end()
                return reading if reading.scale else self.scales(folded, reading)
        return reading
