"""The tables of a summary, in the order they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from attrs import define, field

from apostil import Labels
from apostil_summary.collecting import Collected, Figure
from apostil_summary.tally import ROWS, Tally
from apostil_summary.wording import line

_NAME = 32
"""Characters shown of the name of a document."""
_FACTS = 3
"""Parties, amounts, rates or dates shown of a clause."""


@define
class Table:
    """A table with its heading. Columns named in `right` are figures."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    more: int = 0
    """Rows there are beside those given."""
    right: tuple[str, ...] = ("×", "annotations", "mentions", "clauses", "documents")


@define
class Report:
    """A heading, a line of facts, tables."""

    title: str
    facts: str
    tables: list[Table] = field(factory=list)


def report(collected: Collected, labels: Labels) -> Report:
    """The summary of all documents collected; tables without rows are left out."""
    one = collected.documents == 1
    tables = [
        _labels(collected, labels, one),
        _organisations(collected, one),
        *_figures(collected, one),
        _timeline(collected, one),
        *_clauses(collected, one),
        _problems(collected, one),
    ]
    return Report(_title(collected), _facts(collected), [table for table in tables if table.rows])


def _title(collected: Collected) -> str:
    if collected.documents == 1 and collected.first is not None:
        return line(collected.first.id) or "document"
    return f"{collected.documents:,} documents" if collected.documents else "no documents"


def _facts(collected: Collected) -> str:
    one = collected.documents == 1
    facts = [line(name) if one else f"{line(name)} {count:,}" for name, count in collected.languages.most_common(5)]
    if one and collected.first is not None and collected.first.reference_date:
        facts.append(f"reference date {collected.first.reference_date}")
    if collected.characters:
        facts.append(f"{collected.characters:,} characters")
    facts.append(f"{collected.labels.total():,} annotations")
    if collected.failed:
        facts.append(f"{collected.failed:,} failed")
    return " · ".join(facts)


def _labels(collected: Collected, labels: Labels, one: bool) -> Table:
    rows = []
    for name, count in sorted(collected.labels.items(), key=lambda item: (-item[1], item[0])):
        about = labels[name].description if name in labels else ""
        rows.append([line(name), f"{count:,}", f"{collected.holding[name]:,}", line(about)])
    return _table("Annotations", ["label", "annotations", "documents", "what"], rows[:ROWS], len(rows) - ROWS, one, "documents")


def _organisations(collected: Collected, one: bool) -> Table:
    rows = [
        [held.row.canonical, f"{held.times:,}", f"{held.row.documents:,}", held.row.kind, ", ".join(held.row.forms)]
        for held in collected.names.best()
    ]
    columns = ["organisation", "mentions", "documents", "kind", "also written"]
    return _table("Organisations", columns, rows, collected.names.different - ROWS, one, "documents")


def _figures(collected: Collected, one: bool) -> Iterator[Table]:
    for name, title, column in (("money", "Amounts", "amount"), ("percentage", "Percentages", "share")):
        tally: Tally[Figure] = collected.figures[name]
        rows = [
            [held.row.shown, held.row.organisation, f"{held.times:,}", document_name(held.row.document), held.row.sentence]
            for held in tally.best()
        ]
        yield _table(title, [column, "organisation", "×", "document", "sentence"], rows, tally.different - ROWS, one)


def _timeline(collected: Collected, one: bool) -> Table:
    chosen = sorted((held for held in collected.moments.best()), key=lambda held: (held.row.sorted_by, held.order))
    rows = [[h.row.shown, f"{h.times:,}", document_name(h.row.document), h.row.sentence] for h in chosen]
    return _table("Timeline", ["date", "×", "document", "sentence"], rows, collected.moments.different - ROWS, one)


def _clauses(collected: Collected, one: bool) -> Iterator[Table]:
    types = collected.clauses.most_common()
    if not one:
        rows = [[kind, f"{count:,}", f"{collected.stating[kind]:,}"] for kind, count in types]
        yield Table("Clause types", ["type", "clauses", "documents"], rows[:ROWS], max(0, len(rows) - ROWS))
    chosen = sorted(collected.terms.best(), key=lambda held: held.order)
    rows = [
        [h.row.type, document_name(h.row.document), f"{h.times:,}", *map(_listed, h.row.facts.values()), h.row.sentence]
        for h in chosen
    ]
    columns = ["type", "document", "×", "parties", "amounts", "rates", "dates", "status", "sentence"]
    yield _table("Deal sheet", columns, rows, collected.terms.different - ROWS, one)
    differing = [
        [stated.type, ", ".join(stated.parties), ", ".join(f"{f.shown} ({document_name(f.document)})" for f in group)]
        for stated, group in collected.variants.rows()
    ]
    columns = ["type", "parties", "figures"]
    yield _table("Figures that differ", columns, differing[:ROWS], len(differing) - ROWS, one)


def _problems(collected: Collected, one: bool) -> Table:
    rows = [[document_name(name), message] for name, message in collected.problems]
    return _table("Problems", ["document", "problem"], rows, collected.met - len(rows), one)


def _table(title: str, columns: list[str], rows: list[list[str]], more: int, one: bool, spare: str = "document") -> Table:
    """A table without its empty columns, and without the column `spare` in the summary of one document."""
    keep = [i for i, name in enumerate(columns) if not (one and name == spare) and any(row[i] for row in rows)]
    keep = [i for i in keep if columns[i] != "×" or any(row[i] != "1" for row in rows)]
    return Table(title, [columns[i] for i in keep], [[row[i] for i in keep] for row in rows], max(0, more))


def _listed(facts: Collection[str]) -> str:
    rest = len(facts) - _FACTS
    return ", ".join(islice(facts, _FACTS)) + (f" +{rest}" if rest > 0 else "")


def document_name(name: str) -> str:
    """The last part of an id, what is longer than `_NAME` cut in its middle."""
    short = line(name.rpartition("/")[2] or name)
    return short if len(short) <= _NAME else f"{short[: _NAME // 2 - 1]}…{short[-_NAME // 2 :]}"
