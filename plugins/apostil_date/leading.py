"""Bare figures that take their meaning from the date after them: `du 1er au 5 mai`, `5-6pm`, `le 16 à 18 h`."""

from __future__ import annotations

from copy import copy
from typing import Any

from apostil import Words
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import table

LISTED = 8
"""Days of a list that are read."""

_DAY = r"""(?<![\w.,-])(?:(?:<<date_weekday>>)\ )?(?P<day>[0-3]?\d|<<date_day_word>>)(?:\ ?(?:<<date_day_suffix>>))?
    (?:\ (?P<to><<date_to>>)\ |\ ?-\ ?|(?P<comma>,)\ )(?:(?:<<date_article>>)\ )?"""


class Leading:
    """Patterns of one language for figures before a date."""

    def __init__(self, words: Words) -> None:
        marks = words | {"marks": ("-", ",")}
        self.day = backward(_DAY, marks, ("date_to", "date_article", "marks"))
        hour = r"(?<![\w.,:/-])(?P<hour>\d\d?)(?:\ (?P<to><<date_to>>)\ |\ ?-\ ?)"
        self.hour_before = backward(hour, marks, ("date_to", "marks"))
        day_of_hour = r"""(?<!\w)(?:<<date_article>>)\ (?P<day>[0-3]?\d)(?:<<date_day_suffix>>)?,?
            \ (?:<<date_at>>|(?P<from><<date_from>>))\ """
        self.day_at = backward(day_of_hour, words, ("date_at", "date_from"))
        of_month = r"(?<![\w.,/-])(?P<day>[0-3]?\d)(?:\ ?(?:<<date_day_suffix>>))?\ (?:<<date_month_link>>)\ "
        self.day_of = backward(of_month, words, ("date_month_link",))
        self.opening = backward(r"(?<!\w)(?:<<date_from>>)[ ]?(?:(?:<<date_article>>)\ ?)?", words)
        self.between = backward(r"(?<!\w)(?:<<date_between>>)[ ]?(?:(?:<<date_article>>)\ ?)?", words)
        self.to_words, self.day_words = table(words, "date_to"), table(words, "date_day_word")

    def days(self, folded: str, piece: Piece, done: list[Piece]) -> Piece:
        """`piece`, or the range that it closes; days listed before it are added to `done`."""
        listed: list[Piece] = []
        end, free_from = piece.start, done[-1].end if done else 0
        for _ in range(LISTED):
            found = self.day.match(folded, max(0, end - 40), end)
            if found and done and done[-1].start == found.start() and done[-1].rule == "weekday-day":
                done.pop()  # `lundi 3 et mardi 4 juin`: the day takes its month from the other
                free_from = done[-1].end if done else 0
            day = self._day(found)
            if not found or found.start() < free_from or not 1 <= day <= 31:
                break
            first = Piece(found.start(), found.end("day"), "calendar", "day-of-list", day=day)
            if not listed and self._opens(folded, found):
                first.end, first.until, first.rule = piece.end, piece, "day-range"
                return first
            if not found["comma"] and (not found["to"] or self.to_words[found["to"]] != "and"):
                break
            while folded[first.end] not in " ,":
                first.end += 1
            first.month, first.year, first.n, first.prefer = piece.month, piece.year, piece.n, piece.prefer
            listed.append(first)
            end = first.start
        if listed and (len(listed) > 1 or folded[listed[0].end] != ","):
            done += reversed(listed)
        return piece

    def _day(self, found: Any) -> int:
        """The day of the month in figures or in words; 0 where there is none."""
        if not found:
            return 0
        return int(found["day"]) if found["day"].isdigit() else self.day_words[found["day"]]

    def _opens(self, folded: str, found: Any) -> bool:
        """Whether `found` is the first end of a range."""
        if found["to"] is None:
            return not found.groupdict().get("comma")
        how, before = self.to_words[found["to"]], max(0, found.start() - 16)
        if how == "free":
            return True
        words = self.between if how == "and" else self.opening
        return words.match(folded, before, found.start()) is not None

    def hour(self, folded: str, piece: Piece, done: list[Piece]) -> None:
        """Make `piece` a range if a bare hour opens it, its unit said with the last: `entre 10 et 11h30`, `5-6pm`."""
        if not piece.rule.startswith("clock"):
            return
        found = self.hour_before.match(folded, max(0, piece.start - 24), piece.start)
        if not found or int(found["hour"]) > 24 or (done and found.start() < done[-1].end) or not self._opens(folded, found):
            return
        hour, last = int(found["hour"]), int(piece.part_of_day[1:3])
        if hour + 12 <= last and piece.rule.endswith("half-day"):
            hour += 12
        piece.until = Piece(piece.start, piece.end, "calendar", "clock", part_of_day=piece.part_of_day)
        piece.start, piece.part_of_day, piece.rule = found.start(), f"T{hour % 24:02d}:00", "hour-range"

    def day_of_hour(self, folded: str, piece: Piece, done: list[Piece]) -> None:
        """Date `piece` by the bare day before it: `le 16 à 18 h`."""
        found = self.day_at.match(folded, max(0, piece.start - 30), piece.start)
        if found and 1 <= int(found["day"]) <= 31 and not (done and found.start() < done[-1].end):
            piece.start, piece.rule = found.start("day"), "day-clock-from" if found["from"] else "day-clock"
            piece.of = Piece(piece.start, piece.start, "calendar", "day", day=int(found["day"]))

    def day_of_month(self, folded: str, piece: Piece, done: list[Piece]) -> None:
        """Give `piece`, a month counted from another, the day before it: `le 15 du mois prochain`."""
        found = self.day_of.match(folded, max(0, piece.start - 16), piece.start)
        if found and 1 <= int(found["day"]) <= 31 and not (done and found.start() < done[-1].end):
            piece.start, piece.day, piece.rule = found.start("day"), int(found["day"]), "day-of-month"
            first = self.day.match(folded, max(0, piece.start - 40), piece.start)
            day = self._day(first)
            if 1 <= day < piece.day and self._opens(folded, first):  # `du 4 au 23 du mois prochain`
                last = copy(piece)
                piece.start, piece.day, piece.until, piece.rule = first.start(), day, last, "day-range"
