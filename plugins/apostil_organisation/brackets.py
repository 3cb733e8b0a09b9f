"""What a bracket says of the name before it: its acronym, its full form, the short form that a contract gives it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from attrs import define

from apostil import View, Words, pattern

from .cue_words import market_of
from .initials import is_acronym
from .mentions import Mention, Name
from .pieces import key_of
from .weigh import ENOUGH, HOPELESS

DEFINING = 44
"""Characters of a bracket before the term that it defines (`hereinafter referred to as`)."""
ALIAS = 40
"""Characters that may lie between a name and another of the same."""
_QUOTE = re.compile('["«]')
DEFINED = 240
"""Characters that may lie between a name and the bracket that defines its short form."""


@define
class Links:
    """Patterns of what lies between two names, and words that a bracket defines as a role, not a name."""

    listed: re.Pattern[str]
    repeated: re.Pattern[str]
    """A preposition that stands before each name of a list, at the end of a link."""
    of: frozenset[str]
    term: re.Pattern[str]
    former: re.Pattern[str]
    alias: re.Pattern[str]
    aliases: tuple[str, ...]
    market: re.Pattern[str]
    article: re.Pattern[str]
    firm: re.Pattern[str]
    """A bracket and the noun of a firm: `(la société `."""
    roles: frozenset[str]


def links_of(words: Words) -> Links:
    of = r"(?:<<organisation_repeated>>)(?:(?<=')|(?<!')[ ])"  # `auprès de A, de B et de C`
    article = r"(?:<<organisation_article>>)(?:(?<=')[ ]?|(?<!')[ ])"
    listed = rf"[ ]?,?[ ](?:<<organisation_and>>)[ ](?:{article}|{of})?|[ ]?,[ ](?:{of}|{article})?|[ ]?[/-][ ]?"
    return Links(
        listed=pattern(listed, words),
        repeated=pattern(rf"(?:{of})\Z", words),
        of=frozenset(words["organisation_of"]),
        term=pattern(r'["«][ ]?(?P<term>[^"«»()\n]{2,40}?)[ ]?,?["»]', words),
        market=market_of(words),
        former=pattern(r"(?:<<organisation_former>>)[ -]", words),
        aliases=tuple(words["organisation_alias"]),
        alias=pattern(r",?[ ](?:<<organisation_alias>>)[ ]", words),
        article=re.compile(r"\b(?:" + "|".join(words["organisation_determiner"] or ["(?!)"]) + r")[ ]"),
        firm=pattern(r"\((?:l[ae][ ]|l'|the[ ])?(?:<<organisation_firm>>)[ ]", words),
        roles=frozenset(word.lower() for word in words["organisation_not"]),
    )


def bracketed(order: list[Mention], view: View, links: Links) -> None:
    """`Name (ACRONYM)` and `ACRONYM (Name)`: what holds of one holds of the other, and the longer is the name of both.
    `Name, … (ci-après « Short »)`: the quoted word is a name too, unless it is a role (`the Supplier`)."""
    text = view.text
    position = text.find("(")
    if position < 0:
        return
    starts = [mention[0] for mention in order]
    while position >= 0:
        i = bisect_left(starts, position) - 1
        if i >= 0:
            _acronym(order, i, position, text)
            _former(order, i, position, view, links)
            _ticker(order, i, position, view, links)
            _definition(order, i, position, view, links)
            _shortened(order, i, position, view, links)
        position = text.find("(", position + 1)


def known_as(order: list[Mention], view: View, links: Links) -> None:
    """`Korvia Gas Corp., known as Korgas`: another name of the same, of which the longer is that of both."""
    if not any(word in view.folded for word in links.aliases):
        return
    for (_, end, one), (start, _, other) in pairwise(order):
        found = links.alias.match(view.folded, end) if 4 < start - end < ALIAS else None
        if found is None or found.end() != start or one.score < ENOUGH or one is other or other.whole is not None:
            continue
        if other.score < ENOUGH:
            other.add("bracket")
            other.score = max(other.score, ENOUGH)
        short, full = (one, other) if len(one.surface) < len(other.surface) else (other, one)
        if short.whole is None and full.whole is None:
            short.whole = full


def _acronym(order: list[Mention], i: int, bracket: int, text: str) -> None:
    if i + 1 == len(order):
        return
    one, other = order[i], order[i + 1]
    if (
        not bracket - 1 <= one[1] <= bracket
        or not bracket < other[0] <= bracket + 2
        or text[other[1] : other[1] + 1] not in "),"
    ):
        return
    full, short = (one[2], other[2]) if len(one[2].surface) >= len(other[2].surface) else (other[2], one[2])
    initials = is_acronym(short.surface, full.surface)
    place = "place" in short.piece.evidence and not (initials and short is other[2])  # `LONDON (Dow Jones)`
    if full is short or " " in short.surface or short.whole is not None or place:
        return
    translated = full.score >= ENOUGH and short is other[2] and short.surface.isupper() and _alone(text, other[1], full)
    if max(full.score, short.score) >= ENOUGH and (initials or translated):
        for name in (full, short):
            if name.score < ENOUGH:
                name.add("bracket")
                name.score = max(name.score, ENOUGH)
        full.kind = full.kind or short.kind
        short.kind = short.kind or full.kind
        short.whole = full


def _alone(text: str, end: int, full: Name) -> bool:
    """Whether the acronym that ends at `end` may be that of `full` in another language: it stands alone in its bracket, `full`
    is no acronym itself, as a union's `AFP (CGT, SNJ)` is, nor a name with its legal form, whose share the code is."""
    return text.startswith(")", end) and not full.surface.isupper() and "form" not in full.evidence


