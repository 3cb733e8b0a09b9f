"""Evidence for and against a name from the words beside it. Positions are those of the view."""

from __future__ import annotations

import re

from attrs import define

from apostil import Words, pattern

LEFT = 80
"""Characters read before a name; what is read after one is bounded by the patterns."""
WORDS = 8
"""Words read before a name."""
APPOSED = 6
"""Words between which a noun may stand before the name it introduces."""

SOURCE = "source:"
"""Stands for `Source : ` before a name."""

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
    title: frozenset[str]
    product: frozenset[str]
    brand: frozenset[str]
    market: re.Pattern[str]
    place: frozenset[str]
    suspicious: frozenset[str]
    """Words before a name that call for a second look at the mention."""
    first_names: frozenset[str]
    adjective: re.Pattern[str]
    verb: re.Pattern[str]
    speech: re.Pattern[str]
    apposed: re.Pattern[str]
    owner: re.Pattern[str]
    age: re.Pattern[str]
    registered: re.Pattern[str]
    platform: frozenset[str]
    model: re.Pattern[str]

    def words_before(self, folded: str, start: int) -> list[str]:
        """The last words of the sentence before `start`, an elided one with its apostrophe, a comma as a word."""
        left = folded[start - LEFT if start > LEFT else 0 : start]
        if left.endswith(self.source):
            return [SOURCE]
        left = left[left.rfind("\n") + 1 :]
        words: list[str] = []
        for word in left.replace("'", "' ").replace(",", " , ").rsplit(None, WORDS)[-WORDS:][::-1]:
            if word[-1] in _ENDS:
                break
            words.append(word)
        words.reverse()
        return words

    def left(self, words: list[str]) -> list[tuple[str, str | None]]:
        """Kinds of evidence that the words before a name give, each with the kind of organisation it tells."""
        if not words:
            return []
        last = words[-1]
        if last == SOURCE:
            return [("source", None)]
        found: list[tuple[str, str | None]] = []
        if last in self.of and len(words) > 1:
            if words[-2] in self.first_names:
                return [("person", None)]
            if role := self._role(words[:-1]):
                found.append((role, None))
        if last in self.place:
            found.append(("place-before", None))
        if last in self.article:
            found.append(("article", None))
        if last in self.determiner:
            found.append(("determiner", None))
        bare = words[:-1] if last in self.article else words
        if bare:
            found += self._direct(bare)
        if last not in self.of and last not in self.article:
            found += self._noun(words)
        return found

    def kept(self, mentions: list[tuple[int, int]], folded: str, place: bool, platform: bool) -> list[tuple[int, int]]:
        """Mentions of an accepted name but those that are something else: `Boeing 737`, `la marque Vauxhall`, `à Barcelone`,
        `sur Facebook`, `Hervé de La Martinière`."""
        found = []
        suspicious = self.suspicious
        for span in mentions:
            start, end = span
            if folded[end + 1 : end + 2].isdigit() and self.model.match(folded, end):
                continue
            if folded[start - 1 : start] == " ":
                if folded[start - 2 : start - 1] == ":" and self.market.search(folded[start - 12 : start - 2]):
                    continue
                before = folded.rfind(" ", start - 24 if start > 24 else 0, start - 1)
                word = folded[before + 1 : start - 1]
                if word in suspicious and self._refused(word, folded, before, place, platform):
                    continue
            found.append(span)
        return found

    def _refused(self, word: str, folded: str, before: int, place: bool, platform: bool) -> bool:
        if word in self.of:
            return folded[folded.rfind(" ", max(0, before - 24), before) + 1 : before] in self.first_names
        return word in self.brand or (place and word in self.place) or (platform and word in self.platform)

    def _role(self, words: list[str]) -> str | None:
        """Evidence of the noun whose complement the name is: `PDG de`, `filiale française de`; a first name before `de`."""
        for word in words[:-4:-1]:
            if word in self.role:
                return "role"
            if word in self.weak_role:
                return "role-weak"
            if word == "," or word in self.stop or word in self.of:
                return None
        return None

    def _direct(self, words: list[str]) -> list[tuple[str, str | None]]:
        for size in (3, 2, 1):
            if weight := self.before.get(" ".join(words[-size:])):
                return [("before-strong" if weight >= 2.5 else "before" if weight >= 1.5 else "before-weak", None)]
        return []

    def _noun(self, words: list[str]) -> list[tuple[str, str | None]]:
        """The nearest noun that introduces the name, if nothing but its own adjectives and complements lies between."""
        if words[-1] in self.title:
            return [("person", None)]
        for back in range(1, min(APPOSED, len(words)) + 1):
            word = words[-back]
            if word in self.noun:
                apart = words[-1] == "," and back < len(words) and words[-back - 1] in self.of
                return [] if apart else [("noun", self.noun[word] or None)]
            if word in self.product:
                return [("product-before", None)] if back < 3 else []
            if word in self.stop or not self._modifies(words, back):
                return []
        return []

    def _modifies(self, words: list[str], back: int) -> bool:
        """Whether the word that many places before the name may lie between a noun and its name: an adjective, `de`, or
        what follows `de`."""
        word = words[-back]
        if word == "," or word in self.of or self.adjective.match(word):
            return True
        return back < len(words) and words[-back - 1] in self.of

    def right(self, folded: str, end: int) -> list[tuple[str, str | None]]:
        """Kinds of evidence that the words after a name give."""
        following = folded[end : end + 3].lstrip(" ")[:1]
        if following.isalpha() and folded[end] == " ":
            for name, expected in (("verb", self.verb), ("speech", self.speech), ("form", self.registered)):
                if expected.match(folded, end):
                    return [(name, "company" if name == "form" else None)]
        elif following in (",", "("):
            if self.registered.match(folded, end):
                return [("form", "company")]
            if found := self.apposed.match(folded, end):
                return [("apposed", self.noun.get(found["noun"]) or None)]
            if self.age.match(folded, end):
                return [("person", None)]
        elif following == "'" and self.owner.match(folded, end):
            return [("role", None)]
        return []


