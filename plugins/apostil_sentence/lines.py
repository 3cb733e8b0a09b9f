"""Lines of a text and what their beginnings say: a bullet, a number, a mark of Markdown, the word for an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define

from apostil import finder, pattern

LONG = 150
"""Characters; a longer line that ends with a full stop is no heading."""
_OPEN = (",", ";", ":", " et", " ou", " and", " or")
_SENTENCE = pattern(r"(?: [«“] [ \u00a0\u202f]? )? [^\W\d_][\w'’]{0,20},?[ ][\w«]")
"""The beginning of a shorter line that is plain if a blank line stands before it: a word, not a letter or number of a list."""
_LINE = finder(r"[^\n]++")
_BARS = "| \t"
_RULE = "|-:=+ \t"
"""Of what the line between the head and the body of a table is made."""
_NUMBER = r"""
    (?: \d{1,3} (?: [.][ ]?\d{1,3} ){1,5} [.)]? (?=[ \t*] | [^\d\W])
      | \d{1,3} [ ]? (?: [.)] | °\)? | [ ]-(?=[ ]) ) (?=[ \t*]|[^\d\W])
      | \(? (?: [a-z]{1,2} | [ivxl]{1,5} | \d{1,2}(?!\)[ ](?:<<sentence_counted>>)(?!\w)) ) \) (?=[ \t])
      | (?: [a-z] | [ivxl]{1,5} ) (?: [.] | [ ]- ) (?=[ \t]) )
"""
_SECTION = r"""
    <<sentence_section>> [ ]{0,2} (?: \d{1,4} (?:[.-]\d{1,3}){0,4} (?:er\b|º|°)? | (?:[ivxlc]{1,7}|[a-z])\b | premier\b )
    (?: [ ](?:bis|ter|quater)\b )?
"""
_BEGINNING = rf"""
    (?P<marks> (?: [#]{{1,6}}[ \t]{{1,4}} | >[ ] | [-¦*·+][ \t]{{1,4}} | ¦(?=\w) | [|][ \t]{{0,4}} ){{0,2}} )
    (?P<bold> (?: \*\*\*? | __ | \* ) (?=\S) )?
    (?: (?P<section> {_SECTION} ) | (?P<number> {_NUMBER} ) )?
"""


@define
class Line:
    """A line that is not blank. Offsets are in the view; white space, bullets and marks of Markdown are outside."""

    start: int
    end: int
    gap: int
    """Line breaks since the line before: 2 or more for a blank line between."""
    depth: int
    """Number of `#` before a heading of Markdown, 0 where there are none."""
    bullet: bool
    bold: bool
    """Whether the text begins with a mark of emphasis."""
    section: bool
    """Whether it begins with the word for an article and its number."""
    body: int
    """Where the text after the number begins; `start` where there is no number."""
    row: bool = False
    """Whether it is a row of a table drawn with bars; those at its edges are outside."""

    @property
    def marked(self) -> bool:
        return self.depth > 0 or self.bullet or self.body > self.start


def beginning(words: Mapping[str, Any]) -> re.Pattern[str]:
    """What a line of a language can begin with."""
    return pattern(_BEGINNING, words)


@define
class Region:
    """Consecutive lines of one kind. `plain`: paragraphs that need no look at their lines, since all begin in capitals, end
    with a full stop, and are long or stand apart.
    """

    start: int
    end: int
    plain: bool


def regions(text: str, sections: tuple[str, ...]) -> Iterator[Region]:
    """`text` cut between lines into regions, plain ones and others in turn. `sections`: first words of headings."""
    offset, region, ended, apart = 0, Region(0, 0, True), True, True
    for line in text.split("\n"):
        size = len(line)
        if size and not line.isspace():
            plain = (
                ended
                and line[-1] in ".!?"
                and (line[0].isupper() or line[0] in "«“")
                and line[1:2] not in (".", ")")
                and (size > LONG or (apart and _SENTENCE.match(line) is not None and not line.isupper()))
                and not line.startswith(sections)
            )
            if plain is not region.plain:
                if region.end:
                    yield region
                region = Region(offset, offset, plain)
            region.end, ended, apart = offset + size, not line.endswith(_OPEN), False
        else:
            apart = True
        offset += size + 1
    yield region


def lines(text: str, folded: str, begins: re.Pattern[str], sections: tuple[str, ...], region: Region) -> Iterator[Line]:
    """Lines of a region that are not blank, in order."""
    last = region.start
    for found in _LINE.finditer(text, region.start, region.end):
        content = found[0].strip()
        if not content:
            continue
        row = content[0] == "|"
        start = found.start() + found[0].index(content[0])
        line = _line(folded, start, start + len(content.rstrip(_BARS) if row else content), begins, sections)
        if line is None or (row and not text[line.start : line.end].strip(_RULE)):
            continue
        line.row = row
        line.gap = text.count("\n", last, start)
        last = line.end
        yield line


def _line(folded: str, start: int, end: int, begins: re.Pattern[str], sections: tuple[str, ...]) -> Line | None:
    if folded[start : start + 4].isalpha() and not folded.startswith(sections, start):
        return Line(start, end, 0, 0, False, False, False, start)
    found = begins.match(folded, start, end)
    assert found is not None  # every part of the pattern is optional
    marks = found["marks"]
    if not marks and not found["bold"] and found.end() == start:
        return Line(start, end, 0, 0, False, False, False, start)
    depth, after = marks.count("#"), start + len(marks)
    if after >= end:
        return None
    bullet = bool(marks) and not depth
    return Line(
        after, end, 0, depth, bullet, found["bold"] is not None, found["section"] is not None, _body(folded, found, after, end)
    )


def _body(folded: str, found: re.Match[str], after: int, end: int) -> int:
    if found["section"] is None and found["number"] is None:
        return after
    body = found.end()
    while body < end and folded[body] in " \t*_.:-)":
        body += 1
    return body
