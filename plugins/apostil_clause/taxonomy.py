"""The types of clauses, read from `taxonomy.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NewType

from attrs import define

ClauseType = NewType("ClauseType", str)


@define(frozen=True)
class Type:
    """A type of clause: what it says, and what it is called here and elsewhere (None: nothing there means the same)."""

    group: str
    description: str
    fr: str
    en: str
    cuad: str | None = None
    ledgar: str | None = None
    code: str | None = None
    """Article of a French code."""


@cache
def taxonomy() -> dict[str, Type]:
    """Types by name, in the order of the guidelines."""
    tables = tomllib.loads(resources.files("apostil_clause").joinpath("taxonomy.toml").read_text("utf-8"))
    return {name: Type(**facts) for name, facts in tables.items()}
