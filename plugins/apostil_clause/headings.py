"""Headings whose words name several types take those that their section states."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Protocol

from apostil import Hit
from apostil_clause.frames import Bits

Meaning = tuple[int, str, Sequence[str]]
"""Bit of a class of words of headings, rule named for it, types that it may mean."""


class Typed(Protocol):
    """A sentence or heading with what was found in it."""

    hit: Hit
    mask: int
    types: dict[str, str]


@cache
def _choices() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(resources.files("apostil_clause").joinpath("sections.toml").read_text("utf-8"))


def gives_way() -> Mapping[str, Sequence[str]]:
    """For each type those before which it gives way in a sentence, where only weak evidence speaks for it."""
    return _choices()["gives_way"]


def meanings(bits: Bits) -> list[Meaning]:
    return [(bits[name], name.replace("_", "-"), types) for name, types in _choices()["may_mean"].items()]


def section_types(units: Iterable[Typed], meant: Sequence[Meaning]) -> None:
    """Add to each heading the types that its words may mean and sentences of its section have."""
    headings = [unit for unit in units if unit.hit.value.kind == "heading"]
    if not headings:
        return
    sections: dict[str | None, set[str]] = {}
    for unit in units:
        place = unit.hit.value
        if place.kind != "heading":
            for heading in (place.heading, place.above):
                sections.setdefault(heading, set()).update(unit.types)
    for unit in headings:
        stated = sections.get(unit.hit.value.heading, set())
        for bit, rule, types in meant:
            if unit.mask & bit:
                for kind in stated.intersection(types) or (() if stated else types[:1]):
                    unit.types.setdefault(kind, rule)
