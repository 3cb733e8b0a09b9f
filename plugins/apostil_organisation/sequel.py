"""Evidence for and against a name from the words after it. Positions are those of the view."""

from __future__ import annotations

import re

from attrs import define

from apostil import Words, pattern

from .cue_words import MARKET, listed
from .registers import registered

RIGHT = 50
"""Characters read after a name."""

VERB = 6
"""Words after a name among which its verb has to be."""

Told = tuple[str, "str | None"]
"""A kind of evidence and the kind of organisation it tells."""

_FIRST = re.compile(r"\w{1,24}'?")
_SUM = r"[£$\x80]|\d|un[ ]mil|une?[ ]dizaine|a[ ]billion"
_QUALIFIED = pattern(r"[ ]([a-z]{3,20})(?![\w'])")
_RELATIVE = pattern(r",[ ](?:qui|which)[ ]")
_WORD = pattern(r",?[ ]{0,2}(\w{1,24}'?)")
_TIE = pattern(r"-([a-z]{3,12})(?!\w)")
_AMOUNT = pattern(r"(?:[ ][a-zé']{1,12}){0,6}[ ][£$¥\x80]?\d")
_TELLING = frozenset(("verb", "match", "says", "announces"))


@define
class Sequel:
    """The cue words of a language that stand after a name, ready to be asked."""

    modifiers: int
    """Words after an article among which its noun is: adjectives follow it in French."""
    of: frozenset[str]
    article: frozenset[str]
    stop: frozenset[str]
    noun: dict[str, str]
    role: frozenset[str]
    weak_role: frozenset[str]
    title: frozenset[str]
    speech: frozenset[str]
    compound: frozenset[str]
    """What a hyphen joins to the name of who does it: `Acme-backed`."""
    attributed: frozenset[str]
    """What stands right after the name of its owner: `Acme shares`."""
    officer: frozenset[str]
    """What a person is of a firm: `group chief executive`."""
    kin: frozenset[str]
    """What people form who bear the name: `the Vandal family`."""
    asset: frozenset[str]
    """What bears the name of a place: `the Akkas field`."""
    named: frozenset[str]
    """What a name stands before, after an article: `the Acme agency`."""
    after: dict[str, str]
    """Words after a name: `verb`, `raising` (a verb before an amount), `match` (what clubs do to each other, and players too),
    `says` (what firms tell, or do not: a person is presented with a first name or a title before), `announces` (what those
    who speak do, and no place), `auxiliary`."""
    beginning: frozenset[str]
    """First words of what firms go into."""
    having: frozenset[str]
    """First words of what stands between a firm and what it has."""
    moving: frozenset[str]
    costing: frozenset[str]
    """What stands before a price."""
    price: re.Pattern[str]
    age: re.Pattern[str]
    defined: re.Pattern[str]
    """What a contract says of a term in quotation marks: `"Tier" means the …`."""
    undertakes: re.Pattern[str]
    """What only a firm goes into: `X s'est engagé dans une coentreprise`."""
    headline: re.Pattern[str]
    """What a headline announces of a firm: `X : offre publique`."""
    possessions: re.Pattern[str]
    """What a firm is named with: `X et ses filiales`."""
    quoted: re.Pattern[str]
    """What shares do: `X perd 3 %`."""
    registered: re.Pattern[str]
    registered_initials: frozenset[str]

    def right(self, folded: str, end: int) -> list[Told]:
        """Kinds of evidence that the words after a name give."""
        while folded.startswith("*", end):
            end += 1
        mark = folded[end : end + 1]
        if mark == " ":
            mark = folded[end + 1 : end + 2]
        if mark == ":" and self.headline.match(folded, end):
            return [("says", "company")]
        if mark == '"' and self.defined.match(folded, end):
            return [("term", None)]
        if mark.isalpha() and mark != folded[end : end + 1]:
            return self._follows(folded, end, mark)
        if mark == "," or mark == "(":
            if self.registered.match(folded, end) or registered(folded, end):
                return [("form", "company")]
            if clause := _RELATIVE.match(folded, end):
                word = _WORD.match(folded, clause.end() - 1)
                if told := self._does(folded, clause.end() - 1, word[1] if word else ""):
                    return told
            if self.possessions.match(folded, end):
                return [("role", None)]
            return self._apposed(folded[end : end + RIGHT]) or ([("person", None)] if self.age.match(folded, end) else [])
        if mark == "-" and folded.startswith(" - ", end):
            return self._apposed("," + folded[end + 3 : end + RIGHT])
        if mark == "-":
            tie = _TIE.match(folded, end)
            return [("role-weak", None)] if tie and tie[1] in self.compound else []
        if mark == "'" and folded.startswith("'s ", end):
            return self._owns(folded[end + 3 : end + RIGHT].split(None, 3)[:3])
        return []

    def _follows(self, folded: str, end: int, mark: str) -> list[Told]:
        """Evidence of the word, which begins with `mark`, after a space."""
        word = _WORD.match(folded, end)
        first = word[1] if word else ""
        if told := self._does(folded, end, first):
            return told
        if mark in self.registered_initials and self.registered.match(folded, end):
            return [("form", "company")]
        if word is None:
            return []
        if first in self.attributed or (first in self.having and self.possessions.match(folded, end)):
            return [("attributed", None)]
        if first in self.named or self._before(first, self.named, folded, word.end()):
            return [("noun", None)]
        if first in self.kin:
            return [("person", None)]
        if first in self.asset or self._before(first, self.asset, folded, word.end()):
            return [("product-before", None)]
        if first in self.moving and self.quoted.match(folded, end):
            return [("says", "company")]
        return [("price", None)] if first in self.costing and self.price.match(folded, end) else []

    def _before(self, noun: str, what: frozenset[str], folded: str, end: int) -> bool:
        """Whether one of `what` follows `noun`: `the X supermarket chain`."""
        found = _QUALIFIED.match(folded, end) if len(noun) > 3 and noun not in self.stop and noun not in self.after else None
        return found is not None and found[1] in what

    def qualifies(self, folded: str, end: int) -> bool:
        """Whether a noun follows the name that ends at `end`: what is somebody's, not what somebody does."""
        found = _QUALIFIED.match(folded, end)
        return found is not None and not (found[1] in self.after or found[1] in self.speech or found[1] in self.stop)

    def _does(self, folded: str, start: int, first: str) -> list[Told]:
        """Evidence of what is done, which only a firm may go into; `first`: the first word."""
        if first in self.beginning and self.undertakes.match(folded, start):
            return [("verb", "company")]
        verb = self._verb(folded, start)
        return [(verb, None)] if verb else []

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
        """`, une jeune entreprise`: a noun for an organisation after a comma, an article and its modifiers."""
        bracket = following.lstrip()[:1] == "("
        words = following.replace("(" if bracket else ",", "", 1).replace("'", "' ").split(None, 7)[:7]
        if words and words[0] in self.article:
            words = words[1:]
        if words[1:2] == ["s"] and words[0].endswith("'"):
            words = words[2:]  # `X, Norway's largest retailer`
        for i, word in enumerate(words[: self.modifiers]):
            bare = word.rstrip(".,;:)")
            if bracket and i == 0 and bare.endswith("s"):
                return []  # `X (groupes de …)`: what sort of people
            if " ".join((bare, *words[i + 1 : i + 2])).rstrip(".,;:)") in self.noun:
                return [("apposed", "company")]  # `maison mère`
            if bare in self.noun:
                following = words[i + 1].rstrip(".,;:)") if bare == word and i + 1 < len(words) else ""
                acts = following in self.speech or following in self.officer  # `X, the companies announced`, `X, bank manager`
                return [] if acts else [("apposed", self.noun[bare] or None)]
            if bare.endswith("ant"):
                return []  # `X, bloquant l'entreprise`: what somebody does
            if bare != word or bare in self.stop or bare in self.of or bare in self.role or bare in self.title:
                return []
        return []

    def _owns(self, words: list[str]) -> list[Told]:
        bare = {word.rstrip(".,;:") for word in words}
        return [("role", None)] if bare & self.role else [("role-weak", None)] if bare & self.weak_role else []


