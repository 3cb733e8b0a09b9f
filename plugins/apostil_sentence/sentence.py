"""The layer `sentences`: each sentence, heading and item of a list, with the headings it stands under.

Spans are those that the guidelines give a clause: trimmed, bullets outside, numbers inside, marks of Markdown around a
heading outside. A colon does not cut; a list after a colon belongs to its sentence unless its items end with full stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import regex
from attrs import define, field

from apostil import Hit, View, Words, annotator, finder, pattern
from apostil_sentence.blocks import Block, blocks, unfinished_words
from apostil_sentence.lines import Line, beginning, lines

Kind = Literal["sentence", "heading", "item"]

_STOP = finder(
    r"""[.!?…] (?: [.!?…]{0,5} (?: [ \u00a0\u202f]?[»”"’')\]*_] ){0,3}
          (?= \s{1,4} (?: [-–—―][ ]? )? (?: [«“"‘'(\[*_][ \u00a0\u202f]? ){0,3} [\p{Lu}\d…] | \s{1,4}\[ )
        | (?<=\p{Ll}{3}[.!?…]) (?=\p{Lu}[\p{Ll}'’][^.]) )"""
)
_NUMBER_GOES_ON = re.compile(r" \d{1,2}(?:[.,;)]| (?:et|à|and|or|to) |$)")
_SKIP = re.compile(r"[\s\-–—―]{1,8}")
_MARKS = " \t*_#"


@define(eq=False)
class Place:
    """Value of a hit in `sentences`: what it is and under which headings it stands."""

    kind: Kind
    heading: str | None
    """Nearest heading in force, its number inside; of a heading: the one it is itself."""
    above: str | None
    """The heading of higher rank over `heading`."""


@define
class Rules:
    """What is compiled once for a language."""

    begins: re.Pattern[str]
    unfinished: re.Pattern[str]
    abbreviations: frozenset[str]
    doubtful: frozenset[str]
    openers: re.Pattern[str]
    glued: re.Pattern[str]


@define
class Outline:
    """Headings in force, outermost first, as (rank, text)."""

    path: list[tuple[int, str]] = field(factory=list)
    places: dict[Kind, Place] = field(factory=dict)

    def enter(self, rank: int, heading: str) -> None:
        while self.path and self.path[-1][0] >= rank:
            self.path.pop()
        self.path.append((rank, heading))
        self.places = {}

    def place(self, kind: Kind) -> Place:
        """The same object for all sentences of a section: they are many."""
        if kind not in self.places:
            texts = [text for _, text in self.path[-2:]]
            self.places[kind] = Place(kind, texts[-1] if texts else None, texts[0] if len(texts) > 1 else None)
        return self.places[kind]


def setup(words: Words) -> Rules:
    return Rules(
        beginning(words),
        unfinished_words(words),
        frozenset(words["sentence_abbreviation"]),
        frozenset(words["sentence_abbreviation_final"]),
        pattern(r"[\s\-*_\"'«(\[]{0,6} <<sentence_opener>> (?: (?<=') | \b )", words),
        pattern(r"<<sentence_glued>>\b", words),
    )


@annotator("sentences", setup=setup)
def sentences(view: View, rules: Rules) -> Iterator[Hit]:
    """Sentences, headings and items of lists, for other annotators."""
    outline = view.memory.setdefault("outline", Outline())
    found = list(lines(view.text, view.folded, rules.begins))
    for block in blocks(view.text, view.folded, found, rules.unfinished):
        if block.heading:
            yield _heading(view, block, outline)
        else:
            yield from _cut(view, block, rules, outline)


def _heading(view: View, block: Block, outline: Outline) -> Hit:
    start, end = block.start, block.end
    if block.lines[0].bold or block.lines[0].depth:
        while start < end and view.text[start] in _MARKS:
            start += 1
        while end > start and view.text[end - 1] in _MARKS:
            end -= 1
    outline.enter(_rank(view, block.lines[0]), view.text[start:end])
    return Hit(start, max(end, start), outline.place("heading"))


def _rank(view: View, line: Line) -> int:
    """Headings with a word (`Article 5`) stand above numbered ones, `5` above `5.1`, and those above bare titles."""
    if line.section:
        return 2
    if line.body > line.start:
        return 3 + sum(char == "." for char in view.folded[line.start : line.body].rstrip(". ")[:20])
    return 1 if line.depth == 1 else 10


def _cut(view: View, block: Block, rules: Rules, outline: Outline) -> Iterator[Hit]:
    text, start = view.text, block.start
    kind: Kind = "item" if block.lines[0].bullet or block.lines[0].body > start else "sentence"
    if (title := _run_in(view, block.lines[0])) is not None:
        outline.enter(_rank(view, block.lines[0]), title)
    body = block.lines[0].body
    for found in _STOP.finditer(text, start, block.end):
        end = found.end()
        if end <= body + 1 or not _ends(view, found, start, rules) or _is_title(view, start, body, found.start()):
            continue
        yield Hit(start, end, outline.place(kind))
        skipped = _SKIP.match(text, end)
        start = skipped.end() if skipped else end
        body, kind = start, "sentence"
    if start < block.end:
        yield Hit(start, block.end, outline.place(kind))


def _ends(view: View, found: regex.Match[str], start: int, rules: Rules) -> bool:
    """Whether the full stop `found` ends the sentence that began at `start`."""
    stop = found.start()
    if view.text[stop] != "." or found.end() - stop > 1:
        return True
    first = max(start, stop - 12)
    word = view.folded[max(first, view.folded.rfind(" ", first, stop) + 1) : stop].rpartition("'")[2].lstrip('("[«*_')
    if word.isdigit():
        return len(word) > 2 or not _NUMBER_GOES_ON.match(view.folded, stop + 1)
    if (len(word) == 1 and word.isalpha()) or word in rules.doubtful:
        return rules.openers.match(view.folded, found.end()) is not None
    return word not in rules.abbreviations


def _run_in(view: View, line: Line) -> str | None:
    """Title that runs into the first sentence of a numbered paragraph (`5.1 Term. This …`), number inside."""
    if line.body == line.start:
        return None
    stop = view.text.find(".", line.body, min(line.end, line.body + 70))
    if stop < 0 or not _is_title(view, line.start, line.body, stop):
        return None
    return view.text[line.start : stop]


def _is_title(view: View, start: int, body: int, stop: int) -> bool:
    """Whether what stands between the number and the full stop is a title and no sentence: short, and begun in capitals."""
    quote = view.text[body:stop]
    if len(quote) > 70 or not quote[:1].isupper():
        return False
    names = quote.split()
    if body > start:
        return len(names) <= 7 and stop + 1 < len(view.text) and view.text[stop + 1] in " \t\u00a0*_"
    return False
