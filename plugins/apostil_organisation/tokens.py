"""Words of a run of capitals: what opens a sentence is dropped, what a hyphen or a possessive joins is cut."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import pairwise

from msgspec import Struct

from .gazetteer import Entry
from .pieces import Cues

LONGEST = 8
"""Words of a listed name that are looked for in a run."""
_TOKEN = re.compile(r"[^ \u00a0\u202f]{1,200}")
_CODE = re.compile(r"[A-Z0-9][A-Za-z0-9]{0,5}\.[A-Z]{1,2}")
"""The code of a share that agencies put after a name: `Nvidia NVDA.O`."""
_ARTICLE = re.compile(r"(?:Les?|La|The)$|L'[A-ZÀ-Þ]")
_ELISION = re.compile(r"(?:[CDJLMNST]|Qu)'", re.IGNORECASE)


class Token(Struct, gc=False):
    start: int
    end: int
    word: str
    joined: bool = False
    """Whether it begins a name of its own: a hyphen was cut before it, or a possessive owns it."""


def tokens_of(run: str, cues: Cues) -> list[Token]:
    """Words of `run` but codes of shares. What ties a name to the next is cut off: `'s`, `-backed`; nothing is joined to it."""
    found: list[Token] = []
    owned = False
    compounds, seats = cues.words["organisation_compound"], cues.words["organisation_seated"]
    for m in _TOKEN.finditer(run):
        word = m[0].replace("’", "'")
        if found and "." in word and _CODE.fullmatch(word) and not cues.tail(word) and not cues.entry(word):
            continue
        cut = 2 if word.endswith("'s") and not cues.entry(word) else 0
        if word.endswith("s'") and not cues.has("organisation_guild", word):
            cut = 1  # `Airbus' Toulouse site`
        tie = word.rpartition("-")[2].lower() if "-" in word else ""
        if tie in seats:
            owned = True
            continue  # `Calgary-based Acme`: a town
        if not cut and tie in compounds:
            cut = len(tie) + 1
        found.append(Token(m.start(), m.end() - cut, word[: len(word) - cut], owned))
        owned = cut > 0
    return found


def opened(tokens: list[Token], cues: Cues, opening: bool) -> list[Token]:
    """`tokens` without the words that open a sentence and without an elided article; `opening`: whether one may begin here."""
    if _titled(tokens, cues):
        return tokens
    if not opening and tokens and len(tokens) + ("'" in tokens[0].word) > 1 and _ARTICLE.match(tokens[0].word):
        return tokens
    while tokens:
        first = tokens[0]
        common = first.word not in cues.words["organisation_form_before"] and cues.has("organisation_opening", first.word)
        found = longest(tokens, 0, cues)
        if found and (not common or (found[0] > 1 and _whole(tokens, found[0], cues))):
            return tokens
        elision = _ELISION.match(first.word)
        if elision and not common and not first.word[elision.end() :][:1].isupper():
            return opened(tokens[1:], cues, False)
        if common:
            tokens = tokens[1:]
        elif elision:
            return [Token(first.start + elision.end(), first.end, first.word[elision.end() :]), *tokens[1:]]
        else:
            return tokens
    return tokens


def _whole(tokens: list[Token], end: int, cues: Cues) -> bool:
    """Whether a listed name with its article is all there is but a person or `Groupe`: not `The National Law Court`."""
    rest = [token.word for token in tokens[end:]]
    return not rest or tokens[end].joined or cues.person(rest) or (len(rest) == 1 and cues.tail(rest[0]) is not None)


def _titled(tokens: list[Token], cues: Cues) -> bool:
    """Whether the article is part of the name of a firm, since no sentence has one before it: `THE HARWELL GROUP LIMITED`."""
    if len(tokens) < 3 or tokens[0].word not in ("The", "THE"):
        return False
    last = tokens[-1].word
    return last.replace(".", "") in cues.forms and last.rstrip(".").capitalize() not in cues.words["organisation_corporate"]


def parted(tokens: list[Token], cues: Cues) -> list[Token]:
    """`tokens`, those that join two listed names with a hyphen cut in two: `Microsoft-OpenAI`."""
    found: list[Token] = []
    for token in tokens:
        one, hyphen, other = token.word.partition("-")
        whole = hyphen and (cues.entry(token.word) or cues.entry(f"{one} {other}"))
        if hyphen and not whole and _firm(cues.entry(one)) and _firm(cues.entry(other)):
            middle = token.start + len(one)
            found += [Token(token.start, middle, one), Token(middle + 1, token.end, other, True)]
        else:
            found.append(token)
    return found


def _firm(entry: Entry | None) -> bool:
    return entry is not None and not entry.word


def phrases(tokens: list[Token], cues: Cues) -> list[list[Token]]:
    """`tokens` parted at words of no name: what somebody is (`Acme CEO Jo Hale`), and in a title in capitals throughout all
    that joins or rules (`LEASE BETWEEN ACME LLC AND HARWELL LTD`)."""
    if len(tokens) < 3 or not all(token.word.isupper() for token in tokens):
        return _ranked(tokens, cues.words["organisation_rank"])
    breaks, links = cues.words["organisation_capitals_break"], cues.words["organisation_capitals_and"]
    found: list[list[Token]] = [[]]
    for token in tokens:
        last = found[-1]
        if token.word in breaks or (token.word in links and last and last[-1].word.replace(".", "") in cues.forms):
            found.append([])
        else:
            last.append(token)
    return [phrase for phrase in found if phrase]


def _ranked(tokens: list[Token], ranks: Container[str]) -> list[list[Token]]:
    """`tokens` parted at words for what somebody is, unless they begin with one (`Chief Leeds`)."""
    at = [i for i in range(1, len(tokens)) if tokens[i].word in ranks]
    if not at:
        return [tokens]
    found = [tokens[low + 1 : high] for low, high in pairwise([-1, *at, len(tokens)])]
    return [phrase for phrase in found if phrase]


def longest(tokens: list[Token], first: int, cues: Cues) -> tuple[int, Entry] | None:
    """End and entry of the longest listed name that begins at token `first`."""
    for last in range(min(len(tokens), first + LONGEST), first, -1):
        if entry := cues.entry(" ".join(token.word for token in tokens[first:last])):
            return last, entry
    return None
