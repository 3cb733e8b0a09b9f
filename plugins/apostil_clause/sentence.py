"""Typing one sentence: its cues, the frames they may complete, the words these ask for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from apostil import Hit, View
from apostil_clause.arguments import Entities
from apostil_clause.cues import WORD_LAYER
from apostil_clause.frames import THRESHOLD, Frame, Place
from apostil_clause.rules import Rules


class Unit(msgspec.Struct, gc=False):
    """A sentence or heading, and the types found for it."""

    hit: Hit
    mask: int
    """Features, of its surroundings and its own."""
    types: dict[str, str]
    """Rule by type."""
    first: int
    last: int
    """Indexes of the first annotation inside and of that after the last."""


class Reader:
    """Types sentences of a view."""

    def __init__(self, view: View, rules: Rules, entities: Entities, contract: int) -> None:
        self.rules = rules
        self.entities = entities
        self.telling = rules.telling[contract]
        self.folded = view.folded
        words = view[WORD_LAYER]
        self.words = list(words)
        self.starts = words.starts

    def title(self, hit: Hit, mask: int, cues: Sequence[Hit]) -> Unit:
        """What a heading states, its own words counted."""
        rules = self.rules
        mask |= rules.bits["heading"]
        for found in rules.titles.finditer(self.folded, hit.start, hit.end):
            mask |= rules.title_bits[found[0]]
        return self.read(hit, mask, cues) or Unit(hit, mask, {}, *self.entities.inside(hit.start, hit.end))

    def read(self, hit: Hit, mask: int, cues: Sequence[Hit]) -> Unit | None:
        """What a sentence states that has these `cues`, and, with its surroundings, the features `mask`. None for nothing."""
        rules, entities = self.rules, self.entities
        known = mask & self.telling
        case = rules.cases.get(known) or rules.case(known)
        if not case.frames:
            return None
        start, end = hit.start, hit.end
        first, last = entities.inside(start, end)
        features = entities.features(first, last, case.asked) if first < last and case.asked else 0
        frames = case.by_features.get(features)
        if frames is None:
            frames = case.possible(features)
        if not frames:
            return None
        placed, places = case.placed, list[Place]()
        mask |= features
        masks = rules.masks
        for found in (cues, self._words(start, end)):
            for cue in found:
                bits = masks[cue.value]
                mask |= bits
                if bits & placed:
                    places.append((cue.start, cue.end, bits))
        if placed & rules.annotated:
            places += entities.places(first, last, placed)
        if len(places) > 1:
            places.sort()
        types = _stated(frames, mask, places, start, rules)
        return Unit(hit, mask, types, first, last) if types else None

    def _words(self, start: int, end: int) -> Sequence[Hit]:
        """The words inside a span that many sentences have."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        if last > first and self.words[last - 1].end > end:
            last -= 1
        return self.words[first:last]


def _stated(frames: Iterable[Frame], mask: int, places: Sequence[Place], start: int, rules: Rules) -> dict[str, str]:
    """Types whose frames weigh enough, each with the rule that weighs most."""
    weights: dict[str, float] = {}
    best: dict[str, Frame] = {}
    for frame in frames:
        if not mask & frame.none_of and mask & frame.need == frame.need and frame.holds(mask, places, start):
            kind = frame.type
            weights[kind] = weights.get(kind, 0.0) + frame.weight
            if kind not in best or frame.weight > best[kind].weight:
                best[kind] = frame
    against = rules.against
    for kind in weights:
        if kind in against:
            for frame in against[kind]:
                if frame.possible(mask) and frame.holds(mask, places, start):
                    weights[kind] += frame.weight
    stated = {kind: best[kind] for kind, weight in weights.items() if weight >= THRESHOLD}
    if len(stated) == 1:
        return {kind: frame.rule for kind, frame in stated.items()}
    return {
        kind: frame.rule
        for kind, frame in stated.items()
        if frame.weight > THRESHOLD or stated.keys().isdisjoint(rules.gives_way.get(kind, ()))
    }
