"""The annotator: candidates, evidence for and against each name, then every mention of what is accepted."""

from __future__ import annotations

from typing import Literal

from attrs import define

from apostil import Annotation, Label, View, Words, annotator

from .context import Context, context_of, surroundings
from .document import Links, bracketed, coordinated, links_of, weighed
from .forms import Forms, forms_of, fullest, linked
from .heads import Heads, heads_of
from .joints import apart, together
from .mentions import Name, gathered, in_order
from .pieces import cues_of
from .runs import Runs
from .weigh import ENOUGH, HOPELESS, strongest

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
    return Tools(
        Runs(cues), context_of(words, cues.first_names), heads_of(words), links_of(words), forms_of(words, cues.first_names)
    )


@annotator(
    "organisation",
    labels=[Label("organisation", Organisation, "A named company, institution, court, association, media title …", "#4e79a7")],
    setup=tools_of,
)
def organisation(view: View, tools: Tools) -> list[Annotation]:
    """Named organisations, with the fullest form of the name in the document."""
    names = gathered(view, tools.runs, tools.heads)
    weighed(names, view, tools.context)
    order = in_order(names)
    if together(names, order, view):
        order = in_order(names)
    coordinated(names, order, view, tools.links)
    bracketed(order, view, tools.links)
    apart(names)
    linked(names, tools.forms)
    return _annotations(names, view, tools.context)


def _annotations(names: dict[str, Name], view: View, context: Context) -> list[Annotation]:
    """Mentions of the names accepted. What one was called in an earlier window of the document it stays."""
    known: dict[str, Organisation] = view.memory
    found: list[Annotation] = []
    around = surroundings(view)
    for key, name in names.items():
        if name.score < ENOUGH and (key not in known or name.score <= HOPELESS):
            continue
        whole = name if name.whole is None else fullest(name)
        value = known.get(key) or known.get(whole.piece.key)
        if value is None:
            kind = name.kind or whole.kind
            value = Organisation(whole.surface, kind)  # type: ignore[arg-type]  # kinds are checked when read
        known[key] = value
        rule = name.rule or strongest(name.evidence or _REPEATED)
        for start, end in context.kept(name, around):
            found.append(Annotation(start, end, "organisation", value, rule))
    return found


_REPEATED = frozenset(("repeated",))
