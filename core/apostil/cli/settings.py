"""Settings from `apostil.toml` or `[tool.apostil]` of `pyproject.toml`, the nearest upward of the current folder.

A table a command, a key an option by its long name: `[annotate]` `language = "fr"`, `without = ["clause"]`.
"""

from __future__ import annotations

import datetime as dt
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
    known = {str(option.name): option for option in command.params if isinstance(option, click.Option)} if command else {}
    options = {key.replace("-", "_"): _plain(value) for key, value in table.items()}
    if unknown := options.keys() - known.keys():
        raise InputError(str(path), f"[{name}]: unknown key {min(unknown)!r}; there are {', '.join(sorted(known))}")
    for key, value in options.items():
        if known[key].multiple != isinstance(value, list):
            raise InputError(str(path), f"[{name}]: {key} has {'to' if known[key].multiple else 'not to'} be a list")
    return options


def _plain(value: object) -> object:
    """A date of TOML as it would be typed."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _nearest() -> Path | None:
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "apostil.toml").is_file():
            return folder / "apostil.toml"
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.apostil" in project.read_bytes():
            return project
    return None
