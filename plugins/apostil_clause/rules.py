"""What is compiled once for a language: frames, and the words that are looked for on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex
from attrs import define

from apostil import Words, finder, fold
from apostil_clause.cues import LAYER, PREFIX, WORD_LAYER
from apostil_clause.frames import HEADING, Bits, Frame, load_frames
from apostil_clause.headings import gives_way
from apostil_clause.status import STATUSES
from apostil_clause.taxonomy import taxonomy


@define
class Rules:
    """Everything that typing a sentence needs."""

    bits: Bits
    masks: dict[str, int]
    """Bits of each payload of the cue and word layers."""
    frames: dict[str, tuple[Frame, ...]]
    """Frames that each payload of the cue layer may complete."""
    by_amount: Sequence[Frame]
    by_rate: Sequence[Frame]
    titles: regex.Pattern[str]
    """Words of headings of any class."""
    title_bits: dict[str, int]
    title_frames: Mapping[str, Sequence[Frame]]
    """Frames by folded word of a heading."""
    statuses: dict[str, regex.Pattern[str]]
    gives_way: Mapping[str, Sequence[str]]


def setup(words: Words) -> Rules:
    payloads = {str(payload) for payload in words[LAYER].values()}
    asked = {str(payload) for payload in words[WORD_LAYER].values()}
    titles = _classes(words)
    lazy = {name for payload in asked for name in payload.split()}.union(*titles.values())
    frames = load_frames(taxonomy(), lazy)
    return Rules(
        frames.bits,
        {payload: frames.bits.of(payload.split()) for payload in payloads | asked},
        {p: tuple(f for name in p.split() for f in frames.by_class.get(name, ())) for p in payloads},
        frames.by_class.get("amount", []),
        frames.by_class.get("rate", []),
        _standing(titles),
        {phrase: frames.bits.of(names) for phrase, names in titles.items()},
        {phrase: [f for name in names for f in frames.by_class.get(name, ())] for phrase, names in titles.items()},
        {name: _standing(words[PREFIX + "status_" + name]) for name in STATUSES},
        gives_way(),
    )


def _classes(words: Words) -> dict[str, list[str]]:
    """Classes of each word of headings, folded."""
    found: dict[str, list[str]] = {}
    for name in words:
        if name.startswith(PREFIX + HEADING):
            for phrase in words[name]:
                found.setdefault(fold(phrase), []).append(name[len(PREFIX) :])
    return found


def _standing(phrases: Iterable[str]) -> regex.Pattern[str]:
    return finder(r"(?<!\w) <<phrase>> (?: (?<=') | (?!\w) )", {"phrase": list(phrases)})
