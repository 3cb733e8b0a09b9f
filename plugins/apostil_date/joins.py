"""Pieces that stand side by side and make one expression: ranges, a day and its hour, a period of a period."""

from __future__ import annotations

from collections.abc import Mapping

from apostil import Words, fold, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece

GAP = 26
"""Characters between two pieces that may be joined."""
LENGTH_ORDER = ("Y", "M", "W", "D", "TH", "TM", "TS")


class Joins:
    """Words of one language between the parts of an expression."""

    def __init__(self, words: Words) -> None:
        self.to: Mapping[str, str] = {fold(w): v for w, v in words["date_to"].items()}
        self.at = {fold(w) for w in words["date_at"]} | {""}
        self.of = {fold(w) for w in words["date_link"]}
        self.to_gap = pattern(
            r"(?P<to><<date_to>>)(?:\ ?(?:<<date_article>>))?(?:\ ?(?:<<date_part>>)(?:[ -]?(?:<<date_link>>)|-)?)?\Z", words
        )
        self.offsets: Mapping[str, int] = {fold(w): v for w, v in words["date_offset"].items()}
        lists = (
            "date_article",
            "date_from",
            "date_to",
            "date_at",
            "date_link",
            "date_mod",
            "date_part_of_day_before",
            "date_month_before",
        )
        phrases = [fold(phrase) for name in lists for phrase in words[name]]
        self.small_words = {word for phrase in phrases for word in phrase.replace("'", "' ").split()}
        self.openings = {fold(w) for name in ("date_from", "date_between") for w in words[name]}
        self.hour_before = backward(r"(?<![\w.,:/-])(?P<hour>\d\d?)(?:\ (?P<to><<date_to>>)\ |\ ?-\ ?)", words)
        self.part_links: Mapping[str, str] = {fold(w): v for w, v in words["date_part_of_day_link"].items()} | {"": ""}
        self.length_and = {fold(w) for w in words["date_and"]} | {""}
        self.opening = backward(
            r"(?<!\w)(?:<<date_from>>)[ ]?(?:(?:<<date_article>>)\ ?)?(?:(?:<<date_part>>)(?:[ -](?:<<date_link>>)|-)?\ ?)?",
            words,
        )
        self.between = backward(
            r"(?<!\w)(?:<<date_between>>)[ ]?(?:(?:<<date_article>>)\ ?)?(?:(?:<<date_part>>)(?:[ -](?:<<date_link>>)|-)?\ ?)?",
            words,
        )
        self.day_before = backward(
            r"""(?<![\w.,-])(?:(?P<weekday><<date_weekday>>)\ )?(?P<day>[0-3]?\d)(?:\ ?(?:<<date_day_suffix>>))?
            (?:\ (?P<to><<date_to>>)\ |\ ?(?P<dash>-)\ ?|(?P<comma>,)\ )(?:(?:<<date_article>>)\ )?""",
            words | {"marks": ("-", ",")},
            ("date_to", "date_article", "marks"),
        )
        self.day_of_clock = backward(
            r"(?<!\w)(?:<<date_article>>)\ (?P<day>[0-3]?\d)(?:<<date_day_suffix>>)?,?\ (?:<<date_at>>)\ ", words
        )
        self.weekdays = {fold(w): v for w, v in words["date_weekday"].items()}

    def joined(self, folded: str, pieces: list[Piece]) -> list[Piece]:
        done: list[Piece] = []
        for piece in pieces:
            while done and piece.start - done[-1].end <= GAP and (joint := self._join(folded, done[-1], piece)):
                done.pop()
                piece = joint
            if piece.kind == "calendar" and piece.until is None:
                if piece.day is not None and piece.month is not None:
                    piece = self._day_range(folded, piece, done)
                elif _time_alone(piece):
                    self._hour_before(folded, piece, done)
                    self._day_of_clock(folded, piece, done)
                    while done and piece.start - done[-1].end <= GAP and (joint := self._join(folded, done[-1], piece)):
                        done.pop()
                        piece = joint
            done.append(piece)
        return done

    def _join(self, folded: str, a: Piece, b: Piece) -> Piece | None:
        gap = folded[a.end : b.start]
        if "\n\n" in gap:
            return None
        gap = gap.strip()
        if a.until is not None and not a.until.part_of_day and _time_alone(b) and _is_day(a.until):
            if joint := self._times(a.until, b, gap):
                a.until, a.end = joint, b.end
                return a
            return None
        if joint := self._times(a, b, gap):
            return joint
        if a.until is None and b.until is None:
            if joint := self._of(a, b, gap):
                return joint
            if (
                gap in ("", ",")
                and a.kind == b.kind == "calendar"
                and a.weekday is not None
                and a.day is None
                and b.day
                and b.weekday is None
                and not a.relative
            ):
                b.start, b.weekday = a.start, a.weekday
                return b
            if a.kind == b.kind == "length" and gap in self.length_and:
                return _lengths(a, b)
            if to := self.to_gap.match(gap):
                return self._range(folded, a, b, self.to[to["to"]])
        return None

    def _times(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """A day and a part of it, in either order."""
        alone_a, alone_b = _time_alone(a), _time_alone(b)
        if alone_b and not alone_a and _is_day(a) and a.until is None:
            clock = b.part_of_day[1].isdigit()
            if gap not in (self.at if clock else self.part_links) and not (
                clock and b.until is not None and gap in self.openings
            ):
                return None
            if clock and (not a.part_of_day or a.part_of_day[1].isalpha()):
                return _dated(b, a, a.start, b.end)
            if not clock and not a.part_of_day:
                a.part_of_day, a.end, a.rule = b.part_of_day, b.end, a.rule + "-time"
                a.mod, a.inner = self.part_links[gap] or a.mod, bool(self.part_links[gap]) or a.inner
                return a
        if (
            alone_a
            and not alone_b
            and _is_day(b)
            and b.until is None
            and (gap in self.of or gap in self.at or gap in self.part_links)
        ):
            if a.part_of_day[1].isalpha() and not b.part_of_day:
                b.part_of_day, b.start, b.rule = a.part_of_day, a.start, b.rule + "-time"
                b.mod, b.inner, b.bare, b.relative = a.mod, a.inner, False, True
                return b
            if a.part_of_day[1].isdigit():
                return _dated(a, b, a.start, b.end)
        return None

    def _of(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """A period of a period said in its own right: `mars de l'année dernière`, `lundi de la semaine prochaine`."""
        if (
            a.kind == "length"
            and gap in self.offsets
            and _is_day(b)
            and (number := (a.value or "P")[1:-1]).isdigit()
            and a.unit in "DWMY"
        ):
            a.kind, a.n, a.value, a.of, a.end, a.text_anchor = "shift", self.offsets[gap] * int(number), None, b, b.end, True
            return a
        if gap and gap not in self.of:
            return None
        if (
            a.kind == "shift"
            and a.unit == "W"
            and b.kind == "calendar"
            and b.weekday is not None
            and b.day is None
            and not b.relative
        ):
            a.weekday, a.end, a.rule = b.weekday, b.end, "weekday-of-week"
            return a
        if a.kind == "shift" and a.unit == "D" and a.text_anchor and gap and _is_day(b) and a.of is None:
            a.of, a.end = b, b.end
            return a
        if a.kind == "shift" and a.unit == "D" and not gap and b.kind == "calendar" and b.weekday is not None and b.day is None:
            a.end = b.end
            return a
        if (
            a.kind == "calendar"
            and a.unit in ("rank", "half-month")
            and (b.month is not None or b.sub or b.unit in ("M", "Y"))
            and not b.day
        ):
            a.of, a.end, a.bare = b, b.end, False
            return a
        if b.kind != "shift" or a.kind != "calendar" or a.year is not None or a.until is not None:
            return None
        if b.unit == "Y" and (a.month is not None or a.sub):
            a.of, a.end = b, b.end
            return a
        if b.unit == "W" and a.weekday is not None and a.day is None:
            b.weekday, b.start, b.rule = a.weekday, a.start, "weekday-of-week"
            return b
        return None

    def _range(self, folded: str, a: Piece, b: Piece, how: str) -> Piece | None:
        if not _same_kind(a, b) or a.bare or b.bare:
            return None
        before = max(0, a.start - 30)
        timed = a.rule.endswith("-time")
        if how == "and" and not timed and not self.between.match(folded, before, a.start):
            return None
        if how == "open" and not timed and not _alike(a, b) and not self.opening.match(folded, before, a.start):
            return None
        if a.kind in ("length", "fixed"):
            if not a.value or not b.value or "/" in a.value + b.value or "REF" in a.value + b.value:
                return None
            a.value = f"{a.value}/{b.value}"
        else:
            a.until = b
            if a.part_of_day[1:2].isalpha() and not b.part_of_day:
                a.until = None
        a.end, a.rule = b.end, "range"
        return a

    def _day_range(self, folded: str, piece: Piece, done: list[Piece]) -> Piece:
        """`du 1er au 5 mai 2024`, `entre le 3 et le 5 mai`; of `les 8, 9 et 10 juin`, each day is a piece of its own."""
        end, listed = piece.start, list[Piece]()
        for _ in range(8):
            found = self.day_before.match(folded, max(0, end - 40), end)
            if not found or (done and found.start() < done[-1].end) or not 1 <= int(found["day"]) <= 31:
                break
            first = Piece(found.start(), found.end("day"), "calendar", "day-of-range", day=int(found["day"]))
            first.month, first.year = piece.month, piece.year
            how = "list" if found["comma"] else self.to[found["to"]] if found["to"] else "free"
            before = max(0, first.start - 16)
            ranged = how == "free" or (how == "open" and self.opening.match(folded, before, first.start))
            if not listed and (ranged or (how == "and" and self.between.match(folded, before, first.start))):
                first.month = first.year = None
                first.end, first.until, first.rule = piece.end, piece, "day-range"
                return first
            if how not in ("and", "list"):
                break
            while folded[first.end] not in " -,":
                first.end += 1
            first.rule = "day-of-list"
            listed.append(first)
            end = first.start
        if listed and (len(listed) > 1 or not folded.startswith(",", listed[0].end)):
            done += reversed(listed)
        return piece

    def _hour_before(self, folded: str, piece: Piece, done: list[Piece]) -> None:
        """`entre 10 et 11h30`, `5-6pm`: the first hour of a range, its unit said with the last."""
        found = (
            self.hour_before.match(folded, max(0, piece.start - 24), piece.start) if piece.rule.startswith("clock") else None
        )
        if not found or int(found["hour"]) > 24 or (done and found.start() < done[-1].end):
            return
        how, before = self.to[found["to"]] if found["to"] else "free", max(0, found.start() - 16)
        known = self.between if how == "and" else self.opening
        if how != "free" and not known.match(folded, before, found.start()):
            return
        hour, last = int(found["hour"]), int(piece.part_of_day[1:3])
        if hour < 12 <= last and hour + 12 <= last and folded[piece.end - 1] in "m.":
            hour += 12
        piece.until = Piece(piece.start, piece.end, "calendar", "clock", part_of_day=piece.part_of_day)
        piece.start, piece.part_of_day, piece.rule = found.start(), f"T{hour % 24:02d}:00", "hour-range"

    def _day_of_clock(self, folded: str, piece: Piece, done: list[Piece]) -> None:
        """`le 16 à 18 h`."""
        found = self.day_of_clock.match(folded, max(0, piece.start - 30), piece.start)
        if found and 1 <= int(found["day"]) <= 31 and not (done and found.start() < done[-1].end):
            piece.start, piece.rule = found.start("day"), "day-clock"
            piece.of = Piece(piece.start, piece.start, "calendar", "day", day=int(found["day"]))


def _lengths(a: Piece, b: Piece) -> Piece | None:
    """`2 ans et 3 mois`: one length, in falling units."""
    if not a.value or not b.value or a.unit not in LENGTH_ORDER or b.unit not in LENGTH_ORDER:
        return None
    if LENGTH_ORDER.index(a.unit) >= LENGTH_ORDER.index(b.unit) or "/" in a.value + b.value:
        return None
    tail = b.value[1:] if "T" not in a.value else b.value[2:]
    a.value, a.end, a.unit = a.value + tail, b.end, b.unit
    return a


def _dated(clock: Piece, day: Piece, start: int, end: int) -> Piece | None:
    """`clock`, of `day`."""
    if clock.of is not None:
        return None
    day.part_of_day = ""
    clock.of, clock.start, clock.end, clock.rule = day, start, end, day.rule + "-time"
    return clock


def _alike(a: Piece, b: Piece) -> bool:
    """Whether both ends are whole dates of one grain, which need no `de` or `from` before them."""
    return a.kind == b.kind == "calendar" and (a.month is None) == (b.month is None) and (a.day is None) == (b.day is None)


def _time_alone(p: Piece) -> bool:
    return (
        p.kind == "calendar"
        and bool(p.part_of_day)
        and p.of is None
        and p.month is None
        and p.weekday is None
        and p.day is None
        and not p.sub
    )


def _is_day(p: Piece) -> bool:
    if p.kind == "shift":
        return p.unit == "D"
    return p.kind == "calendar" and (p.day is not None or p.weekday is not None or p.unit == "holiday")


def _same_kind(a: Piece, b: Piece) -> bool:
    if (a.kind == "calendar" and b.kind == "shift") or (a.kind == "shift" and b.kind == "calendar"):
        return not (a.part_of_day or b.part_of_day)
    if a.kind != b.kind:
        return False
    if a.kind == "calendar":
        if _time_alone(b):
            return bool(a.part_of_day)
        return not _time_alone(a) or bool(b.part_of_day)
    return a.kind in ("length", "shift", "fixed")
