"""The annotator: candidates, evidence for and against each name, then every mention of what is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import define

from apostil import Annotation, Label, View, Words, annotator

from .context import Context, context_of
from .document import Links, bracketed, coordinated, defined, links_of, weighed
from .forms import Forms, forms_of, fullest, linked
from .heads import Heads, heads_of
from .joints import joined
from .mentions import Name, gathered
from .pieces import cues_of
from .runs import Runs
from .weigh import ENOUGH, WEIGHTS

Kind = Literal["company", "public_body", "court", "media", "university", "ngo", "sports", "political", "international"]


@define
class Organisation:
    """A named organisation."""

    canonical: str
    """The fullest form of its name in the document, the same for every mention."""
    kind: Kind | None = None
    """What sort of organisation it is, where the name or the text tells."""


@define
class Tools:
    """All that is compiled from the words of a language."""

    runs: Runs
    context: Context
    heads: Heads
    links: Links
    forms: Forms


def tools_of(words: Words) -> Tools:
    cues = cues_of(words)
    return Tools(Runs(cues), context_of(words, cues.first_names), heads_of(words), links_of(words), forms_of(words))


@annotator(
    "organisation",
    uses=["sentences"],
    labels=[Label("organisation", Organisation, "A named company, institution, court, association, media title …", "#4e79a7")],
    setup=tools_of,
)
def organisation(view: View, tools: Tools) -> Iterator[Annotation]:
    """Named organisations, with the fullest form of the name in the document."""
    names, order = gathered(view, tools.runs, tools.heads)
    weighed(names, view, tools.context)
    order = joined(names, order, view)
    coordinated(order, view, tools.links)
    bracketed(order, view)
    defined(order, names, view, tools.links, tools.runs.cues.words["organisation_not"])
    linked(names, tools.forms)
    for name in names.values():
        if name.score >= ENOUGH:
            yield from _annotations(name, view, tools)


def _annotations(name: Name, view: View, tools: Tools) -> Iterator[Annotation]:
    rule = name.rule or max(name.evidence, key=WEIGHTS.__getitem__)
    whole = fullest(name)
    value = Organisation(whole.surface, name.kind or whole.kind)  # type: ignore[arg-type]  # kinds are checked when loaded
    place, platform = "place" in name.evidence, name.surface in tools.runs.cues.products
    for start, end, _ in name.mentions:
        if tools.context.refused(view.folded, start, end, place, platform):
            continue
        yield Annotation(start, end, "organisation", value, rule)
