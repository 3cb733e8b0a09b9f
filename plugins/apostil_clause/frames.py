"""Frames: what has to stand together in a sentence for it to state a term of a type.

A frame is written `party + acquire_verb + firm|amount`: all of its parts, separated by `+`, have to hold.

    a|b        one of these classes of cues is in the sentence
    !a|b       none of them is
    a~b        a cue of `a` and one of `b` stand at most `NEAR` characters apart
    a>b        a cue of `b` follows one of `a` at most `NEAR` characters on
    ^a         a cue of `a` begins the sentence
    amount, rate, date, duration, party      an annotation of this kind is in the sentence
    heading, contract                        the sentence is a heading; the document is a contract
    under.x                                  the section's heading has a cue of class `x`
    prev.x                                   the sentence before was given type `x`

The first part is looked up by its cues, so it has to be positive and of cues. Each frame has a weight; a sentence states
a type when the weights of its frames for that type sum to `THRESHOLD`. Negative weights are exclusions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources

from attrs import define, field

NEAR = 60
"""Characters between two cues that belong together: about ten words."""
BEGINNING = 14
"""Characters before a cue that still begins its sentence: an article, a conjunction."""
THRESHOLD = 1.0
CONTEXT = ("amount", "rate", "date", "duration", "party", "several", "heading", "contract")


class Bits(dict[str, int]):
    """A bit for each class, context or inherited feature, given on first sight."""

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

    def near(self, left: int, right: int, ordered: bool) -> bool:
        """Whether a cue of `left` and one of `right` stand close together. Sentences hold few cues: a double loop is short,
        and cut off at `NEAR`."""
        for i, (_, end, bits) in enumerate(self.places):
            if not bits & (left | right):
                continue
            for start, _, other in self.places[i + 1 : i + 16]:
                if start - end > NEAR:
                    break
                if (bits & left and other & right) or (not ordered and bits & right and other & left):
                    return True
            if bits & left and bits & right and not ordered:
                return True
        return False

    def begins(self, wanted: int) -> bool:
        return any(bits & wanted for start, _, bits in self.places[:3] if start - self.start <= BEGINNING)


Test = Callable[[Facts], bool]


@define
class Frame:
    """One line of `frames.toml`, compiled."""

    type: str
    source: str
    weight: float
    keys: Sequence[str]
    """Classes by one of which the frame is looked up."""
    all_of: tuple[int, ...]
    none_of: int
    tests: tuple[Test, ...]

    @property
    def rule(self) -> str:
        """Name of the rule in annotations."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.source).split())

    def holds(self, facts: Facts) -> bool:
        mask = facts.mask
        if mask & self.none_of:
            return False
        for some in self.all_of:
            if not mask & some:
                return False
        return all(test(facts) for test in self.tests)


@define
class Frames:
    """All frames, found by the classes of cues that a sentence holds."""

    bits: Bits = field(factory=Bits)
    by_class: dict[str, list[Frame]] = field(factory=dict)

    def add(self, kind: str, source: str, weight: float) -> None:
        frame = _compiled(kind, source, weight, self.bits)
        for key in frame.keys:
            self.by_class.setdefault(key, []).append(frame)


def load_frames(types: Iterable[str]) -> Frames:
    """Frames of `frames.toml`. A class named for a type is a frame of that type by itself."""
    frames = Frames()
    frames.bits.of(CONTEXT)
    tables: Mapping[str, Mapping[str, float]] = tomllib.loads(
        resources.files("apostil_clause").joinpath("frames.toml").read_text("utf-8")
    )
    for kind in types:
        lines = tables.get(kind, {kind: THRESHOLD})
        bare = any(kind in source.split(" + ")[0].split("|") for source in lines)
        for source, weight in (lines if bare else {kind: THRESHOLD, **lines}).items():
            frames.add(kind, source, weight)
    return frames


def _compiled(kind: str, source: str, weight: float, bits: Bits) -> Frame:
    """Raises `ValueError` where the first part is not a choice of cues."""
    parts = [part.strip() for part in source.split(" + ")]
    keys = tuple(parts[0].replace("^", "").replace(">", "~").split("~")[0].split("|"))
    if parts[0].startswith("!") or set(keys) & set(CONTEXT):
        raise ValueError(f"frame {source!r} of {kind}: its first part is not of cues")
    all_of: list[int] = []
    none_of = 0
    tests: list[Test] = []
    for part in parts:
        if part[0] == "!":
            none_of |= bits.of(part[1:].split("|"))
        elif part[0] == "^":
            tests.append(_begins(bits.of(part[1:].split("|"))))
        elif "~" in part or ">" in part:
            left, _, right = part.replace(">", "~").partition("~")
            tests.append(_near(bits.of(left.split("|")), bits.of(right.split("|")), ">" in part))
        else:
            all_of.append(bits.of(part.split("|")))
    return Frame(kind, source, weight, keys, tuple(all_of), none_of, tuple(tests))


def _begins(wanted: int) -> Test:
    return lambda facts: facts.begins(wanted)


def _near(left: int, right: int, ordered: bool) -> Test:
    return lambda facts: facts.near(left, right, ordered)
