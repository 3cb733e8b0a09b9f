"""Names that begin with the word for what they are and go on in small letters: `Commission européenne`,
`tribunal de commerce de Tarbes`, `ministère de la Santé`, `University of Cambridge`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define

from apostil import View, Words, pattern

from .complements import Grammar, grammar_of
from .gazetteer import NAMES, word_list
from .initials import initials
from .pieces import key_of
from .quoted import quoted
from .shapes import ENGLISH_NAME, WORD

_ENGLISH_NAME = pattern(ENGLISH_NAME)
_SHORT = pattern(r"[ ]\((?P<short>[A-Z]\w{1,9})\)")
_CAPITAL = re.compile(" [A-Z]{2}")
_MARKS = re.compile(r"[().;:!?\n]")
SPELT = 80
"""Characters of a name that a bracket has the initials of, after what is known of it."""
_FIRST = pattern(rf"[ ]({WORD})")


@define
class Heads:
    """How names that a head begins go on in a language."""

    grammar: Grammar
    kinds: dict[str, str]
    """Kind of each head."""
    strong: frozenset[str]
    alone: frozenset[str]
    refused: frozenset[str]
    """Names that begin like one of an organisation and are not: a competition, a law."""
    nationality: frozenset[str]
    roles: frozenset[str]
    opening: frozenset[str]
    time: frozenset[str]
    short: frozenset[str]
    """Heads that no person gives a name to: who follows one presides over it (`la Commission Élodie Marchand`)."""
    first_names: frozenset[str]
    places: frozenset[str]
    breaks: frozenset[str]
    """Words in capitals that begin no name: `CONDITIONS GÉNÉRALES DU SERVICE ACME`."""
    entitled: dict[str, str]
    """Nouns before a name in quotation marks, with the kind of it."""
    french: bool


def heads_of(words: Words, first_names: frozenset[str]) -> Heads:
    return Heads(
        grammar=grammar_of(words),
        kinds=dict(words["organisation_head"]),
        strong=frozenset(words["organisation_strong"]),
        alone=frozenset(words["organisation_alone"]),
        refused=frozenset(words["organisation_refused"]),
        nationality=frozenset(words["organisation_nationality"]),
        roles=frozenset(words["organisation_not"]),
        opening=frozenset(words["organisation_opening"]),
        time=frozenset(words["organisation_time"]),
        short=frozenset(words["organisation_short"]),
        first_names=first_names,
        places=word_list("places"),
        breaks=frozenset(words["organisation_capitals_break"]),
        entitled={noun: words["organisation_noun"].get(noun, "") for noun in words["organisation_entitled"]},
        french=words.language == "fr",
    )


_LINKS = (" DE ", " DES ", " DU ", " D'")


def headed(view: View, heads: Heads) -> Iterator[tuple[int, int, str | None]]:
    """Start, end and kind of each name that a head begins; they may overlap."""
    text = view.text
    listed = {hit.end for hit in view[NAMES]}
    for hit in view["organisation_head"]:
        if text[hit.start : hit.end] in heads.breaks and not text.startswith(_LINKS, hit.end):
            continue
        end = _end(text, hit.start, hit.end, heads, listed)
        if heads.french:
            end = _confirmed(text, hit.start, hit.end, end)
        if end and text[hit.start : end].lower() not in heads.refused:
            start = _town_start(text, hit.start, heads) if heads.french else _run_start(text, hit.start, heads)
            yield start, end, hit.value or None
    yield from quoted(view, heads.entitled)
    for hit in view["organisation_institution"]:
        end = _institution_end(text, hit.start, hit.end, heads)
        if heads.french:
            end = _confirmed(text, hit.start, hit.end, end)
        if end and text[hit.start : end].lower() not in heads.refused:
            yield hit.start, end, hit.value or None


def _confirmed(text: str, start: int, after: int, end: int | None) -> int | None:
    """`end`, or where the bracket opens that has the initials of all from `start` on; `after` is the end of the head."""
    bracket = text.find(" (", end or after, (end or after) + SPELT)
    found = _SHORT.match(text, bracket) if bracket > 0 else None
    if found is None or _MARKS.search(text, after, bracket):
        return end
    short, full = key_of(found["short"]), text[start:bracket]
    spelt = any(_agree(letters, short) for letters in initials(full))
    return bracket if spelt and len(short) > 2 and short not in initials(text[start : end or after]) else end


def _agree(letters: str, short: str) -> bool:
    """Whether initials and an acronym are the same, give or take a last letter: `Société des lecteurs (SLV)`."""
    return (letters.startswith(short) or short.startswith(letters)) and len(letters) > 1 and abs(len(letters) - len(short)) < 2


def _town_start(text: str, start: int, heads: Heads) -> int:
    """Where the town before a French head begins: `Lille Métropole Communauté Urbaine`."""
    before = text.rfind(" ", max(0, start - 24), max(0, start - 1)) + 1
    return before if start and text[before : start - 1] in heads.places and text[start - 1] == " " else start


def _run_start(text: str, start: int, heads: Heads) -> int:
    """Where the run of capitals begins that an English head ends: `National City Bank of …`."""
    for _ in range(5):
        before = text.rfind(" ", max(0, start - 24), start - 1)
        word = text[before + 1 : start - 1]
        if before < 0 or not word[:1].isupper() or not word.replace(".", "").isalpha() or word.lower() in heads.opening:
            break
        start = before + 1
    return start


def _end(text: str, start: int, after: int, heads: Heads, listed: set[int]) -> int | None:
    """`listed`: where listed names end, which no other name is part of: `Bank of America and Rothschild`."""
    if not heads.french:
        return _english_end(text, after, heads, listed)
    head = text[start:after]
    if head in heads.short and (first := _FIRST.match(text, after)) and first[1] in heads.first_names:
        return None
    found = heads.grammar.after(text, after)
    if found.end == after:
        return after if head in heads.alone else None
    if found.proper or head in heads.strong or found.common > (not found.adjective):
        public = found.common and heads.kinds.get(head) in ("public_body", "court")
        return _without_nationality(text, start, found.end, heads) if public else found.end
    return None


def _english_end(text: str, after: int, heads: Heads, listed: set[int]) -> int | None:
    found = _ENGLISH_NAME.match(text, after)
    if found is None:
        return None
    on = text.find(" on ", after, found.end())
    if on >= 0 and text[on + 4 : found.end()].partition(" ")[0].lower() in heads.time:
        return on if on > after else None  # `the General Court on Thursday`
    before, _, last = text[after : found.end()].rpartition(" and ")
    first, *more = last.removeprefix("the ").split(" ")
    another = (
        after + len(before) in listed or first in heads.roles or (more and last.startswith("the "))
    )  # `and the European Commission`, a name by itself
    return after + len(before) if before and another else _unowned(text, after, found.end(), listed)


def _unowned(text: str, after: int, end: int, listed: set[int]) -> int:
    """`end` before the possessive of a name: `Bank of America's profits`, `Bank of America's Fenwick unit`."""
    if text.endswith(("'s", "’s"), after, end):
        return end - 2
    return next((at for at in range(after + 1, end) if at in listed and text[at : at + 2] in ("'s", "’s")), end)


def _institution_end(text: str, start: int, after: int, heads: Heads) -> int | None:
    if text[start:after].lower().startswith("minist"):
        end = heads.grammar.matters(text, after)
        return _without_nationality(text, start, end, heads) if end > after else None
    if text[start:after] == "fédération" and _CAPITAL.match(text, after):
        return None  # `la fédération FO`: what it is
    found = heads.grammar.after(text, after)
    if found.proper or (found.common and found.adjective):
        return _without_nationality(text, start, found.end, heads)
    return None


def _without_nationality(text: str, start: int, end: int, heads: Heads) -> int:
    """`end` before a last adjective of nationality, which says whose ministry it is and is no part of its name."""
    space = text.rfind(" ", start, end)
    return space if space > start and text[space + 1 : end] in heads.nationality else end
