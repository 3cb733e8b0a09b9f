"""Single mentions of an accepted name that are something else: a model, a brand, a place, a person."""

from __future__ import annotations

import re
from typing import NamedTuple

from attrs import define

from apostil import Words, pattern

from .cue_words import listed, market_of
from .mentions import Name

HONORIFIC = 12
"""Characters of an honorific with its spaces."""
_LAW = pattern(r"\)[ ](?:n°[ ]?|no[.]?[ ])?\d{2,4}/\d")
_CODE = re.compile(r"(?:\b[lrd]\. ?|\b[lrd]|\bart(?:\.|icles?) )\d[\d-]{0,12} \Z")
_MARKS = frozenset(":.-–—")
_OPENS = frozenset(("", "\n", ".", "!", "?", ":", ";"))
_BASED = pattern(r",[ ][a-z]{1,5}(?:\.[a-z])?\.?,?-based")
"""After the town of a firm: `the Dover, Del.,-based Acme`."""
_NOUN = pattern(r"[ -]([a-z]{2,20})")
_PARTICLES = ("La", "Le", "Du")
_DIGITS = frozenset("0123456789")
_NUMBER = pattern(r"[ ]\d{1,4}(?:-\d{1,4})?(?!\w|[.,]\d|/\d|[.][a-z](?!\w)|[ ]?[%\x80$]|[ ]\d{3})(?:[ ](?P<after>\w{1,20}))?")


class Signs(NamedTuple):
    """What a text has."""

    brackets: bool
    based: bool
    numbered: bool
    """Articles of a contract."""


@define
class Doubts:
    """Words before a name that make one mention of it something else."""

    of: frozenset[str]
    place: frozenset[str]
    grounds: frozenset[str]
    """The same where a club is called by its town, which one signs from and comes to."""
    platform: frozenset[str]
    networks: frozenset[str]
    """Names that stand for a place on the Web after the words of `platform`."""
    counted: frozenset[str]
    """What a number after a name may count."""
    first_names: frozenset[str]
    national: frozenset[str]
    """Names that are adjectives of a nation before a word in small letters: `Swiss francs`."""
    does: frozenset[str]
    """What an organisation does: no such word."""
    market: re.Pattern[str]
    honorifics: tuple[str, ...]
    """What stands before a person's name, a space before and after: ` mme `."""
    forms: frozenset[str]
    capital: re.Pattern[str]
    """What describes a firm after the legal form that it is: `SAS, au capital de …`."""
    parts: tuple[str, ...]
    """Nouns of parts of a contract."""
    numbered: re.Pattern[str]
    """What stands before the title of an article."""

    def signs(self, folded: str) -> Signs:
        """What there is in the text, so that its names are asked nothing in vain."""
        return Signs(
            "(" in folded,
            "-based" in folded,
            any(part in folded for part in self.parts),
        )

    def kept(self, name: Name, folded: str, brands: set[int], signs: Signs) -> list[tuple[int, int]]:
        """Mentions of an accepted name but those that are something else: `Boeing 737`, `la marque Vauxhall`, `à Barcelone`,
        `sur Facebook`, `Hervé de La Martinière`. `brands`: where a name begins after a word for a brand."""
        found, surface, entry = name.mentions, name.surface, name.entry
        for span in found:
            if folded[span[1] + 1 : span[1] + 2] in _DIGITS:
                found = [span for span in found if not self._numbered(folded, span[1])]
                break
        if brands:
            found = [span for span in found if span[0] not in brands]
        if signs.brackets and surface.isupper():
            found = [span for span in found if not (folded[span[0] - 1] == "(" and _LAW.match(folded, span[1]))]
            found = [span for span in found if not self._quoted(folded, span[0])]
            found = [span for span in found if not _CODE.search(folded, max(0, span[0] - 24), span[0])]
        if signs.based:
            found = [span for span in found if folded[span[1] : span[1] + 1] != "," or not _BASED.match(folded, span[1])]
        if surface in self.forms:
            found = [span for span in found if not self.capital.match(folded, span[1])]
        if signs.numbered:
            found = [
                span for span in found if folded[span[0] - 2 : span[0] - 1] not in _MARKS or not self._heads(folded, *span)
            ]
        if surface in self.national:
            found = [span for span in found if not self._qualifies(folded, span[1])]
        if " " not in surface:
            found = [span for span in found if not folded.endswith(self.honorifics, max(0, span[0] - HONORIFIC), span[0])]
        club = "club" in name.evidence
        place = "bracket" not in name.evidence and not name.piece.evidence.isdisjoint(("place", "listed-place"))
        platform = surface in self.networks
        if place or platform or (entry and entry.word) or surface.startswith(_PARTICLES):
            places = self.grounds if club else self.place if place else frozenset()
            return [span for span in found if span in name.played or not self._refused(folded, span[0], places, platform)]
        return found

    def _numbered(self, folded: str, end: int) -> bool:
        """`Boeing 737`, but not `Uber 20 décembre`, `Vinci 3 millions`."""
        found = _NUMBER.match(folded, end)
        return found is not None and found["after"] not in self.counted

    def _qualifies(self, folded: str, end: int) -> bool:
        found = _NOUN.match(folded, end)
        return found is not None and found[1] not in self.does

    def _heads(self, folded: str, start: int, end: int) -> bool:
        """Whether the name is the title of an article of a contract: `Article 7 – Sécurité sociale`."""
        line = folded.rfind("\n", max(0, start - 24), start) + 1
        numbered = self.numbered.match(folded, line) if line or start < 24 else None
        stop = folded.find("\n", end, end + 48)
        rest = folded[end : stop if stop >= 0 else end + 48]
        return numbered is not None and numbered.end() == start and len(rest) < 40 and "." not in rest

    def _quoted(self, folded: str, start: int) -> bool:
        """Whether the name is the code of a share: `(NYSE: CRV)`."""
        bracket = folded.rfind("(", max(0, start - 16), start)
        found = self.market.match(folded, bracket) if bracket >= 0 else None
        return found is not None and found.end() == start

    def _refused(self, folded: str, start: int, places: frozenset[str], platform: bool) -> bool:
        if folded[start - 1 : start] != " ":
            return False
        before = folded.rfind(" ", max(0, start - 24), start - 1)
        word = folded[before + 1 : start - 1]
        if word in self.of:
            owner = folded[folded.rfind(" ", max(0, before - 24), before) + 1 : before]
            return owner in self.first_names or f"{owner} {word}" in places
        if word == "a" and self.place is places and folded[before - 1 : before] in _OPENS:
            return "à" in places  # `A Marseille, le joueur …`
        return word in places or (platform and word in self.platform)


def doubts_of(words: Words, first_names: frozenset[str]) -> Doubts:
    return Doubts(
        of=listed(words, "of"),
        place=listed(words, "place_before"),
        grounds=listed(words, "club_place"),
        platform=listed(words, "platform"),
        networks=listed(words, "network"),
        counted=listed(words, "time", "counted"),
        first_names=frozenset(name.lower() for name in first_names),
        national=listed(words, "national"),
        does=listed(words, "verb", "speech", "auxiliary", "raising", "match", "and"),
        honorifics=tuple(f" {word} " for word in words["organisation_honorific"]),
        forms=listed(words, "form_apart"),
        capital=pattern(r",?[ ](?:<<organisation_form_told>>)", words),
        parts=tuple(words["organisation_part"]),
        numbered=pattern(r"[#* ]{0,8}(?:<<organisation_part>>)[ ]\d{1,3}(?:\.\d{1,3}){0,2}[ ]?[:.–—-][ ]", words),
        market=market_of(words),
    )
