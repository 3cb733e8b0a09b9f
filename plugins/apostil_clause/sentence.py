"""Typing one sentence: its cues, the frames they may complete, the words these ask for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from apostil import Hit, View
from apostil_clause.arguments import Entities
from apostil_clause.cues import WORD_LAYER
from apostil_clause.frames import BEGINNING, NEAR, Frame, Place, stands
from apostil_clause.rules import Rules

_WORD = re.compile(r"\w+")


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
        self.frames: dict[tuple[int, int], Sequence[Frame]] | None = None if view.rejected is None else {}
        """Frames that hold, by sentence, where the run explains."""

    def title(self, hit: Hit, mask: int, cues: Sequence[Place]) -> Unit:
        """What a heading states, its own words counted."""
        rules = self.rules
        mask |= rules.bits["heading"]
        if not rules.title_words.isdisjoint(_WORD.findall(self.folded, hit.start, hit.end)):
            mask |= self._titles(hit)
        unit = self.read(hit, mask, cues)
        if unit is None:
            return Unit(hit, mask, {}, *self.entities.inside(hit.start, hit.end))
        unit.types = {**unit.types}
        return unit

    def _titles(self, hit: Hit) -> int:
        """Bits of the words of headings in a heading."""
        rules, mask, done = self.rules, 0, hit.start
        for word in _WORD.finditer(self.folded, hit.start, hit.end):
            if word[0] in rules.title_words and word.start() >= done:
                found = rules.titles.match(self.folded, word.start(), hit.end)
                if found is not None:
                    mask |= rules.title_bits[found[0]]
                    done = found.end()
        return mask

    def read(self, hit: Hit, mask: int, cues: Sequence[Place]) -> Unit | None:
        """What a sentence states that has these `cues`, and, with its surroundings, the features `mask`. None for nothing."""
        rules, entities = self.rules, self.entities
        known = mask & self.telling
        case = rules.cases.get(known) or rules.case(known)
        if not case.frames:
            return None
        start, end = hit.start, hit.end
        first, last = entities.inside(start, end)
        features = mask & case.around
        if first < last and case.annotated:
            annotated = entities.features(first, last, case.annotated)
            mask |= annotated
            features |= annotated
        hope = case.hopes.get(features)
        if hope is None:
            hope = case.hope(mask)
        if not hope:
            return None
        words = self._words(start, end)
        folded, masks = self.folded, rules.word_masks
        for word in words:
            mask |= masks[folded[word.start : word.end]]
        verdict = case.verdicts.get(mask & case.asked) or rules.verdict(case, mask)
        told: tuple[bool, ...] = ()
        if verdict.tests:
            places = self._places(start, cues, words, first, last, verdict.placed)
            told = tuple([stands(test, places) for test in verdict.tests])
        if self.frames is not None:
            self.frames[start, end] = rules.holding(verdict, told)
        types = verdict.types.get(told)
        if types is None:
            types = rules.stated(verdict, told)
        return Unit(hit, mask, types, first, last) if types else None

    def _places(
        self, start: int, cues: Iterable[Place], words: Iterable[Hit], first: int, last: int, placed: int
    ) -> list[Place]:
        """Where those cues, words and annotations of a sentence stand that have any of the bits `placed`."""
        folded, masks = self.folded, self.rules.word_masks
        places = [cue for cue in cues if cue[2] & placed]
        places += [(w.start, w.end, bits) for w in words if (bits := masks[folded[w.start : w.end]]) & placed]
        if placed & self.rules.annotated:
            places += self.entities.places(first, last, placed)
        if placed & self.rules.beginning:
            places.append((start, start - NEAR + BEGINNING, self.rules.beginning))
        places.sort()
        return places

    def _words(self, start: int, end: int) -> Sequence[Hit]:
        """The words inside a span that many sentences have."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        if last > first and self.words[last - 1].end > end:
            last -= 1
        return self.words[first:last]
