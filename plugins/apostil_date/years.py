"""The bare year: which four figures are one, and which are a count or part of a name."""

from __future__ import annotations

from typing import Any

from apostil import View, Words, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import folded_set

FIRST, LAST = 1900, 2060
"""Years that need no word to be read as years."""
BACK = 24
"""Characters read before a figure."""
ARTICLES = ("la", "le", "les", "the", "a", "an", "of")
LED = ("date_year_surely", "date_part", "date_month", "date_year_noun", "date_name_before_year", "date_before_year")
"""Lists one of whose words may stand last before a figure."""

_BEFORE = r"""(?<!\w)(?: (?P<surely><<date_year_surely>>|<<date_part>>|<<date_month>>|<<date_year_noun>>)[ ]?
    (?:(?:<<article>>)\ |l')?
    | (?<!\bde\ )(?<!\ben\ )(?P<name><<date_name_before_year>>)[ ]?
    | (?P<maybe><<date_before_year>>)\ ? )"""


class Years:
    """Patterns of one language for bare years."""

    def __init__(self, words: Words) -> None:
        self.before = backward(_BEFORE, words | {"article": ARTICLES, "elided": ("l'",)}, (*LED, "article", "elided"))
        self.next_word = pattern(r"\ ?\n?(?P<word>[^\W\d]{1,20})?")
        self.after = folded_set(words, "date_after_year")
        self.counted = folded_set(words, "date_count_noun")

    def read(self, view: View, found: Any) -> Piece | None:
        start, end = found.span()
        before = self.before.match(view.folded, max(0, start - BACK), start)
        if before and before["name"]:
            return None
        if not (before and before["surely"]) and not self._fits(view, start, end, before is not None):
            return None
        return Piece(start, end, "calendar", "year", year=int(view.folded[start:end]))

    def _fits(self, view: View, start: int, end: int, led: bool) -> bool:
        """Whether the words around let a bare figure be a year; `led`: whether a word that years follow is before it."""
        folded, text = view.folded, view.text
        modern = FIRST <= int(folded[start:end]) <= LAST
        last, tail = folded[start - 1 : start], folded[max(0, start - 8) : start]
        if last == "-" or (last == "'" and folded[start - 2 : start - 1] not in ("d", "l")):
            return False
        if last == " " and tail[:-1].rpartition(" ")[2].isdigit():  # a telephone number
            return False
        following = self.next_word.match(folded, end)
        word = following["word"] if following else None
        if word and word not in self.after and not (modern and (self._after_name(word) or _after_capital(text, start, end))):
            return False
        if not led and folded[start:end] == "2000" and last == " " and _words(text, start)[-1:][0][:1].isupper():
            return False  # `Windows 2000`
        return modern or (last == "(" and folded[end : end + 1] in "-)")

    def _after_name(self, word: str) -> bool:
        """Whether `word`, the one after a figure, is no noun of counted things."""
        return len(word) > 2 and word[-1] not in "sxz" and word not in self.counted


def _words(text: str, end: int) -> list[str]:
    return text[max(0, end - BACK) : end].split() or [""]


def _after_capital(text: str, start: int, end: int) -> bool:
    """Whether the figure follows a capitalised word that does not begin a sentence: `la Golden Spin 2018 seniors`."""
    words = _words(text, start)
    if len(words) < 2 or text[start:end] == "2000":
        return False
    return len(words[-1]) > 2 and words[-1].isalpha() and words[-1][0].isupper() and words[-2][-1] not in ".!?:»"
