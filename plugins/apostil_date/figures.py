"""Dates that begin with a figure: `2024-05-12`, `12/05/2024`, `14h30`, `2019-2023`, `1990s`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from apostil import View, Words, finder, pattern
from apostil_date import reckoning
from apostil_date.amounts import length
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import table
from apostil_date.years import Years

_STARTS = r"""[0-9](?<![\w.,:/+].)(?:[0-9]{3}(?![0-9])|[0-9]?(?=[-/.:hptqasjmdw]|[ ][-/:hpa]|[ ][.][ ])|[0-9]0s)"""
_NOT_AFTER = r"(?![\w%/]|[.,]\d|-\d(?!\d?[/h]\d)|\ ?[%\x80$])"
_SHAPE = rf"""
      (?P<ymd>[12]\d{{3}}(?P<m>[-/.])\d\d?(?P=m)\d\d?)(?:[t ](?P<iso>[012]\d:[0-5]\d)(?::\d\d)?z?)?(?![\w-])
    | (?P<dmy>(?:(?<!\d-)|(?<=/\d-)|(?<=/\d\d-)|(?<=/\d{{4}}-))
        \d\d?(?:\ ?(?P<n>[-/.])\ ?)\d\d?(?:\ ?(?P=n)\ ?)(?:\d{{4}}|\d\d)){_NOT_AFTER}
    | (?P<clock>(?:[01]?\d|2[0-4])
        (?: \ ?:\ ?[0-5]\d(?:\ ?:\ ?[0-5]\d)?(?:\ ?[ap]\.?m\b\.?)?
          | (?:\.[0-5]\d)?\ ?[ap]\.?m\b\.?
          | \ ?h\ ?[0-5]\d
          | \ ?h(?!\w)
        ))(?![\w:]|-\d(?!\d?\ ?[h:])|[.,]\d)
    | (?P<years>(?<!-)(?:1\d|20|21)\d\d\ ?[-/]\ ?(?:(?:1\d|20|21)\d\d|\d\d)){_NOT_AFTER}
    | (?P<my>(?<!-)[01]?\d[-/.](?:19|20)\d\d)(?![\w/%]|[-.,]\d)
    | (?P<dm>[0-3]?\d/[0-3]?\d){_NOT_AFTER}
    | (?P<decade>[12]\d\d0s|[2-9]0s)(?!\w)
    | (?P<code>[1-4][tq]\ ?'?\d\d(?:\d\d)?)(?!\w|[.,]\d)
    | (?P<glued>(?P<amount>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?P<unit><<date_unit>>))(?!\w)
    | (?P<zoned>(?:[01]\d|2[0-3])[0-5]\d(?=\ (?:<<date_zone>>)(?!\w)))
    | (?P<year>(?:1\d|20|21)\d\d)(?![\w%°$/+]|[-.,:'%]\d|\ ?[%\x80$£]|-[a-z]|\ \d{{3}}(?!\d))
"""


LED = ("t ", "à ", "m ", "o ", "@ ")
"""Ends of `at`, `à`, `from`, `to`."""
LED_BY = ("after ", "before ", "until ", "than ", "by ", "avant ", "après ", "vers ", "au ")


class Figures:
    """Patterns of one language for what begins with a figure."""

    def __init__(self, words: Words) -> None:
        self.starts = finder(_STARTS)
        self.shape = pattern(_SHAPE, words)
        self.units = table(words, "date_unit")
        self.years = Years(words)
        self.half_day = pattern(r"\ (?P<of><<date_clock_of>>)(?!\w)", words)
        self.half_days = table(words, "date_clock_of")
        self.readers: Mapping[str | None, Any] = {
            "m": self._ymd, "n": self._dmy, "years": self._years, "clock": self._clock, "dmy": self._dmy, "ymd": self._ymd,
            "my": self._my, "dm": self._dm, "decade": self._decade, "code": self._code, "unit": self._glued,
            "amount": self._glued, "glued": self._glued, "iso": self._ymd,
            "zoned": self._zoned,
        }  # fmt: skip
        self.day_first = words.language != "en"
        self.short = backward(r"(?:(?:^|[^\w])(?:<<date_short_before>>))\ ", words)
        self.and_words = {"", *(word for list_name in ("date_and", "date_or", "date_to") for word in words[list_name])}
        away = r"\ (?:<<date_away_of>>)(?!\d|(?:<<date_this>>|<<date_weekday>>|<<date_month>>|<<date_part_of_day>>)(?!\w)|l')"
        self.away = pattern(away, words)  # `à 2h de Paris`
        self.phrase = backward(r"(?<!\w)(?:<<date_clock_not>>)\ ", words, ("date_clock_not",))

    def pieces(self, view: View) -> Iterator[Piece]:
        folded = view.folded
        readers, read_year = self.readers, self.years.read
        match, last = self.shape.match, 0
        listed: Piece | None = None  # `11/20, 11/22 or 11/25`: those after the first have nothing before them
        for begin in self.starts.finditer(folded):
            start = begin.start()
            found = match(folded, start) if start >= last else None
            if found is None:
                continue
            kind, last = found.lastgroup, found.end()
            piece = read_year(view, found) if kind == "year" else readers[kind](folded, found)
            if piece is None and kind == "dm" and listed is not None and self._follows(folded, listed.end, start, last):
                piece = self._day_month(found)
            if piece is not None:
                listed = piece if kind == "dm" else None
                yield piece

    def _ymd(self, folded: str, found: Any) -> Piece | None:
        if folded[found.start() - 1] == "-" and folded[found.start() - 2].isalnum():
            return None  # `report-2002-10-09.xlsx`
        mark = found["ymd"][4]
        year, month, day = (int(part) for part in found["ymd"].split(mark))
        if month > 12 >= day:
            month, day = day, month
        piece = Piece(found.start(), found.end(), "calendar", "iso-date", year=year, month=month, day=day)
        if found["iso"]:
            piece.part_of_day = "T" + found["iso"]
        return piece

    def _dmy(self, folded: str, found: Any) -> Piece | None:
        text = found["dmy"].replace(" ", "")
        mark = next(c for c in text if not c.isdigit())
        a, b, y = text.split(mark)
        if found["dmy"] != text and (len(y) == 2 or mark == "."):
            return None
        if len(y) == 2 and ((mark == "." and len(a + b) < 4) or not self._plausible(int(a), int(b))):
            return None
        day, month = (int(a), int(b)) if self.day_first or mark == "." else (int(b), int(a))
        if month > 12 >= day:
            day, month = month, day
        year = int(y) if len(y) == 4 else reckoning.full_year(int(y), 40)
        if mark == "." and (((month > 12 or day > 31) and len(y) == 2) or not (month and day)):
            return None
        return Piece(found.start(), found.end(), "calendar", "figures-date", year=year, month=month, day=day)

    def _plausible(self, a: int, b: int) -> bool:
        return 1 <= a <= 31 and 1 <= b <= 31 and (a <= 12 or b <= 12)

    def _my(self, folded: str, found: Any) -> Piece | None:
        text = found["my"]
        month, year = int(text[:-5]), int(text[-4:])
        if not 1 <= month <= 12 or (text[-5] == "." and len(text) < 7):
            return None
        return Piece(found.start(), found.end(), "calendar", "figures-month", year=year, month=month)

    def _dm(self, folded: str, found: Any) -> Piece | None:
        line = (
            len(found["dm"]) == 5 and folded[: found.start()].strip() + folded[found.end() : found.end() + 20].strip() == ""
            if found.start() < 20
            else False
        )
        if not line and not self.short.match(folded, max(0, found.start() - 14), found.start()):
            return None
        return self._day_month(found)

    def _follows(self, folded: str, after: int, start: int, end: int) -> bool:
        """Whether a day of the month in figures goes on with a list, and is no share: `on 11/20, 3/4 of them`."""
        return folded[after:start].strip(" ,") in self.and_words and not folded.startswith((" of", " de", " d'"), end)

    def _day_month(self, found: Any) -> Piece | None:
        a, b = (int(part) for part in found["dm"].split("/"))
        day, month = (a, b) if self.day_first else (b, a)
        if month > 12 >= day:
            day, month = month, day
        if not 1 <= day <= 31 or not 1 <= month <= 12:
            return None
        return Piece(found.start(), found.end(), "calendar", "figures-day-month", month=month, day=day)

    def _clock(self, folded: str, found: Any) -> Piece | None:
        text = found["clock"].replace(" ", "").replace(".", "")
        start, end = found.start(), found.end()
        if folded[end - 1] == "." and folded[end - 3] != ".":  # not that of `a.m.`
            end -= 1
        digits = "".join(c if c.isdigit() else " " for c in found["clock"]).split()
        hour, minute = int(digits[0]), digits[1] if len(digits) > 1 else ""
        half = "pm" if text.endswith("pm") else "am" if text.endswith("am") else ""
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        bare = ":" in text and not half and len(digits[0]) == 1  # a score, a ratio, a verse, unless words say it is a time
        led = folded[start - 2 : start] in LED or folded.endswith(LED_BY, max(0, start - 8), start)
        if bare and not led and not self.half_day.match(folded, end):
            return None
        long = folded.startswith("d'", start - 2) or self.phrase.match(folded, max(0, start - 16), start)
        if "h" in text and (long or (not minute and folded.startswith("à ", start - 2) and self.away.match(folded, end))):
            value = f"PT{hour}H" + (f"{int(minute)}M" if minute and int(minute) else "")
            return Piece(start, end, "length", "clock-length", value=value)
        of = self.half_day.match(folded, end)
        if of:
            later = self.half_days[of["of"]]
            hour, end = hour + (later if hour < 12 or later < 0 else 0), of.end()
        time = f"T{hour % 24:02d}:{minute or '00'}" + (f":{digits[2]}" if len(digits) > 2 else "")
        rule = "clock-half-day" if half or of else "clock"
        return Piece(start, end, "calendar", rule, part_of_day=time)

    def _zoned(self, folded: str, found: Any) -> Piece:
        """`1430 GMT`."""
        start, end = found.span()
        return Piece(
            start, end, "calendar", "clock-zoned", part_of_day=f"T{folded[start : start + 2]}:{folded[start + 2 : end]}"
        )

    def _years(self, folded: str, found: Any) -> Piece | None:
        text = found["years"].replace(" ", "")
        first, second = int(text[:4]), text[5:]
        start, end = found.span()
        if len(second) == 2:
            if text[4] == "-" and " " not in found["years"] and 1 <= int(second) <= 12 and int(second) != (first + 1) % 100:
                return Piece(start, end, "calendar", "year-month", year=first, month=int(second))
            last = first // 100 * 100 + int(second)
            if last != first + 1 and (text[4] == "/" or not first < last <= first + 10):
                return None
        else:
            last = int(second)
        if not first < last <= first + 400:
            return None
        return Piece(start, end, "fixed", "year-range", value=f"{first:04d}/{last:04d}", year=last)

    def _decade(self, folded: str, found: Any) -> Piece:
        text = found["decade"]
        decade = text[:3] if len(text) == 5 else f"{(19 if text[0] > '2' else 20)}{text[0]}"
        return Piece(found.start(), found.end(), "calendar", "decade", sub=decade + "X", year=int(decade) * 10)

    def _glued(self, folded: str, found: Any) -> Piece:
        """`3heures`, `2.5ans`."""
        unit = self.units[found["unit"]]
        value = length(found["amount"].replace(",", "."), unit)
        return Piece(found.start(), found.end(), "length", "glued-length", unit=unit, value=value)

    def _code(self, folded: str, found: Any) -> Piece:
        text = found["code"].replace(" ", "").replace("'", "")
        year = int(text[2:]) if len(text) == 6 else 2000 + int(text[2:])
        return Piece(found.start(), found.end(), "calendar", "quarter-code", year=year, sub=f"Q{text[0]}")
