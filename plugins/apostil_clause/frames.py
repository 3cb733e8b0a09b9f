"""Frames: what has to stand together in a sentence for it to state a term of a type.

A frame is written `acquire_verb~firm + amount`: all of its parts, separated by `+`, have to hold.

    a|b        one of these classes of cues is in the sentence
    !a|b       none of them is
    a~b        a cue of `a` and one of `b` stand at most `NEAR` characters apart
    a>b        a cue of `b` follows one of `a` at most `NEAR` characters on
    ^a         a cue of `a` begins the sentence
    amount, rate, date, duration, moment, party, several   annotations of this kind are in the sentence (date: of any type,
                                                           moment: not a duration, several: two organisations)
    heading, contract                              the sentence is a heading; the document is a contract
    prev.x                                         the sentence before was given type `x`

Frames are looked up by the cues of their first part, which therefore has to name a class that is scanned, an amount or a rate,
or a class of words of headings (`h_…`). Each frame has a weight; a sentence states a type when the weights of its frames for
that type sum to `THRESHOLD`. Negative weights are exclusions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from importlib import resources
from operator import or_

from attrs import define, field

NEAR = 60
"""Characters between two cues that belong together: about ten words."""
BEGINNING = 14
"""Characters before a cue that still begins its sentence: an article, a conjunction."""
THRESHOLD = 1.0
CONTEXT = ("amount", "rate", "date", "duration", "moment", "party", "several", "heading", "contract")


class Bits(dict[str, int]):
    """A bit for each class and feature, given on first sight."""

    def __missing__(self, name: str) -> int:
        self[name] = 1 << len(self)
        return self[name]

    def of(self, names: Iterable[str]) -> int:
        return self.joined(self[name] for name in names)

    @staticmethod
    def joined(masks: Iterable[int]) -> int:
        return reduce(or_, masks, 0)


Place = tuple[int, int, int]
"""Start, end and bits of a cue."""


@define(eq=False)
class Frame:
    """One line of `frames.toml`, compiled."""

    place: int
    """Its number among all frames."""
    type: str
    rule: str
    """Name of the rule in annotations."""
    weight: float
    keys: Sequence[str]
    """Classes by one of which the frame is looked up."""
    known: Sequence[int]
    """Of each part that needs no looking, the bits of which one has to be there."""
    need: int
    """Bits that have to be there, of the parts that need looking and leave no choice."""
    sought: Sequence[int]
    """Of each other part that needs looking, the bits of which one has to be there."""
    none_of: int
    first: int
    """Bits of which one has to begin the sentence; 0 where nothing has to."""
    near: Sequence[tuple[int, int, bool]]
    """Bits that have to stand close together, and whether in this order."""

    def possible(self, mask: int, more: int = 0) -> bool:
        """Whether the parts that need no looking hold in a sentence of the features `mask`, and any of `more`."""
        return not mask & self.none_of and all((mask | more) & some for some in self.known)

    def asked(self) -> int:
        """Bits that tell whether the frame holds."""
        return Bits.joined((*self.known, *self.sought, self.need, self.none_of))

    def placed(self) -> int:
        """Bits of the cues whose places tell."""
        return Bits.joined((self.first, *(left | right for left, right, _ in self.near)))

    def holds(self, mask: int, places: Sequence[Place], start: int) -> bool:
        """Whether the frame, being possible, holds in a sentence that begins at `start`: `places` are in order."""
        if mask & self.none_of or mask & self.need != self.need:
            return False
        for some in self.sought:
            if not mask & some:
                return False
        for left, right, ordered in self.near:
            if not _near(places, left, right, ordered):
                return False
        return not self.first or any(bits & self.first for at, _, bits in places[:3] if at - start <= BEGINNING)


def _near(places: Sequence[Place], left: int, right: int, ordered: bool) -> bool:
    """Whether a cue of `left` and one of `right` stand close together."""
    both = left | right
    for i, (_, end, bits) in enumerate(places):
        if not bits & both:
            continue
        if bits & left and bits & right and not ordered:
            return True
        for start, _, other in places[i + 1 : i + 20]:
            if start - end > NEAR:
                break
            if (bits & left and other & right) or (not ordered and bits & right and other & left):
                return True
    return False


@define
class Frames:
    """All frames, found by the classes of cues that a sentence holds."""

    lazy: frozenset[str]
    """Classes of words that are looked for on demand."""
    bits: Bits = field(factory=Bits)
    by_class: dict[str, list[Frame]] = field(factory=dict)
    against: dict[str, list[Frame]] = field(factory=dict)
    """Frames of negative weight by type: tried only where another one speaks for the type."""
    known: int = 0
    """Number of frames."""

    def add(self, kind: str, source: str, weight: float) -> None:
        """Raises `ValueError` where the first part of `source` is none to look up by."""
        frame = self._compiled(kind, source, weight)
        if weight < 0:
            self.against.setdefault(kind, []).append(frame)
            return
        for key in frame.keys:
            self.by_class.setdefault(key, []).append(frame)

    def _compiled(self, kind: str, source: str, weight: float) -> Frame:
        parts = [part.strip() for part in source.split(" + ")]
        all_of: list[tuple[list[str], int]] = []
        none_of, first, near = 0, 0, list[tuple[int, int, bool]]()
        for part in parts:
            sides = [side.split("|") for side in part.strip("!^").replace(">", "~").split("~")]
            masks = [self.bits.of(side) for side in sides]
            if part[0] == "!":
                none_of |= masks[0]
                continue
            all_of += zip(sides, masks, strict=True)
            if part[0] == "^":
                first |= masks[0]
            elif len(masks) > 1:
                near.append((masks[0], masks[1], ">" in part))
        lazy = [mask for names, mask in all_of if self.lazy.intersection(names)]
        known = tuple(mask for names, mask in all_of if not self.lazy.intersection(names))
        need = self.bits.joined(mask for mask in lazy if mask.bit_count() == 1)
        choices = tuple(mask for mask in lazy if mask.bit_count() > 1)
        rule = "-".join("".join(c if c.isalnum() else " " for c in source).split())
        self.known += 1
        return Frame(self.known, kind, rule, weight, self._keys(parts[0]), known, need, choices, none_of, first, tuple(near))

    def _keys(self, part: str) -> Sequence[str]:
        """The side of the first part whose classes are all known before any is looked for."""
        for side in part.strip("^").replace(">", "~").split("~"):
            names = side.split("|")
            if part[0] != "!" and not self.lazy.intersection(names) and not set(CONTEXT[2:]).intersection(names):
                return names
        raise ValueError(f"frame {part!r}: its first part has to be of scanned cues")


def load_frames(types: Iterable[str], lazy: frozenset[str]) -> Frames:
    """Frames of `frames.toml`. Where none of a type begins with the class named for it, that class is a frame by itself."""
    frames = Frames(lazy)
    frames.bits.of(CONTEXT)
    path = resources.files("apostil_clause").joinpath("frames.toml")
    tables: Mapping[str, Mapping[str, float]] = tomllib.loads(path.read_text("utf-8"))
    for kind in types:
        lines = tables.get(kind, {})
        named = any(kind in source.split(" + ")[0].split("|") for source in lines)
        for source, weight in (lines if named else {kind: THRESHOLD, **lines}).items():
            frames.add(kind, source, weight)
    return frames
