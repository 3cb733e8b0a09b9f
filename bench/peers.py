"""Other tools on the same texts, each beside the pass (see throughput.py), with what it looks for.

    pip install 'apostil[bench]'
    python -m spacy download fr_core_news_sm     # for the row of its statistical model
    python bench/peers.py --corpus FILE.jsonl

Each takes as many of the texts as it gets through in a few seconds. Tools that are not installed are passed over and named.
`five patterns` is what one writes in an afternoon, with no normalised value at all.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
from collections.abc import Callable
from pathlib import Path

from throughput import documents, one_pass, seconds

from apostil import Document, Engine, Plugins, encode

Tool = Callable[[list[str]], int]
"""Annotates texts; returns the number of what it found."""
BUDGET = 4.0
"""CPU seconds of a round, about."""


def each(tool: Callable[[str], int]) -> Tool:
    """A tool that knows no more than one text at a time."""
    return lambda texts: sum(map(tool, texts))


def apostil() -> Tool:
    engine = Engine(Plugins.discover(), language="fr")

    def tool(texts: list[str]) -> int:
        results = engine.annotate_all(Document(text, "d") for text in texts)
        return sum(len(annotated.annotations) for annotated in results if encode(annotated))

    return tool


def five_patterns() -> Tool:
    number = r"\d+(?:[  .,]\d+)*"
    months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    patterns = {
        "money": re.compile(rf"{number}\s*(?:millions?|milliards?)?\s*(?:d['’e]\s*)?(?:euros?|dollars?|€|\$)"),
        "percentage": re.compile(rf"{number}\s*(?:%|pour cent)"),
        "date": re.compile(rf"(?:\d{{1,2}}(?:er)?\s+)?(?:{months})(?:\s+\d{{4}})?|\b(?:19|20)\d\d\b"),
        "organisation": re.compile(r"[A-Z]\w+(?:\s[A-Z]\w+)*\s(?:SA|SAS|SARL|Inc|Ltd|Group)\b"),
        "clause": re.compile(r"\b(?:résili|exclusiv|licence|renouvel)\w*[^.]{0,400}\."),
    }

    def tool(text: str) -> int:
        found = [
            {"label": label, "start": m.start(), "end": m.end(), "text": m[0]}
            for label, pattern in patterns.items()
            for m in pattern.finditer(text)
        ]
        return len(found) if json.dumps(found) else 0

    return each(tool)


def edsnlp_dates() -> Tool:
    import edsnlp

    pipe = edsnlp.blank("fr")
    pipe.add_pipe("eds.dates")
    return lambda texts: sum(len(found) for doc in pipe.pipe(texts) for found in doc.spans.values())


def dateparser_search() -> Tool:
    from dateparser.search import search_dates

    return each(lambda text: len(search_dates(text, languages=["fr"]) or ()))


def spacy_tokens() -> Tool:
    import spacy

    pipe = spacy.blank("fr")
    return lambda texts: sum(map(len, pipe.pipe(texts)))


def spacy_entities() -> Tool:
    import spacy

    pipe = spacy.load("fr_core_news_sm", exclude=["morphologizer", "parser", "attribute_ruler", "lemmatizer"])
    return lambda texts: sum(len(doc.ents) for doc in pipe.pipe(texts, batch_size=32))


def quantulum() -> Tool:
    from quantulum3 import parser

    return each(lambda text: len(parser.parse(text)))


TOOLS: dict[str, Callable[[], Tool]] = {
    "apostil: all five": apostil,
    "five patterns": five_patterns,
    "spaCy tokens": spacy_tokens,
    "spaCy entities": spacy_entities,
    "edsnlp dates": edsnlp_dates,
    "dateparser dates": dateparser_search,
    "quantulum3 amounts (en)": quantulum,
}


def cost(tool: Tool, texts: list[str], rounds: int) -> tuple[float, int, int]:
    """Passes, texts taken, and what was found in them."""
    tool(texts[:1])
    first = seconds(lambda: tool(texts[:1]))
    taken = texts[: max(1, min(len(texts), int(BUDGET / max(first, 1e-6))))]
    found, ratios = 0, []
    for _ in range(rounds):
        before = sum(map(one_pass, taken))
        counts: list[int] = []
        spent = seconds(lambda: counts.append(tool(taken)))  # noqa: B023  called at once
        ratios.append(spent / ((before + sum(map(one_pass, taken))) / 2))
        found = counts[0]
    return statistics.median(ratios), len(taken), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    texts = documents(given.corpus)
    ours = 0.0
    for name, make in TOOLS.items():
        try:
            tool = make()
        except (ImportError, OSError) as error:  # a model that is not there is an OSError
            print(f"{name:24s} passed over: {str(error).splitlines()[0][:70]}")
            continue
        passes, taken, found = cost(tool, texts, given.rounds)
        ours = ours or passes
        size = sum(map(len, texts[:taken]))
        print(
            f"{name:24s} {passes:9.1f} passes, {passes / ours:8.2f} times ours   {found * 1000 / size:5.1f} found a kB",
            flush=True,
        )


if __name__ == "__main__":
    main()
