"""Units without a number: `la semaine prochaine`, `le premier trimestre 2025`, `chaque année`, `les années 1990`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apostil import Hit, Words, pattern
from apostil_date.amounts import length, roman
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import folded_set, table

if TYPE_CHECKING:
    from apostil_date.units import Before

WHOLE = frozenset(("Y", "M", "W", "Q", "H", "X"))
"""Units a part of which is a date of its own: `début du mois`."""
UNPLACED = frozenset(("TM", "TS", "C", "TM30", "Y50", "Y25", "Y5"))
LENGTHS_OVER = frozenset(("Y", "M", "W", "X"))
"""Units that `the last` makes a length of: `over the last year`; `last year` is a year."""
LATIN = "ivxeèmr "
"""Characters of a century's numeral and its ending."""

_YEAR = r"[ \n](?:(?:<<date_of_year>>)[ \n])?(?:20\d\d[-/](?=20))?(?P<year>(?:1\d|20|21)\d\d)(?!\w|[.,]\d)"
_WEEK = r"\ (?:n°\ ?)?(?P<week>\d{1,2})(?!\w|[.,]\d|\ ?[%\x80$])(?:\ (?:(?:<<date_of_year>>)\ )?(?P<year>(?:19|20)\d\d)(?!\w))?"
_DECADE = r"""\ (?:(?P<digits>\d{4}|\d{2})(?:\ ?-\ ?(?P<last>\d{4}|\d{2}))?(?!\w|[.,]\d)
                 | (?P<word><<date_decade_word>>)(?!\w))"""


