"""Value fields that become attributes of brat: those whose possible values are known beforehand."""

from __future__ import annotations

import re

import apostil
from apostil import Label
from apostil_brat.naming import brat_name

_VALUE = re.compile(r"[\w.-]+")


def vocabularies(label: Label) -> dict[str, tuple[str, ...]]:
    """Possible values by field, of fields that brat can hold; empty for `bool`: the attribute is there or not."""
    return {field: options for field, options in apostil.vocabularies(label).items() if all(map(_VALUE.fullmatch, options))}


def attribute(label: str, field: str) -> str:
    """Name of the attribute of a field: brat wants one meaning a name, and `type` is a field of several labels."""
    return f"{brat_name(label)}_{field}"
