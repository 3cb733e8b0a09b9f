"""Cuts a run of capitalised words into the names it holds: `Le patron de` aside, `Microsoft Satya Nadella` is two.

Runs repeat, within a document and between documents, so what was told once is kept.
"""

from __future__ import annotations

import re

from attrs import define, field
from msgspec import Struct

from .gazetteer import Entry
from .pieces import Cues, Piece, key_of
from .weigh import weight

KEPT = 50_000
"""Runs remembered before all are forgotten: bounds the memory of an engine that never stops."""
LONGEST = 8
"""Words of a listed name that are looked for in a run."""

_TOKEN = re.compile(r"[^ \u00a0\u202f]{1,200}")
_ARTICLE = re.compile(r"(?:Les?|La|The)$|L'[A-ZÀ-Þ]")
_ELISION = re.compile(r"(?:[CDJLMNST]|Qu)'", re.IGNORECASE)


class _Token(Struct, gc=False):
    start: int
    end: int
    word: str
    joined: bool = False
    """Whether it begins a name of its own: a hyphen was cut before it, or a possessive owns it."""


class _Segment(Struct, gc=False):
    """Tokens of a run: a listed name, or words between listed names."""

    tokens: list[_Token]
    entry: Entry | None = None

    @property
    def words(self) -> list[str]:
        return [token.word for token in self.tokens]


@define
class Runs:
    """Runs and their pieces, remembered."""

    cues: Cues
    seen: dict[str, tuple[Piece, ...]] = field(factory=dict)

    def pieces(self, run: str) -> tuple[Piece, ...]:
        """Pieces of `run`, in order; none where it holds no name."""
        return self._pieces(run, run, True)

    def pieces_inside(self, run: str) -> tuple[Piece, ...]:
        """The same of a run inside a sentence, where an article with a capital belongs to the name: `L'Oréal`."""
        return self._pieces("\n" + run, run, False)

    def _pieces(self, key: str, run: str, opening: bool) -> tuple[Piece, ...]:
        found = self.seen.get(key)
        if found is None:
            if len(self.seen) > KEPT:
                self.seen.clear()
            found = self.seen[key] = tuple(_split(run, self.cues, opening))
        return found


def _split(run: str, cues: Cues, opening: bool) -> list[Piece]:
    tokens = _tokens(run, cues)
    segments = _segments(_parted(_opened(tokens, cues, opening), cues), cues)
    found: list[Piece] = []
    i = 0
    while i < len(segments):
        taken, pieces = _judged(segments, i, cues)
        found += pieces
        i += taken
    return found


def _tokens(run: str, cues: Cues) -> list[_Token]:
    """Words of `run`. A possessive `'s` is cut off, and what it owns is joined to nothing."""
    found: list[_Token] = []
    owned = False
    for m in _TOKEN.finditer(run):
        word = m[0].replace("’", "'")
        owns = word.endswith("'s") and not cues.entry(word)
        found.append(_Token(m.start(), m.end() - 2 * owns, word[:-2] if owns else word, owned))
        owned = owns
    return found


def _opened(tokens: list[_Token], cues: Cues, opening: bool) -> list[_Token]:
    """`tokens` without the words that open a sentence and without an elided article; `opening`: whether one may begin here."""
    if not opening and tokens and len(tokens) + ("'" in tokens[0].word) > 1 and _ARTICLE.match(tokens[0].word):
        return tokens
    while tokens:
        first = tokens[0]
        common = cues.has("organisation_opening", first.word)
        longest = _longest(tokens, 0, cues)
        if longest and (not common or longest[0] > 1):
            return tokens
        elision = _ELISION.match(first.word)
        if elision and not common and not first.word[elision.end() :][:1].isupper():
            return _opened(tokens[1:], cues, False)
        if common:
            tokens = tokens[1:]
        elif elision:
            return [_Token(first.start + elision.end(), first.end, first.word[elision.end() :]), *tokens[1:]]
        else:
            return tokens
    return tokens


def _parted(tokens: list[_Token], cues: Cues) -> list[_Token]:
    """`tokens`, those that join two listed names with a hyphen cut in two: `Microsoft-OpenAI`."""
    found: list[_Token] = []
    for token in tokens:
        one, hyphen, other = token.word.partition("-")
        whole = hyphen and (cues.entry(token.word) or cues.entry(f"{one} {other}"))
        if hyphen and not whole and _firm(cues.entry(one)) and _firm(cues.entry(other)):
            middle = token.start + len(one)
            found += [_Token(token.start, middle, one), _Token(middle + 1, token.end, other, True)]
        else:
            found.append(token)
    return found


def _firm(entry: Entry | None) -> bool:
    return entry is not None and not entry.word


def _longest(tokens: list[_Token], first: int, cues: Cues) -> tuple[int, Entry] | None:
    """End and entry of the longest listed name that begins at token `first`."""
    for last in range(min(len(tokens), first + LONGEST), first, -1):
        if entry := cues.entry(" ".join(token.word for token in tokens[first:last])):
            return last, entry
    return None


