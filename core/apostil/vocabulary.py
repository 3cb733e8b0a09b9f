"""Fields of values whose possible values are known beforehand: what annotation tools offer as a choice."""

from __future__ import annotations

import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from apostil.annotators import Label


def vocabularies(label: Label) -> dict[str, tuple[str, ...]]:
    """Possible values by field, of fields that are a `Literal` of strings or `bool`; empty for `bool`."""
    value = label.value
    if value is None or not attrs.has(value):
        return {}
    try:
        hints = get_type_hints(value)
    except Exception:  # names that only a type checker sees: without hints there are no vocabularies
        return {}
    found = {a.name: _options(hints.get(a.name)) for a in attrs.fields(value)}
    return {name: options for name, options in found.items() if options is not None}


def _options(hint: Any) -> tuple[str, ...] | None:
    options: list[str] = []
    for part in get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,):
        if part is bool:
            return ()
        if get_origin(part) is Literal:
            options += get_args(part)
        elif part is not type(None):
            return None
    return tuple(options) if options and all(isinstance(option, str) for option in options) else None
