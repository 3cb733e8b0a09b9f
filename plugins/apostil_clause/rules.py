"""What is compiled once for a language: frames, what they ask for, and the words of headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex
from attrs import define, field

from apostil import Words, finder, fold
from apostil_clause.cues import HEADING, LAYER, PREFIX, WORD_LAYER
from apostil_clause.frames import Bits, Frame, load_frames
from apostil_clause.headings import Meaning, gives_way, meanings
from apostil_clause.status import STATUSES, Status
from apostil_clause.taxonomy import taxonomy

CASES = 4096
"""Cases kept: a long document has some hundreds."""


class Masks(dict[str, int]):
    """Bits of each payload of the cue and word layers, other plugins' too."""

    def __init__(self, bits: Bits) -> None:
        self.bits = bits

    def __missing__(self, payload: str) -> int:
        self[payload] = self.bits.of(payload.split())
        return self[payload]


@define
class Case:
    """What sentences with the same cues may state."""

    mask: int
    """Features told by cues and surroundings."""
    frames: Sequence[Frame]
    """Frames that hold with the right annotations and words."""
    asked: int
    """Features that these frames ask annotations for."""
    placed: int
    """Bits of the cues whose places they ask for."""
    by_features: dict[int, Sequence[Frame]] = field(factory=dict)

    def possible(self, features: int) -> Sequence[Frame]:
        """Frames that hold with these annotations and the right words."""
        frames = self.by_features.get(features)
        if frames is None:
            mask = self.mask | features
            frames = self.by_features[features] = [frame for frame in self.frames if frame.possible(mask)]
        return frames


@define
class Rules:
    """Everything that typing a sentence needs."""

    bits: Bits
    masks: Masks
    frames: Mapping[int, Sequence[Frame]]
    """By bit of a class that they are looked up by."""
    against: Mapping[str, Sequence[Frame]]
    """Exclusions by type."""
    annotated: int
    """Features that annotations tell."""
    telling: Mapping[int, int]
    """Features that frames look at, and annotations do not tell; of those that can hold in a contract or not, by its bit."""
    starting: Mapping[int, int]
    """Classes by which these frames are looked up."""
    previous: Mapping[str, int]
    """Bit by type of the sentence before."""
    titles: regex.Pattern[str]
    """Words of headings of any class."""
    title_bits: Mapping[str, int]
    meanings: Sequence[Meaning]
    statuses: Sequence[tuple[Status, int]]
    """Bits of the cues of each status, in the order in which they are asked."""
    gives_way: Mapping[str, frozenset[str]]
    marks: Mapping[str, tuple[int, bool]]
    """By payload: how much it weighs for a contract, and whether it does in full where it is capitalised."""
    cases: dict[int, Case] = field(factory=dict)

    def case(self, mask: int) -> Case:
        """The case of the features `mask`: those that frames look at."""
        if len(self.cases) >= CASES:
            self.cases.clear()
        keys = [bit for bit in self.frames if bit & (mask | self.annotated)]
        found = sorted({f for bit in keys for f in self.frames[bit] if f.possible(mask, self.annotated)}, key=lambda f: f.place)
        around = [*found, *(f for kind in {f.type for f in found} for f in self.against.get(kind, ()))]
        asked = self.bits.joined(f.asked() for f in around) & self.annotated
        case = self.cases[mask] = Case(mask, found, asked, self.bits.joined(f.placed() for f in around))
        return case


def setup(words: Words) -> Rules:
    titles = _classes(words)
    lazy = frozenset(name for payload in words[WORD_LAYER].values() for name in str(payload).split())
    frames = load_frames(taxonomy(), lazy)
    bits = frames.bits
    contract = bits["contract"]
    annotated = bits.of(("amount", "rate", "date", "duration", "moment", "party", "several"))
    everywhere = [f for under in frames.by_class.values() for f in under]
    press = [f for f in everywhere if contract not in f.known]
    return Rules(
        bits,
        Masks(bits),
        {bits[name]: under for name, under in frames.by_class.items()},
        frames.against,
        annotated,
        {contract: _asked(bits, everywhere, annotated), 0: _asked(bits, press, annotated)},
        {contract: _keys(bits, everywhere), 0: _keys(bits, press)},
        {kind: bits["prev." + kind] for kind in taxonomy()},
        _standing(titles),
        {phrase: bits.of(names) for phrase, names in titles.items()},
        meanings(bits),
        [(name, bits["status_" + name]) for name in STATUSES],
        {kind: frozenset(others) for kind, others in gives_way().items()},
        _marks(words),
    )


def _asked(bits: Bits, frames: Iterable[Frame], annotated: int) -> int:
    return bits.joined(frame.asked() for frame in frames) & ~annotated


def _keys(bits: Bits, frames: Iterable[Frame]) -> int:
    return bits.joined(bits.of(frame.keys) for frame in frames)


def _marks(words: Words) -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for payload in words[LAYER].values():
        names = str(payload).split()
        weight = 3 if "contract_mark" in names else 1 if "contract_party" in names else 0
        if weight or "contract_role" in names:
            found[payload] = weight, "contract_role" in names
    return found


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
