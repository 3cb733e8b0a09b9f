"""The annotator: candidates, evidence for and against each name, then every mention of what is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import define

from apostil import Annotation, Evidence, Hit, Label, Lost, View, Words, annotator, pattern

from .brackets import Links, bracketed, known_as, links_of
from .clubs import Clubs, clubs_of, fielded
from .context import Context
from .context_words import context_of
from .coordination import coordinated
from .cores import Forms, forms_of
from .deeds import Deeds, add_deeds, deeds_of
from .document import weighed
from .doubts import Doubts, doubts_of
from .forms import fullest, linked
from .headlines import headlined
from .heads import Heads, heads_of
from .joints import apart, articled, respelt, together
from .legal_forms import add_forms
from .mentions import Name, gathered, in_order, usual
from .pieces import cues_of
from .runs import Runs
from .sequel import Sequel, sequel_of
from .shapes import RUN, SMALL
from .terms import Terms, abbreviated, terms_of
from .weigh import ENOUGH, HOPELESS, WEIGHTS, strongest

_QUOTE = re.compile("[ ,]{0,2}[«“\"'] ?")
_QUALIFIED = pattern(rf"[ ][{SMALL}]{{4,14}}(?:al|ale|name|named|ique)[ ]")
BRANDS = 12
"""Brands of one list that are looked at."""
_NEXT = pattern(rf"(?:{RUN}|[{SMALL}]\w{{2,24}})(?:,[ ](?:et[ ]|and[ ])?|[ ](?:et|and)[ ])(?:l[ae][ ]|the[ ])?")
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
    sequel: Sequel
    heads: Heads
    links: Links
    doubts: Doubts
    forms: Forms
    terms: Terms
    clubs: Clubs
    deeds: Deeds
    verbs: frozenset[str]
    """Verbs of organisations."""


def tools_of(words: Words) -> Tools:
    cues, sequel = cues_of(words), sequel_of(words)
    return Tools(
        Runs(cues),
        context_of(words, cues.first_names),
        sequel,
        heads_of(words, cues.first_names),
        links_of(words),
        doubts_of(words, cues.first_names),
        forms_of(words, cues.first_names),
        terms_of(words),
        clubs_of(words),
        deeds_of(words),
        sequel.speech.union(sequel.after),
    )


@annotator(
    "organisation",
    labels=[Label("organisation", Organisation, "A named company, institution, court, association, media title …", "#4e79a7")],
    setup=tools_of,
)
def organisation(view: View, tools: Tools) -> list[Annotation]:
    """Named organisations, with the fullest form of the name in the document."""
    names = gathered(view, tools.runs, tools.heads)
    add_forms(names, view, tools.runs.cues, tools.heads.grammar)
    add_deeds(names, view, tools.deeds)
    abbreviated(names, view, tools.terms)
    weighed(names, view, tools.context, tools.sequel, tools.terms)
    fielded(names, view, tools.clubs, tools.context)
    order = in_order(names)
    if together(names, order, view, tools.runs.cues):
        order = in_order(names)
    coordinated(names, order, view, tools.links)
    bracketed(order, view, tools.links)
    known_as(order, view, tools.links)
    apart(names)
    linked(names, tools.forms)
    headlined(names, view.text, tools.verbs, tools.forms)
    respelt(names, view)
    articled(names, view.text)
    return _annotations(names, view, tools.doubts, tools.context)


def explain(names: Iterable[Name], found: list[Annotation], rejected: list[Lost]) -> None:
    """Tell the evidence for each name, and why mentions that were not `found` were not."""
    there = {(a.start, a.end): a for a in found}
    for name in names:
        weights = [Evidence(kind, "", WEIGHTS[kind]) for kind in sorted(name.evidence)]
        low = f"its evidence weighs {name.score:g}, {ENOUGH:g} is needed"
        for start, end in name.mentions:
            a = there.get((start, end))
            if a is None:
                a = Annotation(start, end, "organisation", Organisation(name.surface), name.rule)
                rejected.append(Lost(a, None, low if name.score < ENOUGH else "part of another name, or something else here"))
            a.evidence = [*weights]


def _branded(view: View, hit: Hit, context: Context) -> Iterator[int]:
    """Where names begin after a word for a brand; after a plural those of a list too: `les marques X, Y et Z`."""
    text, folded, end = view.text, view.folded, hit.end
    if folded[hit.start : end] in context.called and context.firm_called(folded, hit.start):
        return
    quote = _QUOTE.match(folded, end)
    at = quote.end() if quote else end + 1
    yield at
    if qualified := _QUALIFIED.match(text, end):
        yield qualified.end()  # `la marque commerciale X`
    if not folded.endswith("s", hit.start, end):
        return
    for _ in range(BRANDS):
        found = _NEXT.match(text, at)
        if found is None:
            return
        at = found.end()
        yield at


def _annotations(names: dict[str, Name], view: View, doubts: Doubts, context: Context) -> list[Annotation]:
    """Mentions of the names accepted. What one was called in an earlier window of the document it stays."""
    known: dict[str, Organisation] = view.memory
    found: list[Annotation] = []
    folded = view.folded
    brands = {start for hit in view["organisation_brand"] for start in _branded(view, hit, context)}
    signs = doubts.signs(folded)
    for key, name in names.items():
        if name.score < ENOUGH and (key not in known or name.score <= HOPELESS):
            continue
        whole = name if name.whole is None else fullest(name)
        value = known.get(key) or known.get(whole.piece.key)
        if value is None:
            value = Organisation(usual(whole, view.text), name.kind or whole.kind)  # type: ignore[arg-type]  # kinds are checked when read
        known[key] = value
        rule = name.rule or strongest(name.evidence)
        for start, end in doubts.kept(name, folded, brands, signs):
            found.append(Annotation(start, end, "organisation", value, rule))
    if view.rejected is not None:
        explain(names.values(), found, view.rejected)
    return found
