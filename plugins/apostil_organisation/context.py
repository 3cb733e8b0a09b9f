"""Evidence for and against a name from the words before it. Positions are those of the view."""

from __future__ import annotations

from attrs import define

from apostil import finder, pattern

from .sequel import Told

LEFT = 80
"""Characters read before a name; what is read after one is bounded by the patterns."""
WORDS = 8
"""Words read before a name."""
APPOSED = 6
"""Words between which a noun may stand before the name it introduces."""

SOURCE = "source:"
"""Stands for `Source : ` before a name."""

_ASIDE = finder(r"[ ]\((?=[^()]{0,8}\d)[^()]{1,24}\)")
"""A figure in brackets: `sa participation (51 %) dans`."""
_MORE = pattern(r",[ ]\w|[ ](?:et|and)[ ]\w")
_TRADES = ("eur", "iste", "ant", "leader")
_OF_THE = frozenset(("la", "l'"))
_STOPS = frozenset((". ", "! ", "? ", "; "))
_OPENING = ('"', "«")
_CLOSING = ('"', "»", ' "', " »")
_LINES = frozenset(("", "\n", '"', "("))
_ENDS = frozenset('.:;!?"()')


@define
class Context:
    """The cue words of a language, ready to be asked."""

    of: frozenset[str]
    source: tuple[str, ...]
    article: frozenset[str]
    determiner: frozenset[str]
    stop: frozenset[str]
    before: dict[str, float]
    noun: dict[str, str]
    role: frozenset[str]
    weak_role: frozenset[str]
    deals: frozenset[str]
    """What firms are counted by, before a bracket that names them: `deux levées (X et Y)`."""
    person_role: frozenset[str]
    national: frozenset[str]
    seats: tuple[str, ...]
    """What ends the word for where a firm has its seat: `Calgary-based`."""
    title: frozenset[str]
    product: frozenset[str]
    place: frozenset[str]
    registry: frozenset[str]
    """What keeps the names of firms, in a town that it is named for."""
    joining: frozenset[str]
    joint: frozenset[str]
    """What is done together with somebody: a contract, an alliance."""
    to: frozenset[str]
    selling: frozenset[str]
    """What is done to somebody: `vendu en 2016 à`."""
    called: frozenset[str]
    firm: frozenset[str]
    """Nouns of firms right after which no person is named."""
    such: frozenset[str]
    """What introduces examples: `such as`, `comme`."""
    within: frozenset[str]
    """What stands before the country of a subsidiary."""
    countries: frozenset[str]
    first_names: frozenset[str]
    endings: tuple[str, ...]
    direct: frozenset[str]
    """Last words of what stands right before a name."""
    between: dict[str, str]
    """Words before a name: a `noun` or `product` that introduces it, what may lie between (`modifier`), what may not."""

    def words_before(self, folded: str, start: int) -> list[str]:
        """The last words of the sentence before `start`, an elided one with its apostrophe, a comma as a word."""
        if folded[start - 1 : start] in _LINES or (folded[start - 2 : start] in _STOPS and not self._titled(folded, start - 2)):
            return []
        left = folded[start - LEFT if start > LEFT else 0 : start]
        if left.endswith(self.source):
            return [SOURCE]
        left = left[left.rfind("\n") + 1 :]
        if ")" in left:
            left = _ASIDE.sub("", left)
        words = left.replace("'", "' ").replace(",", " , ").rsplit(None, WORDS)[-WORDS:]
        for i in range(len(words) - 1, -1, -1):
            if words[i][-1] in _ENDS:
                if words[i][:-1] not in self.title:
                    return words[i + 1 :]
                words[i] = words[i][:-1]  # `Dr. Fabre`
        return words

    def named(self, folded: str, start: int) -> str | None:
        """The noun that stands right before the name: `l'entreprise X`."""
        if folded[start - 1 : start] != " ":
            return None
        before = folded.rfind(" ", max(0, start - 24), start - 1)
        word = folded[before + 1 : start - 1].rpartition("'")[2]
        return word if word in self.noun else None

    def quoted(self, folded: str, start: int, end: int) -> list[Told]:
        """What stands before a name in quotation marks: `la biscuiterie "X"`, `le directeur du "X"`."""
        at = start - 1 - folded.startswith(" ", start - 1)
        if not (folded.startswith(_OPENING, at) and folded.startswith(_CLOSING, end)):
            return []
        noun = self.named(folded, at)
        return [("noun", self.noun[noun] or None)] if noun else self.left(self.words_before(folded, at))

    def _titled(self, folded: str, end: int) -> bool:
        """Whether the full stop at `end` is that of a title: `Dr. Fabre`."""
        return folded[end] == "." and folded[folded.rfind(" ", max(0, end - 8), end) + 1 : end].lstrip() in self.title

    def left(self, words: list[str]) -> list[Told]:
        """Kinds of evidence that the words before a name give, each with the kind of organisation it tells."""
        if not words:
            return []
        last = words[-1]
        if last == SOURCE:
            return [("source", None)]
        found: list[Told] = [("registry", None)] if not self.registry.isdisjoint(words[-3:]) else []
        of, article = last in self.of, last in self.article
        if of and len(words) > 1:
            if words[-2] in self.first_names:
                return [("person", None)]
            if role := self._role(words[:-1]):
                found.append((role, None))
        if article:
            found.append(("article", None))
        if article and len(words) > 2 and words[-2] in self.of and self._role(words[:-2]) == "role":
            found.append(("role-article", None))
        if last in self.determiner:
            found.append(("determiner", None))
        if last.endswith(self.seats):
            found.append(("noun", "company"))  # `Calgary-based X`
        bare = words[:-1] if article else words
        if len(bare) > 1 and bare[-2] == "," and bare[-1] in self.of:
            found.append(("affiliation", None))
        if direct := self._direct(bare) if bare and bare[-1] in self.direct else []:
            found += direct
        elif last in self.place:
            found.append(("place-before", None))
        if not of and not article:
            found += self._noun(words)
        return found

    def enumerated(self, folded: str, start: int, end: int) -> list[Told]:
        """What the noun before a bracket tells of a list in it: `two lenders (X and Y)`."""
        words = self.words_before(folded, start - 2) if folded[start - 1 : start] == "(" and _MORE.match(folded, end) else []
        if not words or not words[-1].endswith("s"):
            return []
        if words[-1] in self.deals or words[-1] in self.noun:
            return [("noun", None)]
        return [("noun", self.noun[words[-1][:-1]] or None)] if words[-1][:-1] in self.noun else []

    def of_country(self, words: list[str]) -> bool:
        """Whether a country owns what follows: `Britain's Fenwick Oil`."""
        return len(words) > 1 and words[-1] == "s" and words[-2][:-1] in self.countries

    def _role(self, words: list[str]) -> str | None:
        """Evidence of the noun whose complement the name is: `PDG de`, `filiale française de`; a first name before `de`."""
        for word in words[:-4:-1]:
            if word.removeprefix("ex-") in self.role:
                return "role"
            if word in self.weak_role:
                return "role-weak"
            if word in self.person_role:
                return "person-role"
            if word == "," or word in self.stop or word in self.of:
                return None
        return None

    def _direct(self, words: list[str]) -> list[Told]:
        """Evidence of the words right before the name: `chez`, `rachète`, `contrat de dix ans avec`."""
        for size in (3, 2, 1):
            if weight := self.before.get(" ".join(words[-size:])):
                if weight >= 5:
                    return [("role", None)]
                return [("before-strong" if weight >= 2.5 else "before" if weight >= 1.5 else "before-weak", None)]
        if words[-1] in self.joining and self.joint.intersection(words):
            return [("before-strong", None)]
        return [("before", None)] if words[-1] in self.to and self.selling.intersection(words) else []

    def _noun(self, words: list[str]) -> list[Told]:
        """The nearest noun that introduces the name, if nothing but its own adjectives and complements (`de` and what
        follows it) lies between."""
        between = self.between
        if (size := next((n for n in (1, 2) if " ".join(words[-n:]) in self.such), 0)) and len(words) > size:
            kind = self.noun.get(words[-size - 1].removesuffix("s"), self.noun.get(words[-size - 1]))
            return [] if kind is None else [("noun", kind or None)]  # `hedge funds such as X`
        if words[-1] == "," and len(words) > 3 and words[-3] in self.within and words[-4] in self.role:
            return [("noun", self.noun[words[-4]] or None)] if words[-4] in self.noun else []  # `sa filiale en Bulgarie, X`
        if words[-1] == "," and words[0] in self.noun and words[0].endswith(self.endings):
            return [("noun", self.noun[words[0]] or None)]  # `Fondée en 1998, X`
        through = False  # whether `de la` lies between: `le spécialiste de la recharge X`, not `l'équipe de la sonde X`
        for back in range(1, min(APPOSED, len(words)) + 1):
            word = words[-back]
            sort = between.get(word)
            if word in _OF_THE and back < len(words) and words[-back - 1] == "de":
                through = True
                continue
            if sort == "modifier" or between.get(word.rpartition("-")[2]) == "modifier":  # `franco-belge`
                continue
            if sort == "noun" and through and not word.endswith(_TRADES):
                break
            if sort == "noun":
                apart = words[-1] == "," and back < len(words) and words[-back - 1] in self.of
                return [] if apart else [("noun", self.noun[word] or None)]
            if sort == "product" and word in self.called and (kind := self._firm(words[:-back])) is not None:
                return [("noun", kind or None)]
            if sort == "product":
                return [("product-before", None)] if back < 3 and words[-1] != "," else []
            if sort or not (word.endswith(self.endings) or self._complement(words, back)):
                break
        return [("person", None)] if words[-1] in self.title else []

    def _firm(self, words: list[str]) -> str | None:
        """The kind of organisation that the last of `words` but a comma is, which what follows says the name of."""
        bare = words[:-1] if words[-1:] == [","] else words
        return self.noun.get(bare[-1]) if bare else None

    def firm_called(self, folded: str, start: int) -> bool:
        """Whether the word at `start` says the name of an organisation: `la société, baptisée X`, `a firm called X`."""
        words = folded[max(0, start - 40) : start].replace(",", " , ").split()
        return self._firm(words) is not None

    def _complement(self, words: list[str], back: int) -> bool:
        """Whether the word `back` from the end is a complement: `de recharge`, `de la recharge`."""
        before = words[-back - 2 : -back]
        return bool(before) and (before[-1] in self.of or (before[-1] in _OF_THE and before[0] == "de"))
