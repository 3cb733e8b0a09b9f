"""Dates that are a word: weekdays, seasons, holidays, quarter codes, parts of the day, `hier`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apostil import Hit, View, Words, pattern
from apostil_date.backward import backward
from apostil_date.months import Months
from apostil_date.piece import Piece
from apostil_date.placing import BACK, Placing, full_year
from apostil_date.spoken import Spoken
from apostil_date.tables import table

_DAY_AFTER = r"""[ ](?:the\ )?(?P<day>[0-3]?\d|(?<=the\ )(?:<<date_day_word>>))(?:st|nd|rd|th|er)?
    (?![\w%:]|[.,/-]\d|\ ?(?:[%\x80$h]|[ap]\.?m\b)|\ [a-zà-ÿ]{3,20}s\b)"""


class Named:
    """Patterns of one language for dates that are a word."""

    def __init__(self, words: Words) -> None:
        self.placing = Placing(words)
        self.months, self.spoken = Months(words, self.placing), Spoken(words)
        self.english = words.language == "en"
        self.day_after, self.day_words = pattern(_DAY_AFTER, words), table(words, "date_day_word")
        self.indefinite = backward(
            r"(?<!\w)(?:<<date_indefinite>>)\ (?:(?:<<date_weekday>>)(?:,|,?\ (?:<<date_weekday_or>>))\ ){0,3}",
            words | {"comma": (",",)},
            ("date_indefinite", "date_weekday_or", "comma"),
        )
        self.noon_not_after = pattern(r"\ (?:<<date_noon_not_after>>)(?!\w)", words)
        self.holiday_placed = backward(r"(?<!\w)(?P<placed><<date_holiday_before>>)\ ", words, ("date_holiday_before",))
        self.holidays_placed = table(words, "date_holiday_before")
        self.counted = backward(r"(?<!\w)(?:<<date_unit>>)\ ", words, ("date_unit",))
        self.decade_led = backward(r"(?<!\w)(?:<<date_article>>)\ (?:(?:<<date_part>>)[ -]?)?", words)
        self.one_in, self.ones_in = pattern(r"\ (?P<one_in><<date_one_in>>)(?!\w)", words), table(words, "date_one_in")
        self.in_eight, self.eights = pattern(r"\ (?P<eight><<date_in_eight>>)(?!\w)", words), table(words, "date_in_eight")
        self.rank = backward(r"(?<!\w)(?P<rank><<date_ordinal>>)\ ", words, ("date_ordinal",))
        self.ranks = table(words, "date_ordinal")
        self.season_led = backward(r"(?<!\w)(?:<<date_season_before>>)\ ?", words, ("date_season_before",))
        self.season_not = backward(r"(?<!\w)(?:<<date_season_not>>)\ ?", words, ("date_season_not",))
        self.season_of = backward(r"(?<!\w)(?:(?:<<date_part>>)\ d'|mois\ d'|mi-)", words)
        self.season_not_after = pattern(r"\ (?:<<date_season_not_after>>)(?!\w)", words)
        self.winter = pattern(r"[-/](?:20|19)?\d\d(?!\w|[-.,/]\d)")
        self.year_before = backward(r"(?<![\w.,-])((?:19|20)\d\d)[ -]", words)
        self.det = backward(r"(?<!\w)(?P<det><<date_part_det>>)\ ?", words, ("date_part_det",))
        self.same_day = pattern(r"[ ](?:<<date_same_day>>)(?!\w)", words)
        self.noun_led = pattern(r"[ \n](?:<<date_noun_led>>)(?!\w)", words)
        self.noon_half = pattern(r"\ (?P<half><<date_clock_half>>)(?!\w)", words)
        self.halves = table(words, "date_clock_half")
        self.readers: tuple[tuple[str, Any], ...] = tuple({
            "date_month": self.months.read, "date_month_abroad": self.months.abroad,
            "date_weekday": self.weekday, "date_weekdays": self.weekdays, "date_season": self.season,
            "date_holiday": self.holiday, "date_code": self.code, "date_fiscal": self.fiscal_year, "date_noon": self.noon,
            "date_part_of_day": self.part_of_day, "date_day": self.day, "date_same": self.same_period,
            "date_year_before": self.year_before_last,
            "date_past": self.spoken.past, "date_oclock": self.spoken.oclock, "date_decade_name": self.decade,
        }.items())  # fmt: skip

    def pieces(self, view: View) -> Iterator[Piece]:
        for layer, read in self.readers:
            for hit in view[layer]:
                if piece := read(view, hit):
                    yield piece

    def weekday(self, view: View, hit: Hit) -> Piece | None:
        folded, p = view.folded, Piece(hit.start, hit.end, "calendar", "weekday", weekday=hit.value)
        if after := self.day_after.match(folded, hit.end):
            day = after["day"]
            p.day, p.end, p.rule = int(day) if day.isdigit() else self.day_words[day], after.end(), "weekday-day"
        short = folded[hit.end - 1] == "." or hit.end - hit.start < 5
        if short and p.day is None and (folded[hit.end - 1] == "." or self.english or not view.text[hit.start].isupper()):
            return None
        if every := self.placing.repeated(folded, hit, "W", "every-weekday"):
            return every
        if one_in := self.one_in.match(folded, hit.end):
            return self._one_in(folded, p, one_in)
        if p.day is None and self.indefinite.match(folded, max(0, hit.start - BACK), hit.start):
            return None
        self.placing.adjectives_of(folded, p)
        if weeks := self.in_eight.match(folded, p.end):
            p.end, p.n, p.rule = weeks.end(), self.eights[weeks["eight"]], "weekday-in-eight"
        elif p.day is None and not p.relative and (rank := self.rank.match(folded, max(0, p.start - 20), p.start)):
            p.unit, p.n, p.start, p.bare, p.rule = "rank", self.ranks[rank["rank"]], rank.start(), True, "nth-weekday"
        return p

    def weekdays(self, view: View, hit: Hit) -> Piece:
        every = self.placing.repeated(view.folded, hit, "W", "every-weekday")
        return every or Piece(hit.start, hit.end, "set", "every-weekday", value="P1W")

    def _one_in(self, folded: str, p: Piece, found: Any) -> Piece:
        """`un lundi sur deux`."""
        if one := self.indefinite.match(folded, max(0, p.start - 16), p.start):
            p.start = one.start()
        p.kind, p.rule, p.end, p.value = "set", "one-weekday-in", found.end(), f"P{self.ones_in[found['one_in']]}W"
        return p

    def season(self, view: View, hit: Hit) -> Piece | None:
        folded, back = view.folded, max(0, hit.start - BACK)
        p = Piece(hit.start, hit.end, "calendar", "season", sub=hit.value)
        if not self.season_of.match(folded, back, hit.start) and (
            self.season_not_after.match(folded, hit.end) or self.season_not.match(folded, back, hit.start)
        ):
            return None
        self.placing.year_or_adjectives_of(folded, p)
        if p.year is not None and (last := self.winter.match(folded, p.end)):
            p.end = last.end()
        if p.year is None and not p.relative and p.start == hit.start:
            p.bare = not self.season_led.match(folded, back, hit.start)
        return p

    def holiday(self, view: View, hit: Hit) -> Piece:
        p = Piece(hit.start, hit.end, "calendar", "holiday", sub=hit.value, unit="holiday")
        if len(hit.value) == 5:
            p.sub, p.unit, p.month, p.day = "", "", int(hit.value[:2]), int(hit.value[3:])
        self.placing.year_or_adjectives_of(view.folded, p)
        placed = None if p.relative else self.holiday_placed.match(view.folded, max(0, p.start - 12), p.start)
        if placed and p.year is None:
            p.start, p.n, p.relative = placed.start(), self.holidays_placed[placed["placed"]], True
        return p

    def code(self, view: View, hit: Hit) -> Piece | None:
        """`T1 2024`, `2019 H2`, `Q3`; alone, the codes of French need a preposition."""
        folded, p = view.folded, Piece(hit.start, hit.end, "calendar", "quarter-code", sub=hit.value)
        if before := self.year_before.match(folded, max(0, hit.start - 8), hit.start):
            p.start, p.year = before.start(), int(before[1])
            return p
        if (year := self.placing.year.match(folded, hit.end)) and (
            len(year["year"]) == 4 or int(year["year"].lstrip("'")) < 60
        ):
            p.year, p.end = full_year(year["year"]), year.end()
            return p
        self.placing.adjectives_of(folded, p)
        led = p.relative or self.months.led.match(folded, max(0, p.start - BACK), p.start)
        return p if led or view.text[hit.start] in "Qq" else None

    def same_period(self, view: View, hit: Hit) -> Piece:
        return Piece(hit.start, hit.end, "calendar", "same-period", bare=True)

    def year_before_last(self, view: View, hit: Hit) -> Piece:
        """`the prior-year quarter`: the last period of the text, a year earlier."""
        det = self.det.match(view.folded, max(0, hit.start - 6), hit.start)
        start = det.start() if det else hit.start
        p = Piece(start, hit.end, "calendar", "same-period")
        p.of = Piece(start, hit.end, "shift", "relative", unit="Y", n=-1, text_anchor=True)
        return p

    def fiscal_year(self, view: View, hit: Hit) -> Piece:
        return Piece(hit.start, hit.end, "calendar", "fiscal-year", year=hit.value, unit="F")

    def decade(self, view: View, hit: Hit) -> Piece | None:
        """`the nineties`; `in her nineties` is an age."""
        if not self.decade_led.match(view.folded, max(0, hit.start - 16), hit.start):
            return None
        return Piece(hit.start, hit.end, "calendar", "decade", sub=hit.value, year=int(hit.value[:3]) * 10)

    def part_of_day(self, view: View, hit: Hit) -> Piece | None:
        folded, p = view.folded, Piece(hit.start, hit.end, "calendar", "part-of-day", part_of_day=hit.value, bare=True)
        every = self.placing.repeated(folded, hit, "D", "every-part-of-day")
        if every or folded[hit.end - 1] == "s":
            return every
        if self.english and (hour := self.spoken.hour_of(view, hit)):
            return hour
        self.placing.adjectives_of(folded, p)
        if same := self.same_day.match(folded, p.end):
            det = self.det.match(folded, max(0, p.start - 6), p.start)
            p.start, p.end, p.bare, p.rule = det.start() if det else p.start, same.end(), False, "same-day"
        elif p.relative or p.this:
            p.kind, p.unit, p.n, p.bare = "shift", "D", (p.n > 0) - (p.n < 0), False
        return p

    def noon(self, view: View, hit: Hit) -> Piece | None:
        if self.noon_not_after.match(view.folded, hit.end):
            return None
        minutes, end = 60 * hit.value, hit.end
        if half := self.noon_half.match(view.folded, hit.end):
            minutes, end = (minutes + self.halves[half["half"]]) % 1440, half.end()
        return Piece(hit.start, end, "calendar", "noon", part_of_day=f"T{minutes // 60:02d}:{minutes % 60:02d}")

    def day(self, view: View, hit: Hit) -> Piece | None:
        """A word of the list `date_day`, whose payload says how many days on, from what, and what may not stand beside it."""
        facts, start, folded = hit.value, hit.start, view.folded
        if "not_after" in facts and folded.endswith(facts["not_after"] + " ", max(0, start - 12), start):
            return None
        if "not_before" in facts and folded.startswith(facts["not_before"], hit.end):
            return None
        if "final" in facts and self.noun_led.match(folded, hit.end):
            return None  # `the day before the anniversary`
        if "length" in facts:
            return Piece(start + facts["skip"], hit.end, "length", "length-word", value=facts["length"])
        if "counted" in facts and self.counted.match(folded, max(0, start - 12), start):
            facts = facts["counted"]  # `deux jours avant hier`: the first word is of the number
        p = Piece(start + facts.get("skip", 0), hit.end, "shift", "day-word", unit="D", n=facts["n"])
        p.text_anchor, p.part_of_day = facts.get("text", False), facts.get("part", "")
        return p
