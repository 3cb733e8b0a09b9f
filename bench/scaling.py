"""How cost grows, in passes (see throughput.py): with plugins, names, the size of documents; what a second worker brings.

    python bench/scaling.py                               # all four, on seeds/
    python bench/scaling.py plugins names --corpus FILE.jsonl
    python bench/scaling.py sizes --largest 100           # up to a document of 100 MB

The plugins that are added are strangers': each has 40 words looked for by the shared scan, some of them words of the text, and
sets a note with a value at each. Every row is measured in turn with the first, in interleaved rounds. Workers are timed by the
clock of the wall, on the command line as a user runs it: another program on the machine takes from them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from attrs import define
from throughput import documents, one_pass, seconds

from apostil import Annotation, Document, Engine, Label, Lexicon, Plugin, Plugins, View, annotator, encode, hookimpl

WORDS = 40
"""Words of an added plugin, of which `MET` are in the text."""
MET = 2
WORKED = 20
"""Megabytes that workers share."""
Work = Callable[[], object]


@define
class Seen:
    """Value of a note of an added plugin."""

    word: str


def stranger(number: int, words: list[str]) -> ModuleType:
    """A plugin's door: an annotator of `words`, which no other has."""
    name = f"added_{number}"

    @annotator(name, labels=[Label(name, Seen)])
    def added(view: View) -> Iterator[Annotation]:
        for hit in view[name]:
            yield Annotation(hit.start, hit.end, name, Seen(view.folded[hit.start : hit.end]), "word")

    door = ModuleType(name)
    door.apostil_annotators = hookimpl(lambda: [added])  # type: ignore[attr-defined]
    door.apostil_lexicons = hookimpl(lambda language: [Lexicon(name, dict.fromkeys(words, True))])  # type: ignore[attr-defined]
    return door


def with_strangers(count: int, texts: list[str]) -> Engine:
    """The built-in annotators and `count` others."""
    plugins = Plugins.discover()
    often = [word for word, times in Counter(word for text in texts for word in text.lower().split()).most_common()]
    met = [word for word in often if word.isalpha() and len(word) > 5][100 : 100 + MET * count]
    for number in range(count):
        words = [*met[number * MET : (number + 1) * MET], *(f"mot{number}x{each}" for each in range(WORDS - MET))]
        plugins.add(Plugin(f"added_{number}", None, "somewhere", "1.0"), lambda n=number, w=words: stranger(n, w))
    return Engine(plugins, language="fr")


def with_names(count: int) -> Engine:
    """The built-in annotators and `count` more names, read as `--lexicon` reads them."""
    plugins = Plugins.discover()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "names.csv")
        rows = (f"{a}{b} {c},company" for n in range(count) for a, b, c in [_parts(n)])
        file.write_text("\n".join(["name,kind", *rows]), "utf-8")
        lexicons = plugins.lexicon_file(file)
    return Engine(plugins, language="fr", lexicons=lexicons)


def _parts(number: int) -> tuple[str, str, str]:
    """Syllables of a name that no other number has."""
    heads, tails = ("Bel", "Cor", "Dor", "Fal", "Gri", "Lun", "Mar", "Nor", "Pol", "Ver"), ("dia", "mont", "val", "zan", "rix")
    return heads[number % 10], tails[number // 10 % 5], f"{heads[number // 50 % 10]}{number // 500}"


def annotating(engine: Engine, texts: list[str]) -> Work:
    """A run over `texts` with JSON Lines out; words are compiled before."""
    engine.annotate(Document(texts[0][:1000], "d"))

    def work() -> None:
        for annotated in engine.annotate_all(Document(text, "d") for text in texts):
            encode(annotated)

    return work


def table(rows: Iterable[tuple[str, Work, list[str]]], rounds: int) -> None:
    """Print passes of each row, and of the first."""
    given = list(rows)
    found: dict[str, list[float]] = {name: [] for name, _, _ in given}
    for _ in range(rounds):
        for name, work, texts in given:
            before = sum(map(one_pass, texts))
            cost = seconds(work)
            found[name].append(cost / ((before + sum(map(one_pass, texts))) / 2))
    first = statistics.median(found[given[0][0]])
    for name, costs in found.items():
        cost = statistics.median(costs)
        print(f"{name:24s} {cost:7.2f} passes   {cost / first:5.2f} times the first", flush=True)


def sized(texts: list[str], size: int, total: int) -> list[str]:
    """`texts` cut and joined into documents of `size` characters, `total` in all."""
    joined = "\n\n".join(texts)
    joined *= 1 + max(size, total) // len(joined)
    return [joined[start : start + size] for start in range(0, max(size, total), size)]


def workers(texts: list[str]) -> None:
    """Print the wall time of the command line with one worker and with two."""
    with tempfile.TemporaryDirectory() as folder:
        source, size = Path(folder, "in.jsonl"), 0
        with source.open("w", encoding="utf-8") as stream:
            while size < WORKED * 1_000_000:
                for text in texts:
                    size += stream.write(json.dumps({"id": f"d{size}", "text": text}, ensure_ascii=False) + "\n")
        took: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(3):
            for count in took:
                start = time.monotonic()
                command = [sys.executable, "-m", "apostil", "annotate", source, "-q", "-j", str(count), "-t", "jsonl"]
                subprocess.run([*command, "-o", Path(folder, f"out{count}.jsonl")], check=True)
                took[count].append(time.monotonic() - start)
    one, two = (min(times) for times in took.values())
    print(f"{size / 1e6:.0f} MB, {os.cpu_count()} cores: one worker {one:.1f} s, two {two:.1f} s: {one / two:.2f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = ("plugins", "names", "sizes", "workers")
    parser.add_argument("what", nargs="*", choices=[*kinds, []], metavar="WHAT", help=", ".join(kinds))
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=float, default=10, help="megabytes of the largest document")
    given = parser.parse_args()
    texts = documents(given.corpus)
    wanted = given.what or kinds
    if "plugins" in wanted:
        counts = (0, 15, 45)
        table([(f"{5 + n} plugins", annotating(with_strangers(n, texts), texts), texts) for n in counts], given.rounds)
    if "names" in wanted:
        counts = (0, 1_000, 10_000, 100_000)
        table([(f"{n:,} names more", annotating(with_names(n), texts), texts) for n in counts], given.rounds)
    if "sizes" in wanted:
        engine = Engine(Plugins.discover(), language="fr")
        sizes = [size for size in (5_000, 1_000, 50_000, 1_000_000, 10_000_000, 100_000_000) if size <= given.largest * 1e6]
        made = [(f"{size:,} characters", sized(texts, size, 1_000_000)) for size in sizes]
        table([(name, annotating(engine, cut), cut) for name, cut in made], given.rounds)
    if "workers" in wanted:
        workers(texts)


if __name__ == "__main__":
    main()
