"""What a summary keeps of each document: counts, and the rows of its tables, merged as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import define, field

from apostil import Annotated, Annotation, Document, printable
from apostil_summary.sentences import Nearby, bounds, excerpt, trimmed
from apostil_summary.tally import ROWS, Counted, Tally
from apostil_summary.variants import Variants
from apostil_summary.wording import line, moment, shown, size

_FORMS = 4
"""Other forms of a name that are kept."""
_BEGINNING = 500
"""Characters of a clause that are looked at, of which fewer are shown."""
_FACTS = {"organisation": "parties", "money": "amounts", "percentage": "rates", "date": "dates"}
"""Column of the clause table by label of what a clause links to."""


@define
class Name:
    """An organisation with the other forms of its name."""

    canonical: str
    kind: str
    forms: list[str] = field(factory=list)
    documents: int = 0
    last: int = 0
    """Number of the last document that has it."""


@define
class Figure:
    """An amount or percentage, the organisation next to it, and the first sentence that has both."""

    shown: str
    size: Decimal
    organisation: str
    sentence: str
    document: str


@define
class Moment:
    """A point or period in time and the first sentence that has it."""

    sorted_by: str
    shown: str
    sentence: str
    document: str


@define
class Terms:
    """What a document says under one type of clause."""

    type: str
    document: str
    sentence: str = ""
    """The one with most facts, the first of those."""
    linked: int = -1
    """Weight of the facts of that sentence."""
    facts: dict[str, dict[str, None]] = field(factory=lambda: {name: {} for name in (*_FACTS.values(), "status")})
    """By column, each once and in the order in which they came."""

    def add(self, column: str, fact: str) -> None:
        self.facts[column][fact] = None


def _weight(held: Counted[Terms]) -> int:
    """Clauses with facts say more than those without."""
    return sum(min(3, len(held.row.facts[column])) for column in _FACTS.values())


@define
class Collected:
    """Everything the summary tells, of all documents so far."""

    documents: int = 0
    failed: int = 0
    characters: int = 0
    first: Document | None = None
    languages: Counter[str] = field(factory=Counter)
    labels: Counter[str] = field(factory=Counter)
    holding: Counter[str] = field(factory=Counter)
    """Documents by label."""
    names: Tally[Name] = field(factory=lambda: Tally(lambda held: held.times))
    figures: dict[str, Tally[Figure]] = field(
        factory=lambda: {name: Tally(lambda held: held.row.size) for name in ("money", "percentage")}
    )
    moments: Tally[Moment] = field(factory=lambda: Tally(lambda held: held.times))
    terms: Tally[Terms] = field(factory=lambda: Tally(_weight))
    variants: Variants = field(factory=Variants)
    clauses: Counter[str] = field(factory=Counter)
    stating: Counter[str] = field(factory=Counter)
    """Documents by type of clause."""
    problems: list[tuple[str, str]] = field(factory=list)
    met: int = 0
    """Problems of all documents."""

    def add(self, annotated: Annotated) -> None:
        document = annotated.document
        self.documents += 1
        self.failed += annotated.failed
        self.first = self.first or document
        self.characters += len(document.text)
        if document.language:
            self.languages[document.language] += 1
        by_label: dict[str, list[Annotation]] = {}
        for a in annotated.annotations:
            by_label.setdefault(a.label, []).append(a)
        for label, found in by_label.items():
            self.labels[label] += len(found)
            self.holding[label] += 1
        self._add_names(by_label.get("organisation", []))
        nearby = Nearby(by_label.get("organisation", []))
        for label, tally in self.figures.items():
            for a in by_label.get(label, []):
                self._add_figure(tally, document, a, nearby)
        for a in by_label.get("date", []):
            self._add_moment(document, a)
        self._add_clauses(annotated, by_label.get("clause", []))
        for problem in annotated.problems:
            self.met += 1
            if len(self.problems) < ROWS:
                self.problems.append((document.id, printable(f"{problem.annotator}: {problem.message}")))

    def _add_names(self, found: list[Annotation]) -> None:
        for a in found:
            value = a.fields()
            canonical = shown("organisation", value, a.text)
            name = self.names.add(canonical, Name(canonical, line(str(value.get("kind") or ""))))
            if name.last != self.documents:
                name.documents, name.last = name.documents + 1, self.documents
            form = line(a.text)
            if form != canonical and form not in name.forms and len(name.forms) < _FORMS:
                name.forms.append(form)

    def _add_figure(self, tally: Tally[Figure], document: Document, a: Annotation, nearby: Nearby) -> None:
        value = a.fields()
        place = bounds(document.text, a.start, a.end) if document.text else (0, 0)
        other = nearby.nearest(a, *place)
        organisation = shown("organisation", other.fields(), other.text) if other else ""
        figure = Figure(shown(a.label, value, a.text), size(value), organisation, excerpt(document, a), document.id)
        tally.add((figure.shown, organisation), figure)

    def _add_moment(self, document: Document, a: Annotation) -> None:
        value = a.fields()
        when = moment(value)
        if when is not None:
            wording = shown("date", value, a.text)
            self.moments.add(wording, Moment(when, wording, excerpt(document, a), document.id))

    def _add_clauses(self, annotated: Annotated, clauses: list[Annotation]) -> None:
        by_id = {a.id: a for a in annotated.annotations} if clauses else {}
        types = [line(str(clause.fields().get("type") or "clause")) for clause in clauses]
        self.clauses.update(types)
        self.stating.update(set(types))
        for kind, clause in zip(types, clauses, strict=True):
            terms = self.terms.add((self.documents, kind), Terms(kind, annotated.document.id))
            facts = [a for a in _linked(clause, by_id) if a.label in _FACTS]
            weight = sum(min(3, count) for count in Counter(a.label for a in facts).values())
            if weight > terms.linked:
                terms.sentence, terms.linked = trimmed(line(clause.text[:_BEGINNING]), 0), weight
            for a in facts:
                terms.add(_FACTS[a.label], shown(a.label, a.fields(), a.text))
            if told := clause.fields().get("status"):
                terms.add("status", line(str(told)))
            self.variants.add(kind, annotated.document.id, facts)


def _linked(clause: Annotation, by_id: dict[str, Annotation]) -> Iterator[Annotation]:
    for link in clause.links():
        target: Any = link.target
        found = target if isinstance(target, Annotation) else by_id.get(target)
        if found is not None:
            yield found
