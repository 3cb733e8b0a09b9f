"""The day a press text was written, from its own first lines, where nobody else says it."""

from __future__ import annotations

import datetime as dt

from apostil import View, Words
from apostil_date import reckoning
from apostil_date.backward import backward
from apostil_date.piece import Piece

HEAD = 600
"""Characters from the start within which a dateline is looked for."""


class Datelines:
    """Patterns of one language for datelines: `Publié le 12 mai 2025`, `PARIS, 26 mai 2018 –`, a date alone on its line."""

    def __init__(self, words: Words) -> None:
        self.published = backward(r"(?<!\w)(?:<<date_published>>)[ :,]{0,3}(?:(?:<<date_article>>)\ )?", words)

    def reference(self, view: View, pieces: list[Piece]) -> dt.date | None:
        for piece in pieces:
            if piece.start > HEAD or not view.first:
                return None
            if piece.kind != "calendar" or piece.year is None or piece.month is None or piece.until is not None:
                continue
            if self._is_dateline(view, piece) and reckoning.exists(piece.year, piece.month, piece.day or 1):
                return dt.date(piece.year, piece.month, piece.day or 1)
        return None

    def _is_dateline(self, view: View, piece: Piece) -> bool:
        text, start, end = view.text, piece.start, piece.end
        if self.published.match(view.folded, max(0, start - 30), start):
            return True
        if piece.day is None:
            return False
        line = text.rfind("\n", max(0, start - 60), start) + 1
        if line == 0 and start > 60:
            return False
        before, after = text[line:start].strip(), text[end : end + 6].lstrip(" .,")
        alone = not before or (before.rstrip(",( ").replace("-", "").isalpha() and len(before) < 30 and before[0].isupper())
        stops = after[:1] in ("", "\n", "–", "—", "-", "|", "•")
        return (alone and stops and line != 0) or (alone and bool(before) and after[:1] in ("–", "—", "-"))
