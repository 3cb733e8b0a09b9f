"""What sentences with the same cues have in common, remembered: which frames are left to try, and what these may state."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from apostil_clause.frames import Frame, Test


@define
class Verdict:
    """What a sentence of a case states that has certain words and annotations."""

    frames: Sequence[Frame]
    """Frames that hold if their cues stand as asked."""
    tests: Sequence[Test]
    """How their cues have to stand."""
    placed: int
    """Bits of the cues whose places these tests ask for."""
    types: dict[tuple[bool, ...], dict[str, str]] = field(factory=dict)
    """Rule by type, by what these tests say."""


@define
class Case:
    """What sentences with the same cues may state."""

    frames: Sequence[Frame]
    """Frames that hold with the right annotations and words."""
    asked: int
    """Features that these frames ask about."""
    annotated: int
    """Those of them that annotations tell."""
    around: int
    """Those of them that the sentences before and the headings above tell."""
    hopes: dict[int, bool] = field(factory=dict)
    """By features of annotations and of what is around: whether a frame can hold with the right words."""
    verdicts: dict[int, Verdict] = field(factory=dict)
    """By features among those asked."""

    def hope(self, mask: int) -> bool:
        hope = self.hopes[mask & (self.annotated | self.around)] = any(frame.possible(mask) for frame in self.frames)
        return hope
