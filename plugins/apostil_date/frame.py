"""The words around a piece: part of a period, determiner, what bounds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apostil import View, Words, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import folded_set, table
from apostil_date.tense import Tense
from apostil_date.timeline import Timeline

BACK = 44
"""Characters read before a piece."""


PLACES = ("over", "under")
"""Words before a length that say how much it is, or where something else lies."""


class Frames:
    """Patterns of one language for the words around a date."""

    def __init__(self, words: Words) -> None:
        shy = r"(?:(?<!(?:<<date_part_shy_after>>)\ )|(?!(?:<<date_part_shy>>)(?!\w|\ of)))"
        not_part = rf"(?<![\w-])(?<!(?:<<date_part_after_not>>)\ ){shy}(?!<<date_part_not>>)"
        part = not_part + r"(?P<part><<date_part>>)(?:[ -](?:<<date_link>>)|-)?[ ]?"
        whole = r"(?:(?:<<date_article>>)\ ?)?(?:(?:<<date_year_noun>>)[ ])?"
        self.part = backward(part + whole, words, ("date_part", "date_link", "date_article", "date_year_noun"))
        lists = (
            "date_part",
            "date_link",
            "date_article",
            "date_year_noun",
            "date_det",
            "date_mod",
            "date_mod_filler",
            "date_week_of",
        )
        self.led = backward("", words, lists)
        self.noun = backward(r"(?<!\w)(?P<noun><<date_year_noun>>)[ ]", words, ("date_year_noun",))
        self.week_of = backward(r"(?<!\w)(?:<<date_week_of>>)\ ", words, ("date_week_of",))
        self.each = backward(r"(?<!\w)(?:<<date_every>>)[ ]", words, ("date_every",))
        self.fiscal = folded_set(words, "date_fiscal_noun")
        self.article = backward(r"(?<!\w)(?:<<date_det>>)[ ]?", words, ("date_det",))
        self.mod = backward(
            r"(?<!\w)(?P<mod><<date_mod>>)[ \n]?(?:(?:<<date_mod_filler>>)[ ]?)?", words, ("date_mod", "date_mod_filler")
        )
        self.length_mod = backward(
            r"(?<!\w)(?P<mod><<date_length_mod>>)[ ]?(?:(?:<<date_mod_filler>>)[ ]?)?(?:\w{4,16}ment\ )?",
            words | {"adverb": ("ment",)},
            ("date_length_mod", "date_mod_filler", "adverb"),
        )
        self.over_after = backward(r"(?<!\w)(?:<<date_over_after>>)\ ", words, ("date_over_after",))
        self.over_before = pattern(r"\ (?:<<date_over_before>>)(?!\w)", words)
        self.mod_after = pattern(r"[ ](?P<mod><<date_mod_after>>)(?!\w)", words)
        self.mods: Mapping[str, str] = table(words, "date_mod")
        self.length_mods: Mapping[str, str] = table(words, "date_length_mod")
        self.after_mods: Mapping[str, str] = table(words, "date_mod_after")
        self.parts: Mapping[str, str] = table(words, "date_part")
        self.fused = folded_set(words, "date_fused")
        self.part_det = backward(r"(?<!\w)(?:<<date_part_det>>)\ ?", words, ("date_part_det",))
        self.part_before = backward(r"(?<!\w)(?:<<date_part_of_day_before>>)[ ]?", words, ("date_part_of_day_before",))
        self.present = backward(
            r"(?<!\w)(?P<present><<date_present_before>>)\ (?:(?:<<date_article>>)\ ?)?",
            words,
            ("date_present_before", "date_article"),
        )
        self.presents = table(words, "date_present_before")
        self.fell = backward(r"(?<!\w)(?:<<date_fell>>)\ ", words, ("date_fell",))
        self.other_day = pattern(r"\ (?:<<date_other_day>>)(?!\w)", words)
        self.tense = Tense(words)
        self.sides = table(words, "date_side")
        self.onwards = pattern(r"[ ](?:<<date_onwards>>)(?!\w)", words)

    def framed(self, view: View, p: Piece, timeline: Timeline) -> bool:
        """Whether `p` counts; its span, `mod` and tense are set."""
        folded = view.folded
        if p.kind in ("length", "set"):
            return self._length(folded, p)
        if p.part_of_day and p.time_alone:
            self._dayless(folded, p)
        if p.bare and not self._bare(folded, p):
            return False
        if p.kind == "calendar" and p.day and p.month and p.year is None and self._yearly(folded, p):
            return True
        led = self.led.may_end(folded, p.start)
        if led:
            if p.kind == "fixed" or (p.year is not None and p.month is None and not p.sub and p.until is None):
                self._noun(folded, p)
            elif p.day and p.month and p.until is None and not p.part_of_day:
                self._week(folded, p)
            self._part(folded, p)
        if p.until is not None:
            p.mod = None
        if not self._told(folded, p, timeline.knows(p)):
            return False
        if led and not p.inner:
            if p.relative:
                self._determiner(folded, p)
            self._mod(folded, p)
        told = timeline.reference is not None or p.is_weekday
        if told and p.kind == "calendar" and p.year is None and not p.n and not p.prefer:
            self.tense.tell(folded, p)
        return True

    def _dayless(self, folded: str, p: Piece) -> None:
        """An hour, or a range of hours, of a day that is not told: `at 2 p.m. on the Closing Date`."""
        last = p.until
        if (last and last.of) or not (p.dayless or self.other_day.match(folded, p.end)):
            return
        p.kind, p.until, p.value = "fixed", None, f"{p.part_of_day}/{last.part_of_day}" if last else p.part_of_day

    def _told(self, folded: str, p: Piece, known: bool) -> bool:
        """Whether a date that needs another one to lean on has it, or says enough."""
        if p.rule == "part-of-period":
            return p.inner and (known or self._present(folded, p))
        if p.rule == "each-frame-length":
            return known  # `In a year, downtime does not exceed 30 hours`
        return known or not (p.rule == "range" and p.until is not None and p.until.is_weekday)

    def _present(self, folded: str, p: Piece) -> bool:
        """Whether the words before say that a part of a period is one of the present year, week and so on."""
        found = self.present.match(folded, max(0, p.start - 16), p.start)
        return found is not None and p.unit in self.presents[found["present"]]

    def _length(self, folded: str, p: Piece) -> bool:
        if p.kind == "length":
            found = self.length_mod.match(folded, max(0, p.start - BACK), p.start)
            if found:
                if found["mod"] not in PLACES or self._bounds(folded, p, found):
                    p.mod = self.length_mods[found["mod"]]
            elif after := self.mod_after.match(folded, p.end):
                p.mod = self.after_mods[after["mod"]]
        return True

    def _bounds(self, folded: str, p: Piece, found: Any) -> bool:
        """Whether a word of `PLACES` says how much: `for over 30 days`, not `paid over a year`, `under a five-year plan`."""
        hyphened = "-" in folded[p.start : p.end] and found.end("mod") + 1 < p.start
        if hyphened or folded.startswith(("a ", "the "), p.start) or (p.rule != "length" and not folded[p.start].isdigit()):
            return False
        if found["mod"] != "over" or self.over_before.match(folded, p.end):
            return True
        return self.over_after.match(folded, max(0, found.start() - 16), found.start()) is not None

    def _bare(self, folded: str, p: Piece) -> bool:
        """A part of the day counts after a word of time: `dans la soirée`; a season only with its determiner."""
        if p.rule == "part-of-period":
            return True
        if p.part_of_day[1:2].isalpha():
            before = self.part_before.match(folded, max(0, p.start - 30), p.start)
            if not before:
                return False
            if det := self.part_det.match(folded, max(0, p.start - 6), p.start):
                p.start = det.start()
            return True
        return bool(p.part_of_day)

    def _noun(self, folded: str, p: Piece) -> None:
        found = self.noun.match(folded, max(0, p.start - 20), p.start)
        if found:
            skip = 2 if found["noun"].startswith("l'") else 0
            p.start = found.start() + skip
            if found["noun"] in self.fiscal:
                self._fiscal(p)

    def _yearly(self, folded: str, p: Piece) -> bool:
        """`chaque 1er janvier`, `each January 15`: a repetition."""
        if (
            p.until is not None
            or p.weekday is not None
            or not (found := self.each.match(folded, max(0, p.start - 16), p.start))
        ):
            return False
        p.start, p.kind, p.value, p.rule = found.start(), "set", "P1Y", "every-day-of-year"
        return True

    def _fiscal(self, p: Piece) -> None:
        """`exercice 2023`, and `exercice 2022-2023`, which is the one that ends in 2023."""
        first, _, last = (p.value or "").partition("/")
        if p.rule == "year" or (p.rule == "year-range" and int(last) == int(first) + 1):
            p.kind, p.unit, p.rule = "calendar", "F", f"fiscal-{p.rule}"

    def _week(self, folded: str, p: Piece) -> None:
        """`la semaine du 18 mars`: the week that the day lies in."""
        if found := self.week_of.match(folded, max(0, p.start - 20), p.start):
            p.start, p.unit, p.rule = found.start(), "W", "week-of-day"

    def _part(self, folded: str, p: Piece) -> None:
        found = self.part.match(folded, max(0, p.start - BACK), p.start)
        if not found or (p.n and p.kind == "shift" and (p.unit == "D" or p.rule[-5:] in ("ength", "later"))):
            return
        p.start = found.start()
        p.mod, p.inner = self.parts[found["part"]] or None, True

    def _determiner(self, folded: str, p: Piece) -> None:
        found = self.article.match(folded, max(0, p.start - 8), p.start)
        if found and found[0].strip() not in self.fused:
            p.start = found.start()

    def _mod(self, folded: str, p: Piece) -> None:
        found = self.mod.match(folded, max(0, p.start - BACK), p.start)
        if not found:
            return
        if found["mod"] == "through" and self.fell.match(folded, max(0, found.start() - 12), found.start()):
            return  # `the deal fell through last year`
        mod = self.mods[found["mod"]]
        if mod == "from" and not self.onwards.match(folded, p.end):
            return
        mod = "since" if mod == "from" else mod
        if p.until is not None or (p.value and "/" in p.value):
            return
        p.mod = mod
        if side := self.sides.get(found["mod"]):
            p.prefer = 2 * side