def _segments(tokens: list[_Token], cues: Cues) -> list[_Segment]:
    found: list[_Segment] = []
    i = 0
    while i < len(tokens):
        longest = _longest(tokens, i, cues)
        if longest and not (i and longest[0] == i + 1 and tokens[i].word in cues.forms):
            found.append(_Segment(tokens[i : longest[0]], longest[1]))
            i = longest[0]
            continue
        if found and found[-1].entry is None and not _closed(found[-1], tokens[i:], cues):
            found[-1].tokens.append(tokens[i])
        else:
            found.append(_Segment([tokens[i]]))
        i += 1
    return found


def _closed(segment: _Segment, rest: list[_Token], cues: Cues) -> bool:
    """Whether `rest` belongs to another name: what precedes ends with a legal form, or is no part of a person's name."""
    words, word = segment.words, rest[0].word
    if rest[0].joined or (_capitals(rest) and words[-1].isalpha() and not words[-1].isupper() and not cues.start(words[0])):
        return True
    if len(rest) > 1 and word in cues.first_names and not cues.start(words[0]) and not cues.tail(rest[-1].word):
        return not any(known in cues.first_names for known in words)
    if len(words) < 2 or (tail := cues.tail(words[-1])) is None or tail[0] != "form" or cues.tail(word):
        return False
    return words[-1].isupper() != word.isupper() or not words[-1].isalpha() or cues.empty(word)


def _capitals(tokens: list[_Token]) -> bool:
    """Whether two words in capitals begin `tokens`: after a title in small letters, another name (`Director ACME HOLDINGS`)."""
    return len(tokens) > 1 and all(token.word.isupper() and len(token.word) > 2 for token in tokens[:2])


def _judged(segments: list[_Segment], i: int, cues: Cues) -> tuple[int, list[Piece]]:
    """How many segments from `i` on were used up, and the pieces they make."""
    this = segments[i]
    after = segments[i + 1] if i + 1 < len(segments) else None
    if this.entry is None:
        if after and after.entry is None:
            return 1, _unknown(this, cues)
        return _before_known(this, after, cues) if after else (1, _unknown(this, cues))
    if after is None:
        return 1, [_listed(this, cues)]
    return _before_listed(this, after, cues) if after.entry else _after_known(this, after, cues)


def _before_known(this: _Segment, known: _Segment, cues: Cues) -> tuple[int, list[Piece]]:
    """`Groupe Renault` is one name, `Application Uber` none, `AGI OpenAI` a word and a name."""
    words = this.words
    if cues.has("organisation_product", words[-1]):
        return 2, []
    if cue := cues.start(words[0]):
        return 2, [_piece(this.tokens + known.tokens, (cue[0],), cue[1] or None)]
    return 1, _unknown(this, cues)


def _before_listed(this: _Segment, after: _Segment, cues: Cues) -> tuple[int, list[Piece]]:
    """Two listed names side by side are one (`Tata Sky`), two that a hyphen joined are not."""
    assert after.entry is not None
    if after.tokens[0].joined:
        return 1, [_listed(this, cues)]
    return 2, [_piece(this.tokens + after.tokens, ("joined",), after.entry.kind)]


def _after_known(this: _Segment, rest: _Segment, cues: Cues) -> tuple[int, list[Piece]]:
    """What follows a listed name: a person, the rest of a longer name, a branch (`HP France`), a product."""
    assert this.entry is not None
    words = rest.words
    whole = this.tokens + rest.tokens
    if rest.tokens[0].joined:
        return 1, [_listed(this, cues)]
    if cues.person(words) or words[0] in cues.first_names:
        return 2, [_listed(this, cues), *_unknown(rest, cues)]
    if tail := cues.tail(words[-1]):
        return 2, [_piece(whole, (tail[0],), tail[1] or this.entry.kind)]
    if " ".join(words) in cues.places:
        return 2, [_piece(whole, ("branch",), this.entry.kind)]
    if all(cues.empty(word) for word in words):
        return 2, [] if this.entry.word else [_listed(this, cues)]
    return 2, [_piece(whole, ("extends",), this.entry.kind)]


def _listed(segment: _Segment, cues: Cues) -> Piece:
    entry = segment.entry
    assert entry is not None
    surface = " ".join(segment.words)
    evidence: tuple[str, ...] = ("listed",)
    place, person = surface in cues.places, surface in cues.first_names
    if entry.word or place or person:
        evidence = ("listed-word", *(("listed-place",) if place else ("listed-person",) if person else ()))
    return _made(segment.tokens, surface, evidence, entry.kind, entry)


def _unknown(segment: _Segment, cues: Cues) -> list[Piece]:
    tokens = segment.tokens
    while len(tokens) > 1 and cues.has("organisation_opening", tokens[-1].word):
        tokens = tokens[:-1]
    words = [token.word for token in tokens]
    if all(cues.empty(word) for word in words):
        return []
    evidence, kind = cues.told(words)
    return [_piece(tokens, tuple(evidence), kind)]


def _piece(tokens: list[_Token], evidence: tuple[str, ...], kind: str | None) -> Piece:
    return _made(tokens, " ".join(token.word for token in tokens), evidence, kind, None)


def _made(tokens: list[_Token], surface: str, evidence: tuple[str, ...], kind: str | None, entry: Entry | None) -> Piece:
    told = frozenset(evidence)
    return Piece(tokens[0].start, tokens[-1].end, surface, key_of(surface), told, weight(told), kind, entry)
