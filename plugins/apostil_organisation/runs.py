"""Cuts a run of capitalised words into the names it holds: `Le patron de` aside, `Microsoft Satya Nadella` is two.

Runs repeat, within a document and between documents, so what was told once is kept.
"""

from __future__ import annotations

from attrs import define, field
from msgspec import Struct

from .gazetteer import Entry
from .pieces import Cues, Piece, key_of, town
from .tokens import Token, longest, opened, parted, phrases, tokens_of
from .weigh import weight

KEPT = 50_000
"""Runs remembered before all are forgotten: bounds the memory of an engine that never stops."""


class _Segment(Struct, gc=False):
    """Tokens of a run: a listed name, or words between listed names."""

    tokens: list[Token]
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
    found: list[Piece] = []
    for tokens in phrases(tokens_of(run, cues), cues):
        segments = _segments(parted(opened(tokens, cues, opening), cues), cues)
        i = 0
        while i < len(segments):
            taken, pieces = _judged(segments, i, cues)
            found += pieces
            i += taken
    return found


def _segments(tokens: list[Token], cues: Cues) -> list[_Segment]:
    found: list[_Segment] = []
    i = 0
    while i < len(tokens):
        listed = longest(tokens, i, cues)
        if listed and not (listed[0] == i + 1 and _is_form(tokens, i, cues)):
            found.append(_Segment(tokens[i : listed[0]], listed[1]))
            i = listed[0]
            continue
        if found and found[-1].entry is None and not _closed(found[-1], tokens[i:], cues):
            found[-1].tokens.append(tokens[i])
        else:
            found.append(_Segment([tokens[i]]))
        i += 1
    return found


def _is_form(tokens: list[Token], i: int, cues: Cues) -> bool:
    """Whether token `i` is a legal form, behind its name or before it (`la SAS Dupont`), and no listed name."""
    word = tokens[i].word
    return word in cues.forms if i else len(tokens) > 1 and word in cues.words["organisation_form_before"]


def _closed(segment: _Segment, rest: list[Token], cues: Cues) -> bool:
    """Whether `rest` belongs to another name: what precedes ends with a legal form, or is no part of a person's name."""
    words, word = segment.words, rest[0].word
    if rest[0].joined or (_capitals(rest) and words[-1].isalpha() and not words[-1].isupper() and not cues.start(words[0])):
        return True
    partners = any(token.word == "&" for token in rest)
    if (
        len(rest) > 1
        and word in cues.first_names
        and not partners
        and not cues.start(words[0])
        and not cues.tail(rest[-1].word)
    ):
        return not any(known in cues.first_names for known in words)
    if len(words) < 2 or (tail := cues.tail(words[-1])) is None or tail[0] != "form" or cues.tail(word):
        return False
    if words[-1].capitalize() == "Limited" and word.capitalize() in ("Liability", "Partnership"):
        return False
    return words[-1].isupper() != word.isupper() or not words[-1].isalpha() or cues.empty(word)


def _capitals(tokens: list[Token]) -> bool:
    """Whether two words in capitals begin `tokens`: after a title in small letters, another name (`Director ACME HOLDINGS`)."""
    return len(tokens) > 1 and all(token.word.isupper() and len(token.word) > 2 for token in tokens[:2])


def _judged(segments: list[_Segment], i: int, cues: Cues) -> tuple[int, list[Piece]]:
    """How many segments from `i` on were used up, and the pieces they make."""
    this = segments[i]
    after = segments[i + 1] if i + 1 < len(segments) else None
    if after and after.words[0] in cues.words["organisation_statute"]:
        return 2, []  # `Delaware General Corporation Law`
    if this.entry is None:
        if after and after.entry is None:
            return 1, _unknown(this, cues)
        last = segments[i + 2] if i + 2 < len(segments) else None
        if after and last and last.entry is None and (_fronted(this, after, last, cues) or _entitled(this, after, last, cues)):
            return 3, [_piece(this.tokens + after.tokens + last.tokens, ("form",), after.entry.kind if after.entry else None)]
        return _before_known(this, after, cues) if after else (1, _unknown(this, cues))
    if after is None:
        return 1, [_listed(this, cues)]
    return _before_listed(this, after, cues) if after.entry else _after_known(this, after, cues)


def _fronted(this: _Segment, known: _Segment, last: _Segment, cues: Cues) -> bool:
    """Whether a listed word stands between a legal form and the rest of the name: `SARL Orange Peinture`."""
    apart = known.tokens[0].joined or last.tokens[0].joined
    return this.words[-1] in cues.words["organisation_form_before"] and not apart and not cues.person(last.words)


def _entitled(this: _Segment, known: _Segment, last: _Segment, cues: Cues) -> bool:
    """Whether a listed word is part of a name with a legal form: `Zhejiang Leapmotor Technology Ltd`."""
    tail = cues.tail(last.words[-1])
    apart = known.tokens[0].joined or last.tokens[0].joined or any(cues.empty(word) for word in this.words)
    return tail is not None and tail[0] == "form" and len(last.tokens) < 4 and not apart and not cues.person(this.words)


