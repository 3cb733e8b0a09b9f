"""Gathers the mentions of each name of a view: runs of capitals, names that a head begins, listed names met by the scan.

This is the hot loop of the plugin: what a run tells is looked up, so a mention costs a look-up and an append.
"""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter

from msgspec import Struct

from apostil import Hit, View, pattern

from .gazetteer import NAMES, Entry, entry_of, surface_of
from .heads import Heads, headed
from .pieces import Piece, key_of
from .runs import Runs
from .shapes import RUN, SMALL
from .weigh import weight

LOOKED_AT = 16
"""Mentions of a name whose surroundings are read; the first ones tell, and time stays linear."""

_RUN = pattern(RUN)
_LOOSE = pattern(rf"[ ]de[ ][{SMALL}]{{3,24}}\Z")
_SPACES = re.compile(r"\s{1,9}")

Mention = tuple[int, int, "Name"]
Found = tuple[int, int, Piece]
_Span = tuple[int, int, str, "str | None", "Entry | None"]


class Name(Struct):
    """A spelling, give or take case, accents and hyphens, with the spans of its mentions in the view."""

    surface: str
    evidence: frozenset[str]
    score: float
    kind: str | None
    entry: Entry | None
    mentions: list[tuple[int, int]]
    piece: Piece
    rule: str = ""
    varied: bool = False
    """Whether it is spelt in more ways than one."""
    whole: Name | None = None
    """The fuller name that this one is a short form of."""
    played: tuple[tuple[int, int], ...] = ()
    """Mentions of a town that are its club."""

    @property
    def words(self) -> list[str]:
        return self.surface.split(" ")

    def add(self, evidence: str) -> None:
        """Count `evidence` in, once."""
        self.evidence |= {evidence}
        self.score = weight(self.evidence)


def gathered(view: View, runs: Runs, heads: Heads) -> dict[str, Name]:
    """Names by key."""
    names: dict[str, Name] = {}
    text, known = view.text, runs.seen.get
    fixed = _fixed(view, runs, heads)
    n, count = 0, len(fixed)
    barrier = fixed[0][0] if fixed else len(text) + 1
    for found in _RUN.finditer(text):
        run = found[0]
        pieces = known(run)
        if pieces is None:
            pieces = runs.pieces(run)
        base = found.start()
        if text[base - 1 : base].isalnum():
            base = _word_start(text, base)
            run = text[base : found.end()]
            pieces = runs.pieces(run)
        if not pieces:
            continue
        if pieces[0].start and text[base - 1] == " " and base > 1 and text[base - 2].islower():
            pieces = runs.pieces_inside(run)
        if base + len(run) <= barrier:
            for piece in pieces:
                key, span = piece.key, (base + piece.start, base + piece.end)
                name = names.get(key)
                if name is None:
                    names[key] = Name(piece.surface, piece.evidence, piece.score, piece.kind, piece.entry, [span], piece)
                    continue
                name.mentions.append(span)
                if piece is not name.piece:
                    _merge(name, piece)
            continue
        while n < count and fixed[n][1] <= base:
            mention(names, fixed[n][2], *fixed[n][:2])
            n += 1
        n = _beside_fixed(names, pieces, base, fixed, n)
        barrier = fixed[n][0] if n < count else len(text) + 1
    for start, end, piece in fixed[n:]:
        mention(names, piece, start, end)
    return names


def _word_start(text: str, base: int) -> int:
    """Where the word begins in whose middle a run of capitals was found: `beIN Sports`, `eBay`."""
    start = base
    while start > max(0, base - 6) and text[start - 1].isalnum():
        start -= 1
    return start


def mention(names: dict[str, Name], piece: Piece, start: int, end: int) -> None:
    """Add a mention of the name that `piece` is a spelling of."""
    name = names.get(piece.key)
    if name is None:
        surface, evidence = piece.surface, piece.evidence
        names[piece.key] = Name(surface, evidence, piece.score, piece.kind, piece.entry, [(start, end)], piece)
        return
    name.mentions.append((start, end))
    if piece is not name.piece:
        _merge(name, piece)


def _merge(name: Name, piece: Piece) -> None:
    name.varied = name.varied or piece.surface != name.surface
    if not piece.evidence <= name.evidence:
        name.evidence |= piece.evidence
        name.score = weight(name.evidence)
    name.kind = name.kind or piece.kind
    name.entry = name.entry or piece.entry
    formed = piece.surface.endswith(".") and not name.surface.endswith(".")  # `Acme, Inc` and then `Acme, Inc.`
    if formed or (name.surface.isupper() and not piece.surface.isupper()):
        name.surface = piece.surface


