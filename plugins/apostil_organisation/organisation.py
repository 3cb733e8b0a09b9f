"""The annotator: candidates, evidence for and against each name, then every mention of what is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import define, field

from apostil import Annotation, Label, View, Words, annotator, pattern

from .context import Context, context_of
from .gazetteer import NAMES
from .heads import Heads, headed, heads_of
from .pieces import Cues, Piece, cues_of, key_of
from .shapes import RUN
from .weigh import CERTAIN, ENOUGH, HOPELESS, weight

Kind = Literal["company", "public_body", "court", "media", "university", "ngo", "sports", "political", "international"]

_RUN = pattern(RUN)
LOOKED_AT = 8
"""Mentions of a name whose surroundings are read."""


@define
class Organisation:
    """A named organisation."""

    canonical: str
    """The fullest form of its name in the document, the same for every mention."""
    kind: Kind | None = None
    """What sort of organisation it is, where the name or the text tells."""


@define
class Tools:
    cues: Cues
    context: Context
    heads: Heads


def tools_of(words: Words) -> Tools:
    cues = cues_of(words)
    return Tools(cues, context_of(words, cues.first_names), heads_of(words))


@define
class Name:
    """All mentions of one spelling, give or take case, accents and hyphens."""

    surface: str
    evidence: set[str]
    kind: str | None
    mentions: list[tuple[int, int, str]] = field(factory=list)
    score: float = 0.0
    canonical: str = ""
    rule: str = ""


@annotator(
    "organisation",
    uses=["sentences"],
    labels=[Label("organisation", Organisation, "A named company, institution, court, association, media title …", "#4e79a7")],
    setup=tools_of,
)
def organisation(view: View, tools: Tools) -> Iterator[Annotation]:
    """Named organisations, with the fullest form of the name in the document."""
    names = _names(view, tools)
    for name in names.values():
        _weigh(name, view, tools)
    accepted = {key: name for key, name in names.items() if name.score >= ENOUGH}
    for key, name in accepted.items():
        for start, end, surface in name.mentions:
            yield Annotation(start, end, "organisation", Organisation(name.surface, name.kind), name.rule)


def _names(view: View, tools: Tools) -> dict[str, Name]:
    names: dict[str, Name] = {}
    taken = _taken(view, tools)
    n = 0
    for start, end, kind, rule in taken:
        surface = view.text[start:end].replace("’", "'").replace("\u00a0", " ")
        _add(names, key_of(surface), start, end, surface, (rule,), kind)
    for found in _RUN.finditer(view.text):
        pieces = tools.cues.pieces(found[0])
        if not pieces:
            continue
        base = found.start()
        for piece in pieces:
            start, end = base + piece.start, base + piece.end
            while n < len(taken) and taken[n][1] <= start:
                n += 1
            if n < len(taken) and taken[n][0] < end:
                continue
            _add(names, piece.key, start, end, piece.surface, piece.evidence, piece.kind)
    return names


def _taken(view: View, tools: Tools) -> list[tuple[int, int, str | None, str]]:
    """Names that a head begins and listed names met by the scan, the longest of those that overlap."""
    found = [(start, end, kind, "head") for start, end, kind in headed(view, tools.heads)]
    found += [(hit.start, hit.end, hit.value.kind, "listed") for hit in view[NAMES]]
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, str | None, str]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _add(
    names: dict[str, Name], key: str, start: int, end: int, surface: str, evidence: tuple[str, ...], kind: str | None
) -> None:
    name = names.get(key)
    if name is None:
        name = names[key] = Name(surface, set(evidence), kind)
    else:
        name.evidence.update(evidence)
        name.kind = name.kind or kind
    name.mentions.append((start, end, surface))


def _weigh(name: Name, view: View, tools: Tools) -> None:
    name.score = weight(name.evidence)
    if HOPELESS < name.score < CERTAIN:
        single = " " not in name.surface
        inside = False
        for start, end, _ in name.mentions[:LOOKED_AT]:
            words = tools.context.words_before(view.folded, start)
            inside = inside or bool(words)
            for told, kind in tools.context.left(words) + tools.context.right(view.folded, end):
                name.evidence.add(told)
                name.kind = name.kind or kind
        if inside:
            if "listed-word" in name.evidence:
                name.evidence.add("inside")
        elif single:
            name.evidence.add("opening")
        if len(name.mentions) > 2:
            name.evidence.add("repeated")
        name.score = weight(name.evidence)
    name.rule = max(name.evidence, key=lambda e: weight([e]), default="")
