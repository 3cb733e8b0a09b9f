"""The label `clause`: sentences that state a contractual term, one annotation a type.

Evidence is added up sentence by sentence: cues found by the scan, amounts, rates, dates and organisations found by others,
the section's heading and the sentence before. `frames.toml` says what has to stand together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from attrs import define, field

from apostil import Annotation, Hit, Label, Layer, View, Words, annotator
from apostil_clause.arguments import ROLES, Entities
from apostil_clause.cues import LAYER
from apostil_clause.frames import THRESHOLD, Facts, Frame, Frames, load_frames
from apostil_clause.headings import gives_way, section_types
from apostil_clause.status import status
from apostil_clause.taxonomy import taxonomy

MARK_EVERY = 1500
"""Characters: a text with at least one cue that only contracts have in so many is taken for a contract."""


@define
class Clause:
    """Value of a clause."""

    type: str
    """One of the types of `taxonomy.toml`."""
    heading: str | None
    """The heading under which the sentence stands, number inside; None where there is none, and of a heading itself."""
    status: Literal["in_force", "proposed", "contested", "ended", "conditional"] | None
    """How far the term holds, as the sentence tells it; None where it does not tell."""


@define
class Rules:
    """What is compiled once for a language."""

    frames: Frames
    masks: dict[str, int]
    """Bits of each payload of the cue layer."""
    keys: dict[str, tuple[Frame, ...]]
    """Frames that each payload may complete; payloads that complete none are left out."""
    gives_way: Mapping[str, Sequence[str]]


@define
class Unit:
    """A sentence or heading with a cue, and the types found for it."""

    hit: Hit
    cues: list[Hit]
    mask: int
    types: dict[str, str] = field(factory=dict)
    """Rule by type."""


@define
class Section:
    """Features that the headings of a section lend to its sentences."""

    names: tuple[str | None, str | None] = (None, None)
    mask: int = 0


CLAUSE = Label("clause", Clause, "A sentence that states a contractual term", "#c58af9", overlap=True, roles=ROLES)


def setup(words: Words) -> Rules:
    frames = load_frames(taxonomy())
    payloads = {str(payload) for payload in words[LAYER].values()}
    masks = {payload: frames.bits.of(payload.split()) for payload in payloads}
    keys = {}
    for payload in payloads:
        if found := tuple(frame for name in payload.split() for frame in frames.by_class.get(name, ())):
            keys[payload] = found
    return Rules(frames, masks, keys, gives_way())


@annotator(
    "clause", requires=["sentences"], uses=["money", "percentage", "date", "organisation"], labels=[CLAUSE], setup=setup
)
def clause(view: View, rules: Rules) -> Iterator[Annotation]:
    """Sentences that state a contractual term, by type."""
    units = list(_units(view, rules))
    entities = Entities(view)
    bits = rules.frames.bits
    _type_all(view, units, rules, entities)
    section_types(units, bits)
    for unit in units:
        if not unit.types:
            continue
        hit, place = unit.hit, unit.hit.value
        title = place.kind == "heading"
        told = status(unit.mask, bits, title)
        for kind, rule in unit.types.items():
            value = Clause(kind, None if title else place.heading, told)
            yield Annotation(hit.start, hit.end, "clause", value, rule, entities.arguments(hit.start, hit.end, kind))


def _units(view: View, rules: Rules) -> Iterator[Unit]:
    """Sentences with the cues inside them: both are in order, so one walk pairs them."""
    cues: Layer[Hit] = view[LAYER]
    starts, masks = cues.starts, rules.masks
    i, known = 0, len(cues)
    for hit in view["sentences"]:
        if i < known and starts[i] < hit.start:
            i = bisect_left(starts, hit.start, i)
        first, mask = i, 0
        while i < known and starts[i] < hit.end:
            mask |= masks[cues[i].value]
            i += 1
        yield Unit(hit, list(cues[first:i]), mask)


def _type_all(view: View, units: list[Unit], rules: Rules, entities: Entities) -> None:
    """Fill in the types of all units, each seeing its section's headings and the sentence before."""
    bits = rules.frames.bits
    contract = bits["contract"] if _is_contract(view, rules) else 0
    sections: dict[str, int] = view.memory.setdefault("sections", {})
    before: dict[str, str] = {}
    for unit in units:
        place = unit.hit.value
        lent = contract
        for name in (place.heading, place.above):
            if name is not None:
                if name not in sections:
                    sections[name] = _lent(unit, len(name), rules)
                lent |= sections[name]
        if before:
            lent |= bits.of("prev." + kind for kind in before)
        if place.kind == "heading":
            lent |= bits["heading"]
        unit.mask |= lent
        unit.types = before = _types(unit, rules, entities) if unit.cues else {}


def _is_contract(view: View, rules: Rules) -> bool:
    """Whether the window reads like a contract. Names of parties (`le client`) count for a third: the press has them too."""
    mark, role = rules.frames.bits["contract_mark"], rules.frames.bits["contract_role"]
    weight = 0
    for cue in view[LAYER]:
        mask = rules.masks[cue.value]
        weight += 3 if mask & mark else 1 if mask & role else 0
    return weight > 2 and weight * MARK_EVERY >= 3 * len(view.text)


def _lent(unit: Unit, length: int, rules: Rules) -> int:
    """Features `under.x` that the heading lends which makes up the first `length` characters of `unit`."""
    end = unit.hit.start + length + 4
    classes = {name for cue in unit.cues if cue.end <= end for name in cue.value.split()}
    return rules.frames.bits.of("under." + name for name in classes if "under." + name in rules.frames.bits)


def _types(unit: Unit, rules: Rules, entities: Entities) -> dict[str, str]:
    """Types that the sentence states, each with the rule that weighed most."""
    candidates = {id(frame): frame for cue in unit.cues for frame in rules.keys.get(cue.value, ())}
    if not candidates:
        return {}
    start, end, masks = unit.hit.start, unit.hit.end, rules.masks
    unit.mask |= entities.bits(start, end, rules.frames.bits)
    places = [(cue.start, cue.end, masks[cue.value]) for cue in unit.cues]
    facts = Facts(unit.mask, sorted(places + entities.places(start, end, rules.frames.bits)), start)
    weights: dict[str, float] = {}
    best: dict[str, Frame] = {}
    for frame in candidates.values():
        if frame.holds(facts):
            weights[frame.type] = weights.get(frame.type, 0.0) + frame.weight
            if frame.type not in best or frame.weight > best[frame.type].weight:
                best[frame.type] = frame
    stated = {kind for kind, weight in weights.items() if weight >= THRESHOLD}
    return {
        kind: best[kind].rule
        for kind in stated
        if best[kind].weight > THRESHOLD or not stated.intersection(rules.gives_way.get(kind, ()))
    }
