"""The label `clause`: sentences that state a contractual term, one annotation a type.

Evidence is added up sentence by sentence: cues found by the scan, amounts, rates, dates and organisations found by others, the
kind of document and the sentence before. `frames.toml` says what has to stand together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from attrs import define

from apostil import Annotation, Hit, Label, Layer, View, annotator
from apostil_clause.arguments import ROLES, Entities
from apostil_clause.cues import LAYER
from apostil_clause.headings import section_types
from apostil_clause.rules import Rules, setup
from apostil_clause.sentence import Unit, type_sentence
from apostil_clause.status import status

MARK_EVERY = 1500
"""Characters: a text with at least one cue that only contracts have in so many is taken for a contract."""
SHORT = 400
"""Characters: in a text that is no longer one name of a party tells."""


@define
class Clause:
    """Value of a clause."""

    type: str
    """One of the types of `taxonomy.toml`."""
    heading: str | None = None
    """The heading under which the sentence stands, number inside; None where there is none, and of a heading itself."""
    status: Literal["in_force", "proposed", "contested", "ended", "conditional"] | None = None
    """How far the term holds, as the sentence tells it; None where it does not tell."""


CLAUSE = Label("clause", Clause, "A sentence that states a contractual term", "#c58af9", overlap=True, roles=ROLES)


@annotator("clause", requires=["sentences"], uses=["money", "percentage", "date", "organisation"], labels=[CLAUSE], setup=setup)
def clause(view: View, rules: Rules) -> Iterator[Annotation]:
    """Sentences that state a contractual term, by type."""
    entities = Entities(view, rules.bits)
    contract = rules.bits["contract"] if _is_contract(view, rules) else 0
    units = list(_typed(view, rules, entities, contract))
    section_types(units, rules.bits)
    for unit in units:
        if not unit.types:
            continue
        start, end, place = unit.hit.start, unit.hit.end, unit.hit.value
        heading = None if place.kind == "heading" else place.heading
        told = None if place.kind == "heading" else status(unit.mask, rules.statuses, contract)
        for kind, rule in unit.types.items():
            yield Annotation(
                start, end, "clause", Clause(kind, heading, told), rule, entities.arguments(start, end, kind, rules.roles)
            )


def _typed(view: View, rules: Rules, entities: Entities, contract: int) -> Iterator[Unit]:
    """Headings, and sentences that state a term. Cues and sentences are in order: one walk pairs them."""
    layer: Layer[Hit] = view[LAYER]
    cues, starts, title = list(layer), layer.starts, rules.bits["heading"]
    frames = rules.contract if contract else rules.press
    sections: dict[str | None, int] = view.memory.setdefault("sections", {})
    i, known, before = 0, len(cues), 0
    for hit in view["sentences"]:
        start, end = hit.start, hit.end
        if i < known and starts[i] < start:
            i = bisect_left(starts, start, i)
        first, live = i, False
        while i < known and starts[i] < end:
            live = live or bool(frames.by_cue[cues[i].value])
            i += 1
        heading = hit.value.kind == "heading"
        if live or heading or entities.figures_in(start, end):
            place = hit.value
            lent = title if heading else sections.get(place.heading, 0) | sections.get(place.above, 0)
            unit = Unit(hit, contract | before | lent)
            type_sentence(view, unit, cues[first:i], rules, entities)
            before = rules.bits.of(["prev." + kind for kind in unit.types]) if unit.types else 0
            if heading:
                sections[place.heading] = rules.bits.of(["under." + kind for kind in unit.types])
            if unit.types or heading:
                yield unit
        else:
            before = 0


def _is_contract(view: View, rules: Rules) -> bool:
    """Whether the window reads like a contract. Names of parties count for a third (`le bailleur`), and where the press has
    them too (`le client`), as much as other cues if they are capitalised, not at all if not."""
    mark, role, party = rules.bits["contract_mark"], rules.bits["contract_role"], rules.bits["contract_party"]
    either = mark | role | party
    weight = 0
    for cue in view[LAYER]:
        mask = rules.masks[cue.value]
        if not mask & either:
            continue
        if mask & mark or (mask & role and not view.text[cue.start + 1 : cue.end].islower()):
            weight += 3
        elif mask & party:
            weight += 1
    return weight > (0 if len(view.text) < SHORT else 2) and weight * MARK_EVERY >= 3 * len(view.text)
