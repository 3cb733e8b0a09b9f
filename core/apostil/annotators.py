"""What a plugin makes to set notes: a function of a `View`, and the facts declared about it.

The module has a plural name because `apostil.annotator` is the decorator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import define, evolve, field

from apostil.extra import Extra
from apostil.layer import Layer
from apostil.lexicon import Words
from apostil.model import Annotation, Document, Hit, Lost


@define
class Label:
    """A kind of annotation. From this one declaration come the JSON Schema, the BRAT configuration, CSV columns and legends.

    `value` is an attrs class of strings, numbers, booleans and None, or None. `colour` is `#rrggbb`. `overlap`: whether two
    annotations of this label may overlap (a sentence can state several clauses); otherwise the longest, then the earliest,
    then that of the annotator of highest priority stays.
    """

    name: str
    value: type | None = None
    description: str = ""
    colour: str = "#cccccc"
    overlap: bool = False
    roles: Sequence[str] = ()
    """Roles of the arguments that annotations of this label may have."""


@define
class View:
    """What an annotator sees of a document: a window of its text and the layers already laid over it.

    `view["money"]` is the layer of an annotator, or of a lexicon, that the annotator names in `requires` or `uses`; empty
    where there is none. Positions are offsets in `text`, the window; a document of less than about 64,000 characters is one
    window. Blanks that only set the text, of justified lines, indents and line ends, are closed up in it, line breaks that only
    wrap a paragraph are spaces, and the engine puts positions back in the document's (see `apostil.spacing`).
    `folded` is `text` lower-cased with its punctuation unified, one character for one (see `apostil.folding`).
    """

    text: str
    folded: str
    document: Document
    language: str
    layers: dict[str, Layer[Any]] = field(factory=dict)
    memory: dict[str, Any] = field(factory=dict)
    """The annotator's own notes on this document, kept from window to window."""
    first: bool = True
    """Whether the window is the first of its document."""
    settings: Any = None
    """An instance of the class that the annotator declares as its `settings`; None where it declares none."""
    rejected: list[Lost] | None = None
    """Where a run explains, an annotator may put here what it turned down, and why, and give its annotations `evidence`; None
    in all other runs, which then pay nothing for it."""

    def __getitem__(self, name: str) -> Layer[Any]:
        return self.layers.get(name, _EMPTY)

    @property
    def reference_date(self) -> dt.date | None:
        return self.document.reference_date

    def date_document(self, day: dt.date) -> None:
        """Give the document the reference date that its own text tells, where nobody has given one: annotators that run later
        see it, and the output says against what dates were resolved."""
        if self.document.reference_date is None:
            self.document = evolve(self.document, reference_date=day)


_EMPTY: Layer[Any] = Layer()

Found = Iterable[Annotation] | Iterable[Hit] | None
Annotate = Callable[[View], Found] | Callable[[View, Any], Found]


@define
class Annotator:
    """A function that finds annotations in a view, and what the engine has to know of it.

    `requires` names annotators that have to have run; without one of them this one cannot. `uses` names annotators whose
    layer it reads if they run. `labels` are those of the annotations it yields; an annotator without labels yields `Hit`s,
    a layer for other annotators that is not part of the output. `setup` is called once for each language with its word
    lists, and what it returns is the function's second argument. `priority` settles ties between annotators of one label.
    `settings` is an attrs class, each field with a default, of what users may change; the view carries one.
    One that is not `default` runs only where it is named.
    """

    name: str
    annotate: Annotate
    requires: Sequence[str] = ()
    uses: Sequence[str] = ()
    labels: Sequence[Label] = ()
    setup: Callable[[Words], Any] | None = None
    priority: int = 0
    description: str = ""
    settings: type | None = None
    default: bool = True
    extra: Extra | None = None
    """Libraries that it needs beside those of its distribution; `setup` may import them."""


def annotator(
    name: str,
    *,
    requires: Sequence[str] = (),
    uses: Sequence[str] = (),
    labels: Sequence[Label] = (),
    setup: Callable[[Words], Any] | None = None,
    priority: int = 0,
    settings: type | None = None,
    default: bool = True,
    extra: Extra | None = None,
) -> Callable[[Annotate], Annotator]:
    """Decorator: the function becomes an `Annotator`, described by the first line of its docstring."""

    def made(function: Annotate) -> Annotator:
        description = (function.__doc__ or "").strip().partition("\n")[0]
        facts = (tuple(requires), tuple(uses), tuple(labels), setup, priority, description, settings, default, extra)
        return Annotator(name, function, *facts)

    return made


def label_of(labels: Mapping[str, Label], name: str) -> Label:
    """The declaration of `name`, a bare one for labels that no loaded plugin declares (a foreign file, say)."""
    return labels.get(name) or Label(name)
