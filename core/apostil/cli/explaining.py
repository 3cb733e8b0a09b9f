"""What `apostil explain` shows: a text line, a marker under each annotation, what set it and why, and what lost to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import click

from apostil.cli.running import decoding_of, inputs_of, plan_of, report_broken
from apostil.errors import InputError, PluginError, printable
from apostil.evidence import hits_between
from apostil.model import Annotated, Annotation, Evidence, Lost
from apostil.plugins import Plugin

WIDTH = 100
"""Characters of a line shown around an annotation."""
QUOTE = 60
"""Characters shown of any other text."""


def explain(given: dict[str, Any]) -> int:
    """`explain`: 0, or 1 where there were problems."""
    engine, at = plan_of(given).engine(keep_losers=True), given["at"]
    report_broken(engine.plugins)
    if given["label"] not in (None, *engine.labels):
        raise PluginError(f"label {given['label']!r}", f"unknown; there are {', '.join(sorted(engine.labels))}")
    givers = {annotator.name: plugin for plugin, annotator in engine.annotators}
    inputs = inputs_of(engine.plugins, [given["file"]], decoding_of(given), None)
    problems = longest = 0
    documents = inputs.documents()
    first = list(islice(documents, 2))
    for document in chain(first, documents):
        if isinstance(document, Annotated):
            raise InputError(document.document.id, document.problems[0].message)
        annotated = engine.annotate(document)
        problems += len(annotated.problems)
        longest = max(longest, len(document.text))
        if len(first) > 1:
            click.echo(f"{printable(document.id)}:\n")
        for line in lines(annotated, givers, at, given["label"]):
            click.echo(line)
    if at is not None and not 0 <= at < longest:
        raise InputError(given["file"], f"--at {at} is outside of its text of {longest} characters")
    return 1 if problems else 0


def lines(annotated: Annotated, givers: dict[str, Plugin], at: int | None, label: str | None) -> Iterator[str]:
    """Explanation of the annotations of `annotated` that hold the code point `at` and have `label`, where these are given.

    With `at` also of what was turned down there and, where nothing is annotated, of what was seen in the line: of a whole text
    it would be more than anybody reads.
    """
    text = annotated.document.text
    losers: dict[int, list[Lost]] = {}
    for lost in annotated.losers:
        losers.setdefault(id(lost.to), []).append(lost)
    quotes = {a.id: a.text for a in annotated.annotations}
    shown = [a for a in annotated.annotations if _wanted(a, at, label)]
    for a in shown:
        yield from _marked(text, a.start, a.end)
        yield f"  {a.id} {a.label}: {_value(a)}"
        yield from _set_by(quotes, givers[a.annotator], a)
        yield from _because(text, a.evidence or [])
        for lost in losers.get(id(a), ()):
            loser = lost.annotation
            yield f"  lost to it: {loser.start}-{loser.end} {_quoted(loser.text)}, rule {loser.rule}: {lost.why}"
        yield ""
    if not shown and at is None:
        yield "nothing annotated"
    elif not shown and at is not None and 0 <= at < len(text):
        yield f"nothing annotated at {at}"
        yield from _marked(text, at, at + 1)
        yield from _because(text, hits_between(annotated.layers, *_line(text, at)))
        yield ""
    stayed = set(map(id, annotated.annotations))
    for lost in annotated.losers if at is not None else ():
        if id(lost.to) not in stayed and _wanted(lost.annotation, at, label):
            yield from _marked(text, lost.annotation.start, lost.annotation.end)
            yield f"  no {lost.annotation.label}: {_value(lost.annotation)}"
            yield f"  turned down by {lost.annotation.annotator}: {printable(str(lost.why))}"
            yield from _because(text, lost.annotation.evidence or [])
            yield ""
    for problem in annotated.problems:
        yield f"problem: {problem.annotator}: {problem.message}"


def _wanted(a: Annotation, at: int | None, label: str | None) -> bool:
    return (at is None or a.start <= at < a.end) and label in (None, a.label)


def _set_by(quotes: dict[str, str], plugin: Plugin, a: Annotation) -> Iterator[str]:
    """What set `a`, and what it links to; `quotes` by id."""
    origin = f"{plugin.distribution} {plugin.version}".strip() or "somewhere"
    yield f"  set by {a.annotator} of plugin {plugin.name} ({origin}), rule {printable(a.rule) or '(none)'}"
    for link in a.links():
        yield f"  {link.role}: {link.target} {printable(quotes.get(str(link.target), ''))[:QUOTE]}"


def _because(text: str, evidence: list[Evidence]) -> Iterator[str]:
    """What was weighed, heaviest first, and the hits in reading order."""
    weighed = sorted((e for e in evidence if e.weight is not None), key=lambda e: -(e.weight or 0))
    if weighed:
        told = ", ".join(printable(f"{e.kind} {e.detail}".strip()) + f" {e.weight:+g}" for e in weighed)
        yield f"  evidence: {told}; {sum(e.weight or 0 for e in weighed):+g} in all"
    for e in sorted((e for e in evidence if e.weight is None), key=lambda e: (e.start or 0, e.end or 0)):
        place = f" {e.start}-{e.end} {_quoted(text[e.start : e.end])}" if e.start is not None else ""
        yield f"  {'saw' if place else 'evidence:'} {printable(e.kind)}{place} {printable(e.detail)}".rstrip()


def _value(a: Annotation) -> str:
    return printable(", ".join(f"{k} {v}" for k, v in a.fields().items() if v is not None))


def _quoted(text: str) -> str:
    return printable(repr(text if len(text) <= QUOTE else f"{text[:QUOTE]}…"))


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line that holds `at` begins and ends, cut to `WIDTH`."""
    start = max(text.rfind("\n", 0, at) + 1, at - WIDTH // 3)
    end = text.find("\n", at)
    return start, min(len(text) if end < 0 else end, start + WIDTH)


def _marked(text: str, first: int, after: int) -> Iterator[str]:
    """The line that holds `first`, and one that marks from there to `after`."""
    start, end = _line(text, first)
    shown = "".join(c if c.isprintable() else "·" for c in text[start:end])
    place = f"{first:>7} "
    yield f"{place}{shown}"
    yield " " * (len(place) + first - start) + "^" * max(1, min(after, end) - first)
