"""Reads one number at a known place: a figure or words, what follows of its scale, its restatement, the other end of its range."""

from __future__ import annotations

from apostil import Words, finder, pattern
from apostil_numbers.grammar import Grammar, Reading
from apostil_numbers.number import normal, shift, smaller

STARTS = finder(r"[0-9](?<!\w[0-9])(?<!\w[-._/@\#°^][0-9])(?<![0-9],[0-9])(?<!\b[lrd]\.[ ][0-9])")
"""First digit of a figure. Not in a word, a version, an address, a decimal cut in two or an article of a code (`L. 442-1`)."""

FIGURE = r"""
(?: (?P<junk>
      0[1-9](?:[ ][0-9]{2}){4}(?![0-9]) | 0[1-9](?:[.-][0-9]{2}){4}(?![0-9]) | 0[1-9][0-9]{8}(?![0-9])  # telephone
    | [0-9]{1,4}([/.-])[0-9]{1,2}\2[0-9]{1,4}(?![0-9])                # date
    | [0-9]{1,4}/[0-9]{3,4}                                           # 2023/2024
    | [0-9]{1,2}:[0-9]{2}                                             # time
    | [0-9]{41,80}                                                    # no count of anything
    )
  | (?P<fraction>[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))
  | (?P<figure>
      [0-9]{1,3}(?:[ ][0-9]{3}(?![0-9])){1,12}(?:[.,][0-9]{1,20}(?![0-9]|[.,][0-9]))?
    | [0-9]{1,3}(?:'[0-9]{3}(?![0-9])){1,12}(?:[.,][0-9]{1,20})?
    | [0-9]{1,3}(?:\.[0-9]{3}(?![0-9])){1,12}(?:,[0-9]{1,20})?(?![.,]?[0-9])
    | [0-9]{1,3}(?:,[0-9]{3}(?![0-9])){1,12}(?:\.[0-9]{1,20})?(?![.,]?[0-9])
    | [0-9]{1,2}(?:,[0-9]{2}){1,9},[0-9]{3}(?:\.[0-9]{1,20})?(?![.,]?[0-9])
    | [0-9]{1,40}(?:[.,][0-9]{1,20})?(?![.,][0-9])
    )
  | (?P<other>[0-9]{1,6}(?:[.,][0-9]{1,6}){1,8})                      # version, list
)(?: (?P<letters>(?=[^\W0-9])) | (?P<more>(?=[ \n]?(?:[-¼½¾(]|(?:<<number_more>>)(?!\w)|[0-9]/[0-9]))) )?
"""
HALVES = {"¼": "25", "½": "5", "¾": "75"}


