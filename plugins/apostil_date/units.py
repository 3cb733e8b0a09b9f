"""Expressions built on a unit of time: durations, `il y a trois mois`, `la semaine prochaine`, `le premier trimestre 2025`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from apostil import Hit, View, Words, fold, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece

BACK = 60
"""Characters read before a unit."""

_LEFT = r"""(?<![\w.,])(?:
    (?:(?P<mid2><<date_before_unit>>)[ \n])?
    (?: (?<!\d\ )(?P<num>\d{1,3}(?:\ \d{3}){1,3}|\d{1,4}(?:[.,]\d{1,2})?)(?:[ ]\((?P<restated>[^()\n]{1,40})\))?[ \n]?
      | (?P<bracket>\(\d{1,4}\))[ \n]
      | (?P<quantifier><<date_quantifier>>)[ \n]?
      | (?P<ordinal><<date_ordinal>>)[ \n]
      | (?P<every><<date_every>>)[ \n]
      | (?P<this><<date_this>>)[ \n]
      | (?P<adjective><<date_adjective_before>>)[ \n]
    )?
    (?:(?P<mid><<date_before_unit>>)[ \n])?
    (?:(?:<<date_qualifier>>)[ \n-])?
  )"""
_ROMAN = r"(?r)(?<!\w)(?P<roman>x{0,2}(?:i{1,3}|i?v|vi{0,3}|ix|x))(?P<suffix>e|ème|er)?\ $"
_ADJECTIVE = r"[ \n](?P<adjective><<date_adjective>>)(?!\w)"
_AFTER = r"(?:[ \n](?P<after><<date_after_unit>>)(?!\w))"
_YEAR = r"[ \n](?:(?:<<date_of_year>>)\ )?(?P<year>(?:1\d|20|21)\d\d)(?P<to>\ ?[-/]\ ?(?:20|19)?\d\d)?(?!\w|[.,]\d)"
_ROMANS = {"i": 1, "v": 5, "x": 10}
LENGTHS = {"TH": "H", "TM": "M", "TS": "S"}


class Units:
    """Patterns of one language for expressions built on a unit of time."""

    def __init__(self, words: Words) -> None:
        self.left = backward(_LEFT, words)
        ones = {w: True for w in words["number_one"] if w not in ("a", "an")}
        lists = {"number_word": words["number_word"], "spelt_one": ones}
        self.spelt = backward(r"(?<!\w)(?:(?:<<number_word>>|<<spelt_one>>)(?:\ et\ |\ and\ |[ -])){1,5}", lists)
        self.det = backward(r"(?<!\w)(?P<det><<date_det>>)[ ]?", words, ("date_det",))
        self.frame = backward(
            r"(?<!\w)(?P<frame><<date_frame>>)[ \n](?:(?P<blur><<date_length_mod>>)[ ]?)?(?:(?P<det><<date_det>>)[ ])?",
            words,
            ("date_frame", "date_length_mod", "date_det"),
        )
        self.range = backward(
            r"(?<![\w.,])(?P<low>\d{1,3}|<<date_day_word>>)[ ]?(?:-|<<date_or>>)[ ]?",
            {**words, "dash": ("-",)},
            ("date_or", "dash"),
        )
        self.part = backward(r"(?<!\w)(?:<<date_part>>)[ ]?(?:(?:<<date_link>>)[ ]?)?", words, ("date_part", "date_link"))
        self.clock_before = backward(r"(?<!\w)(?:<<date_clock_before>>)\ ", words, ("date_clock_before",))
        self.clock_after = pattern(r"(?:\ (?:et\ )?(?P<minute>[0-5]\d)(?!\d|\ ?[%€])(?:\ minutes?)?)?(?:\ (?P<half><<date_clock_half>>)(?!\w))?(?:\ (?P<of><<date_clock_of>>)(?!\w))?", words)  # fmt: skip
        self.halves: Mapping[str, int] = {fold(w): v for w, v in words["date_clock_half"].items()}
        self.minute_link = pattern(r"\ (?:(?:<<date_minute_and>>)\ |(?P<minus><<date_minute_minus>>)\ )?", words)
        self.minute_word = pattern(r"\ (?:<<date_minute_word>>)(?!\w)", words)
        self.noun_after = pattern(r"\ (?!(?:<<date_minute_word>>|<<date_after_year>>)(?!\w))[a-zà-ÿ]{3,20}|\ ?[%€$]", words)
        self.clock_of: Mapping[str, int] = {fold(w): v for w, v in words["date_clock_of"].items()}
        self.age_before = backward(
            r"(?<!\w)(?:<<date_age_before>>)[ ]?(?:(?:<<date_length_mod>>)[ ]?)?", words, ("date_age_before", "date_length_mod")
        )
        self.mod_before = backward(
            r"(?<!\w)(?:<<date_length_mod>>|<<date_frame>>)[ ]?", words, ("date_length_mod", "date_frame")
        )
        self.per = backward(r"(?<!\w)(?:<<date_per_before>>)\ ", words, ("date_per_before",))
        self.ordinal_not_after = pattern(r"\ (?:<<date_ordinal_not_after>>)(?!\w)", words)
        self.age_after = pattern(r"[ -]?(?:<<date_age_after>>)(?!\w)", words)
        self.and_half = pattern(r"[ \n](?:<<date_and_half>>)(?!\w)", words)
        self.placed = pattern(r"[ \n](?:<<date_length_adjective>>)(?!\w)", words)
        self.adjective = pattern(_ADJECTIVE, words)
        self.after = pattern(_AFTER, words)
        self.of_month = pattern(r"\ (?:<<date_link>>)?\ ?(?:<<date_month>>|<<date_month_noun>>|(?:19|20)\d\d)(?!\w)", words)
        self.later_this = pattern(r"\ (?:this|today|in\ the|that)\b", words)
        self.week_number = pattern(
            r"\ (?:n°\ ?)?(\d{1,2})(?!\w|[.,]\d|\ ?[%€$])(?:\ (?:(?:<<date_of_year>>)\ )?(?P<year>(?:19|20)\d\d)(?!\w))?", words
        )
        self.year = pattern(_YEAR, words)
        self.decade = pattern(
            r"\ (?:(?P<dec>\d{4}|\d{2})(?:\ ?-\ ?(?P<last>\d{4}|\d{2}))?(?!\w|[.,]\d)|(?P<word><<date_decade_word>>)(?!\w))",
            words,
        )
        self.decade_words: Mapping[str, int] = {fold(w): v for w, v in words["date_decade_word"].items()}
        self.not_after = pattern(r"[ \n]{0,2}(?:<<date_unit_not_after>>)(?!\w)", words)
        self.of_months = pattern(r"[ \n](?:<<date_of_months>>)[ ]?(?:(?P<year>(?:19|20)\d\d)(?!\w|[.,]\d))?", words)
        self.tables: dict[str, Mapping[str, Any]] = {
            name: {fold(w): v for w, v in words[f"date_{name}"].items()}
            for name in ("adjective", "adjective_before", "before_unit", "quantifier", "ordinal", "every", "this", "frame", "after_unit", "day_word")
        }  # fmt: skip
        self.fused = {fold(w) for w in words["date_fused"]}
        self.english = words.language == "en"
        self.bare_quantity = {fold(w) for w in words["date_idle_quantity"]}

    def pieces(self, view: View, known: bool) -> Iterator[Piece]:
        """`known`: whether the document says what day it is."""
        numbers = view["numbers"]
        for hit in view["date_unit"]:
            if piece := self.read(view, numbers, hit, known):
                yield piece

    def read(self, view: View, numbers: Any, hit: Hit, known: bool) -> Piece | None:
        folded, start, unit = view.folded, hit.start, hit.value
        if start and folded[start - 1] == "-" and not folded[start - 2 : start - 1].isdigit():
            pass
        left = self.left.match(folded, max(0, start - BACK), start)
        if left is None:
            return None
        if left["every"]:
            return self._set(folded, hit, left, left["every"], "1")
        if left["num"] or left["quantifier"] or left["bracket"]:
            return self._quantity(view, numbers, hit, left)
        if left["ordinal"] and unit in ("Q", "H", "C", "W", "N", "WE", "X"):
            return self._ordinal(folded, hit, left.start(), self.tables["ordinal"][left["ordinal"]], known)
        if not left["this"] and not left["adjective"]:
            word = self._words_number(numbers, left.start())
            if word is not None:
                return self._quantity(view, numbers, hit, left, word)
        if unit == "C" and (roman := self._roman(folded, start)):
            return self._ordinal(folded, hit, *roman, known)
        if mid := left["mid"] or left["mid2"]:
            rank = self.tables["ordinal"].get(mid)
            if rank is not None and unit in ("Q", "H", "W", "WE", "N") and (rank > 0 or self.of_month.match(folded, hit.end)):
                start = left.start("mid") if left["mid"] else left.start("mid2")
                return self._ordinal(folded, hit, start, rank, known)
            return self._recent(folded, hit, left)
        return self._relative(folded, hit, left, known)

    def _words_number(self, numbers: Any, end: int) -> tuple[int, str] | None:
        hit = numbers.before(end)
        if hit is None or hit.value is None or not hit.value.amount or hit.value.form in ("label", "glued", "scale"):
            return None
        return hit.start, hit.value.amount

    # quantities ------------------------------------------------------------------------------------------------------

    def _quantity(self, view: View, numbers: Any, hit: Hit, left: Any, word: tuple[int, str] | None = None) -> Piece | None:
        folded, unit, start = view.folded, hit.value, left.start()
        if word:
            start, amount = word
        elif left["num"]:
            amount = left["num"].replace(",", ".").replace(" ", "")
            start = left.start("mid2") if left["mid2"] else self._word_before(folded, left.start("num"))
        elif left["bracket"]:
            amount = left["bracket"][1:-1]
            start = left.start("bracket")
            words = numbers.before(start)
            start = words.start if words is not None else self._word_before(folded, start)
        else:
            amount, start = self.tables["quantifier"][left["quantifier"]], left.start("quantifier")
        if self._not_a_length(folded, hit, left, start, amount):
            return None
        if unit == "TH" and (clock := self._clock(numbers, folded, hit, start, amount)):
            return clock
        p = Piece(start, hit.end, "length", "length", unit=unit)
        low = self.range.match(folded, max(0, start - 16), start) if amount != "X" else None
        value = length(amount, unit)
        if half := self.and_half.match(folded, hit.end):
            value, p.end = length(amount + ".5", unit), half.end()
        if (
            low
            and unit == "Y"
            and folded[start - 1] == "-"
            and not self.frame.match(folded, max(0, low.start() - 40), low.start())
        ):
            return None
        if low:
            first = low["low"] if low["low"].isdigit() else str(self.tables["day_word"][low["low"]])
            p.start, value = low.start(), f"{length(first, unit)}/{value}"
        p.value = value
        return self._framed(folded, p, left, amount)

    def _word_before(self, folded: str, end: int) -> int:
        """Start of the number in words before a figure in brackets, where the numbers layer has it with the figure or not at all."""
        found = self.spelt.match(folded, max(0, end - 40), end)
        return found.start() if found else end

    def _not_a_length(self, folded: str, hit: Hit, left: Any, start: int, amount: str) -> bool:
        if left["quantifier"] in self.bare_quantity and not left["mid"]:
            if hit.value not in ("Y", "M", "W", "TH", "X", "C", "Q", "H", "TM", "Y50", "TM30", "Y5"):
                return True
        if hit.value in ("F", "WE") or (hit.value == "C" and len(amount) > 2):
            return True
        if left["quantifier"] and self.per.match(folded, max(0, start - 12), start):
            return True
        back = max(0, start - 40)
        if hit.value in ("Y", "M") and (age := self.age_before.match(folded, back, start)):
            at = age[0].strip() in ("à", "a", "ont", "avait", "aurait", "avoir", "avaient")
            of = folded[hit.end : hit.end + 3] in (" de", " d'", " fe", " av", " po")
            if not at or not (of or self.mod_before.match(folded, back, start) or self.frame.match(folded, back, start)):
                return True
        if hit.value == "Y" and self._is_age(folded, hit, start):
            return True
        if left["quantifier"] and folded[hit.start : hit.end + 4] == "année de ":
            return True
        if (
            folded[hit.end : hit.end + 1] == " "
            and folded[hit.end + 1 : hit.end + 2].isdigit()
            and hit.value == "Y"
            and left["quantifier"]
        ):
            return True
        return self.age_after.match(folded, hit.end) is not None or self.not_after.match(folded, hit.end) is not None

    def _is_age(self, folded: str, hit: Hit, start: int) -> bool:
        """`Jean, 45 ans, …`: between commas or brackets."""
        before = folded[start - 2 : start]
        after = folded[hit.end : hit.end + 1]
        return (before == ", " and after in ",)") or (before[1:] == "(" and after in "),")

    def _clock(self, numbers: Any, folded: str, hit: Hit, start: int, amount: str) -> Piece | None:
        """`quinze heures trente`, `8 heures du matin`."""
        if self.english or "." in amount or not amount.isdigit() or int(amount) > 24 or folded[hit.start - 1] == "-":
            return None
        after = self.clock_after.match(folded, hit.end)
        before = self.clock_before.match(folded, max(0, start - 24), start)
        sure = before or (after and (after["of"] or after["minute"])) or self._minutes(numbers, folded, hit.end)
        if not after or not sure:
            return None
        minutes, end = int(amount) * 60 + int(after["minute"] or 0), after.end()
        if after["half"]:
            minutes += self.halves[after["half"]]
        elif not after["minute"] and not after["of"] and (words := self._minutes(numbers, folded, hit.end)):
            end, minutes = words[0], minutes + words[1]
        if after["of"] and minutes < 720:
            minutes += 60 * self.clock_of[after["of"]]
        time = f"T{minutes // 60 % 24:02d}" + (f":{minutes % 60:02d}" if minutes % 60 else "")
        return Piece(start, end, "calendar", "clock-words", part_of_day=time)

    def _minutes(self, numbers: Any, folded: str, end: int) -> tuple[int, int] | None:
        """End and value of the minutes in words after `quinze heures`."""
        link = self.minute_link.match(folded, end)
        number = numbers.at(link.end()) if link else None
        if number is None or not (number.value.amount or "").isdigit() or len(number.value.amount) > 2:
            return None
        minutes = int(number.value.amount) * (-1 if link["minus"] else 1)
        if not -30 <= minutes < 60 or self.noun_after.match(folded, number.end):
            return None
        tail = self.minute_word.match(folded, number.end)
        return (tail.end() if tail else number.end), minutes

    def _framed(self, folded: str, p: Piece, left: Any, amount: str) -> Piece:
        """`p` with the words that anchor it: `il y a`, `dans`, `plus tard`, `ago`; or that make it `the last three years`."""
        mid = left["mid"] or left["mid2"]
        direction = self.tables["before_unit"].get(mid) if mid else None
        det = self.det.match(folded, max(0, p.start - 12), p.start)
        if direction is not None:
            if direction == 0 and (months := self.of_months.match(folded, p.end)) and p.unit == "M" and amount.isdigit():
                return self._first_months(p, months, int(amount))
            if det and direction in (-1, 1) and det["det"] not in self.fused:
                p.start = det.start()
            p.rule = "last-length"
            return p
        if adjective := self.placed.match(folded, p.end):
            p.end = adjective.end()
            return p
        if (after := self.after.match(folded, p.end)) and not self.later_this.match(folded, after.end()):
            return self._anchored(p, self.tables["after_unit"][after["after"]], folded, after)
        frame = self.frame.match(folded, max(0, p.start - 40), p.start)
        if frame:
            facts = self.tables["frame"][frame["frame"]]
            if "n" in facts and not frame["det"]:
                p.mod = self.mods(frame["blur"])
                p.inner = p.mod is not None
                self._shift(p, facts["n"], amount)
                p.start, p.rule = frame.start(), "frame-length"
                return p
            if "mod" in facts:
                p.mod = facts["mod"]
        return p

    def mods(self, word: str | None) -> str | None:
        return {"plus de": "more_than", "plus d'": "more_than", "moins de": "less_than", "moins d'": "less_than", "more than": "more_than", "less than": "less_than", "over": "more_than", "au moins": "more_than", "at least": "more_than"}.get(word, "approx") if word else None  # fmt: skip

    def _anchored(self, p: Piece, facts: Mapping[str, Any], folded: str, after: Any) -> Piece:
        if facts.get("end") and folded[after.end() : after.end() + 1] not in ("", ".", ",", ";", ":", ")", "\n", "!", "?"):
            return p
        amount = (p.value or "").lstrip("PT")[:-1]
        p.end, p.text_anchor = after.end(), facts.get("text", False)
        self._shift(p, facts["n"], amount)
        p.rule = "length-later"
        return p

    def _shift(self, p: Piece, sign: int, amount: str) -> None:
        """Turn a length into a point that far from its anchor; a vague length into a vague past or future."""
        if amount.isdigit() and p.unit in ("Y", "M", "W", "D", "Q", "H", "X", "C", "N", "FN", "TH", "TM", "TS"):
            p.kind, p.n, p.value = "shift", sign * int(amount), None
        else:
            p.kind, p.value = "fixed", "PAST_REF" if sign < 0 or p.text_anchor else "FUTURE_REF"

    def _first_months(self, p: Piece, months: Any, count: int) -> Piece:
        p.end = months.end() if months["year"] else months.start("year") if False else months.end()
        year = months["year"]
        p.kind, p.rule, p.month = "calendar", "first-months", 1
        p.year = int(year) if year else None
        last = Piece(p.end, p.end, "calendar", "first-months", month=min(count, 12), year=p.year)
        p.until = last if count > 1 else None
        return p

    # periods ---------------------------------------------------------------------------------------------------------

    def _set(self, folded: str, hit: Hit, left: Any, word: str, amount: str) -> Piece | None:
        if self.tables["every"][word] == "n" and hit.value in ("F",):
            return None
        mid = left["mid"]
        if mid and mid.isdigit():
            amount = mid
        return Piece(left.start("every"), hit.end, "set", "every-unit", value=length(amount, hit.value))

    def _roman(self, folded: str, end: int) -> tuple[int, int] | None:
        if folded[end - 3 : end] == " e ":
            end -= 2
        i = end - 1
        while i > 0 and end - i < 9 and (folded[i - 1] in "ivxeèmr"):
            i -= 1
        word = folded[i:end].strip().removesuffix("ème").removesuffix("e")
        if i and folded[i - 1].isalnum():
            return None
        total = 0
        for c, d in zip(word, word[1:] + " ", strict=False):
            if c not in _ROMANS:
                return None
            total += -_ROMANS[c] if _ROMANS.get(d, 0) > _ROMANS[c] else _ROMANS[c]
        return (i, total) if total else None

    def _ordinal(self, folded: str, hit: Hit, start: int, rank: int, known: bool) -> Piece | None:
        unit = hit.value
        p = Piece(start, hit.end, "calendar", "ordinal-period", unit="")
        if unit == "C":
            return self._century(folded, p, rank)
        if unit in ("Q", "H"):
            last = 4 if unit == "Q" else 2
            if not -1 <= rank <= last or rank == 0:
                return None
            p.sub = f"{unit}{rank if rank > 0 else last}"
        elif unit == "N" and rank in (1, 2, -1):
            p.rule, p.unit, p.n, p.bare = "half-of-month", "half-month", rank, True
            return p
        elif unit in ("W", "WE"):
            if unit == "W" and rank > 0 and (year := self.year.match(folded, p.end)):
                p.sub, p.year, p.end, p.rule = f"W{rank:02d}", int(year["year"]), year.end(), "nth-week"
                return p
            p.rule, p.unit, p.sub, p.n, p.bare = "nth-week", "rank", unit, rank, True
            return p
        else:
            return None
        if year := self.year.match(folded, p.end):
            p.year, p.end = int(year["year"]), year.end()
        elif adjective := self.adjective.match(folded, p.end):
            p.n, p.end = self.tables["adjective"][adjective["adjective"]]["n"], adjective.end()
        elif self.ordinal_not_after.match(folded, p.end):
            return None
        return p

    def _century(self, folded: str, p: Piece, rank: int) -> Piece | None:
        if not 1 <= rank <= 30:
            return None
        p.sub, p.rule, p.kind = f"{rank - 1:02d}XX", "century", "fixed"
        p.value = p.sub
        return p

    def _recent(self, folded: str, hit: Hit, left: Any) -> Piece | None:
        """`ces dernières années`, `les prochains mois`, `the past year`."""
        mid = left["mid"] or left["mid2"]
        direction = self.tables["before_unit"][mid]
        if direction == 3:
            return None
        word = folded[hit.start : hit.end]
        plural = word.endswith("s") and (hit.value != "M" or self.english or mid.endswith("s"))
        start = left.start("mid") if left["mid"] else left.start("mid2")
        det = self.det.match(folded, max(0, start - 12), start)
        if left["this"]:
            start = left.start("this")
        elif det and det["det"] not in self.fused:
            start = det.start()
        if direction == 0 or (not plural and hit.value in ("D", "TH", "TM", "TS")):
            return None
        p = Piece(start, hit.end, "length", "recent", unit=hit.value, value=length("X" if plural else "1", hit.value))
        over = det is not None and self.english and hit.value in ("Y", "M", "W") and mid in ("last", "next", "coming")
        if not plural and (hit.value in ("Q", "H", "W", "M", "F") or self.english) and mid != "past" and not over:
            facts = self.tables["adjective_before"].get(mid, {})
            p.kind, p.n, p.value, p.text_anchor = "shift", direction, None, facts.get("text", False)
            p.n = 1 if direction == 2 else direction
        return p

    def _relative(self, folded: str, hit: Hit, left: Any, known: bool) -> Piece | None:
        """`cette année`, `l'année dernière`, `last week`, `le début de l'année`, `les années 1990`."""
        unit, start = hit.value, hit.start
        if unit in ("TM", "TS", "C", "TM30", "Y50", "Y5"):
            return None
        p = Piece(start, hit.end, "shift", "relative", unit=unit)
        word = folded[start : hit.end]
        if (
            unit == "W"
            and word[-1] != "s"
            and (number := self.week_number.match(folded, hit.end))
            and 1 <= int(number[1]) <= 53
        ):
            year = number["year"]
            return Piece(
                start, number.end(), "calendar", "week-number", sub=f"W{int(number[1]):02d}", year=int(year) if year else None
            )
        if left["this"] and unit not in ("D", "TH", "F") and not (word[-1] == "s" and unit != "M"):
            p.start = left.start("this")
            if folded[p.end : p.end + 3] == "-ci":
                p.end += 3
            return p
        if left["adjective"] and word[-1] != "s" and unit not in ("TH",):
            facts = self.tables["adjective_before"][left["adjective"]]
            p.start, p.n, p.text_anchor = left.start("adjective"), facts["n"], facts.get("text", False)
            det = self.det.match(folded, max(0, p.start - 12), p.start)
            if det and det["det"] not in self.fused:
                p.start = det.start()
            return p
        if unit == "Y" and word in ("années", "annees", "eighties") and (decade := self.decade.match(folded, hit.end)):
            return self._decade(p, decade)
        if (adjective := self.adjective.match(folded, hit.end)) and not (word[-1] == "s" and unit != "M"):
            facts = self.tables["adjective"][adjective["adjective"]]
            det = self.det.match(folded, max(0, start - 12), start)
            if unit in ("TH",) or (unit == "D" and adjective["adjective"].startswith("dern")):
                return None
            p.start = det.start() if det and det["det"] not in self.fused else start
            p.end, p.n, p.text_anchor = adjective.end(), facts["n"], facts.get("text", False)
            return p
        if (known and (unit in ("Y", "M", "W", "Q", "H") or word in ("journée", "day")) and word[-1] != "s") or (
            known and word == "mois"
        ):
            if (part := self.part.match(folded, max(0, start - 24), start)) and not self.not_after.match(folded, hit.end):
                if folded[hit.end : hit.end + 1] == " " and folded[hit.end + 1 : hit.end + 2].isdigit():
                    return None
                p.rule = "part-of-period"
                p.bare = True
                p.start = start
                return p if part.end() - part.start() > 2 else None
        return None

    def _decade(self, p: Piece, found: Any) -> Piece | None:
        if found["word"]:
            decade = 190 + self.decade_words[found["word"]]
        else:
            digits = found["dec"]
            if digits[-1] != "0":
                return None
            if found["last"] and found["last"][-1] == "0":
                p.value = f"/{int(digits[:3]) // 10}{found['last'][-2]}X" if len(digits) == 4 else f"/19{found['last'][-2]}X"
            decade = int(digits[:3]) if len(digits) == 4 else 190 + int(digits[0])
            if len(digits) == 2 and digits == "10":
                decade = 201
        p.kind, p.rule, p.end, p.value = "fixed", "decade", found.end(), f"{decade:03d}X{p.value or ''}"
        return p


def length(amount: str, unit: str) -> str:
    """ISO 8601 duration of `amount` (a decimal string, or X) units; X for decades and centuries is DE and CE."""
    if len(unit) > 2 or unit == "Y5":
        number = unit.lstrip("YTM")
        return f"P{number}Y" if unit[0] == "Y" else f"PT{number}M"
    if "." in amount:
        whole, _, part = amount.partition(".")
        if part == "5" and unit == "Y":
            return f"P{int(whole or 0) * 12 + 6}M"
        if part == "5" and unit in ("TH", "TM"):
            small = {"TH": "M", "TM": "S"}[unit]
            return "PT" + (f"{whole}{LENGTHS[unit]}" if whole.strip("0") else "") + f"30{small}"
    if amount.isdigit():
        amount = str(int(amount[:9]))
    if unit in LENGTHS:
        return f"PT{amount}{LENGTHS[unit]}"
    if unit == "FN" and amount.isdigit():
        return f"P{2 * int(amount)}W"
    if unit == "N" and amount.isdigit():
        return f"P{15 * int(amount)}D"
    return f"P{amount}" + {"X": "DE", "C": "CE", "H": "H", "Q": "Q", "N": "D", "WE": "WE", "F": "Y"}.get(unit, unit)
