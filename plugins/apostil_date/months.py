"""Dates that hang on the name of a month: `mardi 5 mai 2024`, `May 5, 2024`, `mars dernier`."""

from __future__ import annotations

from typing import Any

from apostil import Hit, View, Words, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.placing import BACK, YEAR_AFTER, Placing, full_year
from apostil_date.tables import folded_set, table

MARCH_BEFORE = frozenset(("en", "fin", "début", "mi-", "courant", "depuis", "dès", "d'ici", "mois de"))
"""Words that make a month and not a planet of a capitalised `Mars`."""
SURE_BEFORE = frozenset(("in", "of", "since", "until", "between", "through", "to"))
"""Words that make a month of `may` and `march` in lower case."""

_DAY_BEFORE = r"""(?<![\w.,:/$])(?:
    (?:(?P<weekday>(?:<<date_weekday>>)|(?:<<date_short_weekday>>))\.?,?[ \n]{1,2}(?:(?:<<date_article>>)\ )?)?
    (?P<day>[0-3]?\d|<<date_day_word>>)(?:\ ?(?:<<date_day_suffix>>))?\.?(?:[ \n]{1,2}(?:<<date_of>>)|[-/])?[ \n]{0,2}
  )?(?:(?P<noun><<date_month_noun>>)\ ?)?"""
_DAY_AFTER = r"""(?:
    \.?\ {1,2}(?:the\ )?(?P<day>[0-3]?\d(?:<<date_day_suffix>>)?|<<date_day_word>>)
    (?:\ ?(?:-|to)\ ?(?P<last>[0-3]?\d)(?P<suffix><<date_day_suffix>>)?)?(?![\w%:]|[.,/]\d|\ ?[%\x80$])
  )?"""
_NO_DAY_AFTER = "(?P<day>(?!))?(?P<last>(?!))?(?P<suffix>(?!))?"
_JOINED = r"(?P<mark>[-/])(?P<day>[0-3]?\d)(?:(?P=mark)(?P<year>[12]\d{3}))?(?![\w/-]|[.,]\d)"
_ABROAD = r"[ ](?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?[ ](?P<year>(?:19|20)\d\d)(?!\w|[.,]\d)"
_WEEKDAY = r"(?<!\w)(?P<weekday>(?:<<date_weekday>>)|(?:<<date_short_weekday>>))\.?,?\ (?:(?:<<date_article>>)\ )?"


