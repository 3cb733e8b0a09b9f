"""Blocks: lines that belong together, as a sentence wrapped over several of them or a list after its colon does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define

from apostil import pattern
from apostil_sentence.lines import Line

TITLE_LENGTH = 110
"""Characters; a line without final punctuation that is longer is no title."""
SHORT_TITLE = 60
"""Characters; a longer numbered line that ends with a colon opens a list."""
_DAY = re.compile(r"(?:^|[ \u00a0])[0-3]?\d$")
_FINAL = re.compile(r"""[.!?…]["»”’')\]*_\s]{0,6}$""")
_OPEN_END = ",;:"
_QUOTES = "\"»”’')]*_ \t\u00a0\u202f"


@define
class Block:
    """Consecutive lines. `heading`: whether they are a heading and not sentences."""

    start: int
    end: int
    lines: Sequence[Line]
    heading: bool


@define
class Ends:
    """What the words of a line tell of where it ends."""

    unfinished: re.Pattern[str]
    """A word after which no sentence ends, tried at the last word of a line."""
    byline: re.Pattern[str]
    """The beginning of a line that says who wrote, and when: no heading of what follows."""

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Ends:
        return cls(pattern(r"<<sentence_unfinished>> $", words), pattern(r"<<sentence_byline>> [ :]", words))


@define
class _Group:
    """The lines of a block so far."""

    lines: list[Line]
    item: Line | None = None
    """First item of the list that a colon in them opens."""

    def add(self, line: Line, text: str) -> None:
        if self.item is None and line.marked and text[self.lines[-1].end - 1] == ":":
            self.item = line
        self.lines.append(line)


@define
class _Page:
    """The lines of a window, and what is known of how they are laid out."""

    text: str
    folded: str
    lines: list[Line]
    ends: Ends

    def marked(self, i: int) -> bool:
        """Whether line `i` begins with a bullet, a number or a mark of a heading."""
        return i < len(self.lines) and self.lines[i].marked

    def is_paragraph(self, line: Line) -> bool:
        """Whether line has the number of a paragraph, `4.2`, and not that of an item."""
        return "." in self.folded[line.start : line.body].strip("*_. )")

    def quote(self, line: Line) -> str:
        return self.text[line.start : line.end]


def blocks(text: str, folded: str, lines: list[Line], ends: Ends) -> Iterator[Block]:
    """`lines` grouped into blocks."""
    page = _Page(text, folded, lines, ends)
    group: _Group | None = None
    for i, line in enumerate(lines):
        if group is None:
            group = _Group([line])
        elif _continues(page, group, i):
            group.add(line, text)
        else:
            yield _block(page, group.lines)
            group = _Group([line])
    if group is not None:
        yield _block(page, group.lines)


def _block(page: _Page, group: list[Line]) -> Block:
    heading = all(is_heading(page.text, page.folded, line) for line in group) and not _is_byline(page, group[0])
    return Block(group[0].start, group[-1].end, group, heading)


def _continues(page: _Page, group: _Group, i: int) -> bool:
    """Whether line `i` belongs to the block of the lines before it."""
    above, line, text = group.lines[-1], page.lines[i], page.text
    last = text[above.end - 1]
    if line.depth or above.depth or line.section or line.row or above.row:
        return False
    if above.section and above.body >= above.end:
        return not line.marked and line.end - line.start <= TITLE_LENGTH and last not in ".:" and is_title(page.quote(line))
    if last == ":":
        return _listed(page, above, i)
    if last == ";" and page.is_paragraph(line):
        return False
    if group.item is not None and _alike(page, group.item, i):
        return not _FINAL.search(text, max(above.start, above.end - 8), above.end)
    if last in ",;" or _unfinished(page, above):
        return not (last == "," and line.marked and is_heading(text, page.folded, line))
    if _FINAL.search(text, max(above.start, above.end - 8), above.end):
        return False
    if line.marked:
        return False
    if text[line.start].islower() or text[line.start : line.start + 2].strip("0123456789") == "(":  # `ninety` over `(90) days`
        return line.gap == 1 or above.end - above.start > 40
    # `until 31` over `December 2030`
    return (
        line.gap == 1
        and above.body == above.start
        and _DAY.search(text, max(above.start, above.end - 3), above.end) is not None
    )


def _listed(page: _Page, above: Line, i: int) -> bool:
    """Whether line `i` is part of a list that the colon above opens: a list whose items end with full stops is not."""
    line = page.lines[i]
    if above.body > above.start and above.end - above.body <= SHORT_TITLE and is_heading(page.text, page.folded, above):
        return False
    if line.body > line.start and is_heading(page.text, page.folded, line) and not page.marked(i + 1):
        return False
    if page.text[line.end - 1] in ",;:" or page.text[line.start].islower():
        return True
    if _unfinished(page, line):
        return True
    if line.marked:
        return not _FINAL.search(page.text, max(line.start, line.end - 8), line.end)
    return False


def _alike(page: _Page, item: Line, i: int) -> bool:
    """Whether line `i` goes on a list as its first item began it: bullets, letters, or numbers that are no headings."""
    line = page.lines[i]
    if not line.marked or line.bullet != item.bullet or line.gap > item.gap:
        return False
    if line.bullet:
        return True
    first, other = (page.folded[place.start : place.body].lstrip("(*_ ")[:1] for place in (line, item))
    if first.isdigit() != other.isdigit() or page.is_paragraph(line):
        return False
    return not first.isdigit() or page.marked(i + 1) or not is_heading(page.text, page.folded, line)


def _unfinished(page: _Page, line: Line) -> bool:
    last_word = max(line.start, page.folded.rfind(" ", max(line.start, line.end - 24), line.end) + 1)
    return page.ends.unfinished.match(page.folded, last_word, line.end) is not None


def _is_byline(page: _Page, line: Line) -> bool:
    """`Par Jeanne Morvan | Publié le 3 mai`, `By Anna Reeve, London`."""
    found = page.ends.byline.match(page.folded, line.start, line.end)
    return found is not None and not page.text[found.end() : found.end() + 1].islower()


def is_heading(text: str, folded: str, line: Line) -> bool:
    """Whether a line by itself is a heading: marked as one, numbered and short, all capitals, or without an end."""
    quote = text[line.start : line.end]
    if line.depth:
        return True
    content = text[line.body : line.end]
    if quote.isupper() and len(quote) > 3:
        return not line.bullet and (quote[-1] not in ".;," or len(quote) < 80)
    if line.section and not content:
        return True
    if len(content) > TITLE_LENGTH + 40 * line.section or line.bullet:
        return False
    bare = content.rstrip(_QUOTES)
    if line.body > line.start:
        return (
            content[:1].isupper()
            and bare[-1:] not in ";,?!"
            and (bare[-1:] != ":" or (len(bare) <= SHORT_TITLE and ". " not in bare))
            and (bare[-1:] != "." or (len(bare) <= 40 and bare.count(" ") < 3 and ". " not in bare))
        )
    return bare[-1:] not in ".;,:!?…" or (line.bold and content[-2:] in ("**", "__"))


def is_title(quote: str) -> bool:
    """Whether a line can be the title of the number above it."""
    return quote[-1] not in ".;,:!?" and quote[0].isupper()
