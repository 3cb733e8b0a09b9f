"""Lines of a text and what their beginnings say: a bullet, a number, a mark of Markdown, the word for an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define

from apostil import finder, pattern

_LINE = finder(r"[^\n]++")
_NUMBER = r"""
    (?: \d{1,3} (?: [.][ ]?\d{1,3} ){1,5} [.)]? (?=[ \t*] | [^\d\W])
      | \d{1,3} [ ]? (?: [.)] | °\)? | [ ]-(?=[ ]) ) (?=[ \t*]|[^\d\W])
      | \(? (?: [a-z]{1,2} | [ivxl]{1,5} | \d{1,2} ) \) (?=[ \t])
      | (?: [a-z] | [ivxl]{1,5} ) (?: [.] | [ ]- ) (?=[ \t]) )
"""
_BEGINNING = (
    r"""
    (?P<marks> (?: [#]{1,6}[ \t]{1,4} | >[ ] | [-¦*·+][ \t]{1,4} | ¦(?=\w) ){0,2} )
    (?P<bold> (?: \*\*\*? | __ | \* ) (?=\S) )?
    (?: (?P<section> <<sentence_section>> [ ]{0,2} (?: \d{1,4} (?:[.-]\d{1,3}){0,4} (?:er\b|º|°)? | (?:[ivxlc]{1,7}|[a-z])\b | premier\b )
          (?:[ ](?:bis|ter|quater)\b)? )
      | (?P<number>"""
    + _NUMBER
    + r""") )?
"""
)


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

    @property
    def marked(self) -> bool:
        return self.depth > 0 or self.bullet or self.body > self.start


def beginning(words: Mapping[str, Any]) -> re.Pattern[str]:
    """What a line of a language can begin with."""
    return pattern(_BEGINNING, words)


def lines(text: str, folded: str, begins: re.Pattern[str]) -> Iterator[Line]:
    """Lines of `text` that are not blank, in order."""
    last = 0
    for found in _LINE.finditer(text):
        first, end = found.span()
        content = found[0].strip()
        if not content:
            continue
        start = first + found[0].index(content[0])
        end = start + len(content)
        line = _line(folded, start, end, begins)
        if line is None:
            continue
        line.gap = text.count("\n", last, start)
        last = end
        yield line


def _line(folded: str, start: int, end: int, begins: re.Pattern[str]) -> Line | None:
    found = begins.match(folded, start, end)
    assert found is not None  # every part of the pattern is optional
    marks = found["marks"]
    if not marks and not found["bold"] and found.end() == start:
        return Line(start, end, 0, 0, False, False, False, start)
    depth, after = marks.count("#"), start + len(marks)
    if after == end:
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
