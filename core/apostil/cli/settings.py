"""Settings from `apostil.toml` or `[tool.apostil]` of `pyproject.toml`, the nearest upward of the current folder.

A table a command, a key an option by its long name: `[annotate]` `language = "fr"`, `without = ["clause"]`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from apostil.cli import COMMANDS, cli
from apostil.errors import InputError


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


def _checked(path: Path, name: str, table: object) -> dict[str, Any]:
    if name not in COMMANDS or not isinstance(table, dict):
        raise InputError(str(path), f"unknown key {name!r}; there are {', '.join(COMMANDS)}")
    command = cli.get_command(click.Context(cli), name)
    known = {str(option.name) for option in command.params if isinstance(option, click.Option)} if command else set()
    options = {key.replace("-", "_"): value for key, value in table.items()}
    if unknown := options.keys() - known:
        raise InputError(str(path), f"[{name}]: unknown key {min(unknown)!r}; there are {', '.join(sorted(known))}")
    return options


def _nearest() -> Path | None:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "apostil.toml").is_file():
            return folder / "apostil.toml"
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.apostil" in project.read_bytes():
            return project
    return None
