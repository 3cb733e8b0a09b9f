"""Reads one number at a known place: a figure or words, its scale, its restatement, the other end of its range."""

from __future__ import annotations

import re
from collections.abc import Iterable

from apostil import Words, finder, pattern
from apostil_numbers.grammar import Grammar, Reading
from apostil_numbers.number import normal, shift, smaller

STARTS = r"""
0 (?: (?<![^\W²³¹¼½¾]0) | (?<=[a-z]0)(?:<<prefixes>>) ) (?<![^\W²³¹¼½¾][-._/@\#°]0) (?<!0,0) (?<!%0) (?<!\b[lrd]\.[ ]0)
"""
"""First digit of a figure, in the text with all digits 0. Not in a word (but after what `number_prefix` lists, `EUR29`), a
version, an address, a decimal cut in two, or the article of a code (`L. 442-1`). Of `²` and `½` the engine makes word
characters, which they are not here: `m²3`."""

COMMON = r"(?:[.,][0-9]{1,2})?(?![0-9]|[ .,:/'-][0-9])"
"""What follows the one to four digits with which most figures begin: these are told at once."""

FIGURE = (
    rf"(?: (?P<figure>[0-9]{{1,4}}{COMMON})"
    r"""
  | (?P<junk>
      0[1-9](?:[ ][0-9]{2}){4}(?![0-9]) | 0[1-9](?:[.-][0-9]{2}){4}(?![0-9]) | 0[1-9][0-9]{8}(?![0-9])  # telephone
    | [0-9]{1,4}(?P<mark>[/.-])[0-9]{1,2}(?P=mark)[0-9]{1,4}(?![0-9])                # date
    | [0-9]{1,4}/[0-9]{3,4}                                           # 2023/2024
    | [0-9]{1,2}:[0-9]{2}                                             # time
    | [0-9]{41,80}                                                    # no count of anything
    )
  | (?P<fraction>[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))
  | (?P<grouped>
      [0-9]{1,3}(?:[ ][0-9]{3}(?![0-9])){1,12}(?:[.,][0-9]{1,20}(?![0-9]|[.,][0-9]))?
    | [0-9]{1,3}(?:'[0-9]{3}(?![0-9])){1,12}(?:[.,][0-9]{1,20})?
    | [0-9]{1,3}(?:\.[0-9]{3}(?![0-9])){1,12}(?:,[0-9]{1,20})?(?![.,]?[0-9])
    | [0-9]{1,3}(?:,[0-9]{3}(?![0-9])){1,12}(?:\.[0-9]{1,20})?(?![.,]?[0-9])
    | [0-9]{1,2}(?:,[0-9]{2}){1,9},[0-9]{3}(?:\.[0-9]{1,20})?(?![.,]?[0-9])
    | [0-9]{1,40}(?:[.,][0-9]{1,20})?(?![.,][0-9])
    )
  | (?P<other>[0-9]{1,6}(?:[.,][0-9]{1,6}){1,8})                      # version, list
)"""
)
AFTER = r"""
(?: (?P<letters>(?=[^\W0-9¼½¾])(?!(?:<<scales>>)(?!\w)))
  | (?: (?:[ ]\n?|\n|-)?(?P<scale><<scales>>)(?!\w) (?:[ \n](?:<<number_of>>)?(?P<scale2><<scales>>)(?!\w))? )?
    (?P<tail>(?=<<tail>>))?
)
"""
"""What may follow a figure: a scale may be glued to it (`£27million`). The last group of a match says what did."""
_ZEROES = bytes(ord("0") if 48 <= i < 58 else i for i in range(256))
THOUSANDS = 3
"""Power of ten from which a number in words of scale is not followed, in a range, by one of as few figures."""
HALVES = {"¼": "25", "½": "5", "¾": "75"}


