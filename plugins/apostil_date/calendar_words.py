"""Dates that hang on a word: months, weekdays, seasons, holidays, quarter codes, parts of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from apostil import Hit, View, Words, fold, pattern
from apostil_date import reckoning
from apostil_date.backward import backward
from apostil_date.piece import Piece

BACK = 48
"""Characters read before a word."""

_DAY_BEFORE = r"""(?<![\w.,:/$])(?:
    (?:(?P<weekday>(?:<<date_weekday>>)|(?:<<date_short_weekday>>))\.?,?[ \n]{1,2}(?:(?:<<date_article>>)\ )?)?
    (?P<day>[0-3]?\d|<<date_day_word>>)(?:\ ?(?:<<date_day_suffix>>))?\.?(?:[ \n]{1,2}(?:<<date_of>>)|[-/])?[ \n]{0,2}
  )?(?:(?P<noun><<date_month_noun>>)\ ?)?"""
_YEAR_AFTER = r"""
    (?:\ ?,?[ \n]{1,2}(?:(?:<<date_of_year>>)\ )?|-|/)(?P<year>(?:1\d|20|21)\d\d(?!\w|[.,]\d|\ \d{3}(?!\d)|\ ?[%€$])|'\d\d(?!\w)|(?<!\n)\d\d(?![\w%:/]|[.,]\d|\ ?[%€$]|\ ?h|\ \w))"""
_MONTH_AFTER = r"""
    (?:\.?\ {1,2}(?:the\ )?(?P<day>[0-3]?\d(?:<<date_day_suffix>>)?|<<date_day_word>>)(?:\ ?(?:-|to)\ ?(?P<last>[0-3]?\d)(?:<<date_day_suffix>>)?)?(?![\w%:]|[.,/]\d|\ ?[%€$]))?"""
_ADJECTIVE = r"[ \n](?P<adjective><<date_adjective>>)(?!\w)"
_BEFORE = r"""(?<!\w)(?:(?P<every><<date_every>>)\ |(?P<adjective><<date_adjective_before>>)\ |(?P<this><<date_this>>)\ )"""


class CalendarWords:
    """Patterns of one language for dates that hang on a word."""

    def __init__(self, words: Words) -> None:
        self.day_before = backward(_DAY_BEFORE, words)
        after = _MONTH_AFTER if words["date_day_after_month"] else "(?P<day>(?!))?(?P<last>(?!))?"
        self.month_after = pattern(f"{after}(?:{_YEAR_AFTER})?", words)
        self.year_after = pattern(_YEAR_AFTER, words)
        self.adjective = pattern(_ADJECTIVE, words)
        self.before = backward(_BEFORE, words, ("date_every", "date_adjective_before", "date_this"))
        self.adjectives: Mapping[str, Any] = {fold(w): v for w, v in words["date_adjective"].items()}
        self.adjectives_before: Mapping[str, Any] = {fold(w): v for w, v in words["date_adjective_before"].items()}
        self.weekdays = {fold(w): v for name in ("date_weekday", "date_short_weekday") for w, v in words[name].items()}
        self.day_words: Mapping[str, int] = {fold(w): v for w, v in words["date_day_word"].items()}
        self.day_after_weekday = pattern(
            r"[ ](?P<day>[0-3]?\d|1er)(?:st|nd|rd|th|er)?(?![\w%:]|[.,/-]\d|\ ?[%€$h]|\ [a-zà-ÿ]{3,20}s\b)"
        )
        self.needs = set(words["date_month_needs"])
        self.month_word = backward(
            r"(?<!\w)(?:<<date_month_before>>)[ ]?(?:(?:<<date_article>>)\ ?)?", words, ("date_month_before", "date_article")
        )
        self.season_before = backward(r"(?<!\w)(?:<<date_season_before>>)\ ?", words, ("date_season_before",))
        self.season_not = backward(r"(?<!\w)(?:<<date_season_not>>)\ ?", words, ("date_season_not",))
        self.times_before = backward(r"(?<!\w)(?P<det><<date_part_det>>)\ ?", words, ("date_part_det",))
        self.weekday_before = backward(
            r"(?<!\w)(?P<weekday>(?:<<date_weekday>>)|(?:<<date_short_weekday>>))\.?,?\ (?:(?:<<date_article>>)\ )?", words
        )
        self.season_of = backward(r"(?<!\w)(?:(?:<<date_part>>)\ d'|mois\ d'|mi-)", words)
        self.indefinite = backward(r"(?<!\w)(?:<<date_indefinite>>)\ ", words, ("date_indefinite",))
        self.season_not_after = pattern(r"\ (?:<<date_season_not_after>>)(?!\w)", words)
        self.year_before = backward(r"(?<![\w.,-])((?:19|20)\d\d)[ -]", words)
        self.in_eight = pattern(r"\ (?P<eight><<date_in_eight>>)(?!\w)", words)
        self.eights: Mapping[str, int] = {fold(w): v for w, v in words["date_in_eight"].items()}
        self.rank = backward(r"(?<!\w)(?P<rank><<date_ordinal>>)\ ", words, ("date_ordinal",))
        self.ranks: Mapping[str, int] = {fold(w): v for w, v in words["date_ordinal"].items()}
        self.same_day = pattern(r"[ ](?:<<date_same_day>>)(?!\w)", words)
        self.noon_half = pattern(r"\ (?P<half><<date_clock_half>>)(?!\w)", words)
        self.halves: Mapping[str, int] = {fold(w): v for w, v in words["date_clock_half"].items()}
        self.english = words.language == "en"

    def pieces(self, view: View) -> Iterator[Piece]:
        for hit in view["date_month"]:
            if piece := self.month(view, hit):
                yield piece
        for hit in view["date_weekday"]:
            if piece := self.weekday(view, hit):
                yield piece
        for hit in view["date_weekdays"]:
            yield self.weekdays_set(view, hit)
        for hit in view["date_season"]:
            if piece := self.season(view, hit):
                yield piece
        for hit in view["date_holiday"]:
            yield self.holiday(view, hit)
        for hit in view["date_code"]:
            if piece := self.code(view, hit):
                yield piece
        for hit in view["date_fiscal"]:
            yield Piece(hit.start, hit.end, "calendar", "fiscal-year", year=hit.value)
        for hit in view["date_part_of_day"]:
            yield self.part_of_day(view, hit)
        for hit in view["date_noon"]:
            yield self.noon(view, hit)
        for hit in view["date_day"]:
            if piece := self.day(view, hit):
                yield piece

    def month(self, view: View, hit: Hit) -> Piece | None:
        folded = view.folded
        p = Piece(hit.start, hit.end, "calendar", "month", month=hit.value)
        before = self.day_before.match(folded, max(0, hit.start - BACK), hit.start)
        if before and (before["day"] or before["noun"]):
            p.start = before.start()
            if before["day"]:
                day = before["day"]
                p.day = int(day) if day.isdigit() else self.day_words[day]
                p.rule = "day-month"
                if before["weekday"]:
                    p.weekday = self.weekdays.get(before["weekday"])
        after = self.month_after.match(folded, hit.end)
        if after:
            self._after_month(p, after)
        if p.rule.startswith("month-day") and (weekday := self.weekday_before.match(folded, max(0, p.start - 16), p.start)):
            p.start, p.weekday = weekday.start(), self.weekdays.get(weekday["weekday"])
        if p.year is None:
            self._adjectives(folded, p)
        bare = p.day is None and p.year is None and (not p.relative or self.english) and (p.start == hit.start or self.english)
        if bare and not self._surely_month(view, hit):
            return None
        return p

    def _after_month(self, p: Piece, after: Any) -> None:
        if after["day"] and p.day is None:
            day = after["day"]
            p.day = self.day_words[day] if day in self.day_words else int(day.rstrip("stndrh "))
            p.end, p.rule = after.end("day"), "month-day"
            if after["last"]:
                p.until = Piece(
                    after.start("last"), after.end("last"), "calendar", "day", month=p.month, day=int(after["last"])
                )
                p.end = max(p.end, after.end("last"))
                p.until.end = p.end
        elif after["day"]:
            return
        year = after["year"]
        if not year:
            return
        if len(year) == 4:
            p.year = int(year)
        elif p.day is not None or year[0] == "'" or int(year) > 31:
            p.year = reckoning.full_year(int(year.lstrip("'")), 40)
        else:
            return
        p.end, p.rule = after.end(), p.rule + "-year"
        if p.until is not None:
            p.until.year = p.year

    def _surely_month(self, view: View, hit: Hit) -> bool:
        """Whether a month's name alone is the month and not another word or a name."""
        folded = view.folded
        word, capital = folded[hit.start : hit.end], view.text[hit.start].isupper()
        led = self.month_word.match(folded, max(0, hit.start - BACK), hit.start)
        if word[-1] == "." or (len(word) == 3 and self.english and word != "may"):
            return led is not None
        if word not in self.needs:
            return not self.english or capital or len(word) > 5 or led is not None
        if not self.english:
            return not capital or led is not None
        return led is not None and (capital or led[0].strip() in ("in", "of", "since", "until", "between", "through", "to"))

    def _adjectives(self, folded: str, p: Piece) -> None:
        """`mars dernier`, `next March`, `this Friday`."""
        if after := self.adjective.match(folded, p.end):
            facts = self.adjectives[after["adjective"]]
            p.end, p.n, p.text_anchor, p.relative = after.end(), facts["n"], facts.get("text", False), True
            p.rule += "-adjective"
        before = self.before.match(folded, max(0, p.start - BACK), p.start)
        if not before:
            return
        if before["this"]:
            p.start, p.this = before.start(), True
        elif before["adjective"]:
            facts = self.adjectives_before[before["adjective"]]
            p.start, p.n, p.text_anchor, p.relative = before.start(), facts["n"], facts.get("text", False), True
            p.rule += "-adjective"

    def weekday(self, view: View, hit: Hit) -> Piece | None:
        folded = view.folded
        p = Piece(hit.start, hit.end, "calendar", "weekday", weekday=hit.value)
        short = folded[hit.end - 1] == "." or hit.end - hit.start < 5
        if after := self.day_after_weekday.match(folded, hit.end):
            p.day, p.end, p.rule = int(after["day"].removesuffix("er")), after.end(), "weekday-day"
        if short and p.day is None and (folded[hit.end - 1] == "." or not view.text[hit.start].isupper() or self.english):
            return None
        before = self.before.match(folded, max(0, hit.start - BACK), hit.start)
        if before and before["every"]:
            return Piece(before.start(), hit.end, "set", "every-weekday", value="P1W")
        if p.day is None and self.indefinite.match(folded, max(0, hit.start - 16), hit.start):
            return None
        self._adjectives(folded, p)
        if weeks := self.in_eight.match(folded, p.end):
            p.end, p.n, p.rule = weeks.end(), self.eights[weeks["eight"]], "weekday-in-eight"
        if p.day is None and not p.relative and (rank := self.rank.match(folded, max(0, p.start - 20), p.start)):
            p.sub, p.unit, p.n, p.start, p.rule, p.bare = (
                "",
                "rank",
                self.ranks[rank["rank"]],
                rank.start(),
                "nth-weekday",
                True,
            )
        return p

    def weekdays_set(self, view: View, hit: Hit) -> Piece:
        before = self.before.match(view.folded, max(0, hit.start - BACK), hit.start)
        start = before.start() if before and before["every"] else hit.start
        return Piece(start, hit.end, "set", "every-weekday", value="P1W")

    def season(self, view: View, hit: Hit) -> Piece | None:
        folded = view.folded
        p = Piece(hit.start, hit.end, "calendar", "season", sub=hit.value)
        if self.season_of.match(folded, max(0, hit.start - BACK), hit.start):
            pass
        elif self.season_not_after.match(folded, hit.end) or self.season_not.match(folded, max(0, hit.start - BACK), hit.start):
            return None
        self._year_or_adjective(folded, p)
        if p.year is None and not p.relative and p.start == hit.start:
            p.bare = not self.season_before.match(folded, max(0, hit.start - BACK), hit.start)
        return p

    def _year_or_adjective(self, folded: str, p: Piece) -> None:
        if (year := self.year_after.match(folded, p.end)) and (len(year["year"]) == 4 or year["year"][0] == "'"):
            text = year["year"].lstrip("'")
            p.year, p.end = int(text) if len(text) == 4 else reckoning.full_year(int(text), 40), year.end()
        else:
            self._adjectives(folded, p)

    def holiday(self, view: View, hit: Hit) -> Piece:
        p = Piece(hit.start, hit.end, "calendar", "holiday", sub=hit.value, unit="holiday")
        if len(hit.value) == 5 and hit.value[:2].isdigit():
            p.sub, p.unit, p.month, p.day = "", "", int(hit.value[:2]), int(hit.value[3:])
        self._year_or_adjective(view.folded, p)
        return p

    def code(self, view: View, hit: Hit) -> Piece | None:
        p = Piece(hit.start, hit.end, "calendar", "quarter-code", sub=hit.value)
        folded = view.folded
        if before := self.year_before.match(folded, max(0, hit.start - 8), hit.start):
            p.start, p.year = before.start(), int(before[1])
            return p
        if (year := self.year_after.match(folded, hit.end)) and (len(year["year"]) == 4 or int(year["year"].lstrip("'")) < 60):
            text = year["year"].lstrip("'")
            p.year, p.end = int(text) if len(text) == 4 else 2000 + int(text), year.end()
            return p
        self._adjectives(folded, p)
        if p.relative or self.month_word.match(folded, max(0, p.start - BACK), p.start) or view.text[hit.start] in "Qq":
            return p
        return None

    def part_of_day(self, view: View, hit: Hit) -> Piece:
        folded = view.folded
        p = Piece(hit.start, hit.end, "calendar", "part-of-day", part_of_day=hit.value, bare=True)
        self._adjectives(folded, p)
        if same := self.same_day.match(folded, p.end):
            det = self.times_before.match(folded, max(0, p.start - 6), p.start)
            p.start, p.end, p.bare, p.rule = (det.start() if det else p.start), same.end(), False, "same-day"
        elif p.relative or p.start < hit.start:
            back = -1 if p.n < 0 else 1 if p.n > 0 else 0
            p.kind, p.unit, p.n, p.bare = "shift", "D", back, False
        return p

    def noon(self, view: View, hit: Hit) -> Piece:
        p = Piece(hit.start, hit.end, "calendar", "noon", part_of_day=f"T{hit.value:02d}:00")
        if half := self.noon_half.match(view.folded, hit.end):
            minutes = (hit.value * 60 + self.halves[half["half"]]) % 1440
            p.end, p.part_of_day = half.end(), f"T{minutes // 60:02d}:{minutes % 60:02d}"
        return p

    def day(self, view: View, hit: Hit) -> Piece | None:
        facts, start, folded = hit.value, hit.start, view.folded
        if "not_after" in facts and folded[start - 2 : start] == facts["not_after"] + " ":
            return None
        if "not_before" in facts and folded.startswith(facts["not_before"], hit.end):
            return None
        return Piece(
            start + facts.get("skip", 0), hit.end, "shift", "day-word", unit="D", n=facts["n"],
            text_anchor=facts.get("text", False), part_of_day=facts.get("part", ""),
        )  # fmt: skip
