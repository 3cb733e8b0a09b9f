"""What an export costs as it grows: CPU time, and the most memory it ever has, at N annotations and at 4 N.

    python bench/streaming.py                              # every format that is available
    python bench/streaming.py csv sqlite -n 250_000        # 250,000 annotations, then a million
    python bench/streaming.py spacy webannotation --folder # of files, where a single one is held whole or has one document

Documents are made up on the way to a temporary standoff file, all different, with their text: six annotations of the built-in
labels a sentence. Each export is a process of its own; its memory is the peak that the system saw. Memory is bounded where it
does not grow with the output: the last column says how much of 4 N's is more than N's.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apostil import Annotated, Annotation, Argument, Document, Plugins, encode

SENTENCES = 4
"""In a document."""
ANNOTATIONS = 6
"""In a sentence."""


def annotated(number: int) -> Annotated:
    """Document `number`: contracts of companies that no other has, each with its amount, day and share."""
    parts: list[str] = []
    annotations: list[Annotation] = []
    for each in range(number * SENTENCES, (number + 1) * SENTENCES):
        spans = list(sentence(each))
        start = sum(map(len, parts))
        parts += [text for text, _, _ in spans]
        annotations += noted(spans, start, len(annotations))
    return Annotated(Document("".join(parts), f"d{number}", "fr"), annotations, annotators={"bench": "1"})


def sentence(number: int) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """The pieces of a sentence, each with its label and value where it has one; behind a 🏦, so that offsets are counted."""
    amount = {"amount": str(number * 1000), "low": None, "high": None, "currency": "EUR", "bound": "exact"}
    share = {"amount": str(number % 100), "low": None, "high": None, "bound": "exact", "unit": "percent"}
    day = number % 28 + 1
    yield "🏦 ", "", None
    yield f"Alpha {number} SA", "organisation", {"canonical": f"Alpha {number} SA", "kind": "company"}
    yield " verse ", "", None
    yield f"{number} 000 €", "money", amount
    yield " à ", "", None
    yield f"Bêta {number} SARL", "organisation", {"canonical": f"Bêta {number} SARL", "kind": "company"}
    yield ", soit ", "", None
    yield f"{number % 100} %", "percentage", share
    yield " du prix, le ", "", None
    yield f"{day} mai 2024", "date", {"type": "date", "value": f"2024-05-{day:02d}", "mod": None}
    yield ".\r\n", "", None


def noted(spans: list[tuple[str, str, dict[str, Any] | None]], start: int, count: int) -> list[Annotation]:
    """The annotations of a sentence at `start`, `count` being before it: a clause first, with the others for arguments."""
    text = "".join(piece for piece, _, _ in spans)
    clause = Annotation(start, start + len(text), "clause", {"type": "payment"}, "r", None, "bench", text, f"T{count + 1}")
    found, place, arguments = [clause], start, []
    for piece, label, value in spans:
        if label:
            name = f"T{count + len(found) + 1}"
            found.append(Annotation(place, place + len(piece), label, value, "r", None, "bench", piece, name))
            arguments.append(Argument(label, name))
        place += len(piece)
    clause.arguments = arguments
    return found


def standoff(path: Path, annotations: int) -> None:
    """Write about as many annotations to a standoff file."""
    with path.open("wb") as stream:
        for number in range(annotations // (SENTENCES * ANNOTATIONS)):
            stream.write(encode(annotated(number), with_text=True) + b"\n")


def exported(source: Path, form: str, output: Path) -> tuple[float, float, int]:
    """CPU seconds and peak megabytes of an export, and the size of what it wrote."""
    process = subprocess.Popen([sys.executable, "-m", "apostil", "export", source, "-t", form, "-q", "-o", output])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{form}: exit status {process.returncode}")
    files = [path for path in (output, *output.rglob("*")) if path.is_file()]
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, sum(path.stat().st_size for path in files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    exporters = {name: exporter for name, (_, exporter) in Plugins.discover().exporters().items()}
    available = [name for name, exporter in exporters.items() if not (exporter.extra and exporter.extra.missing())]
    parser.add_argument("formats", nargs="*", default=available, metavar="FORMAT")
    parser.add_argument(
        "-n", type=int, default=25_000, help="annotations of the smaller export; the other has four times as many"
    )
    parser.add_argument("--folder", action="store_true", help="write folders, in those formats too that can be one file")
    given = parser.parse_args()
    print(f"{'format':20s} {'annotations':>12s} {'CPU s':>8s} {'MB out':>8s} {'peak MB':>8s} {'growth':>7s}")
    with tempfile.TemporaryDirectory() as folder:
        sizes = (given.n, 4 * given.n)
        for size in sizes:
            standoff(Path(folder, f"{size}.jsonl"), size)
        for form in given.formats:
            before = 0.0
            for size in sizes:
                output = Path(
                    folder, f"{form}-{size}{'' if given.folder or exporters[form].folder else exporters[form].suffix}"
                )
                seconds, peak, written = exported(Path(folder, f"{size}.jsonl"), form, output)
                growth = f"{peak - before:+7.1f}" if before else ""
                print(f"{form:20s} {size:12,d} {seconds:8.1f} {written / 1e6:8.1f} {peak:8.1f} {growth}", flush=True)
                before = peak


if __name__ == "__main__":
    main()
