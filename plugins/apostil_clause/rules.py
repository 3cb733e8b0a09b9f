"""What is compiled once for a language: frames, and the words that are looked for on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex
from attrs import define

from apostil import Words, finder, fold
from apostil_clause.cues import HEADING, LAYER, PREFIX, WORD_LAYER
from apostil_clause.frames import Bits, Frame, Frames, load_frames
from apostil_clause.headings import gives_way
from apostil_clause.roles import Roles
from apostil_clause.status import STATUSES, Status
from apostil_clause.taxonomy import taxonomy


@define
class Candidates:
    """Frames that a sentence may complete. Frames are keys, so that they stay in order and are met once."""

    by_cue: dict[str, dict[Frame, None]]
    """By payload of the cue layer."""
    by_amount: dict[Frame, None]
    by_rate: dict[Frame, None]


@define
class Rules:
    """Everything that typing a sentence needs."""

    bits: Bits
    masks: dict[str, int]
    """Bits of each payload of the cue and word layers."""
    amount: int
    rate: int
    contract: Candidates
    press: Candidates
    """Those that can hold in a text that is not a contract."""
    titles: regex.Pattern[str]
    """Words of headings of any class."""
    title_bits: dict[str, int]
    title_frames: Mapping[str, Mapping[Frame, None]]
    """Frames by folded word of a heading."""
    against: Mapping[str, Sequence[Frame]]
    """Exclusions by type."""
    statuses: Sequence[tuple[Status, int]]
    """Bits of the cues of each status, in the order in which they are asked."""
    gives_way: Mapping[str, Sequence[str]]
    roles: Roles


def setup(words: Words) -> Rules:
    payloads = {str(payload) for payload in words[LAYER].values()}
    asked = {str(payload) for payload in words[WORD_LAYER].values()}
    titles = _classes(words)
    lazy = frozenset(name for payload in asked for name in payload.split()).union(*titles.values())
    frames = load_frames(taxonomy(), lazy)
    contract = _candidates(frames, payloads, 0)
    press = _candidates(frames, payloads, frames.bits["contract"])
    return Rules(
        frames.bits,
        {payload: frames.bits.of(payload.split()) for payload in payloads | asked},
        frames.bits["amount"],
        frames.bits["rate"],
        contract,
        press,
        _standing(titles),
        {phrase: frames.bits.of(names) for phrase, names in titles.items()},
        {phrase: _under(frames, names, 0) for phrase, names in titles.items()},
        frames.against,
        [(name, frames.bits["status_" + name]) for name in STATUSES],
        gives_way(),
        Roles.of(words),
    )


def _candidates(frames: Frames, payloads: Iterable[str], without: int) -> Candidates:
    by_cue = {payload: _under(frames, payload.split(), without) for payload in payloads}
    return Candidates(by_cue, _under(frames, ["amount"], without), _under(frames, ["rate"], without))


def _under(frames: Frames, names: Iterable[str], without: int) -> dict[Frame, None]:
    """Frames looked up by any of `names` that can hold without the feature `without`."""
    return {frame: None for name in names for frame in frames.by_class.get(name, ()) if not frame.needs(without)}


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
