"""What a document itself tells to be no name: the initials of a phrase, a word that takes an article wherever it stands, a
town or street of an address."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define

from apostil import View, Words, pattern

from .gazetteer import NAMES, Row
from .initials import SMALL_WORDS
from .mentions import LOOKED_AT, Name
from .pieces import key_of
from .weigh import ENOUGH

PHRASE = 120
"""Characters before a bracket that its initials may abbreviate."""
NAMED = 24
"""Characters before a title without its article."""
STREET = 48
"""Characters of an address before the street or the town in it."""

_WORD = re.compile(r"[^\W_]{1,40}")
_NUMBER = re.compile(r"\d{1,8}")
_OPENED = re.compile(r"\((?:the |la |le |l')?[\"' ]{0,2}\Z")


@define
class Terms:
    """Words that tell a phrase from a name, and an address from what it is the address of."""

    noun: int
    """Which word of a phrase is its noun: the first in French, the last in English."""
    bodies: frozenset[str]
    """Nouns of organisations, in small letters: the initials of such a phrase may name one."""
    works: frozenset[str]
    """Nouns of what organisations make, sign or obey: `Act`, `Plan`."""
    definite: tuple[str, ...]
    """Articles that no name takes everywhere; French ones often do (`la Fnac`)."""
    streets: frozenset[str]
    """Words that an address may end with before a name: `rue`, `impasse de`."""
    address: re.Pattern[str]
    titles: dict[str, re.Pattern[str]]
    """Listed titles without their article, each with what is left of it before them."""

    def titled(self, name: Name, text: str) -> bool:
        """Whether a title is listed with the article that stands before the name in small letters: `la Tribune`."""
        before = self.titles.get(name.surface)
        if before is None:
            return False
        spans = name.mentions[:LOOKED_AT]
        return any(before.search(text, max(0, start - NAMED), start) for start, _ in spans)

    def located(self, last: str, folded: str, start: int) -> bool:
        """Whether a street with its number, a postcode or a registered office, whose last word is `last`, ends at `start`."""
        return (last in self.streets or last.isdecimal()) and any(
            self.address.match(folded, m.start(), start) for m in _NUMBER.finditer(folded, max(0, start - STREET), start)
        )

    def articled(self, name: Name, folded: str) -> bool:
        """Whether the name takes a definite article nearly wherever it stands, as a role or a defined term does."""
        mentions = name.mentions[:LOOKED_AT]
        articles = sum(folded.endswith(self.definite, max(0, start - 5), start) for start, _ in mentions)
        return articles > 1 and 3 * articles >= 2 * len(mentions)


_TITLES = tuple(
    (article, pattern(rf"(?:^|\n|[,;:«(\"][ ]?|(?<![\w'’])[a-zà-ÿ]['’\w]{{0,20}}[ ])(?:{before})\Z"))
    for article, before in (
        ("Le ", "le[ ]|du[ ]|au[ ]"),
        ("La ", "la[ ]"),
        ("Les ", "les[ ]|des[ ]|aux[ ]"),
        ("L'", "l['’][ ]?"),
    )
)
"""Articles of listed titles, each with a word in small letters and what may be left of the article before a name."""


def _titles(names: Mapping[str, Row]) -> dict[str, re.Pattern[str]]:
    """What is left of the article of each listed title that is no everyday word, by the rest of the title."""
    media = [surface for surface, row in names.items() if row[1] == "media" and not row[3] and surface[0] == "L"]
    return {surface[len(article) :]: before for surface in media for article, before in _TITLES if surface.startswith(article)}


def terms_of(words: Words) -> Terms:
    french = words.language == "fr"
    heads = {word.lower() for word in words["organisation_head"]}
    first = {word.partition(" ")[0] for word in heads}  # `haut commissariat`
    return Terms(
        noun=0 if french else -1,
        bodies=frozenset(words["organisation_noun"]) | frozenset(words["organisation_body"]) | (first if french else heads),
        works=frozenset(words["organisation_work"]),
        definite=() if french else ("the ",),
        titles=_titles(words[NAMES]) if french else {},
        streets=frozenset(words["organisation_street"]) | frozenset(words["organisation_of"]),
        address=pattern(
            r"""\d{1,4}(?:[ ]?(?:bis|ter|quater|[a-d]))?(?:[ ]?-[ ]?\d{1,4})?[ ]?,?[ ](?:<<organisation_street>>)
            (?:[ ](?:de[ ]la|de[ ]l'|du|des|de|d'))?[ ]?\Z
            |\d{5}[ ]\Z
            |[a-z0-9]{6,10}\)[ ]of[ ]\Z""",
            words,
        ),
    )


def abbreviated(names: dict[str, Name], view: View, terms: Terms) -> None:
    """Rule out the initials of a phrase before their bracket that names no organisation: `joint venture (JV)`,
    `Employment Standards Act, 2000 (the "ESA")`."""
    ends: set[int] | None = None
    for name in names.values():
        if " " in name.surface or not name.surface.isupper() or not 2 <= len(name.surface) <= 6:
            continue
        for start, _ in name.mentions[:LOOKED_AT]:
            opened = _OPENED.search(view.folded, max(0, start - 7), start)
            if opened is None:
                continue
            if ends is None:
                ends = {end for other in names.values() if other.score >= ENOUGH for _, end in other.mentions}
            bracket = opened.start()
            if ends.isdisjoint((bracket, bracket - 1)) and _abbreviates(name, view.text, bracket, terms):
                name.add("abbreviation")


def _abbreviates(name: Name, text: str, bracket: int, terms: Terms) -> bool:
    """Whether the words before `bracket` begin with the letters of the name and are none of an organisation. What is listed
    has to be a law or a plan: the press writes bodies in small letters too."""
    short, left = name.surface, len(name.surface)
    phrase: list[str] = []
    for word in reversed(_WORD.findall(text, max(0, bracket - PHRASE), bracket)):
        if left == 0:
            break
        if key_of(word[0]) == short[left - 1].lower():
            left -= 1
            phrase.insert(0, word)
        elif not (word.isdecimal() or word.lower() in SMALL_WORDS):
            return False
    if left or not phrase:
        return False
    noun = phrase[terms.noun].lower()
    return noun in terms.works or (name.entry is None and noun not in terms.bodies and all(word.islower() for word in phrase))
