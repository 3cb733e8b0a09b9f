"""What the whole document tells of a name: who is a person, what is beside any mention."""

from __future__ import annotations

import re

from apostil import View, pattern

from .context import Context
from .mentions import LOOKED_AT, Name
from .pieces import key_of
from .sequel import Sequel
from .terms import Terms
from .weigh import CERTAIN, ENOUGH, HOPELESS, weight

SETTLED = 6.0
"""A score that no more mentions are read for."""
DATELINE = 40
"""Characters of a line before the agency that its news comes from."""
_DATED = pattern(r"\)[ ]?[-–—]{1,2}(?!\w)")
_ARTICLE = pattern(r"(?:L[ae]s?|Les|The)[ ]|L'")
_PROPER = frozenset(("listed", "form", "head", "tail", "start", "branch", "joined", "camel", "acronym"))
_OWNED = re.compile(r"[A-ZÀ-Þ][\w'’-]{1,20} (?:du|des|de la|de l['’]) ?\Z")
_PERSONAL = frozenset(("person", "first-name"))


def weighed(names: dict[str, Name], view: View, context: Context, sequel: Sequel, terms: Terms) -> None:
    """Give each name that is neither certain nor hopeless by itself the evidence of what stands beside its mentions."""
    for person in [name for name in names.values() if name.score < 0 and not _PERSONAL.isdisjoint(name.evidence)]:
        if any(context.named(view.folded, start) in context.firm for start, _ in person.mentions[:LOOKED_AT]):
            person.evidence -= _PERSONAL
            person.add("noun")  # `la société Élodie Vandorme`
        elif " " in person.surface:
            last = names.get(key_of(person.surface.rpartition(" ")[2]))
            if last is not None and not _firm_of(last, view.folded, context):
                last.add("surname-listed" if last.entry else "surname")
    for name in names.values():
        if HOPELESS < name.score < CERTAIN:
            if name.entry is None and terms.titled(name, view.text):
                name.kind, name.mentions = "media", [span for span in name.mentions if not _owned(view.text, span[0])]
                name.evidence |= {"listed-word", "title"}
            _look_beside(name, view, context, sequel, terms)
    for pair in [name for name in names.values() if name.score < ENOUGH and "two-words" in name.evidence]:
        last = names.get(key_of(pair.surface.rpartition(" ")[2]))
        plain = last is not None and last.entry is None and last.evidence.isdisjoint(_PROPER)
        if last is not None and plain and not _firm_of(last, view.folded, context):
            last.add("surname")  # `Jorik Vandal`, whoever that is, and then `Vandal`


def _owned(text: str, start: int) -> bool:
    """Whether what stands at `start` is the complement of a name: `Coupe du Monde`."""
    return _OWNED.search(text, max(0, start - 32), start) is not None


def _firm_of(name: Name, folded: str, context: Context) -> bool:
    """Whether the firm of a person bears the name: `l'entreprise Vandal`."""
    return any(context.named(folded, start) is not None for start, _ in name.mentions[:LOOKED_AT])


def _look_beside(name: Name, view: View, context: Context, sequel: Sequel, terms: Terms) -> None:
    evidence, mentions, folded = set(name.evidence), name.mentions, view.folded
    inside = False
    last = mentions[min(len(mentions), LOOKED_AT) - 1]
    for span in mentions:
        words = context.words_before(folded, span[0])
        inside = inside or bool(words)
        if words and terms.located(words[-1], folded, span[0]):
            evidence.add("address")
            break
        if not words and _dateline(view.text, *span):
            evidence.add("source")
        beside = context.enumerated(folded, *span) or context.quoted(folded, *span) or sequel.right(folded, span[1])
        told = context.left(words) + beside
        if words and words[-1] in context.national and _of_a_country(words, view.text, span[0]):
            told = [("country", "company"), *(each for each in told if each[0] != "person")]
        if words and words[-1] in context.article and sequel.qualifies(folded, span[1]):
            told = [each for each in told if each[0] != "determiner"]  # `an Acme quarter`: whose it is
        if "trade" in evidence and context.of_country(words):
            evidence.add("affiliation")
        for sort, kind in told:
            evidence.add(sort)
            name.kind = name.kind or kind
        if span is last or (told and inside and weight(frozenset(evidence)) >= SETTLED):
            break
    if "camel" in evidence and view.first and _masthead(name, view):
        evidence.add("masthead")
    elif "listed-word" in evidence:
        if inside:
            evidence.add("inside")
    elif not inside and " " not in name.surface:
        evidence.add("opening")
    if len(mentions) > 2:
        evidence.add("repeated")
    if len(mentions) > 3:
        evidence.add("frequent")
    if inside and _ARTICLE.match(name.surface):
        evidence.add("title")
    _set(name, evidence)
    if name.score < ENOUGH or not _PROPER.isdisjoint(evidence):
        return
    if _common(name, view.text):
        evidence.add("common-listed" if name.entry else "common")
        _set(name, evidence)
    elif name.entry is None and terms.articled(name, folded):
        evidence.add("articled")
        _set(name, evidence)


def _set(name: Name, evidence: set[str]) -> None:
    """Give `name` its evidence, without what another kind of it makes void, which is taken out of `evidence`."""
    if "determiner" in evidence and (name.entry or not evidence.isdisjoint(_PROPER)):
        evidence.discard("determiner")
    if not evidence.isdisjoint(("noun", "apposed")):
        evidence.difference_update(("determiner", "person-role"))
    if "article" in evidence and "listed-word" not in evidence:
        evidence.discard("article")
        if "acronym" in evidence:
            evidence.add("acronym-article")
    if "announces" in evidence:
        evidence.discard("listed-place")
    if "match" in evidence and (name.entry is None or name.entry.kind != "sports"):
        evidence.discard("match")
    if "two-words" in evidence and not evidence.isdisjoint(("noun", "apposed", "title", "trade", "tail")):
        evidence.discard("two-words")
    if not evidence.isdisjoint(("noun", "apposed", "role")):
        evidence.discard("extends")
    if "headline" in evidence and "noun" in evidence:
        evidence.discard("headline")
    name.evidence = frozenset(evidence)
    name.score = weight(name.evidence)


def _of_a_country(words: list[str], text: str, start: int) -> bool:
    """Whether the name stands after `le suédois`, in small letters: firms and clubs do, a person is `le Suédois`."""
    article = len(words) > 1 and words[-2] in ("le", "l'")
    return article and text[start - 1 - len(words[-1]) : start - 1] == words[-1]


def _dateline(text: str, start: int, end: int) -> bool:
    """Whether the name is the agency that the news comes from: `OSLO (Fenwick Wire) --`, `(Fenwick.com) -`."""
    if text[start - 1 : start] != "(" or _DATED.match(text, end) is None:
        return False
    line = text.rfind("\n", max(0, start - DATELINE), start) + 1
    place = text[line : start - 1].partition(",")[0].strip()
    return (line > 0 or start < DATELINE) and (not place or place.isupper())


def _common(name: Name, text: str) -> bool:
    """Whether the text also has the words of the name in small letters, as it has those of a role or a defined term."""
    small = name.surface.lower()
    position = text.find(small)
    while position >= 0:
        if (
            not text[position - 1 : position].isalnum()
            and not text[position + len(small) : position + len(small) + 1].isalnum()
        ):
            return small != name.surface
        position = text.find(small, position + len(small))
    return False


def _masthead(name: Name, view: View) -> bool:
    """Whether the name, in camel case, is all there is on the first line, as a site puts its own."""
    start, end = name.mentions[0]
    return start < 80 and view.text[end : end + 1] == "\n" and not view.text[:start].strip()
