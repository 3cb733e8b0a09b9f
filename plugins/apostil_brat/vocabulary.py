"""Value fields that become attributes of brat: those whose possible values are known beforehand."""

from __future__ import annotations

import re
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from apostil import Label
from apostil_brat.naming import brat_name

_VALUE = re.compile(r"[\w.-]+")


def vocabularies(label: Label) -> dict[str, tuple[str, ...]]:
    """Possible values by field, for fields that are `Literal` or `bool`; empty for `bool`: the attribute is there or not."""
    value = label.value
    if value is None or not attrs.has(value):
        return {}
    try:
        hints = get_type_hints(value)
    except Exception:  # names that only a type checker sees: without hints there are no vocabularies
        return {}
    found = {a.name: _options(hints.get(a.name)) for a in attrs.fields(value)}
    return {name: options for name, options in found.items() if options is not None}


def attribute(label: str, field: str) -> str:
    """Name of the attribute of a field: brat wants one meaning a name, and `type` is a field of several labels."""
    return f"{brat_name(label)}_{field}"


def _options(hint: Any) -> tuple[str, ...] | None:
    options: list[str] = []
    for part in get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,):
        if part is bool:
            return ()
        if get_origin(part) is Literal:
            options += get_args(part)
        elif part is not type(None):
            return None
    fit = options and all(isinstance(option, str) and _VALUE.fullmatch(option) for option in options)
    return tuple(options) if fit else None
