"""Settings from `apostil.toml` or `[tool.apostil]` of `pyproject.toml`, the nearest upward of the current folder.

A table a command, a key an option by its long name: `[annotate]` `language = "fr"`, `without = ["clause"]`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from apostil.errors import InputError

_OPTIONS = {
    "annotate": {"format", "output", "language", "date", "only", "without", "encoding", "errors", "with_text", "offsets", "quiet", "verbose", "skip_broken", "lexicon"},
    "export": {"format", "output", "quiet", "with_text", "offsets", "root"},
}  # fmt: skip


def load_settings(given: str | None) -> dict[str, dict[str, Any]]:
    """Default options by command. Raises `InputError` for a file that is not TOML or holds an unknown key."""
    path = Path(given) if given else _nearest()
    if path is None:
        return {}
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read: {error}") from error
    if path.name == "pyproject.toml":
        loaded = loaded.get("tool", {}).get("apostil", {})
    return {command: _checked(path, command, table) for command, table in loaded.items()}


def _checked(path: Path, command: str, table: object) -> dict[str, Any]:
    if command not in _OPTIONS or not isinstance(table, dict):
        raise InputError(str(path), f"unknown key {command!r}; there are {', '.join(sorted(_OPTIONS))}")
    options = {key.replace("-", "_"): value for key, value in table.items()}
    if unknown := options.keys() - _OPTIONS[command]:
        raise InputError(str(path), f"[{command}]: unknown key {min(unknown)!r}; there are {', '.join(sorted(_OPTIONS[command]))}")
    return options


def _nearest() -> Path | None:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "apostil.toml").is_file():
            return folder / "apostil.toml"
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.apostil" in project.read_bytes():
            return project
    return None
