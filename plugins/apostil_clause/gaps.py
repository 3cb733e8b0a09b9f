"""Gapped phrases: two halves that stand close together, whatever few words are between: `made .. offer`.

Each half is scanned for as a class of its own, `offer_made<3` and `offer_made>3` for the third gapped pattern of `offer_made`;
where the halves meet, the class is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from apostil import pattern
from apostil_clause.frames import Bits, Place

DOTS = " .. "
"""What a gap is written as."""
LEFT, RIGHT = "<", ">"
"""What follows the name of a class in those of its halves."""
WIDEST = 30
"""Characters between the halves: three or four words."""
BEHIND = 6
"""Cues before a right half that are looked at."""
_FEW = pattern(rf"[ \n'][\w\n '%-]{{0,{WIDEST}}}")


@define
class Gaps:
    """The gapped phrases of a language."""

    lefts: int
    rights: int
    halves: Sequence[tuple[int, int, int]]
    """Bits of left half, right half and class."""
    _met: dict[tuple[int, int], int] = field(factory=dict)

    @classmethod
    def of(cls, names: Iterable[str], bits: Bits) -> Gaps:
        """Those whose left halves are among the classes `names`."""
        lefts = sorted({name for name in names if LEFT in name})
        rights = [name.replace(LEFT, RIGHT) for name in lefts]
        wholes = [name.partition(LEFT)[0] for name in lefts]
        halves = [(bits[a], bits[b], bits[c]) for a, b, c in zip(lefts, rights, wholes, strict=True)]
        return cls(bits.of(lefts), bits.of(rights), halves)

    def met(self, left: int, right: int) -> int:
        """Classes found where a cue of the bits `left` stands before one of the bits `right`."""
        pair = (left & self.lefts, right & self.rights)
        if pair not in self._met:
            self._met[pair] = Bits.joined(c for a, b, c in self.halves if a & pair[0] and b & pair[1])
        return self._met[pair]

    def filled(self, cues: list[Place], folded: str) -> list[Place]:
        """`cues`, in order, and a place for each gapped phrase whose halves they are."""
        more = [place for i, cue in enumerate(cues) if cue[2] & self.rights for place in self._ending(i, cues, folded)]
        return sorted(cues + more) if more else cues

    def _ending(self, right: int, cues: list[Place], folded: str) -> Iterable[Place]:
        start, end, bits = cues[right]
        for left_start, left_end, left in reversed(cues[max(0, right - BEHIND) : right]):
            if left_end > start or not left & self.lefts:
                continue
            if start - left_end > WIDEST:
                return
            found = self.met(left, bits)
            if found and _FEW.fullmatch(folded, left_end, start):
                yield left_start, end, found
