"""The words of the clause annotator: phrases by class, written short.

In `fr.toml` and `en.toml` a class is a list of patterns: `résili(er|é|ée)` stands for three phrases, `droit(|s) de vote` for
two. A phrase may be in several classes.

Classes under `[lexicon]` are cues: sentences that hold none are not looked at. Those under `[words]` are of words that many
sentences have, asked for where a cue is. They make a lexicon each, `clause_cue` and `clause_word`; the payload is the names of
the classes, separated by spaces. Since the scan leaves out hits inside longer ones, a phrase also has the classes of every
phrase inside it. Words of headings (`h_…`) and of roles (`role_…`) are not scanned: they are looked for in headings and beside
the names of parties alone, as `clause_<class>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from apostil import Lexicon, load_lexicons

LAYER = "clause_cue"
WORD_LAYER = "clause_word"
PREFIX = "clause_"
HEADING = "h_"
"""Prefix of classes of words that count in headings only."""
ROLE = "role_"
"""Prefix of classes of words beside the name of a party."""
_GROUP = re.compile(r"\(([^()]*)\)")
_BREAK = re.compile(r"[ '’-]")


def expand(pattern: str) -> Iterator[str]:
    """Phrases that `pattern` stands for: each choice of alternatives in its brackets, which may nest."""
    pieces = _GROUP.split(pattern)
    if any("(" in piece for piece in pieces[::2]):
        group = _GROUP.search(pattern)
        assert group is not None
        for choice in group[1].split("|"):
            yield from expand(pattern[: group.start()] + choice + pattern[group.end() :])
        return
    for choice in product(*(piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces))):
        yield " ".join("".join(choice).split()).rstrip("'")  # the scan takes an apostrophe for the end of a word


def cue_lexicons(language: str) -> Iterator[Lexicon]:
    """`clause_cue` and `clause_word` of a language, and the classes that are not scanned."""
    layers: dict[str, dict[str, set[str]]] = {LAYER: {}, WORD_LAYER: {}}
    for lexicon in load_lexicons("apostil_clause", language):
        phrases = [phrase for pattern in lexicon.words for phrase in expand(pattern)]
        if lexicon.name.startswith((HEADING, ROLE)):
            yield Lexicon(PREFIX + lexicon.name, dict.fromkeys(phrases, True), scan=False)
            continue
        classes = layers[LAYER if lexicon.scan else WORD_LAYER]
        for phrase in phrases:
            classes.setdefault(phrase, set()).add(lexicon.name)
    for name, classes in layers.items():
        yield Lexicon(
            name,
            {
                phrase: " ".join(sorted(names)) if len(names) > 1 else next(iter(names))
                for phrase, names in _inherited(classes).items()
            },
        )


def _inherited(classes: dict[str, set[str]]) -> dict[str, set[str]]:
    """Phrases with their own classes and those of the phrases inside them: runs of their words."""
    gaps = {phrase: [*(gap.start() for gap in _BREAK.finditer(phrase)), len(phrase)] for phrase in classes}
    beginnings = {phrase[:end] for phrase, ends in gaps.items() for end in ends}
    found: dict[str, set[str]] = {}
    for phrase, ends in gaps.items():
        names, start = classes[phrase], 0
        for i, first in enumerate(ends):
            for end in ends[i:]:
                run = phrase[start:end]
                if run not in beginnings:
                    break
                if (more := classes.get(run)) and not more <= names:
                    names = names | more
            start = first + 1
        found[phrase] = names
    return found
