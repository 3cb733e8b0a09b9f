"""The words of the clause annotator: phrases by class, written short.

In `fr.toml` and `en.toml` a class is a list of patterns: `résili(er|é|ée)` stands for three phrases, `droit(|s) de vote` for
two, and in `made .. (bid|offer)` a few words may stand between (`gaps.py`). A phrase may be in several classes.

Classes under `[lexicon]` are cues: sentences that hold none are not looked at. Those under `[words]` are of words that many
sentences have, asked for where a cue is. They make a lexicon each, `clause_cue` and `clause_word`; the payload is the names of
the classes, separated by spaces. Since the scan leaves out hits inside longer ones, a phrase also counts for the classes of
every phrase inside it. Words of headings (`h_…`), of roles (`role_…`) and first words of sentences (`opening_…`) are not
scanned: they are looked for in headings, beside the names of parties and where a sentence begins, as `clause_<class>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import Any

from apostil import Lexicon, PluginError, fold_all, load_lexicons
from apostil_clause.frames import Bits
from apostil_clause.gaps import DOTS, LEFT, RIGHT, Gaps

LAYER = "clause_cue"
WORD_LAYER = "clause_word"
PREFIX = "clause_"
HEADING = "h_"
"""Prefix of classes of words that count in headings only."""
ROLE = "role_"
"""Prefix of classes of words beside the name of a party."""
OPENING = "opening_"
"""Prefix of classes of first words of sentences."""
_GROUP = re.compile(r"\(([^()]*)\)")
_BREAK = re.compile(r"[ '-]")


def expand(patterns: Iterable[str]) -> list[str]:
    """Phrases that `patterns` stand for: each choice of alternatives in their brackets, which may nest."""
    lines = "\n".join(phrase for pattern in patterns for phrase in _choices(pattern))
    while "  " in lines:  # around an alternative that is empty
        lines = lines.replace("  ", " ")
    lines = lines.replace("\n ", "\n").replace(" \n", "\n").replace("'\n", "\n")  # the scan takes "'" for the end of a word
    return lines.strip(" '").split("\n") if lines else []


def _choices(pattern: str) -> Iterable[str]:
    if "(" not in pattern:  # as most
        return (pattern,)
    pieces = _GROUP.split(pattern)
    if any("(" in piece for piece in pieces[::2]):
        return _nested(pattern)
    return map("".join, product(*(piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces))))


def _nested(pattern: str) -> list[str]:
    """The same where brackets nest: each alternative of the first bracket, before what is after it."""
    opening = pattern.find("(")
    if opening < 0:
        return [pattern]
    depth, cuts = 0, [opening]
    for place in range(opening, len(pattern)):
        char = pattern[place]
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "|"):
            cuts.append(place)
        if depth == 0:
            break
    after = _nested(pattern[cuts[-1] + 1 :])
    choices = [choice for start, end in pairwise(cuts) for choice in _nested(pattern[start + 1 : end])]
    return [pattern[:opening] + choice + rest for choice in choices for rest in after]


def cue_lexicons(language: str) -> Iterator[Lexicon]:
    """`clause_cue` and `clause_word` of a language, and the classes that are not scanned."""
    layers: dict[str, dict[str, str]] = {LAYER: {}, WORD_LAYER: {}}
    for lexicon in load_lexicons("apostil_clause", language):
        if lexicon.name.startswith((HEADING, ROLE, OPENING)):
            yield Lexicon(PREFIX + lexicon.name, dict.fromkeys(expand(lexicon.words), True), scan=False)
            continue
        classes = layers[LAYER if lexicon.scan else WORD_LAYER]
        for name, phrases in halved(lexicon):
            for phrase in phrases:
                if phrase not in classes:
                    classes[phrase] = name
                elif name not in classes[phrase].split():
                    classes[phrase] += f" {name}"
    yield from (Lexicon(name, classes) for name, classes in layers.items())


def halved(lexicon: Lexicon) -> Iterator[tuple[str, list[str]]]:
    """Phrases by class: those of `lexicon`, and the halves of its gapped ones."""
    gapped = [pattern for pattern in lexicon.words if DOTS in pattern]
    if gapped and not lexicon.scan:
        raise PluginError("apostil_clause", f"{gapped[0]!r} has a gap, and {lexicon.name!r} is not scanned for")
    yield lexicon.name, expand(pattern for pattern in lexicon.words if DOTS not in pattern)
    for number, pattern in enumerate(gapped, 1):
        left, right = pattern.split(DOTS)
        yield f"{lexicon.name}{LEFT}{number}", expand([left])
        yield f"{lexicon.name}{RIGHT}{number}", expand([right])


class Masks(dict[str, int]):
    """Bits of a phrase of a layer, as it stands in the folded text: those of its classes and of the classes of the phrases
    inside it, which are runs of its words. Worked out where a phrase is first met: documents have few of all there are."""

    def __init__(self, bits: Bits, words: Mapping[str, Any], gaps: Gaps | None = None) -> None:
        self.bits = bits
        self.gaps = gaps
        self.classes: dict[str, str] = {}
        for phrase, names in zip(fold_all(words), words.values(), strict=True):
            self.classes[phrase] = f"{self.classes[phrase]} {names}" if phrase in self.classes else names

    def __missing__(self, phrase: str) -> int:
        line = " ".join(phrase.split())
        ends = [*(gap.start() for gap in _BREAK.finditer(line)), len(line)]
        starts = [0, *(end + 1 for end in ends)]
        runs = ((start, end, line[start:end]) for i, start in enumerate(starts) for end in ends[i:])
        cues = [(start, end, self.bits.of(self.classes[run].split())) for start, end, run in runs if run in self.classes]
        cues = self.gaps.filled(cues, line) if self.gaps else cues
        mask = self[phrase] = self.bits.joined(bits for _, _, bits in cues)
        return mask
