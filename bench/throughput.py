"""What annotation costs, in passes: one pass is one `re.findall(r"\\w+")` over the same text, timed around it.

    python bench/throughput.py                          # seeds/, by annotator
    python bench/throughput.py --corpus FILE.jsonl      # {"text": …} a line
    python bench/throughput.py --hostile                # growth when a hostile text doubles

CPU time of one core, median of interleaved rounds. Ratios are comparable between runs, megabytes a second are not.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from apostil.cost import Clock, one_pass
from apostil.engine import Engine
from apostil.model import Document
from apostil.plugins import Plugins
from apostil.standoff import encode

SEEDS = Path(__file__).parent.parent / "seeds"

HOSTILE: dict[str, Callable[[int], str]] = {
    "spaces": lambda n: " " * n,
    "newlines": lambda n: "\n" * n,
    "digits": lambda n: "1" * n,
    "1 1 1": lambda n: "1 " * (n // 2),
    "1,1,1": lambda n: "1," * (n // 2),
    "1.1.1": lambda n: "1." * (n // 2),
    "100 200": lambda n: "100 " * (n // 4),
    "1/1/1": lambda n: "1/" * (n // 2),
    "2024": lambda n: "2024 " * (n // 5),
    "2024-": lambda n: "2024-" * (n // 5),
    "capitals": lambda n: "A" * n,
    "AB AB": lambda n: "AB " * (n // 3),
    "Abc Abc": lambda n: "Abc " * (n // 4),
    "A. A.": lambda n: "A. " * (n // 3),
    "mille mille": lambda n: "mille " * (n // 6),
    "million million": lambda n: "million " * (n // 8),
    "cent un": lambda n: "cent un " * (n // 8),
    "de de": lambda n: "de " * (n // 3),
    "d'd'": lambda n: "d'" * (n // 2),
    "%%%": lambda n: "%" * n,
    "€€€": lambda n: "€" * n,
    "$ $": lambda n: "$ " * (n // 2),
    "5 % 5 %": lambda n: "5 % " * (n // 4),
    "5 € et": lambda n: "5 € et " * (n // 7),
    "entre 5 et": lambda n: "entre 5 et " * (n // 11),
    "((((": lambda n: "(" * n,
    "«»": lambda n: "«" * n,
    "....": lambda n: "." * n,
    "----": lambda n: "-" * n,
    "????": lambda n: "?" * n,
    "mars mars": lambda n: "mars " * (n // 5),
    "du 1er au": lambda n: "du 1er au " * (n // 10),
    "lundi mardi": lambda n: "lundi mardi " * (n // 12),
    "SA SA": lambda n: "Société SA " * (n // 11),
    "contrat": lambda n: "Le contrat est résilié. " * (n // 24),
    "one sentence": lambda n: "le contrat est résilié et la société Alpha paie 5 millions d'euros en mars 2024 " * (n // 80),
    "emoji": lambda n: "😀" * n,
    "han": lambda n: "漢" * n,
    "combining": lambda n: "e\u0301" * (n // 2),
    "one word": lambda n: "a" * n,
    "lines of one": lambda n: "a\n" * (n // 2),
    "# # #": lambda n: "# " * (n // 2),
    "1. 1. lines": lambda n: "1. a\n" * (n // 5),
}


def documents(corpus: Path | None) -> list[str]:
    """Texts to measure on: of a JSON Lines file, or the project's samples six times over."""
    if corpus:
        return [json.loads(line)["text"] for line in corpus.read_text("utf-8").splitlines() if line.strip()]
    return [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.*")) if path.suffix in (".txt", ".md")] * 6


def seconds(call: Callable[[], object]) -> float:
    """CPU time of one call."""
    gc.collect()
    start = time.process_time()
    call()
    return time.process_time() - start


def passes(texts: list[str], work: Callable[[], object], rounds: int) -> list[float]:
    """Cost of `work` on `texts` in passes, each round with the unit measured before and after it."""
    found = []
    for _ in range(rounds):
        before = sum(map(one_pass, texts))
        cost = seconds(work)
        after = sum(map(one_pass, texts))
        found.append(cost / ((before + after) / 2))
    return found


def by_annotator(texts: list[str], language: str | None, rounds: int) -> None:
    """Print the cost of the whole and of each annotator."""
    engine = Engine(Plugins.discover(), language=language)
    counts = {"annotations": 0, "bytes": 0}

    def work() -> None:
        counts["annotations"] = counts["bytes"] = 0
        for annotated in engine.annotate_all(Document(text, "d") for text in texts):
            counts["annotations"] += len(annotated.annotations)
            counts["bytes"] += len(encode(annotated))

    work()
    total = statistics.median(passes(texts, work, rounds))
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} documents, {size / 1e6:.2f} MB, {counts['annotations'] / size * 1000:.1f} annotations a kB")
    print(f"{'all, JSON Lines out':24s} {total:6.2f} passes")
    engine.fence = clock = Clock()
    unit = sum(map(one_pass, texts))
    for _ in range(rounds):
        work()
        unit += sum(map(one_pass, texts))
    unit /= rounds + 1
    for name, cost in sorted(clock.spent.items(), key=lambda item: -item[1]):
        print(f"  {name:22s} {cost / rounds / unit:6.2f}")
    print(f"  {'engine, scan, JSON':22s} {total - sum(clock.spent.values()) / rounds / unit:6.2f}   (the rest)")


def hostile(size: int, rounds: int) -> None:
    """Print, for each hostile family, time per character and its growth when the text doubles."""
    engine = Engine(Plugins.discover(), language="fr")
    worst = 0.0
    for name, make in HOSTILE.items():
        small, large = make(size), make(2 * size)
        engine.annotate_json(Document(small[:1000], "d"))
        a = min(seconds(lambda text=small: engine.annotate_json(Document(text, "d"))) for _ in range(rounds))
        b = min(seconds(lambda text=large: engine.annotate_json(Document(text, "d"))) for _ in range(rounds))
        worst = max(worst, b / a)
        print(f"{name:18s} {a / len(small) * 1e9:9.0f} ns/char   doubling {b / a:5.2f}{'   <--' if b / a > 2.3 else ''}")
    print(f"worst {worst:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--language", help="fr or en; told from each text where not given")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--size", type=int, default=30_000, help="characters of the smaller hostile text (within one window)")
    given = parser.parse_args()
    if given.hostile:
        hostile(given.size, given.rounds)
    else:
        by_annotator(documents(given.corpus), given.language, given.rounds)


if __name__ == "__main__":
    main()