def _before_known(this: _Segment, known: _Segment, cues: Cues) -> tuple[int, list[Piece]]:
    """`Groupe Renault` is one name, `Application Uber` none, `AGI OpenAI` a word and a name."""
    words = this.words
    if cues.has("organisation_product", words[-1]):
        return 2, []
    if cue := cues.start(words[0]):
        return 2, [_piece(this.tokens + known.tokens, (cue[0],), cue[1] or None)]
    assert known.entry is not None
    if len(known.tokens) > 1 and known.words[0].lower() in cues.words["organisation_people"] and not cues.empty(words[-1]):
        return 2, [_piece(this.tokens + known.tokens, ("joined",), known.entry.kind)]  # `Great American Media`
    if len(known.tokens) == 1 and cues.forename(words, known.tokens[0].word):
        return 2, _unknown(_Segment(this.tokens + known.tokens), cues)
    if known.entry.word and not cues.has("organisation_title", words[-1]):
        if cues.has("organisation_not", words[-1]) and not (len(known.tokens) == 1 and words[-1].isupper()):
            return 2, []  # `Minimum Performance Criteria`: a term
        if len(words) == 1 and not cues.empty(words[0]):
            return 2, _unknown(_Segment(this.tokens + known.tokens), cues)
    return 1, _unknown(this, cues)


def _before_listed(this: _Segment, after: _Segment, cues: Cues) -> tuple[int, list[Piece]]:
    """Two listed names side by side are one (`Tata Sky`), two that a hyphen joined are not, nor two everyday words."""
    assert after.entry is not None
    if after.tokens[0].joined:
        return 1, [_listed(this, cues)]
    if this.entry and this.entry.word and after.entry.word:
        return 2, _unknown(_Segment(this.tokens + after.tokens), cues)  # `Free Tier`
    return 2, [_piece(this.tokens + after.tokens, ("joined",), after.entry.kind)]


def _after_known(this: _Segment, rest: _Segment, cues: Cues) -> tuple[int, list[Piece]]:
    """What follows a listed name: a person, the rest of a longer name, a branch (`HP France`), a product."""
    assert this.entry is not None
    words = rest.words
    whole = this.tokens + rest.tokens
    if rest.tokens[0].joined:
        return 1, [_listed(this, cues)]
    if cues.partners(this.words + words):
        return 2, [_piece(whole, ("branch", "partners"), this.entry.kind)]
    if words[0] in cues.words["organisation_statute"]:
        return 2, []  # `MIT License`
    if cues.person(words) or words[0] in cues.first_names:
        return 2, [_listed(this, cues), *_unknown(rest, cues)]
    if len(words) == 1 and words[0] in cues.words["organisation_arm"]:
        return 2, [_piece(whole, ("branch",), this.entry.kind)]
    if (tail := cues.tail_of(words)) and not (tail[0] == "trade" and this.entry.word):
        return 2, [_piece(whole, (tail[0],), tail[1] or this.entry.kind)]
    if " ".join(words) in cues.places or (len(words) == 1 and town(words[0])):
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


def _loose(word: str, cues: Cues) -> bool:
    """Whether `word`, the last of a run, belongs to what follows: `No-frills German grocers`."""
    people = word.istitle() and word.lower() in cues.words["organisation_people"]
    return people or (cues.has("organisation_opening", word) and word not in cues.forms)


def _unknown(segment: _Segment, cues: Cues) -> list[Piece]:
    tokens = segment.tokens
    while len(tokens) > 1 and _loose(tokens[-1].word, cues):
        tokens = tokens[:-1]
    words = [token.word for token in tokens]
    if all(cues.empty(word) for word in words) and words[0] in cues.words["organisation_short"] and len(words) == 1:
        return [_piece(tokens, ("term",), None)]  # `l'Autorité`, if a fuller name says of what
    if len(words) == 1 and words[0] in cues.forms and words[0].isupper():
        return []  # `Solar Partners 1, LLC`
    if all(cues.empty(word) for word in words) or all(word in cues.words["organisation_form_before"] for word in words):
        return []
    if "Limited" in words[:-1] and " ".join(words[: words.index("Limited")]) in cues.places:
        return []  # `a Florida Limited Liability Company`
    if " ".join(words).lower() in cues.words["organisation_refused"]:
        return []
    evidence, kind = cues.told(words)
    return [_piece(tokens, tuple(evidence), kind)]


def _piece(tokens: list[Token], evidence: tuple[str, ...], kind: str | None) -> Piece:
    return _made(tokens, " ".join(token.word for token in tokens), evidence, kind, None)


def _made(tokens: list[Token], surface: str, evidence: tuple[str, ...], kind: str | None, entry: Entry | None) -> Piece:
    told = frozenset(evidence)
    return Piece(tokens[0].start, tokens[-1].end, surface, key_of(surface), told, weight(told), kind, entry)
