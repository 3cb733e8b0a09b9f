"""Tokens for spaCy's documents: words, marks and white space, cut where an annotation begins or ends.

spaCy's own tokenizer is not asked: it takes quadratic time on a run of brackets (20,000 of them: 47 s), and a span that
begins or ends inside one of its tokens cannot be a span of the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import regex

from apostil import Annotation

_TOKEN = regex.compile(r"\w+|\s+|[^\w\s]")


def tokens(text: str, annotations: Iterable[Annotation]) -> tuple[list[str], list[bool]]:
    """All of `text` as words, and whether a blank follows each that is no token of its own."""
    spans = [(a.start, a.end) for a in annotations]
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    words: list[str] = []
    blanks: list[bool] = []
    for start, end in pairwise(sorted({0, len(text)} | starts | ends)):
        for found in _TOKEN.finditer(text, start, end):
            if found[0] == " " and words and found.start() not in starts and found.end() not in ends:
                blanks[-1] = True
            else:
                words.append(found[0])
                blanks.append(False)
    return words, blanks
