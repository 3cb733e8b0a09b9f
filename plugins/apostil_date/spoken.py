"""Hours that a word and no unit tells: `half past three`, `ten past nine`, `five o'clock`, `at seven in the evening`."""

from __future__ import annotations

from typing import Any

from apostil import Hit, View, Words, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import table


class Spoken:
    """Patterns of one language for hours without a unit."""

    def __init__(self, words: Words) -> None:
        self.half_day = pattern(r"\ (?P<of><<date_clock_of>>|[ap]\.?m\b\.?)(?!\w)", words)
        self.half_days = table(words, "date_clock_of")
        self.counted = pattern(
            r"\ ?[%\x80$£]|[.,:]\d|[ -](?!(?:<<date_clock_of>>|<<date_after_year>>)(?!\w))[a-z]{2,20}s\b", words
        )
        self.led = backward(r"(?<!\w)(?:<<date_hour_led>>)\ ", words, ("date_hour_led",))
        self.minute = backward(r"(?<!\w)(?:<<date_minute_word>>)\ ", words, ("date_minute_word",))
        self.link = backward(r"(?<!\w)(?:<<date_in_the>>)\ ", words, ("date_in_the",))

    def past(self, view: View, hit: Hit) -> Piece | None:
        """`half past three`, `20 min past eight in the evening`. The payload: minutes, or 1 or -1 where a number says them."""
        numbers, folded = view["numbers"], view.folded
        hour, start, minutes = _small(numbers.after(hit.end), 12), hit.start, hit.value
        if hour is None or self.counted.match(folded, hour.end):
            return None
        if abs(minutes) == 1:
            noun = self.minute.match(folded, max(0, start - 10), start)
            count = _small(numbers.before(noun.start() if noun else start), 59)
            if count is None:
                return None
            start, minutes = count.start, minutes * int(count.value.amount)
        if minutes < 0 and not self.led.match(folded, max(0, start - 12), start):
            return None  # `from 10 a quarter to 12`
        return self._piece(folded, start, hour.end, 60 * int(hour.value.amount) + minutes)

    def oclock(self, view: View, hit: Hit) -> Piece | None:
        hour = _small(view["numbers"].before(hit.start), 24)
        return self._piece(view.folded, hour.start, hit.end, 60 * int(hour.value.amount)) if hour else None

    def hour_of(self, view: View, hit: Hit) -> Piece | None:
        """`at seven in the evening`; `hit` is the part of the day."""
        link = self.link.match(view.folded, max(0, hit.start - 12), hit.start)
        hour = _small(view["numbers"].before(link.start()), 12) if link else None
        if hour is None or not self.led.match(view.folded, max(0, hour.start - 12), hour.start):
            return None
        return self._piece(view.folded, hour.start, hour.end, 60 * int(hour.value.amount))

    def _piece(self, folded: str, start: int, end: int, minutes: int) -> Piece:
        rule = "clock-spoken"
        if of := self.half_day.match(folded, end):
            later = self.half_days.get(of["of"], 12 if of["of"][0] == "p" else 0)
            minutes, end, rule = minutes % 720 + 60 * later, of.end(), "clock-spoken-half-day"
        return Piece(start, end, "calendar", rule, part_of_day=f"T{minutes // 60 % 24:02d}:{minutes % 60:02d}")


def _small(number: Any, most: int) -> Any:
    """`number` if it counts from one to `most`."""
    amount = number.value.amount if number is not None and number.value.form in ("figure", "words") else None
    return number if amount and amount.isdigit() and len(amount) < 3 and 1 <= int(amount) <= most else None
