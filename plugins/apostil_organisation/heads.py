"""Names that begin with the word for what they are and go on in small letters: `Commission européenne`,
`tribunal de commerce de Tarbes`, `ministère de la Santé`, `University of Cambridge`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define

from apostil import View, Words, pattern

from .shapes import ENGLISH_NAME, FRENCH_MINISTRY, FRENCH_NAME


@define
class Heads:
    """How names that a head begins go on in a language."""

    name: re.Pattern[str]
    matters: re.Pattern[str]
    """What follows a ministry."""
    strong: frozenset[str]
    alone: frozenset[str]
    refused: frozenset[str]
    """Names that begin like one of an organisation and are not: a competition, a law."""
    nationality: frozenset[str]
    roles: frozenset[str]
    opening: frozenset[str]
    french: bool


def heads_of(words: Words) -> Heads:
    french = words.language == "fr"
    return Heads(
        name=pattern(FRENCH_NAME if french else ENGLISH_NAME, words),
        matters=pattern(FRENCH_MINISTRY, words),
        strong=frozenset(words["organisation_strong"]),
        alone=frozenset(words["organisation_alone"]),
        refused=frozenset(words["organisation_refused"]),
        nationality=frozenset(words["organisation_nationality"]),
        roles=frozenset(words["organisation_not"]),
        opening=frozenset(words["organisation_opening"]),
        french=french,
    )


def headed(view: View, heads: Heads) -> Iterator[tuple[int, int, str | None]]:
    """Start, end and kind of each name that a head begins; they may overlap."""
    text = view.text
    for hit in view["organisation_head"]:
        end = _end(text, hit.start, hit.end, heads)
        if end and text[hit.start : end].lower() not in heads.refused:
            yield hit.start if heads.french else _run_start(text, hit.start, heads), end, hit.value or None
    for hit in view["organisation_institution"]:
        if end := _institution_end(text, hit.start, hit.end, heads):
            yield hit.start, end, hit.value or None


def _run_start(text: str, start: int, heads: Heads) -> int:
    """Where the run of capitals begins that an English head ends: `National City Bank of …`."""
    for _ in range(5):
        before = text.rfind(" ", max(0, start - 24), start - 1)
        word = text[before + 1 : start - 1]
        if before < 0 or not word[:1].isupper() or not word.isalpha() or word.lower() in heads.opening:
            break
        start = before + 1
    return start


def _end(text: str, start: int, after: int, heads: Heads) -> int | None:
    found = heads.name.match(text, after)
    if found is None or found.end() == after:
        return after if text[start:after] in heads.alone else None
    if not heads.french:
        before, _, last = text[after : found.end()].rpartition(" and ")
        return after + len(before) if before and last.removeprefix("the ").split(" ")[0] in heads.roles else found.end()
    if found["common"] or found["proper"]:
        return found.end() if found["proper"] or text[start:after] in heads.strong or " " in found["common"].strip() else None
    return found.end() if text[start:after] in heads.strong else None


def _institution_end(text: str, start: int, after: int, heads: Heads) -> int | None:
    head = text[start:after].lower()
    if head.startswith("minist"):
        found = heads.matters.match(text, after)
        return _without_nationality(text, start, found.end(), heads) if found else None
    found = heads.name.match(text, after)
    if found is None or not heads.french:
        return None
    if found["proper"] or (found["common"] and found["adjective"]):
        return _without_nationality(text, start, found.end(), heads)
    return None


def _without_nationality(text: str, start: int, end: int, heads: Heads) -> int:
    """`end` before a last adjective of nationality, which says whose ministry it is and is no part of its name."""
    space = text.rfind(" ", start, end)
    return space if space > start and text[space + 1 : end] in heads.nationality else end
