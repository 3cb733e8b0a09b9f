"""Frames: what has to stand together in a sentence for it to state a term of a type.

A frame is written `acquire_verb~firm + amount`: all of its parts, separated by `+`, have to hold.

    a|b        one of these classes of cues is in the sentence
    !a|b       none of them is
    a~b        a cue of `a` and one of `b` stand at most `NEAR` characters apart
    a>b        a cue of `b` follows one of `a` at most `NEAR` characters on
    a>>b       the same, at most `CLOSE` characters on
    ^a         a cue of `a` begins the sentence
    amount, rate, date, duration, moment, period, party, several   annotations of this kind are in the sentence (date: of any
                                                           type, moment: not a duration, period: from one day to another,
                                                           several: two organisations)
    heading, contract                              the sentence is a heading; the document is a contract
    prev.x                                         the sentence before was given type `x`; in the press, one of the two before
    under.x                                        a heading over the sentence was given type `x`

Frames are looked up by the cues of their first part, which therefore has to name a class that is scanned, an amount or a rate,
or a class of words of headings (`h_…`). Each frame has a weight; a sentence states a type when the weights of its frames for
that type sum to `THRESHOLD`. Negative weights are exclusions.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from importlib import resources
from operator import or_

from attrs import define, field

NEAR = 60
"""Characters between two cues that belong together: about ten words."""
CLOSE = 20
"""Characters between two cues that are words of one phrase: `$90 million three-year supply contract`."""
BEGINNING = 14
"""Characters before a cue that still begins its sentence: an article, a conjunction."""
THRESHOLD = 1.0
_SIDES = re.compile(r">>?|~")
CONTEXT = ("amount", "rate", "date", "duration", "moment", "period", "party", "several", "heading", "contract", "beginning")


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


def bits_in(mask: int) -> Iterator[int]:
    """The bits of `mask`, one by one: a sentence has some tens of more than a thousand."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


Place = tuple[int, int, int]
"""Start, end and bits of a cue."""
Test = tuple[int, int, bool, int]
"""Bits of two kinds of cues that stand close together, whether in this order, and the most characters between them."""


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
    sought: Sequence[int]
    """Of each part that needs looking, the bits of which one has to be there."""
    none_of: int
    tests: Sequence[Test]
    """How cues have to stand."""
    asked: int
    """Bits that tell whether the frame holds."""

    def possible(self, mask: int, more: int = 0) -> bool:
        """Whether the parts that need no looking hold in a sentence of the features `mask`, and any of `more`."""
        if mask & self.none_of:
            return False
        mask |= more
        for some in self.known:  # noqa: SIM110  a loop costs half of what `all` and a generator do
            if not mask & some:
                return False
        return True

    def found(self, mask: int) -> bool:
        """Whether the parts that need looking hold, as far as features tell."""
        return all(mask & some for some in self.sought)


def stands(test: Test, places: Sequence[Place]) -> bool:
    """Whether of some `places`, in order, one has bits of `left` and one, at most `near` characters on, bits of `right`."""
    left, right, ordered, near = test
    left_end = right_end = -near - 1
    for start, end, bits in places:
        if bits & right:
            if start - left_end <= near or (bits & left and not ordered):
                return True
            if end > right_end:
                right_end = end
        if bits & left:
            if start - right_end <= near and not ordered:
                return True
            if end > left_end:
                left_end = end
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
        none_of, tests = 0, list[Test]()
        for part in parts:
            sides = [side.split("|") for side in _SIDES.split(part.strip("!^"))]
            masks = [self.bits.of(side) for side in sides]
            if part[0] == "!":
                none_of |= masks[0]
                continue
            all_of += zip(sides, masks, strict=True)
            if part[0] == "^":
                tests.append((self.bits["beginning"], masks[0], True, NEAR))
            elif len(masks) > 1:
                tests.append((masks[0], masks[1], ">" in part, CLOSE if ">>" in part else NEAR))
        lazy = tuple(mask for names, mask in all_of if self.lazy.intersection(names))
        known = tuple(mask for names, mask in all_of if not self.lazy.intersection(names))
        asked = self.bits.joined((*known, *lazy, none_of))
        rule = "-".join("".join(c if c.isalnum() else " " for c in source).split())
        self.known += 1
        return Frame(self.known, kind, rule, weight, self._keys(parts[0]), known, lazy, none_of, tuple(tests), asked)

    def _keys(self, part: str) -> Sequence[str]:
        """The side of the first part whose classes are all known before any is looked for."""
        for side in _SIDES.split(part.strip("^")):
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
