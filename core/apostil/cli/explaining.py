"""What `apostil explain` shows: a text line, a marker under each annotation, what set it and why, and what lost to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from apostil.cli.running import decoding_of, inputs_of, report_broken, settings_given
from apostil.engine import Engine
from apostil.errors import InputError, PluginError, printable
from apostil.model import Annotated, Annotation, Evidence, Lost
from apostil.plugins import Plugin, Plugins

WIDTH = 100
"""Characters of a line shown around an annotation."""
QUOTE = 60
"""Characters shown of any other text."""


def explain(given: dict[str, Any]) -> int:
    """`explain`: 0, or 1 where there were problems."""
    plugins = Plugins.discover(skip_broken=given["skip_broken"])
    report_broken(plugins)
    date = given["date"].date() if given["date"] else None
    settings = settings_given(plugins, given)
    engine = Engine(plugins, language=given["language"], reference_date=date, keep_losers=True, settings=settings)
    if given["label"] not in (None, *engine.labels):
        raise PluginError(f"label {given['label']!r}", f"unknown; there are {', '.join(sorted(engine.labels))}")
    givers = {annotator.name: plugin for plugin, annotator in engine.annotators}
    inputs = inputs_of(plugins, [given["file"]], decoding_of(given), None)
    problems = 0
    for document in inputs.documents():
        if isinstance(document, Annotated):
            raise InputError(document.document.id, document.problems[0].message)
        annotated = engine.annotate(document)
        problems += len(annotated.problems)
        for line in lines(annotated, givers, given["at"], given["label"]):
            click.echo(line)
    return 1 if problems else 0


def lines(annotated: Annotated, givers: dict[str, Plugin], at: int | None, label: str | None) -> Iterator[str]:
    """Explanation of the annotations of `annotated` that hold the code point `at` and have `label`, where these are given.

    With `at` also of what was turned down there: of a whole text it would be more than anybody reads.
    """
    text = annotated.document.text
    losers: dict[int, list[Lost]] = {}
    for lost in annotated.losers:
        losers.setdefault(id(lost.to), []).append(lost)
    for a in annotated.annotations:
        if _wanted(a, at, label):
            yield from _marked(text, a)
            yield f"  {a.id} {a.label}: {_value(a)}"
            yield from _set_by(annotated, givers[a.annotator], a)
            yield from _because(text, a.evidence or [])
            for lost in losers.get(id(a), ()):
                loser = lost.annotation
                yield f"  lost to it: {loser.start}-{loser.end} {_quoted(loser.text)}, rule {loser.rule}: {lost.why}"
            yield ""
    stayed = set(map(id, annotated.annotations))
    for lost in annotated.losers if at is not None else ():
        if id(lost.to) not in stayed and _wanted(lost.annotation, at, label):
            yield from _marked(text, lost.annotation)
            yield f"  no {lost.annotation.label}: {_value(lost.annotation)}"
            yield f"  turned down by {lost.annotation.annotator}: {printable(str(lost.why))}"
            yield from _because(text, lost.annotation.evidence or [])
            yield ""
    for problem in annotated.problems:
        yield f"problem: {problem.annotator}: {problem.message}"


def _wanted(a: Annotation, at: int | None, label: str | None) -> bool:
    return (at is None or a.start <= at < a.end) and label in (None, a.label)


def _set_by(annotated: Annotated, plugin: Plugin, a: Annotation) -> Iterator[str]:
    origin = f"{plugin.distribution} {plugin.version}".strip() or "somewhere"
    yield f"  set by {a.annotator} of plugin {plugin.name} ({origin}), rule {printable(a.rule) or '(none)'}"
    quotes = {b.id: b.text for b in annotated.annotations} if a.arguments else {}
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


def _marked(text: str, a: Annotation) -> Iterator[str]:
    """The line that holds the start of `a`, cut to `WIDTH`, and a line that marks the annotation."""
    start = max(text.rfind("\n", 0, a.start) + 1, a.start - WIDTH // 3)
    end = text.find("\n", a.start)
    end = min(len(text) if end < 0 else end, start + WIDTH)
    shown = "".join(c if c.isprintable() else "·" for c in text[start:end])
    place = f"{a.start:>7} "
    yield f"{place}{shown}"
    yield " " * (len(place) + a.start - start) + "^" * max(1, min(a.end, end) - a.start)
