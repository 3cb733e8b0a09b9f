"""The annotator: pieces are read, joined, framed by the words around them, and given their values."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Annotated, Literal

from attrs import define
from msgspec import Meta

from apostil import Annotation, Label, View, Words, annotator
from apostil_date.alone import Alone
from apostil_date.dateline import Datelines
from apostil_date.figures import Figures
from apostil_date.frame import Frames
from apostil_date.joins import Joins
from apostil_date.named import Named
from apostil_date.piece import Date, Piece
from apostil_date.tables import folded_set
from apostil_date.timeline import Timeline
from apostil_date.units import Units

COLOUR = "#9ecae1"
ALONE = 60
"""Characters of a text that may be a date and nothing else."""
SMALL_WORDS = (
    "date_article", "date_from", "date_to", "date_at", "date_link", "date_mod", "date_part_of_day_before", "date_month_before",
)  # fmt: skip
_START = attrgetter("start")
PREFER = {"past": -1, "future": 1, "nearest": 0}


@define
class Settings:
    """What may be changed of the dates."""

    prefer: Literal["past", "future", "nearest"] = "past"
    """Where a date lies that does not say its year, if no word tells."""
    dateline: bool = True
    """Whether a document without a reference date may take it from its own first lines."""
    fiscal_start: Annotated[int, Meta(ge=1, le=12)] = 1
    """The month in which a fiscal year begins; it is named for the calendar year in which it ends."""


@define
class Grammar:
    """What is compiled once for a language."""

    figures: Figures
    named: Named
    units: Units
    joins: Joins
    alone: Alone
    frames: Frames
    datelines: Datelines
    small_words: frozenset[str]
    """Words that may stand beside a date in a text that is nothing else."""


def compiled(words: Words) -> Grammar:
    phrases = folded_set(words, *SMALL_WORDS)
    small = frozenset(word for phrase in phrases for word in phrase.replace("'", "' ").split())
    return Grammar(
        Figures(words), Named(words), Units(words), Joins(words), Alone(words), Frames(words), Datelines(words), small
    )


@annotator(
    "date", requires=["numbers"], labels=[Label("date", Date, "A date, time, duration or repetition", COLOUR)], setup=compiled,
    settings=Settings,
)  # fmt: skip
def date(view: View, grammar: Grammar) -> Iterator[Annotation]:
    """Dates, times of the day, durations and repetitions, with their TIMEX3 values."""
    pieces = grammar.alone.added(view, grammar.joins.joined(view.folded, _read(view, grammar)))
    timeline: Timeline | None = view.memory.get("timeline")
    if timeline is None:
        timeline = view.memory["timeline"] = _timeline(view, grammar, pieces)
    for piece in pieces:
        if grammar.frames.framed(view, piece, timeline):
            yield _annotation(piece, timeline)


def _read(view: View, grammar: Grammar) -> list[Piece]:
    """All pieces in reading order; of those that overlap, the longest."""
    found = [*grammar.figures.pieces(view), *grammar.named.pieces(view), *grammar.units.pieces(view)]
    found.sort(key=_START)
    kept: list[Piece] = []
    for piece in found:
        if kept and piece.start < kept[-1].end:
            if piece.end - piece.start <= kept[-1].end - kept[-1].start:
                continue
            kept.pop()
        kept.append(piece)
    return kept


def _timeline(view: View, grammar: Grammar, pieces: list[Piece]) -> Timeline:
    settings: Settings = view.settings
    reference, to_the_day = view.reference_date, True
    if reference is None and settings.dateline and (told := grammar.datelines.reference(view, pieces)):
        reference, to_the_day = told
        view.date_document(reference)
    alone = view.first and _alone(view, grammar, pieces)
    prefer = 1 if alone and settings.prefer == "past" else PREFER[settings.prefer]
    return Timeline(reference, prefer, alone, settings.fiscal_start, to_the_day)


def _alone(view: View, grammar: Grammar, pieces: list[Piece]) -> bool:
    """Whether the text is one date and its small words, as typed into a calendar or a form."""
    if len(view.text) > ALONE or len(pieces) != 1:
        return False
    rest = f"{view.folded[: pieces[0].start]} {view.folded[pieces[0].end :]}"
    return all(word in grammar.small_words for word in rest.replace("'", "' ").split())


def _annotation(piece: Piece, timeline: Timeline) -> Annotation:
    kind = "DATE"
    if piece.kind == "length":
        kind = "DURATION"
    elif piece.kind == "set":
        kind = "SET"
    elif piece.part_of_day or (piece.until and piece.until.part_of_day) or piece.unit in ("TH", "TM", "TS"):
        kind = "TIME"
    mod = piece.mod
    return Annotation(piece.start, piece.end, "date", Date(kind, timeline.resolve(piece), mod), piece.rule)  # type: ignore[arg-type]
