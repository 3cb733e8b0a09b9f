"""How a French name goes on after the word for what it is: adjectives, complements, at most one proper name.

`Fédération internationale des ligues des droits de l'homme`, `Banque de France`, `Mission des Nations unies en Haïti`.
Words are read one by one with small patterns; how many is bounded.
"""

from __future__ import annotations

import re

from attrs import define

from apostil import Words, pattern

from .gazetteer import word_list
from .shapes import ADJECTIVE, NOUN, OF, RUN, SMALL, WORD

_ADJECTIVE = pattern(ADJECTIVE)
_AND = pattern(r"[ ]et[ ]")
_COMMA = pattern(r",[ ]")
_INFINITIVE = pattern(
    rf"(?:de[ ](?:la[ ])?|d['’])[{SMALL}-]{{2,24}}(?:[^i]er|[glnr]ir|ttre|ndre|faire)\b|pour[ ][{SMALL}-]{{2,24}}[ei]re?\b"
)
_NOUN = pattern(NOUN)
_OF = pattern(OF)
_PROPER = pattern(rf"[ ](?:des|du|de[ ]la)[ ]{RUN}[ ]{OF}{RUN}|[ ](?:{OF})?(?:[ae]l-)?{RUN}")
_REGION = pattern(rf"[ ]{RUN}[ ](?:du|de[ ]la|des)[ ]{RUN}")
_TASK = pattern(
    rf"[ ]en[ ]{RUN}|[ ](?:pour[ ](?:l[ae]s?[ ]|l['’])|aux[ ]){NOUN}(?:[ ]{OF}{NOUN.replace('<word>', '<other>')})?"
)
_COMPLEMENT = pattern(rf"[ ]{OF}(?P<first>{WORD})(?:[ ]{WORD}){{0,4}}")
_JOINED = pattern(rf"[ ]et[ ](?P<first>{WORD})(?:[ ]{WORD}){{0,3}}")
_NAMED = pattern(rf"{RUN}")
_FOLLOWING = pattern(rf"[ ](?P<word>{WORD})")


@define
class Complement:
    """Where a name ends and what it was made of after its head."""

    end: int
    adjective: bool
    common: int
    """Complements of common nouns."""
    proper: bool


@define
class Grammar:
    """Words that a name goes on with, or must not."""

    adjectives: frozenset[str]
    endings: tuple[str, ...]
    generic: frozenset[str]
    """Words that neither a head nor `de` may be followed by in a name."""
    links: frozenset[str]
    """Those of them that no ministry is of either: there is one of health, of labour."""
    unions: frozenset[str]
    matters_of: frozenset[str]
    """What bodies are for, which a name in capitals goes on after: `Commerce`, `Instance`."""
    first_names: frozenset[str]

    def after(self, text: str, head: int) -> Complement:
        """The rest of a name whose head ends at `head`."""
        position = self._adjectives(text, head, 3)
        if position > head and (more := _AND.match(text, position)):
            further = self._adjectives(text, more.end() - 1, 2)
            position = further if further >= more.end() else position  # `Union économique et monétaire`
        adjective, common = position > head, 0
        while common < 3 and (end := self._common(text, position)):
            position, common = end, common + 1
        proper = _REGION.match(text, position) or _PROPER.match(text, position)
        if proper is None or self._kind(text, head):
            return Complement(position, adjective, common, False)
        return Complement(self._union(text, self._capitals(text, proper.end())), adjective, common, True)

    def _kind(self, text: str, head: int) -> bool:
        """Whether the word after the head tells a kind of body, with a capital: `Assemblée Générale`."""
        following = _FOLLOWING.match(text, head)
        return following is not None and following["word"].lower() in self.generic - self.links

    def _capitals(self, text: str, end: int) -> int:
        """`end` of a run, or of its complement where the run ends with a common word in a capital: `Nationale de Prévoyance`,
        `de Commerce de Nanterre`."""
        for _ in range(2):
            last = re.split("[ '’]", text[max(0, end - 24) : end])[-1].lower()
            more = _COMPLEMENT.match(text, end)
            if last.endswith(self.endings) and (joined := _JOINED.match(text, end)) and joined["first"].endswith(self.endings):
                end = joined.end()  # `Chirurgicale et Médicale Corse`
                continue
            if more is None or more["first"] in self.first_names:
                break
            if last not in self.matters_of and not last.endswith(self.endings):
                break
            end = more.end()
        return end

    def matters(self, text: str, head: int) -> int:
        """End of the list of matters of a ministry that `head` ends: `de l'Économie, des Finances et du Numérique`."""
        position = self._adjectives(text, head, 1)
        space = text[position : position + 1] == " "
        end = self._matter(text, position + 1) if space else None
        if end is None:
            return head
        for _ in range(6):
            link = _COMMA.match(text, end) or _AND.match(text, end)
            following = self._matter(text, link.end()) if link else None
            if link is None or following is None:
                break
            end = following
        return end

    def _matter(self, text: str, start: int) -> int | None:
        of = _OF.match(text, start)
        if of is None:
            return None
        found = _NAMED.match(text, of.end()) or _NOUN.match(text, of.end())
        if found is None or found[0].lower() in self.links:
            return None
        return self._adjectives(text, found.end(), 2)

    def _common(self, text: str, start: int) -> int | None:
        """End of a complement: `des dépôts et consignations`, `de la santé publique`."""
        verb = _INFINITIVE.match(text, start + 1)
        of = _OF.match(text, start + 1) if text[start : start + 1] == " " and verb is None else None
        noun = self._noun(text, of.end()) if of else None
        if noun is None:
            return None
        end = self._adjectives(text, noun.end(), 2)
        if more := _AND.match(text, end):
            again = _OF.match(text, more.end())
            if other := self._noun(text, again.end() if again else more.end()):
                end = self._adjectives(text, other.end(), 2)
        return end

    def _noun(self, text: str, start: int):  # type: ignore[no-untyped-def]
        found = _NOUN.match(text, start)
        return None if found is None or found["word"] in self.generic else found

    def _adjectives(self, text: str, start: int, most: int) -> int:
        for _ in range(most):
            found = _ADJECTIVE.match(text, start)
            if found is None or not (found["word"] in self.adjectives or found["word"].endswith(self.endings)):
                return start
            if found["word"] in self.generic:
                return start
            start = found.end()
        return start

    def before(self, text: str, end: int) -> int:
        """Where the adjectives begin, a space before them, that end at `end`; `end` where there are none."""
        for _ in range(2):
            space = text.rfind(" ", max(0, end - 24), end)
            word = text[space + 1 : end]
            if space < 0 or not word.islower() or not (word in self.adjectives or word.endswith(self.endings)):
                break
            end = space
        return end

    def _union(self, text: str, end: int) -> int:
        """`end`, or the end of what `Nations` or `Union` goes on with: `unies pour les réfugiés`."""
        found = _ADJECTIVE.match(text, end)
        if found is None or found["word"] not in self.unions:
            return end
        task = _TASK.match(text, found.end())
        return task.end() if task else found.end()


_LINKS = ("determiner", "stop", "of")


def grammar_of(words: Words) -> Grammar:
    links = frozenset(word for name in _LINKS for word in words[f"organisation_{name}"])
    return Grammar(
        adjectives=frozenset(words["organisation_adjective"]) | frozenset(words["organisation_nationality"]),
        endings=tuple(words["organisation_ending"]) or ("\0",),
        generic=links | frozenset(words["organisation_generic"]),
        links=links,
        unions=frozenset(words["organisation_union"]),
        matters_of=frozenset(words["organisation_matter"]),
        first_names=word_list("first_names"),
    )