class Reader:
    """Reads the numbers of one language."""

    def __init__(self, words: Words) -> None:
        self.grammar = Grammar(words)
        lists = {name: words[name] for name in words}
        scales = [w for w, p in words["number_word"].items() if isinstance(p, dict) and "scale" in p]
        follow = [*scales, *words["number_to"], *words["number_and_to"], *words["number_of"], *words["number_and"]]
        lists["number_more"] = dict.fromkeys(w for w in follow if w != "-")
        self.decimal_point = words.language == "en"
        self.match = pattern(FIGURE, lists).match
        self.ordinal = pattern(r"(?:<<number_ordinal_end>>)(?!\w)", lists)
        self.mixed = pattern(r"[ ](?=[0-9])", lists)
        self.link = pattern(
            r"(?:[ \n]?-[ \n]?|[ \n](?:<<number_to>>)[ \n](?:<<number_filler>>[ ])?|[ \n](?P<and><<number_and_to>>)[ \n])(?P<sign>(?:[a-z]{1,3})?[$£¥¤\x80][ ]?)?", lists
        )  # fmt: skip
        self.restated = pattern(r"[ ]?\((?:(?:soit|or)[ ])?", lists)
        ends = "|".join(w.replace(" ", "[ \\n]") for w in words["number_between"])
        self.between = finder(rf"(?:^|\W)(?:{ends or '(?!)'})[ \n](?:[a-z]{{0,3}}[$£¥¤\x80][ ]?)?$")

    def figure(self, folded: str, start: int) -> Reading | None:
        """The figure that begins at `start`, with its scale words; None where it is no number."""
        found = self.match(folded, start)
        return None if found is None or found["figure"] is None else self.simple(folded, found["figure"], start)

    def group(self, folded: str, start: int) -> str:
        """The sign that groups thousands in `1.234` at `start`: the language's, the comma after a `$` or `£`."""
        return (
            "," if self.decimal_point or folded[start - 1 : start] in ("$", "£") and "," in folded[start : start + 4] else "."
        )

    def simple(self, folded: str, raw: str, start: int) -> Reading:
        amount = normal(raw, self.group(folded, start))
        end = start + len(raw)
        if folded[end : end + 1] in HALVES or (folded[end : end + 1] == " " and folded[end + 1 : end + 2] in HALVES):
            end += 1 if folded[end] in HALVES else 2
            return Reading(start, end, f"{amount}.{HALVES[folded[end - 1]]}", form="fraction")
        reading = self.grammar.scales(folded, Reading(start, end, amount, form="figure"))
        if reading.scale >= 6:
            self._add_rest(folded, reading)
        return reading

    def _add_rest(self, folded: str, reading: Reading) -> None:
        """`300 000` after `2 millions`: a figure or words of the next lower class."""
        for _ in range(3):
            if folded[reading.end : reading.end + 1] != " " or reading.amount is None or "." in reading.amount:
                return
            rest = self.one(folded, reading.end + 1)
            limit = 10**reading.scale
            if (
                rest is None
                or rest.amount is None
                or not rest.amount.isdigit()
                or not limit // 1000 <= int(rest.amount) < limit
            ):
                return
            if rest.scale == 0 and rest.form == "figure" and " " not in folded[rest.start : rest.end] and len(rest.amount) < 6:
                return
            reading.amount = str(int(reading.amount) + int(rest.amount))
            reading.end, reading.scale = rest.end, rest.scale
            if not reading.scale:
                return

    def one(self, folded: str, start: int) -> Reading | None:
        """The number at `start`, in figures or words, without restatement or range."""
        if folded[start : start + 1].isdigit():
            found = self.match(folded, start)
            if found is None or found["figure"] is None:
                return None
            return self.simple(folded, found["figure"], start)
        return self.grammar.words(folded, start)

    def extend(self, folded: str, reading: Reading) -> None:
        """Take in what belongs to the number after it: its restatement in brackets, the other end of a range."""
        if reading.amount is None:
            return
        self._restate(folded, reading)
        found = self.link.match(folded, reading.end)
        if not found:
            return
        if found["and"] and not self.between.search(folded, max(0, reading.start - 20), reading.start):
            return
        other = self.one(folded, found.end())
        if other is None or other.amount is None or other.form in ("year", "scale"):
            return
        self._restate(folded, other)
        if (found["sign"] and (reading.scale or not other.scale)) or not self._ranges(folded, reading, other, found[0]):
            return
        low, high = self._shared(reading, other)
        reading.low, reading.amount = (low, high) if smaller(low, high) else (high, low)
        reading.end, reading.bound, reading.scale = other.end, "range", other.scale

    def _ranges(self, folded: str, first: Reading, last: Reading, link: str) -> bool:
        """Whether two numbers joined by `link` are a range: by a dash only upwards, and no part of a longer chain."""
        if "-" not in link:
            return True
        assert first.amount is not None and last.amount is not None
        if not link.strip() == link and "\n" in link:
            return False
        if first.form == last.form == "words":
            return False
        chained = folded[last.end : last.end + 1] == "-" and folded[last.end + 1 : last.end + 2].isdigit()
        return not chained and smaller(*self._shared(first, last))

    def _shared(self, first: Reading, last: Reading) -> tuple[str, str]:
        """Both ends, the first in the scale of the last where that leaves it the lesser: `10 à 20 millions`, but `800 000 à 1 million`."""
        assert first.amount is not None and last.amount is not None
        if last.scale and not first.scale:
            scaled = shift(first.amount, last.scale)
            if not smaller(last.amount, scaled):
                return scaled, last.amount
        return first.amount, last.amount

    def _restate(self, folded: str, reading: Reading) -> None:
        found = self.restated.match(folded, reading.end)
        if not found:
            return
        same = self.one(folded, found.end())
        if same and same.amount == reading.amount and folded[same.end : same.end + 1] == ")":
            reading.end = same.end + 1
