"""Pieces that stand side by side and make one expression: ranges, a day and its hour, a period of a period."""

from __future__ import annotations

from collections.abc import Mapping

from apostil import Words, finder, fold
from apostil_date.piece import Piece

GAP = 26
"""Characters between two pieces that may be joined."""


class Joins:
    """Words of one language between the parts of an expression."""

    def __init__(self, words: Words) -> None:
        self.to: Mapping[str, str] = {fold(w): v for w, v in words["date_to"].items()}
        self.at = {fold(w) for w in words["date_at"]} | {""}
        self.of = {fold(w) for w in words["date_link"]}
        self.part_links = {fold(w) for w in words["date_part_of_day_link"]} | {""}
        self.length_and = {fold(w) for w in words["date_and"]} | {""}
        self.opening = finder(r"(?r)(?<!\w)(?:<<date_from>>)[ ]?(?:(?:<<date_article>>)\ ?)?", words)
        self.between = finder(r"(?r)(?<!\w)(?:<<date_between>>)[ ]?(?:(?:<<date_article>>)\ ?)?", words)
        self.day_before = finder(
            r"""(?r)(?<![\w.,])(?:(?P<weekday><<date_weekday>>)\ )?(?P<day>[0-3]?\d)(?:<<date_day_suffix>>)?
            (?:\ (?P<to><<date_to>>)\ |\ ?(?P<dash>-)\ ?)(?:(?:<<date_article>>)\ )?""",
            words,
        )

    def joined(self, folded: str, pieces: list[Piece]) -> list[Piece]:
        done: list[Piece] = []
        for piece in pieces:
            while done and piece.start - done[-1].end <= GAP and (joint := self._join(folded, done[-1], piece)):
                done.pop()
                piece = joint
            if piece.kind == "calendar" and piece.day is not None and piece.month is not None and piece.until is None:
                piece = self._day_range(folded, piece, done)
            done.append(piece)
        return done

    def _join(self, folded: str, a: Piece, b: Piece) -> Piece | None:
        gap = folded[a.end : b.start].strip()
        if "\n\n" in folded[a.end : b.start]:
            return None
        if a.until is None and b.until is None:
            if joint := self._times(a, b, gap):
                return joint
            if joint := self._of(a, b, gap):
                return joint
            if a.kind == b.kind == "length" and gap in self.length_and:
                return self._lengths(a, b)
        if gap in self.to and a.until is None and b.until is None:
            return self._range(folded, a, b, self.to[gap])
        return None

    def _times(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """A day and a part of it, in either order."""
        dated = ("calendar", "shift")
        if a.kind not in dated or b.kind not in dated:
            return None
        alone_a, alone_b = _time_alone(a), _time_alone(b)
        if (
            alone_b
            and not alone_a
            and not a.part_of_day
            and _is_day(a)
            and gap in (self.at if ":" in b.part_of_day or len(b.part_of_day) == 3 else self.part_links)
        ):
            a.part_of_day, a.end, a.rule = b.part_of_day, b.end, a.rule + "-time"
            return a
        if alone_b and alone_a and len(a.part_of_day) == 4 and a.part_of_day[1].isalpha():
            return None
        if alone_a and _is_day(b) and not b.part_of_day and gap in (self.of | self.at):
            if gap == "" and b.kind == "calendar" and b.year is not None and False:
                return None
            b.part_of_day, b.start, b.rule = a.part_of_day, a.start, b.rule + "-time"
            return b
        return None

    def _of(self, a: Piece, b: Piece, gap: str) -> Piece | None:
        """A period of a year or week that is said in its own right: `mars de l'année dernière`, `lundi de la semaine prochaine`."""
        if b.kind != "shift" or a.kind != "calendar" or a.year is not None or (gap not in self.of and gap):
            return None
        if b.unit == "Y" and (a.month is not None or a.sub):
            a.value, a.of, a.end = None, b, b.end
            return a
        if b.unit == "W" and a.weekday is not None and a.day is None:
            b.weekday, b.start, b.rule = a.weekday, a.start, "weekday-of-week"
            return b
        return None

    def _lengths(self, a: Piece, b: Piece) -> Piece | None:
        order = ("Y", "M", "W", "D", "TH", "TM", "TS")
        if (
            not a.value
            or not b.value
            or a.unit not in order
            or b.unit not in order
            or order.index(a.unit) >= order.index(b.unit)
        ):
            return None
        tail = b.value[1:] if "T" not in a.value else b.value[2:]
        a.value, a.end, a.unit = a.value + tail, b.end, b.unit
        return a

    def _range(self, folded: str, a: Piece, b: Piece, how: str) -> Piece | None:
        if not _same_kind(a, b):
            return None
        if how == "and" and not self.between.match(folded, max(0, a.start - 16), a.start):
            return None
        if how == "open" and not self.opening.match(folded, max(0, a.start - 16), a.start):
            return None
        if a.kind == "length":
            a.value = f"{a.value}/{b.value}"
        elif a.kind == "fixed":
            if not a.value or not b.value or "/" in a.value + b.value:
                return None
            a.value = f"{a.value}/{b.value}"
        else:
            a.until = b
        a.end, a.rule = b.end, "range"
        return a

    def _day_range(self, folded: str, piece: Piece, done: list[Piece]) -> Piece:
        """`du 1er au 5 mai 2024`, `entre le 3 et le 5 mai`; of `les 9 et 10 juin`, the first day is a piece of its own."""
        found = self.day_before.match(folded, max(0, piece.start - 40), piece.start)
        if not found or (done and found.start() < done[-1].end):
            return piece
        first = Piece(found.start(), found.end("day"), "calendar", "day-of-range", day=int(found["day"]))
        how = self.to[found["to"]] if found["to"] else "free"
        if not 1 <= int(found["day"]) <= 31:
            return piece
        before = max(0, first.start - 16)
        if how == "and" and not self.between.match(folded, before, first.start):
            while folded[first.end] not in " -":
                first.end += 1
            first.month, first.year, first.rule = piece.month, piece.year, "day-of-list"
            done.append(first)
            return piece
        if how == "open" and not self.opening.match(folded, before, first.start):
            return piece
        first.end, first.until, first.rule = piece.end, piece, "day-range"
        return first


def _time_alone(p: Piece) -> bool:
    return p.kind == "calendar" and bool(p.part_of_day) and p.month is None and p.weekday is None and p.day is None


def _is_day(p: Piece) -> bool:
    if p.kind == "shift":
        return p.unit == "D"
    return p.day is not None or (p.weekday is not None) or p.unit == "holiday"


def _same_kind(a: Piece, b: Piece) -> bool:
    if a.kind != b.kind:
        return False
    if a.kind == "calendar":
        if _time_alone(b):
            return bool(a.part_of_day) or _time_alone(a)
        return not _time_alone(a) or bool(b.part_of_day)
    return a.kind in ("length", "shift", "fixed")
