"""Contract clauses: sentences that state a contractual term, in contracts and in the press."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Annotator, Lexicon, hookimpl


@hookimpl
def apostil_lexicons(language: str) -> Iterable[Lexicon]:
    from apostil_clause.cues import cue_lexicons

    return cue_lexicons(language)


@hookimpl
def apostil_annotators() -> Iterable[Annotator]:
    from apostil_clause.clause import clause

    return [clause]
