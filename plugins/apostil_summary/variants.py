"""Figures that differ between documents: what one says of the same term and the same parties, and another says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import define, field

from apostil import Annotation
from apostil_summary.tally import Tally
from apostil_summary.wording import shown, size

_CLOSE = Decimal("1.5")
"""Times the lesser figure that the greater may be at most: beyond that they are figures of other things."""
_HELD = 16
"""Different figures held of one term."""


@define
class Figure:
    """A figure, as it is shown, and the first document that has it."""

    size: Decimal
    shown: str
    document: str


@define
class Stated:
    """The figures of one type of clause between the same parties, in one unit."""

    type: str
    parties: tuple[str, ...]
    figures: dict[str, Figure] = field(factory=dict)

    def apart(self) -> Iterator[list[Figure]]:
        """Groups of figures close to each other, from more than one document, the smallest figures first."""
        group: list[Figure] = []
        for figure in [*sorted(self.figures.values(), key=lambda f: (f.size, f.shown)), None]:
            if figure and group and figure.size <= _CLOSE * group[-1].size:
                group.append(figure)
                continue
            if len({f.document for f in group}) > 1 and len({f.size for f in group}) > 1:
                yield group
            group = [figure] if figure else []


@define
class Variants:
    """What clauses state, kept to be compared: a term is told by its type, two parties or more, and its currency or unit."""

    stated: Tally[Stated] = field(factory=lambda: Tally(lambda held: held.times))

    def add(self, kind: str, document: str, linked: Iterable[Annotation]) -> None:
        """Note the amounts and rates of a clause of type `kind`."""
        targets = list(linked)
        parties = tuple(sorted({shown(a.label, a.fields(), a.text) for a in targets if a.label == "organisation"}))
        if len(parties) < 2:
            return
        for a in targets:
            if a.label not in ("money", "percentage"):
                continue
            value = a.fields()
            worth, wording = size(value), shown(a.label, value, a.text)
            if worth <= 0 or value.get("bound") == "vague":
                continue
            unit = value.get("currency") or value.get("unit")
            stated = self.stated.add((kind, parties, unit), Stated(kind, parties))
            if len(stated.figures) < _HELD:
                stated.figures.setdefault(wording, Figure(worth, wording, document))

    def rows(self) -> list[tuple[Stated, list[Figure]]]:
        """Terms with figures that differ, the most often stated first."""
        return [(held.row, group) for held in self.stated.best(len(self.stated.rows)) for group in held.row.apart()]
