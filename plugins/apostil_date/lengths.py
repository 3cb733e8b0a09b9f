"""Numbered units: durations, and the points that words around them make of them (`il y a trois mois`, `two years ago`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apostil import Hit, Words, finder, pattern
from apostil_date.amounts import length, months_of
from apostil_date.backward import backward
from apostil_date.hours import Hours
from apostil_date.piece import Piece
from apostil_date.tables import folded_set, table

if TYPE_CHECKING:
    from apostil_date.units import Before

SHIFTABLE = frozenset(("Y", "M", "W", "D", "Q", "H", "X", "C", "N", "FN", "TH", "TM", "TS"))
ARTICLE_COUNTS = frozenset(("Y", "M", "W", "TH", "X", "C", "Q", "H", "TM", "Y50", "Y25", "TM30", "Y5"))
"""Units that an article counts: `un mois` is a length, `un jour` is a word of tales."""
OF_A_KIND = ("Y", "W", "X")
"""Units that an adjective makes a time and no length: `une semaine chargée`."""
ARTICLES = ("a", "an")
OPENS = frozenset(("", ". ", "; ", "\n", ".\n", "\n\n"))
"""Ends of what stands before a sentence."""
REACH = 60
"""Characters read before a frame for what was not seen for so long."""
STOPS = frozenset(("", ".", ",", ";", ":", ")", "\n", "!", "?"))

_AFTER = r"""
    (?P<half>[ \n](?:<<date_and_half>>)(?!\w))?
    (?: [ \n](?:(?P<placed><<date_length_adjective>>)|(?P<anchored><<date_after_unit>>))(?!\w)
      | [ -]?(?P<age><<date_age_after>>)(?!\w)
      | [ \n]{0,2}(?P<other><<date_unit_not_after>>)(?!\w)
    )?"""


class Lengths:
    """Patterns of one language for numbered units."""

    def __init__(self, words: Words) -> None:
        self.hours, self.english = Hours(words), words.language == "en"
        self.after = pattern(_AFTER, words)
        self.det = backward(r"(?<!\w)(?P<det><<date_det>>)[ ]?", words, ("date_det",))
        frame = r"(?<!\w)(?P<frame><<date_frame>>)[ \n](?:(?P<blur><<date_length_mod>>)[ ]?)?(?:(?P<det><<date_det>>)[ ])?"
        self.plural = backward(r"(?<!\w)(?:<<date_ages>>)\ ", words, ("date_ages",))
        self.frame = backward(frame, words, ("date_frame", "date_length_mod", "date_det"))
        person = r"(?P<person><<date_person>>)(?:\ [a-zà-ÿ]{2,16})?\ d(?:e|'(?:une?)?)"
        age = rf"(?<!\w)(?:(?P<age><<date_age_before>>)|{person})[ ]?(?:(?P<blur><<date_length_mod>>)[ ]?)?"
        self.age_before = backward(age, words, ("date_age_before", "date_length_mod"))
        self.age_noun = finder(r"(?<!\w)(?:<<date_age_noun>>)(?!\w)", words)
        self.made = backward(r"(?<!\w)(?:<<date_made>>)\ ", words, ("date_made",))
        # What was not seen for that long: `its lowest level in two years`, `the first loss in 10 years`.
        rare = r"(?<!\w)(?:<<date_superlative>>)(?:[ -](?!(?:<<date_superlative_verb>>)\ )[\w'-]{1,20}){0,3}[ ]"
        self.rare = backward(rare, words)
        self.bound = backward(r"(?<!\w)(?:<<date_length_mod>>|<<date_frame>>)[ ]?", words, ("date_length_mod", "date_frame"))
        kind = r"(?:<<date_kind>>)|[a-zà-ÿ]{2,16}(?:<<date_kind_end>>)"
        self.kind = pattern(rf"[ \n](?!(?:<<date_kind_not>>)(?!\w))(?:{kind})(?!\w)", words)
        self.kind_of = pattern(r"année\ de\ (?!(?:<<date_length_of>>)(?!\w))", words)
        self.per = backward(r"(?<!\w)(?:<<date_per_before>>)[ ]?", words, ("date_per_before",))
        rate = r"(?:\d|[^\W\d_](?<=\d.))[a-z]{0,2}[$£¥%\x80]?|(?<!\w)(?:<<number_word>>)|(?<!\w)(?:<<date_rate_unit>>)"
        counted = r"[a-z]{3,20}s|(?:[a-z]{3,20}\ ){1,2}of\ [a-z]{3,20}"
        number = r"\d[$£¥%\x80]?|(?<!\w)(?:<<number_word>>)"
        self.rate = backward(rf"(?:(?:{rate})\)?|(?:{number})\ (?:{counted}))\ ", words)
        self.later = pattern(r"\ (?:<<date_after_unit>>|<<date_offset>>)(?!\w)", words)
        self.later_this = pattern(r"\ (?:<<date_not_anchor>>)(?!\w)", words)
        year = r"(?:(?:<<date_of_months>>)[ \n])?(?:20\d\d[-/](?=20))?(?P<year>(?:19|20)\d\d)(?!\w|[.,]\d)"
        self.of_months = pattern(rf"[ \n](?:{year}|(?:<<date_of_period>>)(?!\w))", words)
        self.placing, self.frames = table(words, "date_before_unit"), table(words, "date_frame")
        self.anchors = table(words, "date_after_unit")
        self.mods = table(words, "date_length_mod")
        self.ages = table(words, "date_age_before")
        self.fused = folded_set(words, "date_fused")
        self.idle = folded_set(words, "date_idle_quantity")

    def read(self, folded: str, numbers: Any, hit: Hit, before: Before) -> Piece | None:
        unit, start, amount = hit.value, before.start, before.amount
        if unit == "F" or (unit == "C" and len(amount) > 2):
            return None
        after = self.after.match(folded, hit.end) if folded[hit.end : hit.end + 1] in " -\n" else None
        if unit in ("Q", "H") and self._is_fraction(folded, hit, before):
            return None
        if (after and (after["age"] or after["other"])) or self._counts_else(folded, hit, before, after):
            return None
        if unit == "TH" and (clock := self.hours.read(folded, numbers, hit, before)):
            return clock
        p = Piece(start, hit.end, "length", "length", unit=unit, value=length(amount, unit))
        if after and after["half"]:
            p.value, p.end = length(amount + ".5", unit), after.end("half")
        if before.low:
            placed = before.placing or (after and after["placed"])
            if unit == "Y" and not placed and self._are_ages(folded, start, hit.start):
                return None
            p.value = f"{length(before.low, unit)}/{p.value}"
        return self._placed(folded, p, before, after, folded[hit.start - 1] == "-" and folded[hit.end - 1] != "s")

    def _are_ages(self, folded: str, start: int, end: int) -> bool:
        """Whether a range of years is one of ages: `les 6 à 16 ans`, and `6-16 ans` but for `d'ici 2-3 ans`."""
        if self.frame.match(folded, max(0, start - 40), start):
            return False
        dashed = not self.english and "-" in folded[start:end] and folded[start].isdigit()
        return dashed or (folded[start].isdigit() and self.plural.match(folded, max(0, start - 5), start) is not None)

    def _counts_else(self, folded: str, hit: Hit, before: Before, after: Any) -> bool:
        """Whether the number is an age, a rate (`24 hours a day`) or the name of a period (`a Year 3`)."""
        start, unit = before.start, hit.value
        if before.quantified:
            anchored = (after and after["anchored"]) or self.frame.match(folded, max(0, start - 40), start)
            if before.word in self.idle and not before.placing and unit not in ARTICLE_COUNTS and not anchored:
                return True
            if before.word in self.idle and not before.placing and unit in OF_A_KIND and self.kind.match(folded, hit.end):
                return True  # `une année difficile`
            if self.per.match(folded, max(0, start - 12), start) or self._is_rate(folded, hit, before):
                return True
            if unit == "Y" and (self.kind_of.match(folded, hit.start) or folded[hit.end : hit.end + 2].strip().isdigit()):
                return True
        return unit in ("Y", "M") and self._is_age(folded, hit, start)

    def _is_fraction(self, folded: str, hit: Hit, before: Before) -> bool:
        """`a half`, `a quarter of voters`, `three quarters of them`: shares and no half-years and quarters."""
        if before.placing or before.every:
            return False
        if folded[hit.start : hit.end] == "half":
            return True
        return folded.startswith("quarter", hit.start) and before.amount in ("1", "3") and folded.startswith(" of ", hit.end)

    def _is_rate(self, folded: str, hit: Hit, before: Before) -> bool:
        """Whether an article says how often what is counted before it comes: `$20 a month`, `40,000 cars a year`."""
        if before.word in ARTICLES and folded[before.start - 1 : before.start] == "-":
            return True  # `a $9m-a-year deal`
        if before.word not in ARTICLES or before.placing or self.later.match(folded, hit.end):
            return False
        return self.rate.match(folded, max(0, before.start - 44), before.start) is not None

    def _is_age(self, folded: str, hit: Hit, start: int) -> bool:
        """`âgé de 38 ans`, `meurt à 46 ans`, and `Jean, 45 ans, …` between commas or brackets."""
        back, end = max(0, start - 40), hit.end
        if age := self.age_before.match(folded, back, start):
            if age["person"] or self.ages[age["age"]] != "weak":
                return True
            made = age["age"] == "à" and (hit.value == "M" or self.made.match(folded, back, age.start("age")))
            if made and not self.age_noun.search(folded, back, start):
                return False  # `porté à deux ans`
            length_of = folded[end : end + 3] in (" de", " d'", " fe", " av", " po")
            return not (length_of or self.bound.match(folded, back, start))
        before, after = folded[start - 2 : start], folded[end : end + 1]
        return hit.value == "Y" and ((before == ", " and after in ",)") or (before[1:] == "(" and after in "),"))

    def _placed(self, folded: str, p: Piece, before: Before, after: Any, hyphened: bool) -> Piece:
        """`p` with the words that place or anchor it."""
        if before.placing:
            return self._near(folded, p, before)
        if after and after["placed"]:
            p.end = after.end("placed")
            return p
        if after and after["anchored"] and not self._of_another(folded, after):
            facts, end = self.anchors[after["anchored"]], after.end("anchored")
            if not facts.get("end") or folded[end : end + 1] in STOPS:
                p.end, p.text_anchor, p.rule = end, facts.get("text", False), "length-later"
                self._shift(p, facts["n"], before)
            return p
        frame = self.frame.match(folded, max(0, p.start - 40), p.start)
        if frame:
            facts = self.frames[frame["frame"]]
            later = folded.startswith("' time", p.end)
            if hyphened and not folded.startswith((" time", "'s time"), p.end):
                return p  # `sold in two-year deals`
            if folded.find(" consecutive ", p.start, p.end) >= 0 or folded.find(" straight ", p.start, p.end) >= 0:
                return p  # `if sales fall in two consecutive years`
            rare = facts.get("rare") and not later and self.rare.match(folded, max(0, frame.start() - REACH), frame.start())
            if "n" in facts and not frame["det"] and not rare:
                p.mod = self.mods[frame["blur"]] if frame["blur"] else None
                each = (
                    before.word in ARTICLES
                    and folded.startswith(",", p.end)
                    and folded[max(0, frame.start() - 2) : frame.start()] in OPENS
                )
                p.start, p.rule, p.inner = frame.start(), "each-frame-length" if each else "frame-length", p.mod is not None
                self._shift(p, facts["n"], before)
            p.mod = facts.get("mod", p.mod)
        return p

    def _of_another(self, folded: str, after: Any) -> bool:
        """Whether what would anchor a length is of what follows: `two weeks later this year`; not `a week ago that …`."""
        follows = self.later_this.match(folded, after.end())
        return bool(follows and self.anchors[after["anchored"]].get("text"))

    def _near(self, folded: str, p: Piece, before: Before) -> Piece:
        """`ces trois dernières années`, and `les neuf premiers mois de 2016`, which is a range of months."""
        direction: int = self.placing[before.placing]
        if direction in (0, -1) and p.unit in ("M", "Q") and before.amount.isdigit():
            of = self.of_months.match(folded, p.end)
            if of and (direction == 0 or of["year"]) and int(before.amount):
                p.end, p.year = of.end(), int(of["year"]) if of["year"] else None
                return months_of(p, int(before.amount), direction)
        det = self.det.match(folded, max(0, p.start - 12), p.start)
        if det and direction in (-1, 1) and det["det"] not in self.fused:
            p.start = det.start()
        first = {"M": "first-length", "Q": "first-length", "D": "first-days", "W": "first-days"} if direction == 0 else {}
        p.rule = first.get(p.unit, "last-length")
        return p

    def _shift(self, p: Piece, sign: int, before: Before) -> None:
        """Turn a length into a point that far from its anchor; a vague length into a vague past or future."""
        if before.amount.isdigit() and not before.low and "/" not in (p.value or "") and p.unit in SHIFTABLE:
            p.kind, p.n, p.value = "shift", sign * int(before.amount[:9]), None
        else:
            p.kind, p.value = "fixed", "PAST_REF" if sign < 0 or p.text_anchor else "FUTURE_REF"
