"""Gathers the mentions of each name of a view: runs of capitals, names that a head begins, listed names met by the scan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field

from apostil import Hit, View, pattern

from .gazetteer import NAMES, Entry
from .heads import Heads, headed
from .pieces import Cues, Piece, key_of
from .runs import Runs
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


def gathered(view: View, runs: Runs, heads: Heads) -> tuple[dict[str, Name], list[Mention]]:
    """Names by key, and their mentions in the order of the text."""
    names: dict[str, Name] = {}
    order: list[Mention] = []
    forms = {hit.start: hit.end for hit in view["organisation_form"]}
    last = 0
    for start, end, piece in _merged(list(_pieces(view, runs)), _fixed(view, heads)):
        if start < last:
            continue
        if longer := _with_form(view.text, end, forms):
            piece = _formed(piece, clean(view.text[start:longer]))
            end = longer
        elif "form" in piece.evidence and _abbreviated(view.text, start, end, runs.cues):
            end += 1
            piece = _formed(piece, clean(view.text[start:end]))
        last = end
        order.append((start, end, _add(names, piece, start, end)))
    return names, order


Found = tuple[int, int, Piece]


def _merged(pieces: list[Found], fixed: list[Found]) -> list[Found]:
    """Both in the order of the text. Where two overlap, the one that holds the other stays, of two alike the fixed one."""
    kept: list[Found] = []
    n = 0
    for found in pieces:
        start, end, piece = found
        while n < len(fixed) and fixed[n][1] <= start:
            kept.append(fixed[n])
            n += 1
        while n < len(fixed) and start <= fixed[n][0] and fixed[n][1] < end and piece.evidence[:1] != ("extends",):
            n += 1
        if n == len(fixed) or fixed[n][0] >= end:
            kept.append(found)
    return kept + fixed[n:]


def _abbreviated(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether the full stop after a legal form belongs to it: `Inc.`, `S.A.`"""
    if text[end : end + 1] != ".":
        return False
    word = text[max(text.rfind(" ", start, end), text.rfind(",", start, end)) + 1 : end]
    return (
        "." in word
        or f"{word}." in cues.words["organisation_form"]
        or f"{word.capitalize()}." in cues.words["organisation_form"]
    )


def clean(surface: str) -> str:
    """`surface` with plain apostrophes and single plain spaces."""
    return _SPACES.sub(" ", surface.replace("’", "'"))


def _pieces(view: View, runs: Runs) -> Iterator[Found]:
    text, pieces_of = view.text, runs.pieces
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


def _fixed(view: View, heads: Heads) -> list[Found]:
    """Names that a head begins and listed names met by the scan: the longest of those that overlap."""
    found: list[tuple[int, int, str, str | None, Entry | None]] = []
    found += [(start, end, "head", kind, None) for start, end, kind in headed(view, heads)]
    found += [(hit.start, hit.end, "listed", hit.value.kind, hit.value) for hit in view[NAMES] if _as_listed(view.text, hit)]
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[Found] = []
    last = 0
    for start, end, rule, kind, entry in found:
        if start >= last:
            surface = clean(view.text[start:end])
            evidence = ("listed-word",) if entry and entry.word else (rule,)
            kept.append((start, end, Piece(0, end - start, surface, key_of(surface), evidence, kind, entry)))
            last = end
    return kept


def _as_listed(text: str, hit: Hit) -> bool:
    """Whether a listed name has its capitals: the first at least, all of them where it is one word (`bioMérieux`)."""
    surface, listed = text[hit.start : hit.end], hit.value.surface
    if surface == listed or surface.isupper():
        return True
    return " " in listed and surface[0].isupper() and (listed[0].isupper() or listed[0].isdigit())


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
