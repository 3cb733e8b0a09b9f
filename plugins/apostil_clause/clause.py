"""The label `clause`: sentences that state a contractual term, one annotation a type.

Evidence is added up sentence by sentence: cues found by the scan, amounts, rates, dates and organisations found by others, the
kind of document and the sentence before. `frames.toml` says what has to stand together.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from attrs import define

from apostil import Annotation, Evidence, Label, Lost, View, annotator
from apostil_clause.arguments import ROLES, Entities, finer
from apostil_clause.cues import LAYER
from apostil_clause.frames import THRESHOLD, Frame, Place
from apostil_clause.headings import section_types
from apostil_clause.rules import Rules, setup
from apostil_clause.sentence import Reader, Unit
from apostil_clause.status import status
from apostil_clause.taxonomy import taxonomy

MARK_EVERY = 1500
"""Characters: a text with at least one cue that only contracts have in so many is taken for a contract."""
SHORT = 400
"""Characters: in a text that is no longer one name of a party tells."""

END = sys.maxsize
"""A place after all others."""


if TYPE_CHECKING:
    TypeName = str
else:
    TypeName = Literal[tuple(taxonomy())]  # a closed list, and yet data: schema, validation and BRAT know its members


@define
class Clause:
    """Value of a clause."""

    type: TypeName
    """One of the types of `taxonomy.toml`."""
    heading: str | None = None
    """The heading under which the sentence stands, number inside; None where there is none, and of a heading itself."""
    status: Literal["in_force", "proposed", "contested", "ended", "conditional"] | None = None
    """How far the term holds, as the sentence tells it; None where it does not tell."""


CLAUSE = Label("clause", Clause, "A sentence that states a contractual term", "#c58af9", overlap=True, roles=ROLES)


@annotator("clause", requires=["sentences"], uses=["money", "percentage", "date", "organisation"], labels=[CLAUSE], setup=setup)
def clause(view: View, rules: Rules) -> list[Annotation]:
    """Sentences that state a contractual term, by type."""
    text, folded, masks = view.text, view.folded, rules.cue_masks
    cues = [(cue.start, cue.end, masks[folded[cue.start : cue.end]]) for cue in view[LAYER]]
    contract = rules.bits["contract"] if _is_contract(view, rules, cues) else 0
    entities = Entities(view, rules.bits)
    reader = Reader(view, rules, entities, contract)
    cues = rules.gaps.filled([cue for cue in cues if not (text[cue[0]].isupper() and _of_a_name(view, cue))], folded)
    units = _typed(view, rules, reader, contract, cues)
    section_types(units, rules.meanings)
    found: list[Annotation] = []
    for unit in units:
        if not unit.types:
            continue
        start, end, place = unit.hit.start, unit.hit.end, unit.hit.value
        heading = None if place.kind == "heading" else place.heading
        told = None if place.kind == "heading" else status(unit.mask, rules.statuses, contract)
        links = entities.arguments(unit.first, unit.last, rules.roles)
        for kind, rule in unit.types.items():
            found.append(
                Annotation(
                    start, end, "clause", Clause(kind, heading, told), rule, finer(links, kind, view.folded, rules.roles)
                )
            )
    if view.rejected is not None:
        explain(reader.frames or {}, found, view.rejected)
    return found


def explain(held: Mapping[tuple[int, int], Sequence[Frame]], found: list[Annotation], rejected: list[Lost]) -> None:
    """Tell the frames that spoke for each clause, and the types for which those of a sentence were not enough."""
    there = {(a.start, a.end, a.value.type): a for a in found}
    for (start, end), frames in held.items():
        for kind in dict.fromkeys(frame.type for frame in frames):
            of_type = [frame for frame in frames if frame.type == kind]
            weight = sum(frame.weight for frame in of_type)
            a = there.get((start, end, kind))
            if a is None:
                a = Annotation(start, end, "clause", Clause(kind), of_type[0].rule)
                low = f"its frames weigh {weight:g}, {THRESHOLD:g} is needed"
                rejected.append(Lost(a, None, low if weight < THRESHOLD else "gives way to another type of the sentence"))
            a.evidence = [Evidence("frame", frame.rule, frame.weight) for frame in of_type]


def _typed(view: View, rules: Rules, reader: Reader, contract: int, cues: Sequence[Place]) -> list[Unit]:
    """Headings, and sentences that state a term. Cues and sentences are in order: one walk pairs them."""
    starts, figures = [*(cue[0] for cue in cues), END], [*reader.entities.figures, END]
    starting = rules.starting[contract]
    units: list[Unit] = []
    sections: dict[str | None, int] = view.memory.setdefault("sections", {})
    i = j = before = last = 0
    for hit in view["sentences"]:
        start, end = hit.start, hit.end
        while starts[i] < start:
            i += 1
        first = i
        while starts[i] < end:
            i += 1
        inside = [cue for cue in cues[first:i] if cue[1] <= end]  # a phrase may go on over a line that ends a title
        mask = 0
        for cue in inside:
            mask |= cue[2]
        while figures[j] < start:
            j += 1
        unit: Unit | None = None
        place = hit.value
        if place.kind == "heading":
            unit = reader.title(hit, mask | contract | before, inside)
            sections[place.heading] = rules.bits.joined(rules.under[kind] for kind in unit.types)
        elif (mask & starting or figures[j] < end) and not (contract and view.folded.startswith(rules.recitals, start)):
            lent = sections.get(place.heading, 0) | sections.get(place.above, 0) if sections else 0
            unit = reader.read(hit, mask | contract | before | lent, inside)
        told = 0
        if unit is not None:
            units.append(unit)
            for kind in unit.types:
                told |= rules.previous[kind]
        before, last = told if contract else told | last, told
    return units


def _of_a_name(view: View, cue: Place) -> bool:
    """Whether a cue is a word of the name of an organisation: `the European Commission fined Meta` speaks of no commission."""
    name = view["organisation"].covering(cue[0])
    return name is not None and cue[1] <= name.end


def _is_contract(view: View, rules: Rules, cues: Sequence[Place]) -> bool:
    """Whether the window reads like a contract. In a longer text one mark (`pursuant to` is said in the press too), or one name
    of a party, however often it comes, tells nothing."""
    text, marks, weight, told = view.text, rules.marks, 0, 0
    parties: set[str] = set()
    for start, end, mask in cues:
        if mask & marks.any and (more := marks.weight(mask, not text[start + 1 : end].islower())):
            weight += more
            told |= mask & marks.certain
            if more > 0:
                parties.add(view.folded[start:end])
    enough = weight > 0 if len(text) < SHORT else weight > 3 and (told or len(parties) > 1)
    return bool(enough) and weight * MARK_EVERY >= 3 * len(text)
