"""Evidence for and against a name from the words beside it. Positions are those of the view."""

from __future__ import annotations

import re

from attrs import define

from apostil import Words, finder, pattern

from .gazetteer import word_list
from .registers import registered

LEFT = 80
"""Characters read before a name; what is read after one is bounded by the patterns."""
WORDS = 8
"""Words read before a name."""
APPOSED = 6
"""Words between which a noun may stand before the name it introduces."""

SOURCE = "source:"
"""Stands for `Source : ` before a name."""

RIGHT = 50
"""Characters read after a name."""

VERB = 6
"""Words after a name among which its verb has to be."""

Told = tuple[str, "str | None"]
"""A kind of evidence and the kind of organisation it tells."""

_AGE = pattern(r"[ ]?,[ ](?:âgée?[ ]de[ ]|aged[ ])?\d\d(?:[ ]ans|[ ]years|,|[ ]?\))")
_PRICE = pattern(r"[ ](?:for|pour)[ ](?:[£$\x80]|\d|un[ ]mil|une?[ ]dizaine|a[ ]billion)")
_ASIDE = finder(r"[ ]\((?=[^()]{0,8}\d)[^()]{1,24}\)")
"""A figure in brackets: `sa participation (51 %) dans`."""
_MORE = pattern(r",[ ]\w|[ ](?:et|and)[ ]\w")
_QUALIFIED = pattern(r"[ ]([a-z]{3,20})(?![\w'])")
_RELATIVE = pattern(r",[ ](?:qui|which)[ ]")
_WORD = pattern(r",?[ ]{0,2}(\w{1,24}'?)")
_TIE = pattern(r"-([a-z]{3,12})(?!\w)")
_AMOUNT = pattern(r"(?:[ ][a-zé']{1,12}){0,6}[ ][£$¥\x80]?\d")
_TRADES = ("eur", "iste", "ant", "leader")
_OF_THE = frozenset(("la", "l'"))
_TELLING = frozenset(("verb", "match", "says", "announces"))
_STOPS = frozenset((". ", "! ", "? ", "; "))
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
    compound: frozenset[str]
    """What a hyphen joins to the name of who does it: `Acme-backed`."""
    attributed: frozenset[str]
    """What stands right after the name of its owner: `Acme shares`."""
    deals: frozenset[str]
    """What firms are counted by, before a bracket that names them: `deux levées (X et Y)`."""
    kin: frozenset[str]
    """What people form who bear the name: `the Vandal family`."""
    named: frozenset[str]
    """What a name stands before, after an article: `the Acme agency`."""
    person_role: frozenset[str]
    national: frozenset[str]
    title: frozenset[str]
    product: frozenset[str]
    place: frozenset[str]
    registry: frozenset[str]
    """What keeps the names of firms, in a town that it is named for."""
    joining: frozenset[str]
    joint: frozenset[str]
    """What is done together with somebody: a contract, an alliance."""
    such: frozenset[str]
    """What introduces examples: `such as`, `comme`."""
    within: frozenset[str]
    """What stands before the country of a subsidiary."""
    countries: frozenset[str]
    first_names: frozenset[str]
    endings: tuple[str, ...]
    speech: frozenset[str]
    direct: frozenset[str]
    """Last words of what stands right before a name."""
    between: dict[str, str]
    """Words before a name: a `noun` or `product` that introduces it, what may lie between (`modifier`), what may not."""
    after: dict[str, str]
    """Words after a name: `verb`, `raising` (a verb before an amount), `match` (what clubs do to each other, and players too),
    `says` (what firms tell, or do not: a person is presented with a first name or a title before), `announces` (what those
    who speak do, and no place), `auxiliary`."""
    defined: re.Pattern[str]
    """What a contract says of a term in quotation marks: `"Tier" means the …`."""
    undertakes: re.Pattern[str]
    """What only a firm goes into: `X s'est engagé dans une coentreprise`."""
    headline: re.Pattern[str]
    """What a headline announces of a firm: `X : offre publique`."""
    quoted: re.Pattern[str]
    """What shares do: `X perd 3 %`."""
    registered: re.Pattern[str]
    registered_initials: frozenset[str]

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
        if last in self.determiner:
            found.append(("determiner", None))
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

    def qualifies(self, folded: str, end: int) -> bool:
        """Whether a noun follows the name that ends at `end`: what is somebody's, not what somebody does."""
        found = _QUALIFIED.match(folded, end)
        return found is not None and not (found[1] in self.after or found[1] in self.speech or found[1] in self.stop)

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
        return [("before-strong", None)] if words[-1] in self.joining and self.joint.intersection(words) else []

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
            if sort == "modifier":
                continue
            if sort == "noun" and through and not word.endswith(_TRADES):
                break
            if sort == "noun":
                apart = words[-1] == "," and back < len(words) and words[-back - 1] in self.of
                return [] if apart else [("noun", self.noun[word] or None)]
            if sort == "product":
                return [("product-before", None)] if back < 3 and words[-1] != "," else []
            if sort or not (word.endswith(self.endings) or self._complement(words, back)):
                break
        return [("person", None)] if words[-1] in self.title else []

    def _complement(self, words: list[str], back: int) -> bool:
        """Whether the word `back` from the end is a complement: `de recharge`, `de la recharge`."""
        before = words[-back - 2 : -back]
        return bool(before) and (before[-1] in self.of or (before[-1] in _OF_THE and before[0] == "de"))

    def right(self, folded: str, start: int, end: int) -> list[Told]:
        """Kinds of evidence that the words after a name give."""
        while folded.startswith("*", end):
            end += 1
        mark = folded[end : end + 1]
        if mark == " ":
            mark = folded[end + 1 : end + 2]
        if mark == ":" and self.headline.match(folded, end):
            return [("says", "company")]
        if folded[start - 1 : start] == "(" and (told := self._enumerated(folded, start, end)):
            return told
        if mark == '"' and self.defined.match(folded, end):
            return [("term", None)]
        if mark.isalpha() and mark != folded[end : end + 1]:
            if self.undertakes.match(folded, end):
                return [("verb", "company")]
            if verb := self._verb(folded, end):
                return [(verb, None)]
            if mark in self.registered_initials and self.registered.match(folded, end):
                return [("form", "company")]
            if (word := _WORD.match(folded, end)) and word[1] in self.attributed:
                return [("attributed", None)]
            if word and word[1] in self.named:
                return [("noun", None)]
            if word and word[1] in self.kin:
                return [("person", None)]
            if self.quoted.match(folded, end):
                return [("says", "company")]
            return [("price", None)] if mark in "fp" and _PRICE.match(folded, end) else []
        if mark == "," or mark == "(":
            if self.registered.match(folded, end) or registered(folded, end):
                return [("form", "company")]
            if (clause := _RELATIVE.match(folded, end)) and (verb := self._verb(folded, clause.end() - 1)):
                return [(verb, None)]
            return self._apposed(folded[end : end + RIGHT]) or ([("person", None)] if _AGE.match(folded, end) else [])
        if mark == "-":
            tie = _TIE.match(folded, end)
            return [("role-weak", None)] if tie and tie[1] in self.compound else []
        if mark == "'" and folded.startswith("'s ", end):
            return self._owns(folded[end + 3 : end + RIGHT].split(None, 3)[:3])
        return []

    def _enumerated(self, folded: str, start: int, end: int) -> list[Told]:
        """What the noun before a bracket tells of a list in it: `two lenders (X and Y)`."""
        words = self.words_before(folded, start - 2) if _MORE.match(folded, end) else []
        if not words or not words[-1].endswith("s"):
            return []
        if words[-1] in self.deals or words[-1] in self.noun:
            return [("noun", None)]
        return [("noun", self.noun[words[-1][:-1]] or None)] if words[-1][:-1] in self.noun else []

    def _verb(self, folded: str, start: int) -> str | None:
        """Evidence of a verb over its auxiliaries and adverbs: `a`, `vient de`, `n'a pas`."""
        weak = False
        for _ in range(VERB):
            found = _WORD.match(folded, start)
            if found is None:
                break
            sort = self.after.get(found[1])
            if sort in _TELLING:
                return sort
            if sort == "raising" and _AMOUNT.match(folded, found.end()):
                return "verb"
            weak = weak or found[1] in self.speech
            if sort is None:
                break
            start = found.end()
        return "speech" if weak else None

    def _apposed(self, following: str) -> list[Told]:
        """`, une jeune entreprise`: a noun for an organisation after a comma, an article and at most two modifiers."""
        bracket = following.lstrip()[:1] == "("
        words = following.replace("(" if bracket else ",", "", 1).replace("'", "' ").split(None, 5)[:5]
        if words and words[0] in self.article:
            words = words[1:]
        for i, word in enumerate(words[:3]):
            bare = word.rstrip(".,;:)")
            if bracket and i == 0 and bare.endswith("s"):
                return []  # `X (groupes de …)`: what sort of people
            if " ".join((bare, *words[i + 1 : i + 2])).rstrip(".,;:)") in self.noun:
                return [("apposed", "company")]  # `maison mère`
            if bare in self.noun:
                acts = bare == word and i + 1 < len(words) and words[i + 1].rstrip(".,;:)") in self.speech
                return [] if acts else [("apposed", self.noun[bare] or None)]  # `X, the companies announced`
            if bare.endswith("ant"):
                return []  # `X, bloquant l'entreprise`: what somebody does
            if bare != word or bare in self.stop or bare in self.of or bare in self.role or bare in self.title:
                return []
        return []

    def _owns(self, words: list[str]) -> list[Told]:
        bare = {word.rstrip(".,;:") for word in words}
        return [("role", None)] if bare & self.role else [("role-weak", None)] if bare & self.weak_role else []


