"""Hours of the day in words: `quinze heures trente`, `8 heures du matin`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apostil import Hit, Words, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import table

if TYPE_CHECKING:
    from apostil_date.units import Before

HALF_HOURS = ("et demi", "et demie")
"""Words that stand after a length as well: `onze heures et demie`."""

_AFTER = r"""
    (?:\ (?:et\ )?(?P<minute>[0-5]\d)(?!\d|\ ?[%\x80])(?P<minutes>\ minutes?)?)?
    (?:\ (?P<half><<date_clock_half>>)(?!\w))?
    (?:\ (?P<of><<date_clock_of>>)(?!\w))?"""


class Hours:
    """Patterns of one language for hours with a unit. English has none: there an hour with its unit is a length."""

    def __init__(self, words: Words) -> None:
        self.spoken = bool(words["date_clock_before"])
        self.before = backward(r"(?<!\w)(?<!\by\ )(?:<<date_clock_before>>)\ ", words, ("date_clock_before",))
        self.after = pattern(_AFTER, words)
        away = r"\ (?:<<date_away_of>>)(?!\d|(?:<<date_this>>|<<date_weekday>>|<<date_month>>)(?!\w))"
        self.away = pattern(away, words)  # `à deux heures de Paris`
        self.minute_link = pattern(r"\ (?:(?:<<date_minute_and>>)\ |(?P<minus><<date_minute_minus>>)\ )?", words)
        self.minute_word = pattern(r"\ (?:<<date_minute_word>>)(?!\w)", words)
        self.noun = pattern(r"\ (?!(?:<<date_minute_word>>|<<date_after_year>>)(?!\w))[a-zà-ÿ]{3,20}|\ ?[%\x80$]", words)
        self.halves, self.half_days = table(words, "date_clock_half"), table(words, "date_clock_of")

    def read(self, folded: str, numbers: Any, hit: Hit, before: Before) -> Piece | None:
        """The hour of the day that a number of hours is, or the last of a range; None where it is a length."""
        amount, start = before.amount, before.last or before.start
        if not self.spoken or not amount.isdigit() or len(amount) > 2 or int(amount) > 24 or folded[hit.start - 1] == "-":
            return None
        after, words = self.after.match(folded, hit.end), self._minutes(folded, numbers, hit.end)
        assert after
        bare = words and not folded.endswith(("minute", "minutes"), hit.end, words[0])
        told = (
            after["of"]
            or bare
            or (after["half"] and after["half"] not in HALF_HOURS)
            or (after["minute"] and not after["minutes"])
        )
        led = any(self.before.match(folded, max(0, i - 24), i) for i in {start, before.start})
        if not told and (not led or (folded.startswith("à ", start - 2) and self.away.match(folded, hit.end))):
            return None
        minutes, end = int(amount) * 60 + int(after["minute"] or 0), after.end()
        if after["half"]:
            minutes += self.halves[after["half"]]
        elif words and not after["minute"] and not after["of"]:
            end, minutes = words[0], minutes + words[1]
        if after["of"] and minutes < 720:
            minutes += 60 * self.half_days[after["of"]]
        time = f"T{minutes // 60 % 24:02d}:{minutes % 60:02d}"
        rule = "clock-words-half-day" if after["of"] else "clock-words"
        return Piece(start, end, "calendar", rule, part_of_day=time)

    def _minutes(self, folded: str, numbers: Any, end: int) -> tuple[int, int] | None:
        """End and value of the minutes in words after `quinze heures`."""
        link = self.minute_link.match(folded, end)
        number = numbers.at(link.end()) if link else None
        if number is None or not (number.value.amount or "").isdigit() or len(number.value.amount) > 2:
            return None
        minutes = int(number.value.amount) * (-1 if link["minus"] else 1)  # type: ignore[index]
        if not -30 <= minutes < 60 or self.noun.match(folded, number.end):
            return None
        tail = self.minute_word.match(folded, number.end)
        return (tail.end() if tail else number.end), minutes


def are_minutes(folded: str, start: int) -> bool:
    """Whether the number at `start` is the minutes of an hour: `9 h 30`."""
    hour = folded.startswith("h ", start - 2) and not folded[start - 3 : start - 2].isalpha()
    return hour or folded.startswith("heures ", start - 7)