def _beside_fixed(names: dict[str, Name], pieces: tuple[Piece, ...], base: int, fixed: list[Found], n: int) -> int:
    """Add `pieces` of a run that a fixed name touches: of two that overlap the one that holds the other stays, of two alike
    the fixed one. Returns the index of the first fixed name that is still to come."""
    for piece in pieces:
        start, end = base + piece.start, base + piece.end
        while n < len(fixed) and fixed[n][1] <= start:
            mention(names, fixed[n][2], *fixed[n][:2])
            n += 1
        longer = "extends" not in piece.evidence and any(a == start and b < end for a, b, _ in fixed[n : n + 1])
        longer = longer or (piece.entry is not None and any(start <= a and b <= end for a, b, _ in fixed[n : n + 1]))
        while longer and n < len(fixed) and fixed[n][1] <= end and fixed[n][1] - fixed[n][0] < end - start:
            n += 1
        if n == len(fixed) or fixed[n][0] >= end:
            mention(names, piece, start, end)
    return n


def clean(surface: str) -> str:
    """`surface` with plain apostrophes and single plain spaces."""
    return _SPACES.sub(" ", surface.replace("’", "'"))


def _fixed(view: View, runs: Runs, heads: Heads) -> list[Found]:
    """Names that a head begins and listed names met by the scan: the longest of those that overlap."""
    found: list[_Span] = [(start, end, "head", kind, None) for start, end, kind in headed(view, heads)]
    for hit in view[NAMES]:
        if _as_listed(view.text, hit):
            entry = entry_of(hit.value)
            found.append((hit.start, hit.end, "listed", entry.kind, entry))
    found = [_numbered(span, view.text, runs) if view.text[span[0]].isdigit() else span for span in found]
    found.sort(key=lambda span: (span[0], -span[1], span[2] == "head"))
    kept: list[_Span] = []
    for span in found:
        if kept and span[0] == kept[-1][0] and span[2] == "listed" and _LOOSE.match(view.text, span[1], kept[-1][1]):
            kept[-1] = span  # `saisir le Conseil de la concurrence de pratiques`
            continue
        if kept and span[0] < kept[-1][1]:
            if span[1] - span[0] <= kept[-1][1] - kept[-1][0]:
                continue
            kept.pop()
        kept.append(span)
    return [(span[0], span[1], _fixed_piece(view.text, *span)) for span in kept]


def _fixed_piece(text: str, start: int, end: int, rule: str, kind: str | None, listed: Entry | None) -> Piece:
    surface = clean(text[start:end])
    evidence = frozenset(("listed-word",) if listed and listed.word else (rule,))
    return Piece(0, end - start, surface, key_of(surface), evidence, weight(evidence), kind, listed)


def _numbered(span: _Span, text: str, runs: Runs) -> _Span:
    """A name that begins with a number, which no run of capitals does, with the rest of its run: `21st Century Radio`."""
    start, end = span[:2]
    space = text.find(" ", start, end)
    run = _RUN.match(text, space + 1) if space > 0 else None
    if run is None or run.end() <= end:
        return span
    piece = runs.pieces(text[start : run.end()])[0]
    return (start, start + piece.end, min(piece.evidence), piece.kind, piece.entry) if len(piece.evidence) == 1 else span


def _as_listed(text: str, hit: Hit) -> bool:
    """Whether a listed name has its capitals: the first at least, all of them where it is one word (`bioMérieux`)."""
    surface = clean(text[hit.start : hit.end])
    listed = surface_of(hit.value, surface)
    if surface == listed or surface.isupper():
        return True
    return " " in listed and surface[0].isupper() and (listed[0].isupper() or listed[0].isdigit())


def usual(name: Name, text: str) -> str:
    """The spelling that `name` mostly has, capitals throughout left aside where there is another; the first of equals."""
    if not name.varied or name.surface.endswith("."):
        return name.surface
    written = Counter([text[start:end] for start, end in name.mentions])
    spellings: dict[str, int] = {}
    for quote, count in written.items():
        surface = clean(quote)
        if not surface.isupper():
            spellings[surface] = spellings.get(surface, 0) + count
    return max(spellings, key=spellings.__getitem__, default=name.surface)


def in_order(names: dict[str, Name]) -> list[Mention]:
    """All mentions in the order of the text."""
    return sorted([(start, end, name) for name in names.values() for start, end in name.mentions], key=_start)


_start = itemgetter(0)