def context_of(words: Words, first_names: frozenset[str]) -> Context:
    def listed(*names: str) -> frozenset[str]:
        return frozenset(word for name in names for word in words[f"organisation_{name}"])

    market = r"(?:<<organisation_market>>)(?!\w)"
    return Context(
        of=listed("of"),
        source=tuple(word + gap for word in words["organisation_source"] for gap in (" : ", ": ")),
        article=listed("article"),
        determiner=listed("determiner"),
        stop=listed("stop"),
        before={cue: float(weight) for cue, weight in words["organisation_before"].items()},
        noun=dict(words["organisation_noun"]),
        role=listed("role"),
        weak_role=listed("role_weak"),
        compound=listed("compound"),
        attributed=listed("attributed"),
        deals=listed("deals"),
        kin=listed("kin"),
        named=listed("named"),
        person_role=listed("role_person"),
        national=listed("nationality") | listed("people"),
        title=listed("title"),
        product=listed("product"),
        place=listed("place_before"),
        registry=listed("registry"),
        joining=listed("joining"),
        joint=listed("joint"),
        such=listed("such"),
        within=listed("within"),
        countries=frozenset(place.lower() for place in word_list("places")),
        first_names=frozenset(name.lower() for name in first_names),
        endings=(*words["organisation_ending"], "é", "ée", "és", "ées", "ant", "ante", "ants", "antes"),
        speech=listed("speech"),
        direct=frozenset(cue.rpartition(" ")[2] for cue in words["organisation_before"]) | listed("joining"),
        between={
            **dict.fromkeys(listed("adjective", "nationality", "people", "of") | {","}, "modifier"),
            **dict.fromkeys((f"{word}s" for word in listed("nationality")), "modifier"),
            **dict.fromkeys(listed("stop"), "stop"),
            **dict.fromkeys(listed("product"), "product"),
            **dict.fromkeys(listed("noun"), "noun"),
        },
        after={
            **dict.fromkeys(listed("auxiliary") | {"n'", "s'", "l'"}, "auxiliary"),
            **dict.fromkeys(listed("announcing"), "announces"),
            **dict.fromkeys(listed("says"), "says"),
            **dict.fromkeys(listed("match"), "match"),
            **dict.fromkeys(listed("raising"), "raising"),
            **dict.fromkeys(listed("verb"), "verb"),
        },
        defined=pattern(r'[ ]?"[*_]{0,3}[ ](?:<<organisation_means>>)(?!\w)', words),
        undertakes=pattern(
            r"""[ ](?:<<organisation_undertaking>>)[ ']
            (?:[a-zàâçéèêîôû]{1,14}['][ ]?|[a-zàâçéèêîôû]{1,14}[ ]){0,5}
            (?:(?:<<organisation_act>>)(?!\w)|(?:<<organisation_sum>>)[ ][$£\x80]?\d)""",
            words,
        ),
        headline=pattern(r"[ ]?:[ ](?:l'|la[ ]|le[ ]|une[ ]|les[ ])?(?:<<organisation_headline>>)(?!\w)", words),
        quoted=pattern(r"[ ](?:<<organisation_moving>>)(?:[ ][a-z]{2,8}){0,2}[ ]\d{1,2}(?:[.,]\d{1,2})?[ ]?(?:%|per)", words),
        registered_initials=frozenset(word[0].lower() for word in words["organisation_registered"]),
        registered=pattern(rf"[ ]?,?[ ](?:\({market}|(?:<<organisation_registered>>)(?!\w))", words),
    )
