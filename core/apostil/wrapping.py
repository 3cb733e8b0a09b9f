"""Line breaks that only keep lines short: paragraphs wrapped at some width, as in filings, mails and the text of a PDF.

A break is one if the first word of the next line would have made its line longer than the lines around it are. Whether these
are the lines of a paragraph at all is told stretch by stretch: a text may hold tables, addresses and several widths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import define

from apostil.patterns import pattern

NARROWEST, BROADEST = 24, 160
"""Characters in a full line of a wrapped paragraph."""
FULL = 0.88
"""Part of the width that a line and the first word of the next have to fill. Lines wrapped by hand are less even than those
wrapped by a program."""
LONGER = 1.2
"""How much longer than the width a line may be."""
SHARE = 0.6
"""Part of the lines of a stretch, its last one apart, that have to be full."""
SMALL = 0.25
"""Part of these that have to be followed by a small letter: in a list of names none is."""

_BREAK = re.compile("[\n\u2028\u2029]")
_MARK = pattern(r"[-*+•·–—●▪○◦‣§]\s | [#>] | \| | \[\d")
"""The beginning of an item of a list, a heading of Markdown, a quoted line, a row."""
_NUMBER = pattern(r"\(?(?: \d{1,3} | [a-zA-Z]{1,2} | [ivxIVX]{1,5} ) [.)°] (?=\s) | \d{1,3} [.] \d")
"""A number or letter before an item or paragraph, where the line above ends as one before an item does."""
_BEFORE_NUMBER = pattern(r"[.;:,!?] (?: [ ]\w{2,3} )? $")
_HEADER = pattern(r"[A-Z][\w-]{0,14}:[ ] | [ivxlcIVXLC\d]{1,6}[.)][ ]{4} | <[^>\n]{1,40}>$ | [\w.-]{0,12}:// ")
"""A line of the head of a mail, markup, an address of the Web."""
_DATELINE = pattern(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .'-]{2,30} (?: , | [ ][(–—-] )")
_TABLE = re.compile(r"[ ]{4}|\t|\||(?:[._…] ?){4}")
_MARKER_GAP = pattern(r"\s{0,200} (?: \S{1,7} [ \t]{1,40} )? (?=\S)")
_FINAL = '.!?…»”"'


@define
class _Line:
    """A line as it is shown, and as it was set."""

    text: str
    start: int
    length: int
    """With its indent, without blanks at its end."""
    indent: int
    word: int
    """Length of its first word."""
    table: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def unwrapped(text: str, written: str) -> str:
    """`text`, with a space for each line break that only wraps a paragraph. `written` is the same text before runs of blanks
    were closed up, with as many lines: their lengths and gaps tell."""
    if sum(map(text.count, "\n\u2028\u2029")) * BROADEST < len(text):
        return text
    stretches = [pairs for stretch in _stretches(text, written) if (pairs := list(pairwise(stretch)))]
    told = [_width(stretch) if len(stretch) > 1 else 0 for stretch in stretches]
    width = next(filter(None, told), 0) or _width([pair for stretch in stretches for pair in stretch])
    breaks: list[int] = []
    for stretch, own in zip(stretches, told, strict=True):
        width = own or width
        if own or (width and not _is_list(stretch)):
            breaks += [a.end for a, b in stretch if _is_full(a, b, width)]
    pieces: list[str] = []
    last = 0
    for place in breaks:
        pieces += text[last:place], " "
        last = place + 1
    return "".join((*pieces, text[last:])) if breaks else text


def _stretches(text: str, written: str) -> Iterator[list[_Line]]:
    """Lines in a row that may go on in one another."""
    stretch: list[_Line] = []
    for line in _lines(text, written):
        if stretch and _may_go_on(stretch[-1], line):
            if (len(stretch) == 1 or stretch[-2].text[-1] in _FINAL) and _is_title(stretch[-1].text, line.text):
                yield stretch[:-1]
                stretch = []
        else:
            yield stretch
            stretch = []
        stretch.append(line)
    yield stretch


def _lines(text: str, written: str) -> Iterator[_Line]:
    start = 0
    for line, row in zip(_BREAK.split(text), _BREAK.split(written), strict=True):
        body = row.rstrip()
        gap = _MARKER_GAP.match(body)
        table = _TABLE.search(body, gap.end() if gap else 0) is not None
        space = line.find(" ")
        yield _Line(line, start, len(body), len(body) - len(body.lstrip()), space if space >= 0 else len(line), table)
        start += len(line) + 1


def _may_go_on(a: _Line, b: _Line) -> bool:
    """Whether the sentence of line `a` may go on in `b`, as far as the two lines alone tell."""
    above, below = a.text, b.text
    if not above or not below or a.table or b.table or a.length > BROADEST or 2 * a.length < NARROWEST:
        return False
    last, first = above[-1], below[0]
    if last in "-;" or above[0] in "#<" or _MARK.match(below) or _HEADER.match(below) or _HEADER.match(above):
        return False
    if _NUMBER.match(below) and _BEFORE_NUMBER.search(above, max(0, len(above) - 6)):
        return False
    if b.indent > a.indent and last in _FINAL:
        return False
    if last.isdigit() and first.isdigit():  # of two rows, or two numbers: nobody can tell
        return False
    if first.isupper() and above.isupper() != below.isupper() and (above.isupper() or last in _FINAL):
        return False
    return any(map(str.isalnum, above)) and any(map(str.isalnum, below))


def _is_title(line: str, following: str) -> bool:
    """Whether a line over another is its headline: a dateline follows, or its long words all begin in capitals, as what follows
    does."""
    if _DATELINE.match(following):
        return True
    if not following[0].isupper() or ". " in line or line[-1] == ",":
        return False
    words = line.split(" ")
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and words[-1] in long and all(word[0].isupper() for word in long)


def _width(pairs: list[tuple[_Line, _Line]]) -> int:
    """Characters in a full line of these lines, each with the next, if they are of wrapped paragraphs, else 0."""
    if len(pairs) < 2:
        return 0
    lengths = sorted(a.length for a, _ in pairs)
    width = lengths[-1 - len(pairs) // 4]
    full = [b for a, b in pairs if _is_full(a, b, width)]
    small = sum(b.text[0].islower() for b in full)
    wrapped = NARROWEST <= width <= BROADEST and len(full) >= SHARE * len(pairs) and small >= max(1, SMALL * len(full))
    return width if wrapped else 0


def _is_list(pairs: list[tuple[_Line, _Line]]) -> bool:
    """Whether these are a list that a colon opens and items of which all begin in capitals, whatever their lengths."""
    return len(pairs) > 2 and any(a.text[-1] == ":" for a, _ in pairs) and all(b.text[0].isupper() for _, b in pairs)


def _is_full(a: _Line, b: _Line, width: float) -> bool:
    return 2 * a.length >= width and a.length <= LONGER * width and a.length + 1 + b.word > FULL * width
