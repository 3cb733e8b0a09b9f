"""The day a press text was written, from its own first lines, where nobody else says it."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from apostil import View, Words, pattern
from apostil_date import reckoning
from apostil_date.backward import backward
from apostil_date.piece import Piece

HEAD = 600
"""Characters from the start within which a dateline is looked for."""
_AFTER = pattern(r"""
    (?: [ ,|-]{0,4} \d{1,2} (?: : | [ ]?h[ ]? ) \d\d (?: [ ]? [ap]\.?m\.? (?!\w) )? (?: [ ] [a-z]{2,4} (?!\w) )? )?
    (?: [ ,-]{0,3} (?: \( [^()\n]{2,30} \) | / [\w ]{2,30} / ) )?
    [ .,]{0,3}
""")
"""What may follow the day: an hour with its zone, an agency in brackets or between strokes."""
_COUNTY = re.compile(r" \([^()]{2,30}\)$")
_NAMES = re.compile(r"[^\W\d_][\w.'’-]{0,40}")


class Datelines:
    """Patterns of one language for datelines: `Publié le 12 mai 2025`, `PARIS, 26 mai 2018 –`, a date alone on its line."""

    def __init__(self, words: Words) -> None:
        self.bylines = frozenset(words["date_byline"])
        """What begins a byline, and the small words in it."""
        self.articles, self.small = frozenset(words["date_article"]), frozenset(words["date_place_word"])
        self.release = pattern(r"[ #*]{0,6}(?:<<date_release>>)[ :,.|-]{0,4}", words)
        self.published = backward(r"(?<!\w)(?:<<date_published>>)[ :,]{0,3}(?:(?:<<date_article>>)\ )?", words)

    def reference(self, view: View, pieces: list[Piece]) -> tuple[dt.date, bool] | None:
        """The first day that is a dateline, and True; else the last day of the first such month, and False."""
        found = None
        for piece in pieces:
            if piece.start > HEAD or not view.first:
                break
            day = piece.of if piece.of is not None and piece.part_of_day else piece
            if day.kind != "calendar" or day.year is None or day.month is None or day.until is not None:
                continue
            told = self._is_dateline(view, day.start, piece.end, day.day is not None)
            if not told or not reckoning.exists(day.year, day.month, day.day or 1):
                continue
            if day.day:
                return dt.date(day.year, day.month, day.day), True
            last = calendar.monthrange(day.year, day.month)[1]
            found = found or (dt.date(day.year, day.month, last), False)
        return found

    def _is_dateline(self, view: View, start: int, end: int, is_day: bool) -> bool:
        text = view.text
        if self.published.match(view.folded, max(0, start - 30), start):
            return True
        if not is_day:
            return False
        line = text.rfind("\n", max(0, start - 60), start) + 1
        if line == 0 and start > 60:
            return False
        if release := self.release.match(view.folded, line):
            line = release.end()
        before, rest = text[line:start].strip(), _AFTER.match(view.folded, end)
        assert rest is not None  # all of it is optional
        following = view.folded[rest.end() : rest.end() + 1]
        if before and not self._is_place(before, following == "-") and not self._is_byline(before):
            return False
        if following == "-":
            return bool(before) or line != 0
        return following in ("", "\n", "|", "•") and (line != 0 or view.folded[rest.end() :].strip() != "")

    def _is_place(self, before: str, dashed: bool) -> bool:
        """`PARIS,`, `Lyon, le`, `Malvern, Pa.,`; of several words only where an article or a dash tells: `NEW YORK, …, -`."""
        place, comma, tail = before.rstrip(",( ").partition(",")
        region = tail.replace(".", "").strip()
        if comma and region not in self.articles and not (dashed and region[:1].isupper() and region.isalpha()):
            return False
        if not (comma or dashed):
            return place.replace("-", "").isalpha() and len(place) < 30 and place[0].isupper()
        names = _COUNTY.sub("", place).split()
        return 0 < len(names) < 5 and all(name[0].isupper() or name in self.small for name in names) and place[0].isupper()

    def _is_byline(self, before: str) -> bool:
        """`Par Jeanne Morvan |`, `By Anna Reeve, London,`: whose article it is, and where."""
        names = _NAMES.findall(before)
        led = bool(names) and names[0].lower() in self.bylines and len(names) < 9
        return led and all(name[0].isupper() or name in self.bylines for name in names[1:])
