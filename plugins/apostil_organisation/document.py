"""What the whole document tells of a name: who is a person, what stands in one list, what a bracket defines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define

from apostil import View, Words, pattern

from .context import Context
from .mentions import Mention, Name
from .pieces import key_of
from .weigh import CERTAIN, ENOUGH, HOPELESS, weight

LOOKED_AT = 8
"""Mentions of a name whose surroundings are read."""


@define
class Links:
    """Patterns of what lies between two names."""

    listed: re.Pattern[str]
    definition: re.Pattern[str]


def links_of(words: Words) -> Links:
    return Links(
        listed=pattern(
            r"[ ]?,[ ]|[ ]?,?[ ](?:<<organisation_and>>)[ ](?:<<organisation_article>>[ ]?|d'[ ]?)?|[ ]?/[ ]?", words
        ),
        definition=pattern(r'[ ]?,?[ ]?[^()\n"]{0,200}\([^()"\n]{0,40}"[ ]?(?P<short>[^"()\n]{2,40}?)[ ]?,?"', words),
    )


def weighed(names: dict[str, Name], view: View, context: Context) -> None:
    """Give each name its score, from its own words and from what stands beside its mentions."""
    surnames = {key_of(name.words[-1]) for name in names.values() if "person" in name.evidence and len(name.words) > 1}
    for key, name in names.items():
        if key in surnames:
            name.evidence.add("surname-listed" if name.entry else "surname")
        name.score = weight(name.evidence)
        if HOPELESS < name.score < CERTAIN:
            _look_beside(name, view, context)
            name.score = weight(name.evidence)


def _look_beside(name: Name, view: View, context: Context) -> None:
    inside = False
    for start, end, _ in name.mentions[:LOOKED_AT]:
        words = context.words_before(view.folded, start)
        inside = inside or bool(words)
        for told, kind in context.left(words) + context.right(view.folded, end):
            if told != "article" or "listed-word" in name.evidence:
                name.evidence.add(told)
            name.kind = name.kind or kind
    if view.first and _masthead(name, view):
        name.evidence.add("masthead")
    elif "listed-word" in name.evidence:
        name.evidence.update(("inside",) if inside else ())
    elif not inside and " " not in name.surface:
        name.evidence.add("opening")
    if len(name.mentions) > 2:
        name.evidence.add("repeated")


def _masthead(name: Name, view: View) -> bool:
    """Whether the name is all there is on the first line, as a site puts its own."""
    start, end, _ = name.mentions[0]
    return start < 80 and not view.text[:start].strip() and view.text[end : end + 1] == "\n" and "camel" in name.evidence


def coordinated(order: list[Mention], view: View, links: Links) -> None:
    """Names in one list are of one sort: what is undecided beside an organisation gains by it."""
    for mentions in (order, order[::-1]):
        for one, other in zip(mentions, mentions[1:], strict=False):
            if one[2].score < ENOUGH or not HOPELESS < other[2].score < ENOUGH or "coordination" in other[2].evidence:
                continue
            end, start = min(one[1], other[1]), max(one[0], other[0])
            if end < start <= end + 12 and (found := links.listed.match(view.folded, end)) and found.end() == start:
                other[2].evidence.add("coordination")
                other[2].score = weight(other[2].evidence)


def bracketed(order: list[Mention], view: View) -> None:
    """`Name (ACRONYM)` and `ACRONYM (Name)`: what holds of one holds of the other, and the longer is the name of both."""
    text = view.text
    for (_, end, one), (start, close, other) in zip(order, order[1:], strict=False):
        if one is other or text[end:start].strip() != "(" or text[close : close + 1] not in (")", ","):
            continue
        full, short = (one, other) if len(one.surface) >= len(other.surface) else (other, one)
        if " " in short.surface or short.whole is not None:
            continue
        initials = is_acronym(short.surface, full.surface)
        if max(one.score, other.score) < ENOUGH or not (initials or (full.score >= ENOUGH and short.surface.isupper())):
            continue
        for name in (one, other):
            if name.score < ENOUGH:
                name.evidence.add("bracket")
                name.score = max(weight(name.evidence), ENOUGH)
                name.kind = name.kind or one.kind or other.kind
        short.whole = full


def defined(order: list[Mention], names: dict[str, Name], view: View, links: Links, generic: Iterable[str]) -> None:
    """`Name, … (ci-après « Short »)`: the quoted word is a name of the organisation, unless it is a role (`the Supplier`)."""
    roles = frozenset(generic)
    for i, (_, end, name) in enumerate(order):
        if name.score < ENOUGH:
            continue
        limit = order[i + 1][0] if i + 1 < len(order) else len(view.text)
        if view.text.find("(", end, min(limit, end + 240)) < 0:
            continue
        found = links.definition.match(view.folded, end)
        if not found:
            continue
        surface = view.text[found.start("short") : found.end("short")].replace("’", "'")
        short = names.get(key_of(surface))
        if short is None or short is name or surface in roles or surface.lower() in roles or not surface[:1].isupper():
            continue
        short.evidence.add("bracket")
        short.score = max(weight(short.evidence), ENOUGH)
        short.whole = name


_SMALL = frozenset("de des du la le les l d et en a of the and for on & à au aux".split())


def is_acronym(short: str, full: str) -> bool:
    """Whether `short` is made of the initials of `full`, small words counted or not (`AREA`: no; `NYT`, `UE`, `BCE`: yes)."""
    letters = key_of(short)
    if not 2 <= len(letters) <= 8 or " " in short:
        return False
    words = [w for w in re.split(r"[\s'’-]{1,3}", full) if w]
    initials = "".join(key_of(w)[:1] for w in words if w.lower() not in _SMALL)
    every = "".join(key_of(w)[:1] for w in words)
    return letters in (initials, every)
