"""Names in quotation marks after the noun for what they are: `l'association « Les amis du port »`, `la revue "Nature"`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from apostil import View, pattern

from .shapes import CAPITAL, SPACE

_NAME = pattern(rf"[«“„\"]{SPACE}?(?P<name>[{CAPITAL}][^«»“”„\"\n]{{1,60}}?){SPACE}?[»”\"]")
_MARKS = re.compile('["«]')
NOUN = 24
"""Characters of the noun before the quotation mark."""


def quoted(view: View, nouns: Mapping[str, str]) -> Iterator[tuple[int, int, str | None]]:
    """Start, end and kind of each name in quotation marks after one of `nouns`."""
    folded = view.folded
    for mark in _MARKS.finditer(folded) if '"' in folded or "«" in folded else ():
        position = mark.start()
        before = folded.rfind(" ", max(0, position - NOUN), max(0, position - 1)) + 1
        noun = folded[before : position - 1].rpartition("'")[2] if folded[position - 1 : position] == " " else ""
        found = _NAME.match(view.text, position) if noun in nouns else None
        if found:
            yield *found.span("name"), nouns[noun] or None
