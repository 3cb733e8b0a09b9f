"""Kills runs at random moments, resumes them, and compares what they leave with a run that was left alone.

    python bench/killing.py FOLDER                     # 100 kills of `apostil annotate FOLDER -j 1`
    python bench/killing.py FOLDER -n 20 -j 4 -t jsonl

A file that can be seen has to be as the undisturbed run writes it, at any moment; and all have to be there in the end, with
nothing beside them. Every fourth kill begins with an empty folder, so that early moments are met as well.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUN_ONLY = ("report.json", ".apostil.lock")
"""What holds times and process numbers."""


def files(folder: Path, temporary: bool = False) -> dict[str, bytes]:
    """What is in the folder: whole files or, if `temporary`, those too that are not yet."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.name not in RUN_ONLY]
    return {str(p.relative_to(folder)): p.read_bytes() for p in found if temporary or not p.name.startswith(".apostil-")}


def killed(command: list[str], seconds: float) -> bool:
    """Start a run and kill it and its workers after `seconds`; whether it was still running."""
    process = subprocess.Popen(command, start_new_session=True)
    time.sleep(seconds)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", "--kills", type=int, default=100)
    parser.add_argument("-j", "--jobs", default="1")
    parser.add_argument("-t", "--format", default="json")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, met, wrong = random.Random(given.seed), 0, []
    with tempfile.TemporaryDirectory() as name:
        whole, out = Path(name) / "whole", Path(name) / "out"

        def command(output: Path) -> list[str]:
            words = ["annotate", str(given.folder), "-q", "-t", given.format, "-j", given.jobs, "-o", f"{output}/", "--resume"]
            return [sys.executable, "-m", "apostil", *words]

        start = time.monotonic()
        status = subprocess.run(command(whole), check=False).returncode
        took, wanted = time.monotonic() - start, files(whole)
        for number in range(given.kills):
            if number % 4 == 0:
                shutil.rmtree(out, ignore_errors=True)
            met += killed(command(out), chance.random() * took)
            wrong += [f"kill {number}: {name}" for name, data in files(out).items() if wanted.get(name) != data]
        if subprocess.run(command(out), check=False).returncode != status or files(out, temporary=True) != wanted:
            wrong.append("after it was resumed")
        print(f"{len(wanted)} files, {took:.1f} s undisturbed; {met} of {given.kills} killed amid work; {len(wrong)} wrong")
    print("\n".join(wrong[:20]), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