def sequel_of(words: Words) -> Sequel:
    return Sequel(
        modifiers=3 if words.language == "fr" else 5,
        of=listed(words, "of"),
        article=listed(words, "article"),
        stop=listed(words, "stop"),
        noun=dict(words["organisation_noun"]),
        role=listed(words, "role"),
        weak_role=listed(words, "role_weak"),
        title=listed(words, "title"),
        speech=listed(words, "speech"),
        compound=listed(words, "compound"),
        attributed=listed(words, "attributed"),
        officer=listed(words, "officer"),
        kin=listed(words, "kin"),
        asset=listed(words, "asset"),
        named=listed(words, "named"),
        after={
            **dict.fromkeys(listed(words, "auxiliary") | {"n'", "s'", "l'"}, "auxiliary"),
            **dict.fromkeys(listed(words, "announcing"), "announces"),
            **dict.fromkeys(listed(words, "says"), "says"),
            **dict.fromkeys(listed(words, "match"), "match"),
            **dict.fromkeys(listed(words, "raising"), "raising"),
            **dict.fromkeys(listed(words, "verb"), "verb"),
        },
        beginning=frozenset(found[0] for cue in words["organisation_undertaking"] if (found := _FIRST.match(cue))),
        having=frozenset(cue.partition(" ")[0] for cue in words["organisation_with"]),
        moving=listed(words, "moving"),
        costing=listed(words, "price"),
        price=pattern(rf"[ ](?:<<organisation_price>>)[ ](?:{_SUM})", words),
        age=pattern(r"[ ]?,[ ](?:(?:<<organisation_aged>>)[ ])?\d\d(?:[ ](?:<<organisation_years>>)|,|[ ]?\))", words),
        defined=pattern(r'[ ]?"[*_]{0,3}[ ](?:<<organisation_means>>)(?!\w)', words),
        undertakes=pattern(
            r"""[ ](?:<<organisation_undertaking>>)[ ']
            (?:[a-zàâçéèêîôû]{1,14}['][ ]?|[a-zàâçéèêîôû]{1,14}[ ]){0,5}
            (?:(?:<<organisation_act>>)(?!\w)|(?:<<organisation_sum>>)[ ][$£\x80]?\d)""",
            words,
        ),
        headline=pattern(r"[ ]?:[ ](?:l'|la[ ]|le[ ]|une[ ]|les[ ])?(?:<<organisation_headline>>)(?!\w)", words),
        possessions=pattern(
            r"""(?:,?[ ](?:<<organisation_with>>)[ ]|,[ ](?:<<organisation_whose>>)(?:(?<=')|[ ]))
            (?:<<organisation_own>>)(?!\w)""",
            words,
        ),
        quoted=pattern(r"[ ](?:<<organisation_moving>>)(?:[ ][a-z]{2,8}){0,2}[ ]\d{1,2}(?:[.,]\d{1,2})?[ ]?(?:%|per)", words),
        registered_initials=frozenset(word[0].lower() for word in words["organisation_registered"]),
        registered=pattern(rf"[ ]?,?[ ](?:{MARKET}|(?:<<organisation_registered>>)(?!\w))", words),
    )
