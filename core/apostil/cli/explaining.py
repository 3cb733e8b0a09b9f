"""What `apostil explain` shows: a text line, a marker under each annotation, its rule, and what lost to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from apostil.cli.running import inputs_of, report_broken, settings_given
from apostil.engine import Engine
from apostil.errors import InputError, PluginError, printable
from apostil.model import Annotated, Annotation
from apostil.plugins import Plugins
from apostil.reader import Decoding

WIDTH = 100
"""Characters of a line shown around an annotation."""


def explain(given: dict[str, Any]) -> int:
    """`explain`: 0, or 1 where there were problems."""
    plugins = Plugins.discover(skip_broken=given["skip_broken"])
    report_broken(plugins)
    date = given["date"].date() if given["date"] else None
    settings = settings_given(plugins, given)
    engine = Engine(plugins, language=given["language"], reference_date=date, keep_losers=True, settings=settings)
    if given["label"] not in (None, *engine.labels):
        raise PluginError(f"label {given['label']!r}", f"unknown; there are {', '.join(sorted(engine.labels))}")
    inputs = inputs_of(plugins, [given["file"]], Decoding(given["encoding"], given["errors"]), None)
    problems = 0
    for document in inputs.documents():
        if isinstance(document, Annotated):
            raise InputError(document.document.id, document.problems[0].message)
        annotated = engine.annotate(document)
        problems += len(annotated.problems)
        for line in lines(annotated, given["at"], given["label"]):
            click.echo(line)
    return 1 if problems else 0


def lines(annotated: Annotated, at: int | None, label: str | None) -> Iterator[str]:
    """Explanation of the annotations of `annotated` that hold the code point `at` and have `label`, where these are given."""
    text, versions = annotated.document.text, annotated.annotators
    quotes = {a.id: a.text for a in annotated.annotations}
    losers: dict[int, list[Annotation]] = {}
    for lost in annotated.losers:
        losers.setdefault(id(lost.to), []).append(lost.annotation)
    for a in annotated.annotations:
        if (at is not None and not a.start <= at < a.end) or label not in (None, a.label):
            continue
        yield from _marked(text, a)
        value = ", ".join(f"{k} {v}" for k, v in a.fields().items() if v is not None)
        yield f"  {a.id} {a.label}: {printable(value)}"
        yield f"  set by {a.annotator} {versions.get(a.annotator, '')}, rule {a.rule or '(none)'}"
        for link in a.links():
            yield f"  {link.role}: {link.target} {printable(quotes.get(str(link.target), ''))[:60]}"
        for loser in losers.get(id(a), ()):
            why = "shorter" if loser.end - loser.start < a.end - a.start else "later, or of lower priority"
            yield f"  lost to it: {loser.start}-{loser.end} {printable(loser.text)!r}, rule {loser.rule}: {why}"
        yield ""
    for problem in annotated.problems:
        yield f"problem: {problem.annotator}: {problem.message}"


def _marked(text: str, a: Annotation) -> Iterator[str]:
    """The line that holds the start of `a`, cut to `WIDTH`, and a line that marks the annotation."""
    start = max(text.rfind("\n", 0, a.start) + 1, a.start - WIDTH // 3)
    end = text.find("\n", a.start)
    end = min(len(text) if end < 0 else end, start + WIDTH)
    shown = "".join(c if c.isprintable() else "·" for c in text[start:end])
    place = f"{a.start:>7} "
    yield f"{place}{shown}"
    yield " " * (len(place) + a.start - start) + "^" * max(1, min(a.end, end) - a.start)