class Reader:
    """Reads the numbers of one language."""

    def __init__(self, words: Words) -> None:
        self.grammar = Grammar(words)
        lists = words | {"scales": self.grammar.scales}
        self.decimal = min(words["number_decimal"] or ",")
        self.powers: dict[str, int] = {w: self.grammar.payloads[w]["scale"] for w in self.grammar.scales}
        after = AFTER.replace("<<tail>>", self.grammar.tail)
        self.match = pattern(FIGURE + after, lists).match
        glued, behind = _behind(words["number_prefix"])
        self.figures = pattern(
            rf"{STARTS.replace('<<prefixes>>', behind)} (?: (?P<figure>0{{0,3}}{COMMON}) {after} )?", lists | glued
        ).finditer
        """Finds figures in `zeroed` text. A match without a group is the first digit of one that is not common."""
        self.eighths = pattern(r"[ -](?P<over>[1-7])/(?P<under>[2458])(?![0-9/])")
        self.ordinal = pattern(r"(?:<<number_ordinal_end>>)(?!\w)", lists)
        self.link = pattern(
            r"""(?: -(?:<<number_to>>)- | [ \n]?-[ \n]? | [ \n](?:<<number_to>>)[ \n](?:<<number_filler>>[ ])?
                | [ \n](?P<and><<number_and_to>>)[ \n] )
            (?P<sign>(?:[a-z]{1,3})?[$£¥¤\x80][ ]?)?""",
            lists,
        )
        self.one_before = finder(r"(?<= (?<!\w)(?P<one><<number_one>>)[ \n]? )", lists)
        self.restated = pattern(r"[ \n]?\((?:(?:soit|or)[ ])?")
        ends = "|".join(re.escape(w).replace(r"\ ", r"[ \n]") for w in words["number_between"])
        self.between = finder(rf"(?:^|\W)(?:{ends or '(?!)'})[ \n](?:[a-z]{{0,3}}[$£¥¤\x80][ ]?)?$")

    def value(self, folded: str, raw: str, start: int) -> str:
        """The decimal string of the figure `raw` at `start`. A comma groups in `$1,234` whatever the language."""
        if folded[start - 1 : start] in ("$", "£") and "," in raw:
            return normal(raw, ".")
        return normal(raw, self.decimal)

    def raw(self, folded: str, found: re.Match[str]) -> str | None:
        """The decimal string of a match; None where it is no figure."""
        if plain := found["figure"]:
            return plain.replace(",", ".") if plain[0] != "0" else normal(plain, self.decimal)
        return self.value(folded, found["grouped"], found.start()) if found["grouped"] else None

    def simple(self, folded: str, found: re.Match[str], amount: str) -> Reading:
        """The number of a match whose figure is `amount`, its scale included."""
        start, end = found.start(), found.end("figure") if found["figure"] else found.end("grouped")
        power = 0
        if scale := found["scale"]:
            power, end = self.powers[scale], found.end("scale")
            if second := found["scale2"]:
                power, end = power + self.powers[second], found.end("scale2")
            amount = shift(amount, power)
        reading = Reading(start, end, amount, form="mixed" if power else "figure", scale=power)
        if found["tail"] is not None:
            self._halved(folded, reading)
            self.grammar.more(folded, reading)
            self.add_rest(folded, reading)
        return reading

    def _halved(self, folded: str, reading: Reading) -> None:
        """`2 ½`, `1-1/2`, `7 3/8`."""
        found = self.eighths.match(folded, reading.end)
        if found and reading.amount and reading.amount.isdigit() and not reading.scale:
            part = str(int(found["over"]) * 1000 // int(found["under"])).rjust(3, "0").rstrip("0")
            reading.amount, reading.end = f"{reading.amount}.{part}", found.end()
            return
        for end in (reading.end, reading.end + 1):
            if folded[end : end + 1] in HALVES and reading.amount and reading.amount.isdigit() and not reading.scale:
                reading.amount, reading.end = f"{reading.amount}.{HALVES[folded[end]]}", end + 1
                self.grammar.raised(folded, reading)
                return
            if folded[end : end + 1] != " ":
                return

    def add_rest(self, folded: str, reading: Reading) -> None:
        """`300 000` after `2 millions`: a figure or words of the next lower class."""
        for _ in range(3):
            if reading.scale < 6 or folded[reading.end : reading.end + 1] != " " or not (reading.amount or "").isdigit():
                return
            rest = self.one(folded, reading.end + 1)
            limit = 10**reading.scale
            if rest is None or not (rest.amount or "").isdigit() or not limit // 1000 <= int(rest.amount or 0) < limit:
                return
            if rest.form == "figure" and " " not in folded[rest.start : rest.end] and len(rest.amount or "") < 6:
                return  # `2 millions 2019`
            reading.amount = str(int(reading.amount or 0) + int(rest.amount or 0))
            reading.end, reading.scale = rest.end, rest.scale

    def one(self, folded: str, start: int) -> Reading | None:
        """The number at `start`, in figures or words, without restatement or range."""
        if not "0" <= folded[start : start + 1] <= "9":
            return self.grammar.words(folded, start)
        found = self.match(folded, start)
        amount = self.raw(folded, found) if found else None
        return self.simple(folded, found, amount) if found and amount else None

    def extend(self, folded: str, reading: Reading) -> None:
        """Take in what belongs to the number after it: its restatement in brackets, the other end of a range."""
        self._restate(folded, reading)
        found = self.link.match(folded, reading.end)
        if not found or (found["and"] and not self.between.search(folded, max(0, reading.start - 20), reading.start)):
            return
        other = self.one(folded, found.end())
        if other is None or other.amount is None or other.form in ("year", "scale"):
            return
        self._restate(folded, other)
        if found["sign"] and (reading.scale or not other.scale):
            return
        if _is_year(folded, reading) and not _is_year(folded, other):
            return  # `en 2015 à 10 millions`
        if reading.scale >= THOUSANDS and not other.scale and len(other.amount.partition(".")[0]) <= THOUSANDS:
            return  # `un prêt de 40 millions à 3,1 %`
        if reading.scale and other.scale and smaller(other.amount, reading.amount or "0"):
            return  # `de 22 milliards à 21 milliards`
        low, high = _shared(reading, other)
        if "-" not in found[0] or self._rises(folded, reading, other, found[0]):
            reading.low, reading.amount = (low, high) if smaller(low, high) else (high, low)
            reading.seam = (reading.end, other.start) if reading.scale and other.scale else None
            reading.end, reading.bound, reading.scale = other.end, "range", other.scale

    def _rises(self, folded: str, first: Reading, last: Reading, link: str) -> bool:
        """Whether two numbers joined by a dash are a range: upwards, not both in words, no part of a longer chain."""
        if ("\n" in link and link.strip() != link) or first.form == last.form == "words":
            return False
        chained = folded[last.end : last.end + 1] == "-" and folded[last.end + 1 : last.end + 2].isdigit()
        return not chained and smaller(*_shared(first, last))

    def _restate(self, folded: str, reading: Reading) -> None:
        found = self.restated.match(folded, reading.end)
        if not found:
            return
        same = self.one(folded, found.end())
        if same and same.amount == reading.amount and folded[same.end : same.end + 1] == ")":
            reading.end = same.end + 1
            self.grammar.raised(folded, reading)


def zeroed(folded: str) -> str:
    """`folded` with all digits 0: a pattern that begins with a letter skips text five times as fast as one with a class."""
    return folded.encode("latin-1").translate(_ZEROES).decode("latin-1")


def _behind(prefixes: Iterable[str]) -> tuple[dict[str, list[str]], str]:
    """Word lists and a pattern for what a figure may be glued to: the words by length, as a look-behind has to know it."""
    lists: dict[str, list[str]] = {}
    for word in prefixes:
        lists.setdefault(f"glued{len(word)}", []).append(word)
    return lists, "|".join(rf"(?<=(?<![^\W²³¹¼½¾])<<{name}>>0)" for name in lists) or "(?!)"


def _is_year(folded: str, reading: Reading) -> bool:
    raw = folded[reading.start : reading.end]
    return len(raw) == 4 and raw.isdigit() and "1500" <= raw < "2200"


def _shared(first: Reading, last: Reading) -> tuple[str, str]:
    """Both ends, the first in the scale of the last where that leaves it the lesser: not in `800 000 à 1 million`."""
    low, high = first.amount or "0", last.amount or "0"
    if last.scale and not first.scale:
        scaled = shift(low, last.scale)
        if not smaller(high, scaled):
            return scaled, high
    return low, high
