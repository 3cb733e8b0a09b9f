"""Chunks annotated in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apostil.batch.budget import Budget
from apostil.batch.plan import chunks
from apostil.engine import Engine
from apostil.frame import blocks
from apostil.model import Annotated, Document, Problem


def annotate_here(engine: Engine, documents: Iterable[Document | Annotated], budget: Budget) -> Iterator[Annotated]:
    """Annotate `documents` in order. An annotator whose budget is spent is not run from the next chunk on."""
    with engine.fence.watch():
        for chunk in chunks(documents):
            for block in annotate_chunk(engine, chunk, list(budget.spent), budget.limit):
                for annotated in block:
                    budget.add(annotated.problems)
                    yield annotated


def annotate_chunk(
    engine: Engine, chunk: Iterable[Document | Annotated], without: Sequence[Problem], limit: int
) -> Iterator[list[Annotated]]:
    """Annotate one chunk, block by block. A chunk has a budget of its own, too: an annotator that times out on each of its
    documents must not hold it up for hours."""
    budget = Budget(limit, list(without))
    for block in blocks(chunk):
        found = list(engine.annotate_all(block, list(budget.spent)))
        for annotated in found:
            budget.add(annotated.problems)
        yield found