def _former(order: list[Mention], i: int, bracket: int, view: View, links: Links) -> None:
    """`Orvia (ex-Teleo)`: what a firm was called is the name of one too."""
    known, found = order[i], links.former.match(view.folded, bracket + 1)
    if found is None or known[1] < bracket - 1 or i + 1 == len(order) or order[i + 1][0] != found.end():
        return
    now, former = known[2], order[i + 1][2]
    if former is not now and now.score >= ENOUGH > former.score:
        former.add("bracket")
        former.kind = former.kind or now.kind
    elif former.score >= ENOUGH > now.score > HOPELESS and " " not in now.surface:
        now.add("bracket")
        now.kind = now.kind or former.kind


def _ticker(order: list[Mention], i: int, bracket: int, view: View, links: Links) -> None:
    """`Orvia (NASDAQ: ORV)`: the code of a share stands for the name of the firm in what follows."""
    known, found = order[i], links.market.match(view.folded, bracket)
    if found is None or known[1] < bracket - 1 or known[2].score < ENOUGH:
        return
    start, _, code = next((m for m in order[i + 1 : i + 3] if m[0] == found.end()), known)
    if start == found.end() and code is not known[2] and code.score < ENOUGH and code.surface.isupper():
        code.add("bracket")
        code.score = max(code.score, ENOUGH)
        code.whole = known[2]


def _shortened(order: list[Mention], i: int, bracket: int, view: View, links: Links) -> None:
    """`la société Orvia Distribution (la société OD)`: what a ruling calls a firm in what follows."""
    known, found = order[i], links.firm.match(view.folded, bracket)
    if found is None or known[1] < bracket - 1 or known[2].score < ENOUGH or i + 1 == len(order):
        return
    start, end, short = order[i + 1]
    if start == found.end() and view.folded.startswith(")", end) and short is not known[2] and short.whole is None:
        short.whole = known[2]


def _definition(order: list[Mention], i: int, bracket: int, view: View, links: Links) -> None:
    quote = _QUOTE.search(view.folded, bracket, bracket + DEFINING)
    found = links.term.match(view.folded, quote.start()) if quote else None
    if quote is None or found is None:
        return
    opening = quote.start()
    at, end = found.span("term")
    term = next((m[2] for m in order[i + 1 : i + 4] if at <= m[0] and m[1] <= end and m[1] - m[0] >= end - at - 1), None)
    if term is None or "abbreviation" in term.evidence:
        return
    full = next((m[2] for m in _before(order, i, bracket) if m[2].score >= ENOUGH and m[2] is not term), None)
    own = links.article.search(view.folded, bracket, opening) is None and bool(term.evidence & {"camel", "acronym"})
    if full is None or found["term"] in links.roles or not (own or _shares(term.surface, full.surface)):
        if "listed" not in term.evidence:
            term.add("term")
        return
    term.add("bracket")
    term.score = max(term.score, ENOUGH)
    term.whole = full


def _shares(short: str, full: str) -> bool:
    """Whether a defined term is made from the name: its initials, or some of its words."""
    words = {key_of(word) for word in full.replace("-", " ").split(" ")}
    return is_acronym(short, full) or all(key_of(word) in words for word in short.split(" "))


def _before(order: list[Mention], i: int, bracket: int) -> Iterator[Mention]:
    """Mentions before a bracket that it may define, those with a legal form first."""
    near = [order[j] for j in range(i, max(-1, i - 6), -1) if bracket - order[j][1] <= DEFINED]
    yield from (m for m in near if "form" in m[2].evidence)
    yield from near
