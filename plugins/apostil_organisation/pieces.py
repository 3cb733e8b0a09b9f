"""What a run of capitalised words holds, told from its words alone: names known or not, persons, places, openings.

Runs repeat, within a document and between documents, so what was told once is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from attrs import define, field
from msgspec import Struct

from apostil import Words

from .gazetteer import NAMES, Entry, word_list

KEPT = 50_000
"""Runs remembered before all are forgotten: bounds the memory of an engine that never stops."""

_TOKEN = re.compile(r"[^ \u00a0\u202f]{1,200}")
_ELISION = re.compile(r"(?:[CDJLMNST]|Qu)['’]", re.IGNORECASE)
_CAMEL = re.compile(r"\w{0,40}[a-zà-ÿ][A-Z]")
_MODEL = re.compile(r"[A-Za-z]{1,5}-?\d{1,4}\w{0,3}$")
_RANK = re.compile(r"[IVX]{1,6}(?:e|er|th)?$")


class Piece(Struct, gc=False):
    """A possible name in a run: `start` and `end` are offsets in the run."""

    start: int
    end: int
    surface: str
    key: str
    evidence: tuple[str, ...]
    kind: str | None = None
    entry: Entry | None = None


@define
class Cues:
    """The words of a language that pieces are judged by."""

    words: Words
    names: dict[str, tuple[str, Entry]]
    """Surface and entry of each listed name, by the surface in small letters."""
    first_names: frozenset[str]
    places: frozenset[str]
    products: frozenset[str]
    seen: dict[str, tuple[Piece, ...]] = field(factory=dict)

    def entry(self, surface: str) -> Entry | None:
        found = self.names.get(surface.lower())
        if found is None or self.has("organisation_not", surface) or (found[0] != surface and found[0].upper() != surface):
            return None
        return found[1]

    def has(self, name: str, word: str) -> bool:
        """Whether the list `name` of the language holds `word` as it is written or in small letters."""
        listed = self.words[name]
        return bool(listed.get(word)) or bool(listed.get(word.lower()))

    def pieces(self, run: str) -> tuple[Piece, ...]:
        """Pieces of `run`, in order; none where it holds no name."""
        found = self.seen.get(run)
        if found is None:
            if len(self.seen) > KEPT:
                self.seen.clear()
            found = self.seen[run] = tuple(_split(run, self))
        return found


def cues_of(words: Words) -> Cues:
    names = {surface.lower(): (surface, entry) for surface, entry in words[NAMES].items()}
    return Cues(words, names, word_list("first_names"), word_list("places"), word_list("products"))


def key_of(surface: str) -> str:
    """What two spellings of one name share: `Siemens - Gamesa` and `Siemens-Gamesa`, `LaLiga` and `La Liga`."""
    bare = unicodedata.normalize("NFD", surface.casefold())
    words = re.split(r"[^\w&+]+", "".join(c for c in bare if not unicodedata.combining(c)))
    return "".join(w[:-1] if len(words) > 2 and len(w) > 3 and w.endswith("s") else w for w in words)


@define
class _Segment:
    """Tokens `first` to `last` (exclusive) of a run: a listed name, or words between listed names."""

    first: int
    last: int
    entry: Entry | None = None


def _split(run: str, cues: Cues) -> list[Piece]:
    tokens = [(m.start(), m.end(), m[0].replace("’", "'")) for m in _TOKEN.finditer(run)]
    tokens = _opened(tokens, cues)
    if not tokens:
        return []
    segments = _segments(tokens, cues)
    found: list[Piece] = []
    i = 0
    while i < len(segments):
        taken, pieces = _judged(tokens, segments, i, cues)
        found += pieces
        i += taken
    return found


Token = tuple[int, int, str]


def _opened(tokens: list[Token], cues: Cues) -> list[Token]:
    """`tokens` without the words that open a sentence and without an elided article."""
    while tokens:
        start, end, word = tokens[0]
        opening = cues.has("organisation_opening", word)
        longest = _longest(tokens, 0, cues)
        if longest and (not opening or longest[0] > 1):
            return tokens
        if opening:
            tokens = tokens[1:]
            continue
        elision = _ELISION.match(word)
        if elision is None:
            return tokens
        rest = word[elision.end() :]
        if not rest[:1].isupper():
            tokens = tokens[1:]
            continue
        return [(start + elision.end(), end, rest), *tokens[1:]]
    return tokens


def _longest(tokens: list[Token], first: int, cues: Cues) -> tuple[int, Entry] | None:
    """End and entry of the longest listed name that begins at token `first`."""
    for last in range(min(len(tokens), first + 8), first, -1):
        if entry := cues.entry(" ".join(t[2] for t in tokens[first:last])):
            return last, entry
    return None


def _segments(tokens: list[Token], cues: Cues) -> list[_Segment]:
    found: list[_Segment] = []
    i = 0
    while i < len(tokens):
        if longest := _longest(tokens, i, cues):
            found.append(_Segment(i, longest[0], longest[1]))
            i = longest[0]
            continue
        if found and found[-1].entry is None:
            found[-1].last = i + 1
        else:
            found.append(_Segment(i, i + 1))
        i += 1
    return found


def _judged(tokens: list[Token], segments: list[_Segment], i: int, cues: Cues) -> tuple[int, list[Piece]]:
    """How many segments from `i` on were used up, and the pieces they make."""
    this = segments[i]
    after = segments[i + 1] if i + 1 < len(segments) else None
    if this.entry is None:
        if after is None:
            return 1, _unknown(tokens, this, cues)
        return _before_known(tokens, segments, i, cues)
    if after is not None and after.entry is not None:
        end = after.last
        return 2, [_piece(tokens, this.first, end, ("joined",), after.entry.kind, None)]
    if after is None:
        return 1, [_piece(tokens, this.first, this.last, _listed(this, cues, tokens), this.entry.kind, this.entry)]
    return _after_known(tokens, segments, i, cues)


def _before_known(tokens: list[Token], segments: list[_Segment], i: int, cues: Cues) -> tuple[int, list[Piece]]:
    this = segments[i]
    first, last = tokens[this.first][2], tokens[this.last - 1][2]
    if cues.has("organisation_product", last):
        return 2, []
    if kind := cues.words["organisation_start"].get(first):
        end = segments[i + 1].last
        return 2, [_piece(tokens, this.first, end, ("start",), kind, None)]
    return 1, _unknown(tokens, this, cues)


def _after_known(tokens: list[Token], segments: list[_Segment], i: int, cues: Cues) -> tuple[int, list[Piece]]:
    this, rest = segments[i], segments[i + 1]
    assert this.entry is not None
    words = [t[2] for t in tokens[rest.first : rest.last]]
    alone = _piece(tokens, this.first, this.last, _listed(this, cues, tokens), this.entry.kind, this.entry)
    if words[0] in cues.first_names or cues.has("organisation_title", words[0]):
        return 2, [alone, *_unknown(tokens, rest, cues)]
    tail = _tail(words[-1], cues)
    if tail is not None:
        return 2, [_piece(tokens, this.first, rest.last, ("tail",), tail or this.entry.kind, None)]
    if " ".join(words) in cues.places:
        return 2, [_piece(tokens, this.first, rest.last, ("branch",), this.entry.kind, None)]
    if all(cues.has("organisation_not", w) or cues.has("organisation_opening", w) for w in words):
        return 2, [alone]
    return 2, [_piece(tokens, this.first, rest.last, ("extends",), this.entry.kind, None)]


def _listed(segment: _Segment, cues: Cues, tokens: list[Token]) -> tuple[str, ...]:
    assert segment.entry is not None
    if not segment.entry.word:
        return ("listed",)
    surface = " ".join(t[2] for t in tokens[segment.first : segment.last])
    if surface in cues.places:
        return ("listed-word", "listed-place")
    return ("listed-word", "listed-person") if surface in cues.first_names else ("listed-word",)


def _tail(word: str, cues: Cues) -> str | None:
    word = word.rstrip(".")
    tails: Mapping[str, str] = cues.words["organisation_tail"]
    forms: Mapping[str, str] = cues.words["organisation_form"]
    for spelling in (word, word.capitalize()):
        if spelling in tails:
            return tails[spelling]
        if spelling in forms:
            return forms[spelling]
    return None


def _unknown(tokens: list[Token], segment: _Segment, cues: Cues) -> list[Piece]:
    """The piece that words without a listed name make, with what they tell by themselves."""
    words = [t[2] for t in tokens[segment.first : segment.last]]
    whole = " ".join(words)
    if all(_empty(w, cues) for w in words):
        return []
    evidence: list[str] = []
    kind: str | None = None
    if len(words) > 1:
        if words[0] in cues.first_names or cues.has("organisation_title", words[0]):
            evidence.append("person")
        tail, start = _tail(words[-1], cues), cues.words["organisation_start"].get(words[0])
        if tail is not None:
            evidence.append("form" if words[-1].rstrip(".") in cues.words["organisation_form"] else "tail")
            kind = tail
        elif start is not None:
            evidence.append("start")
            kind = start
        elif words[0] in cues.words["organisation_form_before"]:
            evidence.append("form")
            kind = "company"
    elif whole in cues.first_names:
        evidence.append("first-name")
    if whole in cues.places:
        evidence.append("place")
    if whole in cues.products or words[0] in cues.products or cues.has("organisation_product", words[0]):
        evidence.append("product")
    if _MODEL.match(words[-1]):
        evidence.append("model")
    evidence += _shape(words)
    return [_piece(tokens, segment.first, segment.last, tuple(evidence), kind or None, None)]


def _empty(word: str, cues: Cues) -> bool:
    return (
        len(word) == 1
        or cues.has("organisation_not", word)
        or cues.has("organisation_opening", word)
        or cues.has("organisation_time", word)
        or cues.has("organisation_people", word)
        or _RANK.match(word) is not None
    )


def _shape(words: list[str]) -> list[str]:
    if len(words) > 1:
        return ["headline"] if all(w.isupper() for w in words) and len(words) > 2 else []
    word = words[0]
    if word.isupper() and 2 <= len(word) <= 6 and word.isalpha():
        return ["acronym"]
    return ["camel"] if _CAMEL.match(word) else []


def _piece(
    tokens: list[Token], first: int, last: int, evidence: tuple[str, ...], kind: str | None, entry: Entry | None
) -> Piece:
    surface = " ".join(t[2] for t in tokens[first:last])
    return Piece(tokens[first][0], tokens[last - 1][1], surface, key_of(surface), evidence, kind, entry)
