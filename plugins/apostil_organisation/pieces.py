"""What a piece of text tells by its words alone, and the word lists that tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from attrs import define, field
from msgspec import Struct

from apostil import Words, unaccented

from .gazetteer import NAMES, Entry, Row, entry_of, word_list

_CAMEL = re.compile(r"\w{0,40}[a-zà-ÿ][A-Z]")
_MODEL = re.compile(r"[A-Za-z]{1,5}-?\d{1,4}\w{0,3}$")
_TOWN = re.compile(r"^(?:Saint|Sainte|St|Ste)-[A-Z]|-(?:sur|en|lès|lez|sous)-[A-Z]")
_RANK = re.compile(r"[IVX]{1,6}(?:e|er|th)?$")
_NOT_A_LETTER = re.compile(r"[^\w&+]+")


class Piece(Struct, gc=False):
    """A possible name. `start` and `end` are offsets in the run of capitals that holds it."""

    start: int
    end: int
    surface: str
    key: str
    evidence: frozenset[str]
    score: float
    kind: str | None = None
    entry: Entry | None = None


@lru_cache(maxsize=16_384)
def key_of(surface: str) -> str:
    """What the spellings of one name share: `Siemens - Gamesa` and `Siemens-Gamesa`, `LaLiga` and `La Liga`."""
    if not surface.isascii():
        surface = unaccented(surface)
    words = _NOT_A_LETTER.split(surface.casefold())
    if len(words) < 3:
        return "".join(words)
    return "".join(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words)


@define
class Cues:
    """The words of a language that pieces are judged by."""

    words: Words
    names: Mapping[str, Row]
    """Row of each listed surface."""
    first_names: frozenset[str]
    places: frozenset[str]
    products: frozenset[str]
    surnames: frozenset[str]
    forms: dict[str, str]
    """Kind of each legal form, written without full stops, as it is listed and in capitals."""
    capitals: dict[str, str] = field(factory=dict)

    def entry(self, surface: str) -> Entry | None:
        """What is listed under `surface`, as it is written, in capitals, or as an acronym read as a word (`Unesco`)."""
        row = self.names.get(surface)
        if row is None and len(surface) > 3:
            if surface.isupper():
                row = self.names.get(self._in_capitals().get(surface, ""))
                row = None if row is None or row[3] else row
            elif not surface.isascii() and len(surface) > 4 and (row := self.names.get(unaccented(surface))) is not None:
                row = None if row[3] else row  # `Faurécia`
            elif surface.isalpha() and (row := self.names.get(surface.upper())) is not None:
                row = row if row[1] not in ("", "company") else None
        if row is None or self.has("organisation_not", surface):
            return None
        return entry_of(row)

    def _in_capitals(self) -> dict[str, str]:
        """Listed surfaces by what they are in capitals, made when the first text in capitals needs it."""
        if not self.capitals:
            self.capitals = {surface.upper(): surface for surface in reversed(list(self.names))}
        return self.capitals

    def has(self, name: str, word: str) -> bool:
        """Whether the list `name` of the language holds `word` as it is written, in small letters or all in capitals."""
        listed = self.words[name]
        return word in listed or word.lower() in listed or (len(word) > 3 and word.isupper() and word.capitalize() in listed)

    def tail_of(self, words: list[str]) -> tuple[str, str] | None:
        """That of the last word of `words`, or of the last two (`Asset Management`)."""
        if len(words) > 1 and (kind := self.words["organisation_tail"].get(" ".join(words[-2:]))):
            return "tail", kind
        return self.tail(words[-1])

    def tail(self, word: str) -> tuple[str, str] | None:
        """Evidence and kind of a last word that is a legal form or one that names of organisations end with."""
        if kind := self.forms.get(word.replace(".", "")):
            return "form", kind
        tails: Mapping[str, str] = self.words["organisation_tail"]
        for spelling in (word, word.capitalize()):
            if spelling in tails:
                return "tail", tails[spelling]
            if spelling in self.words["organisation_trade"]:
                return "trade", "company"
        return None

    def _ending(self, words: list[str]) -> tuple[str, str] | None:
        """That of the last of `words`, if those before it may begin a name: not `Droits TV`."""
        tails = self.words["organisation_tail"]
        cue = self.tail_of(words) if " ".join(words) not in tails else None
        before = words[-3] if " ".join(words[-2:]) in tails and len(words) > 2 else words[-2]
        return cue if cue is None or cue[0] != "tail" or not self.has("organisation_not", before) else None

    def _beginning(self, words: list[str]) -> tuple[str, str] | None:
        """That of the first of `words`, unless the others name nothing: not `RC Professionnelle`."""
        return None if all(self.has("organisation_not", word) for word in words[1:]) else self.start(words[0])

    def _party(self, words: list[str]) -> bool:
        """Whether `words` are what a contract calls a party: `Administrative Agent`, `Receiving Party`, `Escrow Fund`."""
        last, before = words[-1], words[-2]
        return last.capitalize() in self.words["organisation_party"] or (
            last.capitalize() in ("Party", "Parties") and before.lower().endswith(("ing", "ed", "other"))
        )

    def start(self, word: str) -> tuple[str, str] | None:
        """Evidence and kind of a first word that names of organisations begin with."""
        if word in self.words["organisation_form_before"]:
            return "form", "company"
        kind = self.words["organisation_start"].get(word)
        return None if kind is None else ("start", kind)

    def generic(self, words: list[str]) -> bool:
        """Whether `words` tell only what a firm does and is: `Finance Company`."""
        return all(self.has("organisation_business", word) or self.tail(word) for word in words)

    def partners(self, words: list[str]) -> bool:
        """Whether `words` are the names of partners, of whom the last has an `&` before: `Harwell Moyne & Vandal`, not
        `Research & Development`."""
        if "&" not in words[1:-1]:
            return False
        at = words.index("&", 1)
        if self.person(words[at + 1 :]):
            return False
        return not any(self.empty(word) or self.generic([word]) or word.isupper() for word in (words[at - 1], words[at + 1]))

    def person(self, words: list[str]) -> bool:
        """Whether `words` begin like the name of a person."""
        if len(words) < 2:
            return False
        first = words[0]
        return (
            first in self.first_names
            or self.has("organisation_title", first.removesuffix("."))
            or first.lower().rstrip("s") in self.words["organisation_nationality"]
        )

    def forename(self, words: list[str], after: str) -> bool:
        """Whether `after` is the surname of the person whose name `words` begin: `Élodie`, `l'Espagnol Uxio Abuin`."""
        if words[-1] in self.first_names:
            return True
        people = len(words) > 1 and words[0].lower().rstrip("s") in self.words["organisation_nationality"]
        return (people or words[0] in self.first_names) and len(words) < 4 and after.isupper() == words[-1].isupper()

    def empty(self, word: str) -> bool:
        """Whether `word` alone names nothing that matters here: a month, a people, a rank, a common acronym."""
        if (
            len(word) == 1
            or (len(word) == 2 and word[1] == ".")
            or _RANK.match(word)
            or self.has("organisation_nationality", word.rstrip("s"))
            or ("-" in word and self.has("organisation_people", word.rpartition("-")[2]))
        ):
            return True
        return any(self.has(f"organisation_{name}", word) for name in _EMPTY)

    def _region(self, whole: str) -> bool:
        """Whether a hyphen joins two places: `Gard-Lozère`."""
        one, hyphen, other = whole.partition("-")
        return bool(hyphen) and one in self.places and other in self.places

    def told(self, words: list[str]) -> tuple[list[str], str | None]:
        """Evidence that the words of a name that is not listed give, and the kind."""
        whole, found, kind = " ".join(words), [], None
        if len(words) > 1 and (cue := self._ending(words) or self._beginning(words)):
            found.append(cue[0])
            kind = cue[1] or None
        elif self.partners(words):
            found.append("partners")
        elif self.person(words):
            found.append("person")
        elif len(words) == 1 and whole in self.first_names:
            found.append("first-name")
        if len(words) > 1 and self._party(words):
            found.append("term")
        if whole in self.surnames:
            found.append("surname")
        if (
            whole in self.places
            or town(words[-1])
            or self._region(whole)
            or (len(whole) > 3 and whole.isupper() and whole.title() in self.places)
        ):
            found.append("place")
        if whole in self.products or words[0] in self.products or self.has("organisation_product", words[0]):
            found.append("product")
        if len(words) > 1 and words[-1] in self.words["organisation_site"]:
            found.append("place")
        if _MODEL.match(words[-1]):
            found.append("model")
        return found + shape_of(words), kind


_EMPTY = ("not", "opening", "time", "people", "nationality")


def town(word: str) -> bool:
    """Whether the shape of `word` is that of a town: `Sainte-Orvane`, `Nersan-sur-Orge`."""
    return _TOWN.search(word) is not None


def shape_of(words: list[str]) -> list[str]:
    """Evidence that the letters of a name give."""
    if len(words) == 2 and all(w[:1].isupper() and w[1:].islower() for w in words):
        return ["two-words"]
    if len(words) > 1:
        return ["headline"] if all(w.isupper() for w in words) and len(words) > 2 else []
    word = words[0]
    if word.isupper() and 2 <= len(word) <= 6 and word.isalpha():
        return ["acronym"]
    return ["camel"] if _CAMEL.match(word) else []


def cues_of(words: Words) -> Cues:
    forms = {form.replace(".", ""): kind for form, kind in words["organisation_form"].items()}
    forms |= {form.upper(): kind for form, kind in forms.items()}
    return Cues(
        words, words[NAMES], word_list("first_names"), word_list("places"), word_list("products"), word_list("surnames"), forms
    )
