"""Organisations by a statistical model of spaCy, which the user installs. They run only where named.

Model of a language: what the environment variable `APOSTIL_SPACY_FR` (`_EN`, …) says, a package or a folder, else `MODELS`.
No setting of the annotator, since a document can change those for itself, and to load a model is to run what is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from attrs import define

from apostil import Annotation, Label, PluginError, View, Words, annotator, one_line
from apostil_spacy import SPACY

NAME = "spacy_organisation"
LABEL = Label(NAME, None, "An organisation by a statistical model of spaCy", "#9aa7b8")
MODELS = {"fr": "fr_core_news_md", "en": "en_core_web_sm"}
"""The small French one finds fewer, and more of what is none: F1 51 against 75 (docs/annotators/spacy_organisation.md)."""
NEEDLESS = ["tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
"""Components of the usual pipelines that do not help to find entities."""


@define
class Pipeline:
    """A loaded model; `rule` is its name and version."""

    nlp: Any
    rule: str


def pipeline_of(words: Words) -> Pipeline | None:
    """The model for the language of `words`, None where no one has named one. Raises `PluginError` where it does not load."""
    variable = f"APOSTIL_SPACY_{words.language.upper()}"
    model = os.environ.get(variable) or MODELS.get(words.language)
    if model is None:
        return None
    import spacy

    try:
        nlp = spacy.load(model, exclude=NEEDLESS)
    except Exception as error:  # not there, of another version, or not whole: spaCy raises what its readers do
        why = f"model {model!r} cannot be loaded: {one_line(error)}"
        raise PluginError(
            f"annotator {NAME}",
            f"{why}: python -m spacy download {MODELS.get(words.language, model)}, or name another in {variable}",
        ) from None
    meta = nlp.meta
    return Pipeline(nlp, f"{meta['lang']}_{meta['name']}-{meta['version']}")


@annotator(NAME, labels=[LABEL], setup=pipeline_of, default=False, extra=SPACY)
def organisation(view: View, pipeline: Pipeline | None) -> Iterator[Annotation]:
    """Entities of the type ORG, as a model of spaCy finds them."""
    if pipeline is None:
        raise PluginError("", f"no model for {view.language}: name one in APOSTIL_SPACY_{view.language[:2].upper()}")
    with pipeline.nlp.memory_zone():  # else its vocabulary keeps every word of every document
        spans = [(entity.start_char, entity.end_char) for entity in pipeline.nlp(view.text).ents if entity.label_ == "ORG"]
    yield from (Annotation(start, end, NAME, rule=pipeline.rule) for start, end in spans)