class Months:
    """Patterns of one language for dates that hang on a month."""

    def __init__(self, words: Words, placing: Placing) -> None:
        self.placing, self.english = placing, words.language == "en"
        self.before = backward(_DAY_BEFORE, words)
        day_after = _DAY_AFTER if words["date_day_after_month"] else _NO_DAY_AFTER
        self.after = pattern(f"{day_after}(?:{YEAR_AFTER})?", words)
        self.abroad_after = pattern(_ABROAD)
        self.weekday = backward(_WEEKDAY, words)
        led = r"(?<!\w)(?:<<date_month_before>>)[ ]?(?:(?:<<date_article>>)\ ?)?"
        self.led = backward(led, words, ("date_month_before", "date_article"))
        hyphens = {"hyphen": ("-",)}
        self.ranged = backward(r"(?<!\w)(?:<<date_month>>)(?:-through|-to)?-", words | hyphens, ("hyphen",))
        self.of_year = pattern(r"\ (?:last|next|this|the\ following|the\ previous)\ year(?!\w|')", words)
        self.joined = pattern(_JOINED, words)
        self.year_before = backward(r"(?<![\w./-])[12]\d{3}[-/]", {"mark": ("-", "/")}, ("mark",))
        self.weekdays = {**table(words, "date_short_weekday"), **table(words, "date_weekday")}
        self.days, self.ambiguous = table(words, "date_day_word"), table(words, "date_month_needs")
        self.told, self.after_day = folded_set(words, "date_month_told"), folded_set(words, "date_month_after_day")

    def read(self, view: View, hit: Hit) -> Piece | None:
        folded, p = view.folded, Piece(hit.start, hit.end, "calendar", "month", month=hit.value)
        if folded[hit.start : hit.end] in self.after_day and not folded[hit.start - 2 : hit.start - 1].isdigit():
            return None
        if (joined := self.joined.match(folded, hit.end)) and (whole := self._in_one(folded, p, joined)):
            return whole
        before = self.before.match(folded, max(0, hit.start - BACK), hit.start)
        if before and (before["day"] or before["noun"]):
            p.start = before.start()
            if day := before["day"]:
                p.day, p.rule = int(day) if day.isdigit() else self.days[day], "day-month"
                p.weekday = self.weekdays.get(before["weekday"])
        after = self.after.match(folded, hit.end)
        assert after
        self._take_day(folded, p, after)
        self._take_year(p, after)
        if p.year is None and not self._take_spelt_year(view, p):
            self.placing.adjectives_of(folded, p)
        told = p.day is not None or p.year is not None or (not self.english and (p.relative or p.start < hit.start))
        return p if told or self._surely(view, hit) else None

    def abroad(self, view: View, hit: Hit) -> Piece | None:
        """`June 20, 2022` in a text of another language."""
        found = self.abroad_after.match(view.folded, hit.end)
        if not found:
            return None
        piece = Piece(hit.start, found.end(), "calendar", "month-day-year", year=int(found["year"]), month=hit.value)
        piece.day = int(found["day"])
        return piece

    def _in_one(self, folded: str, p: Piece, found: Any) -> Piece | None:
        """`Sep-23-2020`, `2020-Sep-23`."""
        year = self.year_before.match(folded, max(0, p.start - 6), p.start)
        if (year is None) == (found["year"] is None):
            return None
        p.start, p.end, p.day, p.rule = year.start() if year else p.start, found.end(), int(found["day"]), "month-joined"
        p.year = int(found["year"] or folded[p.start : p.start + 4])
        return p

    def _take_day(self, folded: str, p: Piece, after: Any) -> None:
        """The day after the month: `May 5`, `May 1-5`, and the weekday before it."""
        day = after["day"]
        if not day or p.day is not None:
            return
        p.day = self.days[day] if day in self.days else int(day.rstrip("stndrh "))
        p.end, p.rule = after.end("day"), "month-day"
        if after["last"]:
            p.end = after.end("suffix") if after["suffix"] else after.end("last")
            p.until = Piece(after.start("last"), p.end, "calendar", "day", month=p.month, day=int(after["last"]))
        if weekday := self.weekday.match(folded, max(0, p.start - 16), p.start):
            p.start, p.weekday = weekday.start(), self.weekdays.get(weekday["weekday"])

    def _take_year(self, p: Piece, after: Any) -> None:
        year = after["year"]
        if not year or (after["day"] and p.rule == "day-month"):
            return
        if len(year) == 2 and p.day is None and int(year) <= 31:
            return
        p.year, p.end, p.rule = full_year(year), after.end(), f"{p.rule}-year"
        if p.until is not None:
            p.until.year = p.year

    def _take_spelt_year(self, view: View, p: Piece) -> bool:
        """The year in words after a month: `October two thousand and five`."""
        number = view["numbers"].after(p.end)
        if number is None or number.start == p.end or number.value.form not in ("words", "year"):
            return False
        amount = number.value.amount or ""
        if not amount.isdigit() or len(amount) != 4 or not 1000 <= int(amount) <= 2199:
            return False
        p.year, p.end, p.rule = int(amount), number.end, f"{p.rule}-year"
        return True

    def _surely(self, view: View, hit: Hit) -> bool:
        """Whether a month's name alone is the month and not another word or a name."""
        word, capital = view.folded[hit.start : hit.end], view.text[hit.start].isupper()
        led = self.led.match(view.folded, max(0, hit.start - BACK), hit.start)
        short = word[-1] == "." or (len(word) == 3 and self.english and word != "may")
        if short:
            return led is not None
        if word in self.told:
            return False
        if self.english and (
            self.of_year.match(view.folded, hit.end)
            or (capital and self.ranged.match(view.folded, max(0, hit.start - 20), hit.start))
        ):
            return True  # `made May last year`, `the January-March quarter`
        if word not in self.ambiguous:
            return not self.english or capital or len(word) > 5 or led is not None
        if not self.english:
            return not capital or (led is not None and (word != "mars" or led[0].strip() in MARCH_BEFORE))
        return led is not None and (capital or led[0].strip() in SURE_BEFORE)
