"""The layer `sentences`: each sentence, heading and item of a list, with the headings it stands under.

Spans are those that the guidelines give a clause: trimmed, bullets outside, numbers inside, marks of Markdown around a
heading outside. A colon does not cut; a list after a colon belongs to its sentence unless its items end with full stops.
"""

from __future__ import annotations

import re
from typing import Literal

from attrs import define, field

from apostil import Hit, View, Words, annotator, fold_all
from apostil_sentence.blocks import Block, Ends, blocks
from apostil_sentence.lines import Line, beginning, lines, regions
from apostil_sentence.stops import Stops, ends

Kind = Literal["sentence", "heading", "item"]

_MARKS = " \t*_#"
_TITLE = 70
"""Characters; a longer beginning of a paragraph is no title that runs into it."""
_RUN_IN, _SENTENCE = 7, 3
"""Words of a title that runs into a paragraph, and of one that begins as sentences do."""


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
    ends: Ends
    sections: tuple[str, ...]
    """First words of headings, capitalised and in capitals."""
    words: tuple[str, ...]
    """First words of headings, folded."""
    stops: Stops
    verbs: frozenset[str]


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
    firsts = words["sentence_section"]
    sections = (form for word in firsts for form in (word.capitalize(), word.upper()))
    return Rules(
        beginning(words),
        Ends.of(words),
        tuple(sections),
        tuple(fold_all(firsts)),
        Stops.of(words),
        frozenset(fold_all(words["sentence_verb"])),
    )


@annotator("sentences", setup=setup)
def sentences(view: View, rules: Rules) -> list[Hit]:
    """Sentences, headings and items of lists, for other annotators."""
    outline = view.memory.setdefault("outline", Outline())
    found: list[Hit] = []
    for region in regions(view.text, rules.sections):
        if region.plain:
            ends(view, region.start, region.end, region.start, rules.stops, found, outline.place("sentence"))
            continue
        found_lines = list(lines(view.text, view.folded, rules.begins, rules.words, region))
        for block in blocks(view.text, view.folded, found_lines, rules.ends):
            if block.heading:
                found.append(_heading(view, block, outline))
            else:
                _sentences(view, block, rules, outline, found)
    return found


def _heading(view: View, block: Block, outline: Outline) -> Hit:
    start, end = block.start, block.end
    if (block.lines[0].bold and view.text[end - 1] in _MARKS) or block.lines[0].depth:
        while start < end and view.text[start] in _MARKS:
            start += 1
        while end > start and view.text[end - 1] in _MARKS:
            end -= 1
    outline.enter(_rank(view, block.lines[0]), view.text[start:end])
    return Hit(start, end, outline.place("heading"))


def _rank(view: View, line: Line) -> int:
    """Headings with a word (`Article 5`) stand above numbered ones, `5` above `5.1`, and those above bare titles."""
    if line.section:
        return 2
    if line.body > line.start:
        return 3 + sum(char == "." for char in view.folded[line.start : line.body].rstrip(". ")[:20])
    return 1 if line.depth == 1 else 10


def _sentences(view: View, block: Block, rules: Rules, outline: Outline, found: list[Hit]) -> None:
    first = block.lines[0]
    numbered = first.body > first.start
    figure = view.text[first.start : first.body].lstrip(_MARKS)[:1].isdigit()
    title = _run_in(view, first, rules) if first.section or figure or (first.bold and not numbered) else None
    if title is not None:
        outline.enter(_rank(view, first), view.text[first.start : title].lstrip(_MARKS))
    begun = len(found)
    ends(view, block.start, block.end, title + 1 if title else first.body, rules.stops, found, outline.place("sentence"))
    if first.bullet or numbered:
        found[begun].value = outline.place("item")


def _run_in(view: View, line: Line, rules: Rules) -> int | None:
    """End of the title that runs into the first sentence of a numbered paragraph (`5.1 Term. This …`) or of one that it
    begins in bold (`**Term.** This …`), which is no sentence itself (`5.1 The term is ten years. It …`)."""
    begin = line.body
    while begin < line.end - 1 and view.text[begin] in "*_":
        begin += 1
    stop = view.text.find(".", begin, min(line.end - 1, begin + _TITLE))
    if stop < 0 or view.text[stop + 1] not in (" \t\u00a0*_" if line.body > line.start else "*_"):
        return None
    words = view.folded[begin:stop].split(" ")
    longest = _SENTENCE if rules.stops.openers.match(view.folded, begin) else _RUN_IN
    titled = view.text[begin].isupper() and len(words) <= longest and rules.verbs.isdisjoint(words)
    return stop if titled else None