class Periods:
    """Patterns of one language for units without a number."""

    def __init__(self, words: Words) -> None:
        self.english = words.language == "en"
        self.det = backward(r"(?<!\w)(?P<det><<date_det>>)[ ]?", words, ("date_det",))
        self.part = backward(r"(?<!\w)(?:<<date_part>>)[ ]?(?:(?:<<date_link>>)[ ]?)?", words, ("date_part", "date_link"))
        self.terms = backward(r"(?<!\w)(?:<<date_terms>>)\ ", words, ("date_terms",))
        self.during = backward(r"(?<!\w)(?:<<date_during>>)\ (?P<det><<date_part_det>>)[ ]?", words, ("date_part_det",))
        self.adjective = pattern(r"[ \n](?P<adjective><<date_adjective>>)(?!\w)", words)
        self.object = pattern(r"(?:<<date_adjective_or_preposition>>)\ (?:<<date_object>>)", words)
        self.of_month = pattern(
            r"\ (?:<<date_link>>)?\ ?(?:<<date_month>>|<<date_month_noun>>|<<date_month_word>>|(?:19|20)\d\d)(?!\w)", words
        )
        self.year, self.week, self.decade = pattern(_YEAR, words), pattern(_WEEK, words), pattern(_DECADE, words)
        self.running_after = pattern(r"\ (?:<<date_running_after>>)(?!\w)", words)
        self.rank_not_after = pattern(r"\ (?:<<date_ordinal_not_after>>)(?!\w)", words)
        self.not_after = pattern(r"[ \n]{0,2}(?:<<date_unit_not_after>>)(?!\w)|\ \d", words)
        self.adjectives, self.adjectives_before = table(words, "date_adjective"), table(words, "date_adjective_before")
        self.placing, self.decades = table(words, "date_before_unit"), table(words, "date_decade_word")
        day_alone = r"(?P<day>[0-3]?\d)(?:<<date_day_suffix>>)?(?=[ ]?(?:[,;:)!?\n]|\.(?!\d)|\Z))"
        self.week_of_day = pattern(rf"(?:<<date_week_of>>)\ (?:(?:<<date_article>>)\ )?{day_alone}", words)
        self.fused, self.decade_nouns = folded_set(words, "date_fused"), folded_set(words, "date_decade")
        self.every = table(words, "date_every")

    def repeated(self, folded: str, hit: Hit, before: Before) -> Piece | None:
        """`chaque année`, `tous les six mois`, `every other week`."""
        amount = before.amount if before.kind == "amount" else self.every[before.every].replace("n", "1")
        if hit.value == "F" or not amount.isdigit():
            return None
        value = length(amount, hit.value)
        if before.low and before.kind == "amount":
            value = f"{length(before.low, hit.value)}/{value}"
        return Piece(before.start, hit.end, "set", "every-unit", value=value)

    def ranked(self, folded: str, hit: Hit, start: int, rank: int) -> Piece | None:
        """`premier trimestre 2025`, `XXe siècle`, `première quinzaine de mai`."""
        unit, p = hit.value, Piece(start, hit.end, "calendar", "ordinal-period")
        if self.running_after.match(folded, hit.end):
            return None
        if unit == "C":
            return _century(p, rank)
        if unit in ("N", "W", "WE"):
            return self._ranked_in_month(folded, p, unit, rank)
        last = 4 if unit == "Q" else 2
        if not -1 <= rank <= last or rank == 0:
            return None
        p.sub = f"{unit}{rank if rank > 0 else last}"
        if year := self.year.match(folded, p.end):
            p.year, p.end = int(year["year"]), year.end()
        elif adjective := self.adjective.match(folded, p.end):
            p.n, p.end = self.adjectives[adjective["adjective"]]["n"], adjective.end()
        elif self.rank_not_after.match(folded, p.end):
            return None
        return p

    def _ranked_in_month(self, folded: str, p: Piece, unit: str, rank: int) -> Piece | None:
        """A week, week-end or half of a month that is still to be joined; a week of a year."""
        if unit == "W" and rank > 0 and (year := self.year.match(folded, p.end)):
            p.sub, p.year, p.end, p.rule = f"W{rank:02d}", int(year["year"]), year.end(), "nth-week"
            return p
        if unit == "N" and rank not in (1, 2, -1):
            return None
        p.rule, p.unit, p.n, p.bare = (
            ("half-of-month", "half-month", rank, True) if unit == "N" else ("nth-week", "rank", rank, True)
        )
        p.sub = "" if unit == "N" else unit
        return p

    def roman_century(self, folded: str, hit: Hit) -> Piece | None:
        i = end = hit.start
        while i and end - i < 9 and folded[i - 1] in LATIN and folded[i - 2 : i] != "  ":
            i -= 1
        numeral = folded[i:end].strip().removesuffix("ème").removesuffix("e").strip().rpartition(" ")[2]
        start = folded.rfind(numeral, i, end) if numeral else i
        rank = roman(numeral)
        if not rank or (start and folded[start - 1].isalnum()):
            return None
        return _century(Piece(start, hit.end, "calendar", "century"), rank)

    def recent(self, folded: str, hit: Hit, before: Before) -> Piece | None:
        """`ces dernières années`, `les prochains mois`, `the past year`; English `last year` is the year before this."""
        direction: int = self.placing[before.placing]
        word, unit, start = folded[hit.start : hit.end], hit.value, before.placing_start
        plural = word[-1] == "s" and (unit != "M" or self.english or before.placing[-1] == "s")
        if direction in (0, 3) or (not plural and unit in ("D", "TH", "TM", "TS")):
            return None
        det = self.det.match(folded, max(0, start - 12), start)
        if before.kind == "this":
            start = before.start
        elif det and det["det"] not in self.fused:
            start = det.start()
        p = Piece(start, hit.end, "length", "recent", unit=unit, value=length("X" if plural else "1", unit))
        over = (
            self.english and det is not None and unit in ("Y", "M", "W", "X") and before.placing in ("last", "next", "coming")
        )
        if not plural and (unit in ("Q", "H", "W", "M", "F") or self.english) and before.placing != "past" and not over:
            facts = self.adjectives_before.get(before.placing, {})
            p.kind, p.value, p.text_anchor = "shift", None, facts.get("text", False)
            p.n = 1 if direction == 2 else direction
        return p

    def relative(self, folded: str, hit: Hit, before: Before) -> Piece | None:
        """`cette année`, `l'année dernière`, `last week`, `le début de l'année`, `les années 1990`, `semaine 12`."""
        unit, start, end = hit.value, hit.start, hit.end
        word = folded[start:end]
        singular = word[-1] != "s" or word == "mois"
        if unit in UNPLACED:
            return None
        if unit == "W" and (number := self.week.match(folded, end)) and 1 <= int(number["week"]) <= 53:
            return _week(start, number)
        if before.kind == "this":
            return self._this(folded, hit, before.start) if singular and unit not in ("D", "TH", "F") else None
        if before.kind == "adjective":
            return self._before(folded, hit, before) if singular and unit != "TH" else None
        if word in self.decade_nouns and (decade := self.decade.match(folded, end)):
            return self._decade(start, decade)
        if not singular:
            return None
        if unit == "W" and (day := self.week_of_day.match(folded, start)):
            return Piece(start, day.end(), "calendar", "week-of-day", day=int(day["day"]), unit="W")
        if adjective := self.adjective.match(folded, end):
            return self._after(folded, hit, adjective)
        return self._whole(folded, hit)

    def _this(self, folded: str, hit: Hit, start: int) -> Piece:
        end = hit.end + 3 if folded.startswith("-ci", hit.end) else hit.end
        if hit.value == "Y" and (year := self.year.match(folded, end)):
            return Piece(start, year.end(), "calendar", "year", year=int(year["year"]))
        return Piece(start, end, "shift", "relative", unit=hit.value)

    def _before(self, folded: str, hit: Hit, before: Before) -> Piece:
        facts = self.adjectives_before[before.word]
        p = Piece(
            before.start, hit.end, "shift", "relative", unit=hit.value, n=facts["n"], text_anchor=facts.get("text", False)
        )
        self._determined(folded, p)
        return p

    def _after(self, folded: str, hit: Hit, adjective: Any) -> Piece | None:
        word, unit = adjective["adjective"], hit.value
        facts = self.adjectives[word]
        if unit == "TH" or (unit == "D" and facts["n"] < 0 and not facts.get("text")):
            return None
        text = facts.get("text", False)
        if text and self.object.match(folded, adjective.start("adjective")):
            return None  # `le jour suivant la réception`
        p = Piece(hit.start, adjective.end(), "shift", "relative", unit=unit, n=facts["n"], text_anchor=text)
        self._determined(folded, p)
        return p

    def _determined(self, folded: str, p: Piece) -> None:
        det = self.det.match(folded, max(0, p.start - 12), p.start)
        if det and det["det"] not in self.fused:
            p.start = det.start()

    def _whole(self, folded: str, hit: Hit) -> Piece | None:
        """The period of the reference date, where a word before makes a part of it: `fin du mois`."""
        if hit.value in ("D", "W") and (during := self.during.match(folded, max(0, hit.start - 12), hit.start)):
            return Piece(during.start("det"), hit.end, "shift", "this-period", unit=hit.value)
        part = self.part.match(folded, max(0, hit.start - 24), hit.start)
        whole = hit.value in WHOLE or folded[hit.start : hit.end] in ("journée", "day")
        if part and self.terms.match(folded, max(0, part.start() - 16), part.start()):
            return None  # `à 45 jours fin de mois`
        if not part or not whole or part.end() - part.start() < 3 or self.not_after.match(folded, hit.end):
            return None
        return Piece(hit.start, hit.end, "shift", "part-of-period", unit=hit.value, bare=True)

    def _decade(self, start: int, found: Any) -> Piece | None:
        digits, last = found["digits"], found["last"]
        if found["word"]:
            value = f"19{self.decades[found['word']]}X"
        elif digits[-1] != "0":
            return None
        else:
            century = digits[:2] if len(digits) == 4 else "20" if digits == "10" else "19"
            value = f"{century}{digits[-2]}X"
            if last and last[-1] == "0":
                value += f"/{last[:2] if len(last) == 4 else century}{last[-2]}X"
        return Piece(start, found.end(), "fixed", "decade", value=value)


def _century(p: Piece, rank: int) -> Piece | None:
    if not 1 <= rank <= 30:
        return None
    p.rule, p.kind, p.value = "century", "fixed", f"{rank - 1:02d}XX"
    return p


def _week(start: int, number: Any) -> Piece:
    year = int(number["year"]) if number["year"] else None
    return Piece(start, number.end(), "calendar", "week-number", sub=f"W{int(number['week']):02d}", year=year)
