"""Gathers the mentions of each name of a view: runs of capitals, names that a head begins, listed names met by the scan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field

from apostil import View, pattern

from .gazetteer import NAMES, Entry
from .heads import Heads, headed
from .pieces import Cues, Piece, key_of
from .shapes import RUN

_RUN = pattern(RUN)
_ORDINAL = frozenset(("st ", "nd ", "rd ", "th "))
_SPACES = re.compile(r"\s{1,9}")


@define
class Name:
    """A spelling, give or take case, accents and hyphens, with all its mentions in the view."""

    surface: str
    evidence: set[str]
    kind: str | None
    entry: Entry | None = None
    mentions: list[tuple[int, int, str]] = field(factory=list)
    score: float = 0.0
    rule: str = ""
    whole: Name | None = None
    """The fuller name that this one is a short form of."""

    @property
    def words(self) -> list[str]:
        return self.surface.split(" ")


Mention = tuple[int, int, Name]


def gathered(view: View, cues: Cues, heads: Heads) -> tuple[dict[str, Name], list[Mention]]:
    """Names by key, and their mentions in the order of the text."""
    names: dict[str, Name] = {}
    order: list[Mention] = []
    fixed = _fixed(view, heads)
    forms = {hit.start: hit.end for hit in view["organisation_form"]}
    n = 0
    for start, end, piece in _pieces(view, cues):
        while n < len(fixed) and fixed[n][1] <= start:
            n += 1
        if n < len(fixed) and fixed[n][0] < end:
            continue
        if forms and (longer := _with_form(view.text, end, forms)):
            piece = _formed(piece, clean(view.text[start:longer]))
            end = longer
        order.append((start, end, _add(names, piece, start, end)))
    for start, end, piece in fixed:
        order.append((start, end, _add(names, piece, start, end)))
    order.sort(key=_start)
    return names, order


def _start(mention: Mention) -> int:
    return mention[0]


def clean(surface: str) -> str:
    """`surface` with plain apostrophes and single plain spaces."""
    return _SPACES.sub(" ", surface.replace("’", "'"))


def _pieces(view: View, cues: Cues) -> Iterator[tuple[int, int, Piece]]:
    text, pieces_of = view.text, cues.pieces
    for found in _RUN.finditer(text):
        pieces = pieces_of(found[0])
        if not pieces:
            continue
        base = found.start()
        if text[base - 3 : base] in _ORDINAL and (word := text.rfind(" ", 0, base - 1)) >= base - 6:
            run = text[word + 1 : found.end()]
            base, pieces = word + 1, pieces_of(run)
        for piece in pieces:
            yield base + piece.start, base + piece.end, piece


def _fixed(view: View, heads: Heads) -> list[tuple[int, int, Piece]]:
    """Names that a head begins and listed names met by the scan: the longest of those that overlap."""
    found: list[tuple[int, int, str, str | None, Entry | None]] = []
    found += [(start, end, "head", kind, None) for start, end, kind in headed(view, heads)]
    for hit in view[NAMES]:
        found.append((hit.start, hit.end, "listed", hit.value.kind, hit.value))
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, Piece]] = []
    last = 0
    for start, end, rule, kind, entry in found:
        if start >= last:
            surface = clean(view.text[start:end])
            evidence = ("listed-word",) if entry and entry.word else (rule,)
            kept.append((start, end, Piece(0, end - start, surface, key_of(surface), evidence, kind, entry)))
            last = end
    return kept


def _with_form(text: str, end: int, forms: dict[int, int]) -> int | None:
    """End of the legal forms that follow a name (`, Inc.`, ` Co., Ltd.`), the full stop of an abbreviation included."""
    reached = None
    for _ in range(3):
        gap = 2 if text[end : end + 2] == ", " else 3 if text[end : end + 3] == "., " else 1
        if end + gap not in forms or text[end] not in " ,.":
            return reached
        end = forms[end + gap]
        if text[end : end + 1] == "." and text[end - 1].isalpha():
            end += 1
        reached = end
    return reached


def _formed(piece: Piece, surface: str) -> Piece:
    evidence = tuple(e for e in piece.evidence if e not in ("headline", "place", "product", "person", "first-name"))
    return Piece(0, 0, surface, key_of(surface), (*evidence, "form"), piece.kind or "company", piece.entry)


def _add(names: dict[str, Name], piece: Piece, start: int, end: int) -> Name:
    name = names.get(piece.key)
    if name is None:
        name = names[piece.key] = Name(piece.surface, set(piece.evidence), piece.kind, piece.entry)
    else:
        name.evidence.update(piece.evidence)
        name.kind = name.kind or piece.kind
        name.entry = name.entry or piece.entry
        if name.surface.isupper() and not piece.surface.isupper():
            name.surface = piece.surface
    name.mentions.append((start, end, piece.surface))
    return name
