"""Headings whose words name several types take those that their section states."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Protocol

from apostil import Hit
from apostil_clause.frames import Bits


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


def section_types(units: Iterable[Typed], bits: Bits) -> None:
    """Add to each heading the types that its words may mean and sentences of its section have."""
    sections: dict[str | None, set[str]] = {}
    headings: list[Typed] = []
    for unit in units:
        place = unit.hit.value
        if place.kind == "heading":
            headings.append(unit)
            continue
        for heading in (place.heading, place.above):
            sections.setdefault(heading, set()).update(unit.types)
    for unit in headings:
        stated = sections.get(unit.hit.value.heading, set())
        for name, types in _choices()["may_mean"].items():
            if unit.mask & bits[name]:
                for kind in stated.intersection(types) or (() if stated else types[:1]):
                    unit.types.setdefault(kind, name.replace("_", "-"))
