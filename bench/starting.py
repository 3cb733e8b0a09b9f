"""What a run costs before it does anything: CPU time over bare Python, and the most memory it ever has.

    python bench/starting.py            # medians of eleven interleaved runs of each

`--help`, one word on standard input, and one document of `seeds/`; of Python itself, with nothing to do, for the start.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

SEED = min((Path(__file__).parent.parent / "seeds").glob("*.txt"))
RUNS = {
    "python -c pass": ["-c", "pass"],
    "apostil --help": ["-m", "apostil", "--help"],
    "apostil annotate -": ["-m", "apostil", "annotate", "-q", "-"],
    "apostil annotate FILE": ["-m", "apostil", "annotate", "-q", str(SEED)],
}


def run(arguments: list[str]) -> tuple[float, float]:
    """CPU milliseconds and peak megabytes of a run. Modules are compiled, as after an installation."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, text=True
    )
    assert process.stdin
    process.stdin.write("mot\n")
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments}: exit status {process.returncode}")
    return 1000 * (usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    given = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in RUNS}
    for arguments in RUNS.values():
        run(arguments)
    for _ in range(given.rounds):
        for name, arguments in RUNS.items():
            found[name].append(run(arguments))
    bare = statistics.median(cost for cost, _ in found["python -c pass"])
    for name, runs in found.items():
        cost, peak = (statistics.median(each) for each in zip(*runs, strict=True))
        print(f"{name:24s} {cost:6.0f} ms CPU, {cost - bare:5.0f} over bare Python   peak {peak:5.1f} MB")


if __name__ == "__main__":
    main()
