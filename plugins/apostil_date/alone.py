"""Days of the month alone, whose month the words around tell: `rendra sa décision le 26`, `du 13 au 18`, `by the 24th`."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import Any

from apostil import View, Words, finder, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece

NEAR = 160
"""Characters back to a date of the same sentence, from which the month is counted."""
_START = attrgetter("start")
_STARTS = r"[0-9](?<=(?<!\w)(?:<<date_day_led>>)\ .)"
_DAY = r"""(?P<day>[0-3]?\d)(?:<<date_day_ending>>)
    (?P<rest>\ (?:<<date_day_to>>|(?P<and><<date_day_and>>))\ (?P<last>[0-3]?\d)(?:<<date_day_ending>>))?
    (?=[ ]?(?:[,;:)!?\n]|\.(?!\d)|\Z)|\ (?:<<date_after_day>>)(?!\w))"""
_TO_COME = r"(?<!\w)(?:(?:<<date_future_word>>|<<date_present_word>>)|[^\W\d]{2,20}(?:<<date_future_end>>))"
_OBJECT = r"(?:<<date_object>>)[^\W\d]{2,16}\ (?:<<date_day_then>>)"
_SURE = rf"(?:(?<!\w)(?:<<date_day_sure>>)|{_TO_COME}\ (?:(?:(?:<<date_day_by>>)\ )?(?:<<date_day_led>>)|{_OBJECT}))\ "


class Alone:
    """Patterns of one language for days without a month."""

    def __init__(self, words: Words) -> None:
        self.starts, self.day = finder(_STARTS, words), pattern(_DAY, words)
        self.sure = backward(_SURE, words, ("date_day_sure", "date_day_led"))
        self.put_off = backward(r"(?<!\w)(?:<<date_day_put_off>>)\ ", words, ("date_day_put_off",))
        opens = r"(?<!(?<!\w)(?:<<date_day_not>>)\ )(?<!\w)(?:<<date_day_opens>>)\ "
        self.opens = backward(opens, words, ("date_day_opens",))

    def added(self, view: View, pieces: list[Piece]) -> list[Piece]:
        """`pieces`, in reading order, with the days alone between them."""
        found: list[Piece] = []
        stop = 0
        for begin in self.starts.finditer(view.folded):
            start = begin.start()
            i = bisect_right(pieces, start, key=_START)
            before, free_to = pieces[i - 1 : i] if i else [], pieces[i].start if i < len(pieces) else len(view.folded)
            stop = max(stop, *(piece.end for piece in before), 0)
            day = self.day.match(view.folded, start) if start >= stop else None
            if day is None or day.end() > free_to:
                continue
            piece = self._piece(view, day, max((*before, *found[-1:]), key=_START, default=None))
            if piece is not None:
                found.append(piece)
            stop = piece.end if piece is not None else day.end()
        return sorted([*pieces, *found], key=_START) if found else pieces

    def _piece(self, view: View, day: Any, last: Piece | None) -> Piece | None:
        folded, start = view.folded, day.start()
        first, until = int(day["day"]), int(day["last"] or 32)
        if not 1 <= first <= 31:
            return None
        piece = Piece(start, day.end(), "calendar", "day-alone", day=first)
        piece.text_anchor = last is not None and last.is_day and _one_sentence(folded, last.end, start)
        back = max(0, start - 44)
        if day["last"] and first < until <= 31 and self.opens.match(folded, back, start):
            piece.until, piece.rule = Piece(start, day.end(), "calendar", "day-alone", day=until), "days-alone"
            return piece
        if day["last"] and not day["and"]:
            return None
        if day["and"]:
            piece.end = day.start("rest")  # `le 3 et le 4`: two days
        if self.put_off.match(folded, back, start):
            piece.prefer = 1
        whole = view.first and start < 5 and day.end() == len(folded)
        return piece if piece.text_anchor or whole or self.sure.match(folded, back, start) else None


def _one_sentence(folded: str, start: int, end: int) -> bool:
    return end - start <= NEAR and not any(mark in folded[start:end] for mark in (". ", "\n", "; "))
