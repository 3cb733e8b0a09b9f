"""Typing one sentence: its cues, the frames they may complete, the words these ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from apostil import Hit, View
from apostil_clause.arguments import Entities
from apostil_clause.cues import WORD_LAYER
from apostil_clause.frames import THRESHOLD, Facts, Frame
from apostil_clause.rules import Rules


@define
class Unit:
    """A sentence or heading, and the types found for it."""

    hit: Hit
    mask: int
    """Features, of its surroundings and its own."""
    types: dict[str, str] = field(factory=dict)
    """Rule by type."""


def type_sentence(view: View, unit: Unit, cues: Sequence[Hit], rules: Rules, entities: Entities) -> None:
    """Fill in the features and types of `unit`."""
    start, end = unit.hit.start, unit.hit.end
    frames = rules.contract if unit.mask & rules.bits["contract"] else rules.press
    candidates: dict[Frame, None] = {}
    for cue in cues:
        candidates.update(frames.by_cue[cue.value])
    places, mask = entities.places(start, end)
    if mask & rules.amount:
        candidates.update(frames.by_amount)
    if mask & rules.rate:
        candidates.update(frames.by_rate)
    title = unit.hit.value.kind == "heading"
    if not candidates and not title:
        return
    for cue in cues:
        bits = rules.masks[cue.value]
        mask |= bits
        places.append((cue.start, cue.end, bits))
    unit.mask |= mask
    if title:
        _title(view, unit, rules, places, candidates)
    mask = unit.mask
    possible = [f for f in candidates if mask & f.need == f.need and not mask & f.none_of and f.chosen(mask)]
    if possible:
        places.sort()
        unit.types = _stated(view, unit, Facts(mask, places, start), possible, rules)


def _title(view: View, unit: Unit, rules: Rules, places: list[tuple[int, int, int]], candidates: dict[Frame, None]) -> None:
    """Add what the words of a heading say."""
    for found in rules.titles.finditer(view.folded, unit.hit.start, unit.hit.end):
        bits = rules.title_bits[found[0]]
        unit.mask |= bits
        places.append((*found.span(), bits))
        candidates.update(rules.title_frames[found[0]])


def _stated(view: View, unit: Unit, facts: Facts, frames: Iterable[Frame], rules: Rules) -> dict[str, str]:
    """Types whose frames weigh enough, each with the rule that weighs most."""
    weights: dict[str, float] = {}
    best: dict[str, Frame] = {}
    for frame in frames:
        if frame.asks and not facts.looked:
            _look(view, unit.hit, facts, rules)
        if frame.holds(facts):
            weights[frame.type] = weights.get(frame.type, 0.0) + frame.weight
            if frame.type not in best or frame.weight > best[frame.type].weight:
                best[frame.type] = frame
    if not weights:
        return {}
    if not facts.looked:
        _look(view, unit.hit, facts, rules)
    unit.mask = facts.mask
    for kind in weights:
        for frame in rules.against.get(kind, ()):
            if frame.possible(facts.mask) and frame.holds(facts):
                weights[kind] += frame.weight
    stated = [kind for kind, weight in weights.items() if weight >= THRESHOLD]
    return {
        kind: best[kind].rule
        for kind in stated
        if best[kind].weight > THRESHOLD or not any(other in stated for other in rules.gives_way.get(kind, ()))
    }


def _look(view: View, hit: Hit, facts: Facts, rules: Rules) -> None:
    """Add the words that many sentences have to what is known."""
    facts.looked = True
    for word in view[WORD_LAYER].inside(hit.start, hit.end):
        bits = rules.masks[word.value]
        facts.mask |= bits
        facts.places.append((word.start, word.end, bits))
    facts.places.sort()
