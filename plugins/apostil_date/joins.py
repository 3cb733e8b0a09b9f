"""Pieces that stand side by side and make one expression: ranges, a day and its hour, lengths in several units."""

from __future__ import annotations

from apostil import Words, pattern
from apostil_date.backward import backward
from apostil_date.leading import Leading
from apostil_date.parts import Parts
from apostil_date.piece import Piece
from apostil_date.tables import folded_set, table

GAP = 26
"""Characters between two pieces that may be joined."""
HOURS_IN = {"TAF": (1, 7), "TEV": (4, 11), "TNI": (6, 11)}
"""First and last hour that are counted from noon in a part of the day."""
LENGTH_ORDER = ("Y", "M", "W", "D", "TH", "TM", "TS")


class Joins:
    """Words of one language between the parts of an expression."""

    def __init__(self, words: Words) -> None:
        self.leading, self.parts = Leading(words), Parts(words)
        part = r"(?:(?:<<date_part>>)(?:[ -](?:<<date_link>>)|-)?\ ?)?"
        to = r"(?P<to><<date_to>>)(?:\ ?(?:<<date_article>>))?(?:\ ?(?:<<date_part>>)(?:[ -]?(?:<<date_link>>)|-)?)?\Z"
        self.to, self.to_words = pattern(to, words), table(words, "date_to")
        self.opening = backward(rf"(?<!\w)(?:<<date_from>>)[ ]?(?:(?:<<date_article>>)\ ?)?{part}", words)
        self.between = backward(rf"(?<!\w)(?:<<date_between>>)[ ]?(?:(?:<<date_article>>)\ ?)?{part}", words)
        self.openings = folded_set(words, "date_from", "date_between")
        self.at = folded_set(words, "date_at") | {""}
        self.of = folded_set(words, "date_link")
        self.part_links = {**table(words, "date_part_of_day_link"), "": ""}
        self.length_and = folded_set(words, "date_and") | {""}

    def joined(self, folded: str, pieces: list[Piece]) -> list[Piece]:
        """`pieces`, which come in reading order, those that belong together made one."""
        done: list[Piece] = []
        for piece in pieces:
            piece = self._with_last(folded, done, piece)
            if done and piece.kind == "calendar" and piece.weekday is not None and piece.day is None and piece.until is None:
                self._listed(folded, done[-1], piece)
            if piece.kind == "calendar" and piece.until is None:
                if piece.day is not None and piece.month is not None:
                    piece = self.leading.days(folded, piece, done)
                    piece = self._with_last(folded, done, piece) if piece.until is not None else piece
                elif piece.time_alone:
                    self.leading.hour(folded, piece, done)
                    self.leading.day_of_hour(folded, piece, done)
                    piece = self._with_last(folded, done, piece)
                    self._weekly(folded, piece, done)
            elif piece.kind == "shift" and piece.unit == "M" and piece.rule in ("relative", "recent"):
                self.leading.day_of_month(folded, piece, done)
            done.append(piece)
        return done

    def _listed(self, folded: str, last: Piece, piece: Piece) -> None:
        """A weekday after another, `lundi soir et mardi`, and after a day that it names again, `demain, dimanche`."""
        gap = folded[last.end : piece.start].strip()
        if last.is_weekday and last.until is None and gap in self.length_and:
            piece.follows = not piece.n
            last.n = last.n or piece.n
        elif last.kind == "shift" and last.unit == "D" and gap == "," and not piece.n:
            piece.follows = True

    def _weekly(self, folded: str, piece: Piece, done: list[Piece]) -> None:
        """Leave `piece` without a day after a range of weekdays: `du lundi au vendredi, de 9 h à 18 h`."""
        if not done or done[-1].until is None or not done[-1].until.is_weekday or piece.of is not None:
            return
        if folded[done[-1].end : piece.start].strip(" ,") in self.openings | self.at:
            piece.dayless = True

    def _with_last(self, folded: str, done: list[Piece], piece: Piece) -> Piece:
        while done and piece.start - done[-1].end <= GAP:
            gap = folded[done[-1].end : piece.start]
            joint = self._join(folded, done[-1], piece, gap.strip()) if "\n\n" not in gap else None
            if joint is None:
                break
            done.pop()
            piece = joint
        return piece

    def _join(self, folded: str, a: Piece, b: Piece, gap: str) -> Piece | None:
        if a.of is not None and b.time_alone and b.part_of_day[1].isalpha() and gap in self.part_links:
            a.end = b.end  # `de 7h à 9h hier soir`: the day has been joined already
            _in_part(a, b.part_of_day)
            return a
        last = a.until
        if last is not None and not last.part_of_day and b.time_alone and last.is_day:
            if b.until is None and (joint := self._day_time(last, b, gap)):
                a.until, a.end = joint, b.end
                return a
            return None
        if last is not None and a.of is not None and last.of is None and last.time_alone and b.is_weekday and gap in self.at:
            a.until, a.end = _dated(last, b, last.start, b.end), b.end  # `lundi à 19 h jusqu'à 8 h jeudi`
            return a
        if b.rule == "length" and b.unit == "TH" and a.is_day and a.month and not gap and (b.value or "")[2:-1].isdigit():
            self._as_hour(b)  # `13 avril 11 heures`
        if b.rule == "part-of-period" and b.unit == "D" and a.is_day and a.until is None and self.part_links.get(gap):
            a.end, a.mod, a.inner = b.end, self.part_links[gap], True
            return a
        if a.rule == "part-of-period" and a.unit == "D" and b.is_day and b.until is None and gap in self.at | self.of:
            b.start = a.start  # `at the end of the day on May 14`
            return b
        if a.kind == "set" and a.value in ("P1D", "P1W") and b.time_alone and b.bare and not gap:
            a.end = b.end  # `chaque lundi matin`
            return a
        if b.time_alone and not a.time_alone:
            if joint := self._day_time(a, b, gap):
                return joint
        elif a.time_alone and b.is_day and (joint := self._time_day(a, b, gap)):
            return joint
        if a.until is not None or b.until is not None:
            return None
        if joint := self.parts.of(a, b, gap):
            return joint
        if gap in ("", ",") and a.is_weekday and b.kind == "calendar" and b.day and b.weekday is None:
            b.start, b.weekday = a.start, a.weekday
            return b
        if a.kind == b.kind == "length" and gap in self.length_and:
            return _lengths(a, b)
        to = self.to.match(gap)
        if to is None or (gap == "-" and a.kind != b.kind and a.day is not None):
            return None  # `Paris, 26 mai 2018 – Hier, …`
        if a.rule == "length" and a.unit == "TH" and b.time_alone and b.part_of_day[1].isdigit():
            self._opening_hour(folded, a)
        return self._range(folded, a, b, self.to_words[to["to"]])

    def _opening_hour(self, folded: str, a: Piece) -> None:
        """Make the first of two hours one of the day, as the other is: `de neuf heures à midi`."""
        if self._led(folded, a.start):
            self._as_hour(a)

    def _as_hour(self, p: Piece) -> None:
        """Make an hour of the day of a number of hours, if there is one."""
        hours = (p.value or "")[2:-1]
        if hours.isdigit() and int(hours) <= 24:
            p.kind, p.rule, p.part_of_day, p.value = "calendar", "clock-words", f"T{int(hours) % 24:02d}:00", None

    def _led(self, folded: str, start: int) -> bool:
        """Whether a word that opens a range stands before `start`."""
        low = max(0, start - 30)
        return bool(self.opening.match(folded, low, start) or self.between.match(folded, low, start))

    def _day_time(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """A day and the time that follows it: `5 mai à 14h30`, `lundi matin`, `mardi de 9h à 11h`."""
        if not a.is_day or a.until is not None:
            return None
        if b.part_of_day[1].isdigit():
            linked = gap in self.at or (gap == "-" and a.day is not None) or (b.until is not None and gap in self.openings)
            free = not a.part_of_day or a.part_of_day[1].isalpha()
            return _dated(b, a, a.start, b.end) if linked and free else None
        if a.part_of_day or gap not in self.part_links:
            return None
        a.part_of_day, a.end, a.rule = b.part_of_day, b.end, f"{a.rule}-time"
        if part := self.part_links[gap]:
            a.mod, a.inner = part, True
        return a

    def _time_day(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """A time and the day that follows it: `14h30 le 5 mai`, `la soirée de mardi`, `la nuit du 28 au 29 mars`."""
        if gap not in self.of and gap not in self.at and gap not in self.part_links:
            return None
        if a.part_of_day[1].isdigit():
            weekly = gap == "du" and b.is_weekday  # `de 14 h à 18 h du mardi au samedi`
            return _dated(a, b, a.start, b.end) if b.until is None and not weekly else None
        if b.part_of_day or (b.until is not None and b.rule != "day-range"):
            return None
        b.mod, b.inner, b.relative, b.bare, b.start = a.mod, a.inner, True, False, a.start
        if b.until is None:
            b.part_of_day, b.rule = a.part_of_day, f"{b.rule}-time"
        else:
            b.until.part_of_day, b.rule = a.part_of_day, "night-of-days"
        return b

    def _range(self, folded: str, a: Piece, b: Piece, how: str) -> Piece | None:
        if not _same_kind(a, b) or a.bare or b.bare:
            return None
        before, led = max(0, a.start - 30), a.rule.endswith(("-time", "-from")) and b.time_alone
        if how == "and" and a.rule != "day-clock-from" and not self.between.match(folded, before, a.start):
            return None
        if how == "open" and not led and not _alike(a, b) and not self.opening.match(folded, before, a.start):
            return None
        if a.kind in ("length", "fixed"):
            if not a.value or not b.value or "/" in a.value + b.value or "REF" in a.value + b.value:
                return None
            a.value = f"{a.value}/{b.value}"
        elif a.part_of_day != "TNI" or b.part_of_day:  # `la nuit de samedi à dimanche` is that of Saturday
            a.until = b
            if b.rule.endswith("half-day") and not a.rule.endswith("half-day") and _after_noon(a) <= b.part_of_day:
                a.part_of_day = _after_noon(a)  # `from 2:00 to 2:30 pm`
        a.end, a.rule = b.end, "range"
        return a


def _lengths(a: Piece, b: Piece) -> Piece | None:
    """`2 ans et 3 mois`: one length, in falling units."""
    if not a.value or not b.value or a.unit not in LENGTH_ORDER or b.unit not in LENGTH_ORDER:
        return None
    if LENGTH_ORDER.index(a.unit) >= LENGTH_ORDER.index(b.unit) or "/" in a.value + b.value:
        return None
    tail = b.value[1:] if "T" not in a.value else b.value[2:]
    a.value, a.end, a.unit = a.value + tail, b.end, b.unit
    return a


def _dated(clock: Piece, day: Piece, start: int, end: int) -> Piece:
    """`clock`, of `day`."""
    _in_part(clock, day.part_of_day)
    day.part_of_day = ""
    clock.of, clock.start, clock.end, clock.rule = day, start, end, f"{day.rule}-time"
    return clock


def _after_noon(clock: Piece) -> str:
    """The time of `clock` in the second half of the day."""
    return f"T{int(clock.part_of_day[1:3]) % 12 + 12}{clock.part_of_day[3:]}"


def _in_part(clock: Piece, part: str) -> None:
    """Read the hours of `clock` in the part of the day that goes with them: `ce soir vers 7 heures`."""
    if part not in HOURS_IN or not clock.part_of_day[1:2].isdigit():
        return
    first, last = HOURS_IN[part]
    if first <= int(clock.part_of_day[1:3]) <= last:
        clock.part_of_day = _after_noon(clock)
        if clock.until is not None and _after_noon(clock.until) > clock.part_of_day:
            clock.until.part_of_day = _after_noon(clock.until)


def _alike(a: Piece, b: Piece) -> bool:
    """Whether both ends are whole dates of one grain, which need no `de` or `from` before them."""
    return a.kind == b.kind == "calendar" and (a.month is None) == (b.month is None) and (a.day is None) == (b.day is None)


def _same_kind(a: Piece, b: Piece) -> bool:
    if {a.kind, b.kind} == {"calendar", "shift"}:
        return not (a.part_of_day or b.part_of_day)
    if a.kind != b.kind:
        return False
    if a.kind == "calendar":
        return bool(a.part_of_day) if b.time_alone else not a.time_alone or bool(b.part_of_day)
    return a.kind in ("length", "shift", "fixed")
