"""Fuzz a target, or run it on files.

python fuzz/run.py                                     # names the targets
python fuzz/run.py TARGET FILE ...                     # replays inputs
python fuzz/run.py TARGET [-max_total_time=600 ...]    # fuzzes with atheris, options being libFuzzer's; inputs that lead to
# new code are kept in .fuzz/TARGET
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(name: str = "", *words: str) -> str | None:
    """Do what the command line says; what there is to say at the end."""
    if name and all(word.startswith("-") for word in words):
        return fuzz(name, *words)
    from targets import targets

    if not name:
        return "\n".join(targets())
    for file in words:
        targets()[name](Path(file).read_bytes())
    return None


def fuzz(name: str, *options: str) -> str | None:
    """Look for an input that makes the target raise."""
    try:
        import atheris
    except ImportError:
        return "atheris is not installed: pip install atheris"
    with atheris.instrument_imports():  # so nothing of ours may be imported before
        from targets import folders, targets

        target = targets()[name]
    kept = Path(".fuzz") / name
    kept.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(kept), *map(str, folders(name))], target)
    atheris.Fuzz()
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
