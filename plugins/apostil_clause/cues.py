"""The words of the clause annotator: phrases by class, written short, laid out as one lexicon.

In `fr.toml` and `en.toml` a class is a list of patterns: `résili(er|é|ée)` stands for three phrases, `droit(|s) de vote` for two.
A phrase may be in several classes. All become one lexicon, `clause_cue`, so that one layer holds them; the payload is the
names of the classes, separated by spaces. Since the scan leaves out hits inside longer ones, a phrase also has the classes of
every phrase inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from apostil import Lexicon, load_lexicons

LAYER = "clause_cue"
_GROUP = re.compile(r"\(([^()]*)\)")
_BREAK = re.compile(r"[ '’-]")


def expand(pattern: str) -> Iterator[str]:
    """Phrases that `pattern` stands for: each choice of alternatives in its brackets, which may nest."""
    group = _GROUP.search(pattern)
    if group is None:
        yield " ".join(pattern.split())
        return
    for choice in group[1].split("|"):
        yield from expand(pattern[: group.start()] + choice + pattern[group.end() :])


def cue_lexicons(language: str) -> Iterator[Lexicon]:
    """`clause_cue` of a language, and the lists of phrases it was made of, not scanned."""
    classes: dict[str, set[str]] = {}
    for lexicon in load_lexicons("apostil_clause", language):
        for pattern in lexicon.words:
            for phrase in expand(pattern):
                classes.setdefault(phrase, set()).add(lexicon.name)
    yield Lexicon(LAYER, {phrase: " ".join(sorted(names)) for phrase, names in _inherited(classes).items()})


def _inherited(classes: dict[str, set[str]]) -> dict[str, set[str]]:
    """Phrases with their own classes and those of the phrases inside them."""
    found: dict[str, set[str]] = {}
    for phrase, names in classes.items():
        found[phrase] = set(names)
        for inner in _parts(phrase):
            if inner in classes:
                found[phrase] |= classes[inner]
    return found


def _parts(phrase: str) -> Iterator[str]:
    """Runs of words of a phrase of several."""
    breaks = [found.start() for found in _BREAK.finditer(phrase)]
    if not breaks:
        return
    stops = [*breaks, len(phrase)]
    for i, start in enumerate([0, *(stop + 1 for stop in breaks)]):
        for stop in stops[i:]:
            yield phrase[start:stop]
