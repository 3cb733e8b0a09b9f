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
    under.x                                        a heading over the sentence was given type `x`

Frames are looked up by the cues of their first part, which therefore has to name a class that is scanned, an amount or a rate,
or a class of words of headings (`h_…`). Each frame has a weight; a sentence states a type when the weights of its frames for
that type sum to `THRESHOLD`. Negative weights are exclusions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources

from attrs import define, field

from apostil_clause.cues import HEADING

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
        mask = 0
        for name in names:
            mask |= self[name]
        return mask


@define
class Facts:
    """What is known of a sentence: features as bits, and where its cues are."""

    mask: int
    places: list[tuple[int, int, int]]
    """Start, end and bits of each cue, in order."""
    start: int
    looked: bool = False
    """Whether the words that many sentences have are among them."""

    def near(self, left: int, right: int, ordered: bool) -> bool:
        """Whether a cue of `left` and one of `right` stand close together."""
        both = left | right
        for i, (_, end, bits) in enumerate(self.places):
            if not bits & both:
                continue
            if bits & left and bits & right and not ordered:
                return True
            for start, _, other in self.places[i + 1 : i + 20]:
                if start - end > NEAR:
                    break
                if (bits & left and other & right) or (not ordered and bits & right and other & left):
                    return True
        return False

    def begins(self, wanted: int) -> bool:
        return any(bits & wanted for start, _, bits in self.places[:3] if start - self.start <= BEGINNING)


Test = Callable[[Facts], bool]


@define(eq=False)
class Frame:
    """One line of `frames.toml`, compiled."""

    type: str
    rule: str
    """Name of the rule in annotations."""
    weight: float
    keys: Sequence[str]
    """Classes by one of which the frame is looked up."""
    asks: bool
    """Whether it needs words that many sentences have."""
    need: int
    """Bits that have to be there, of the parts that need no looking and leave no choice."""
    known: tuple[int, ...]
    """Of each other part that needs no looking, the bits of which one has to be there."""
    sought: tuple[int, ...]
    none_of: int
    tests: tuple[Test, ...]

    def needs(self, bit: int) -> bool:
        """Whether it cannot hold without the feature `bit`."""
        return self.need & bit != 0

    def possible(self, mask: int) -> bool:
        """Whether the parts that need no looking hold."""
        return mask & self.need == self.need and not mask & self.none_of and self.chosen(mask)

    def chosen(self, mask: int) -> bool:
        """Whether of each choice that needs no looking one is there."""
        for some in self.known:  # noqa: SIM110  a loop costs half of what `all` and a generator do
            if not mask & some:
                return False
        return True

    def holds(self, facts: Facts) -> bool:
        mask = facts.mask
        if mask & self.none_of:
            return False
        for some in self.sought:
            if not mask & some:
                return False
        for test in self.tests:  # noqa: SIM110  as above
            if not test(facts):
                return False
        return True


@define
class Frames:
    """All frames, found by the classes of cues that a sentence holds."""

    lazy: frozenset[str]
    """Classes that are not scanned."""
    bits: Bits = field(factory=Bits)
    by_class: dict[str, list[Frame]] = field(factory=dict)
    against: dict[str, list[Frame]] = field(factory=dict)
    """Frames of negative weight by type: tried only where another one speaks for the type."""

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
        known: list[int] = []
        sought: list[int] = []
        none_of, tests = 0, list[Test]()
        for part in parts:
            names = part.strip("!^").split("|")
            if part[0] == "!":
                none_of |= self.bits.of(names)
            elif part[0] == "^":
                tests.append(_begins(self.bits.of(names)))
            elif "~" in part or ">" in part:
                sides = [side.split("|") for side in part.replace(">", "~").split("~")]
                masks = [self.bits.of(side) for side in sides]
                tests.append(_near(masks[0], masks[1], ">" in part))
                known += [mask for side, mask in zip(sides, masks, strict=True) if not self.lazy.intersection(side)]
            else:
                (sought if self.lazy.intersection(names) else known).append(self.bits.of(names))
        asked = {name for part in parts for name in part.strip("!^").replace(">", "|").replace("~", "|").split("|")}
        need = 0
        for mask in known:
            need |= mask if mask.bit_count() == 1 else 0
        choices = tuple(mask for mask in known if mask.bit_count() > 1)
        rule = "-".join("".join(c if c.isalnum() else " " for c in source).split())
        asks = not self.lazy.isdisjoint(asked)
        return Frame(kind, rule, weight, self._keys(parts[0]), asks, need, choices, tuple(sought), none_of, tuple(tests))

    def _keys(self, part: str) -> Sequence[str]:
        """The side of the first part whose classes are all known before any is looked for."""
        for side in part.strip("^").replace(">", "~").split("~"):
            names = side.split("|")
            usable = not self.lazy.intersection(names) and not set(CONTEXT[2:]).intersection(names)
            if part[0] != "!" and (usable or all(name.startswith(HEADING) for name in names)):
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


def _begins(wanted: int) -> Test:
    return lambda facts: facts.begins(wanted)


def _near(left: int, right: int, ordered: bool) -> Test:
    return lambda facts: facts.near(left, right, ordered)