def context_of(words: Words, first_names: frozenset[str]) -> Context:
    auxiliary = r"(?:(?:<<organisation_auxiliary>>)[ ]|n'|s'|l'){0,4}"
    return Context(
        of=frozenset(words["organisation_of"]),
        source=tuple(word + gap for word in words["organisation_source"] for gap in (" : ", ": ")),
        article=frozenset(words["organisation_article"]),
        determiner=frozenset(words["organisation_determiner"]),
        stop=frozenset(words["organisation_stop"]),
        before={cue: float(weight) for cue, weight in words["organisation_before"].items()},
        noun=dict(words["organisation_noun"]),
        role=frozenset(words["organisation_role"]),
        weak_role=frozenset(words["organisation_role_weak"]),
        title=frozenset(words["organisation_title"]),
        brand=frozenset(words["organisation_brand"]),
        market=re.compile(r"\b(?:" + "|".join(words["organisation_market"] or ["(?!)"]) + r")[ ]?$"),
        product=frozenset(w for w, told in words["organisation_product"].items() if told),
        platform=frozenset(words["organisation_platform"]),
        suspicious=frozenset(
            word for name in ("of", "brand", "place_before", "platform") for word in words[f"organisation_{name}"]
        ),
        place=frozenset(words["organisation_place_before"]),
        first_names=frozenset(name.lower() for name in first_names),
        adjective=pattern(
            r"(?:<<organisation_adjective>>|<<organisation_nationality>>|<<organisation_people>>|[a-zà-ÿ-]{2,20}"
            r"(?:<<organisation_ending>>|ée?s?|ante?s?))(?!\w)",
            words,
        ),
        verb=pattern(rf"[ ]{{1,2}}{auxiliary}<<organisation_verb>>(?!\w)", words),
        speech=pattern(rf"[ ]{{1,2}}{auxiliary}<<organisation_speech>>(?!\w)", words),
        apposed=pattern(
            r"[ ]?,[ ](?:<<organisation_article>>[ ]?)?"
            r"(?:(?!(?:<<organisation_role>>|<<organisation_of>>|<<organisation_stop>>|<<organisation_title>>)(?!\w))"
            r"[\w'-]{2,20}[ ]){0,2}"
            r"(?P<noun><<organisation_noun>>)(?!\w)",
            words,
        ),
        owner=pattern(r"'s[ ](?:[\w-]{2,20}[ ]){0,2}<<organisation_role>>(?!\w)", words),
        age=pattern(r"[ ]?,[ ](?:âgée?[ ]de[ ]|aged[ ])?\d\d(?:[ ]ans|[ ]years|,|[ ]?\))"),
        registered=pattern(r"[ ]?,?[ ](?:\((?:<<organisation_market>>)(?!\w)|(?:<<organisation_registered>>)(?!\w))", words),
        model=pattern(
            r"[ ]\d{1,4}(?:-\d{1,4})?(?!\w|[.,]\d|[ ]?[%\x80$]|[ ]\d{3}|[ ](?:<<organisation_time>>|<<organisation_counted>>))",
            words,
        ),
    )
