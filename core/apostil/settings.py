"""What a user may change of an annotator: an attrs class that it declares, each field with its default, checked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_type_hints

import attrs
import msgspec

from apostil.annotators import Annotator
from apostil.errors import InputError, printable
from apostil.plugins import Plugins

Given = Mapping[str, Mapping[str, Any]]
"""Values by setting by annotator: `{"date": {"prefer": "future"}}`."""


def settings_of(annotators: Iterable[Annotator], given: Given = {}, over: Mapping[str, Any] = {}) -> dict[str, Any]:  # noqa: B006 (never changed)
    """The settings of each of `annotators` that declares some: those of `over`, else its defaults, changed as `given`.

    Raises `InputError` for a name that nobody declares and for a value that does not fit.
    """
    declared = {a.name: a.settings for a in annotators if a.settings is not None}
    made = {name: over.get(name) or kind() for name, kind in declared.items()}
    for name, values in given.items():
        if name not in declared:
            raise InputError(f"setting {printable(str(name))[:80]}", f"no such annotator has settings; {_list(declared)} have")
        made[name] = _changed(name, made[name], values)
    return made


def parsed(assignments: Iterable[str], everywhere: Mapping[str, Any], plugins: Plugins) -> Given:
    """`["date.prefer=future"]` by annotator and name, and the values of `everywhere` for each annotator with such a setting.
    Those of plugins that are left out on request are passed over."""
    found: dict[str, dict[str, Any]] = {}
    for _, annotator in plugins.annotators().values():
        known = {f.name for f in attrs.fields(annotator.settings)} if annotator.settings else set()
        if values := {key: value for key, value in everywhere.items() if key in known and value is not None}:
            found[annotator.name] = values
    for assignment in assignments:
        place, equals, value = assignment.partition("=")
        name, point, key = place.partition(".")
        if not equals or not point:
            raise InputError(f"setting {printable(assignment)[:80]!r}", "is not ANNOTATOR.NAME=VALUE")
        found.setdefault(name, {})[key] = value
    return {name: values for name, values in found.items() if name not in plugins.banned}


def _changed(name: str, settings: Any, values: Any) -> Any:
    kind = type(settings)
    if not isinstance(values, Mapping):
        raise InputError(f"settings of {name}", "are not an object of names and values")
    known = [field.name for field in attrs.fields(kind)]
    if unknown := [key for key in values if key not in known]:
        raise InputError(f"setting {name}.{printable(str(unknown[0]))[:80]}", f"unknown; there are {_list(known)}")
    types = get_type_hints(kind, include_extras=True)
    for key, value in values.items():
        try:
            msgspec.convert(value, types[key], strict=False)
        except msgspec.ValidationError as error:
            why = f"is not {_wanted(types[key])}" if _wanted(types[key]) else f"does not fit: {error}"
            raise InputError(f"setting {name}.{key}", printable(f"{str(value)[:80]!r} {why}")) from None
    try:
        return msgspec.convert({**attrs.asdict(settings), **values}, kind, strict=False)
    except msgspec.ValidationError as error:  # one that its class checks
        raise InputError(f"settings of {name}", printable(str(error))) from None


def _wanted(type_: Any) -> str:
    """What values of a type are, in words; empty where there is more to it."""
    told = msgspec.inspect.type_info(type_)
    if isinstance(told, msgspec.inspect.Metadata):
        told = told.type
    if isinstance(told, msgspec.inspect.BoolType):
        return "true or false"
    if isinstance(told, msgspec.inspect.LiteralType):
        return " or ".join(map(str, told.values))
    if isinstance(told, msgspec.inspect.IntType):
        return "a whole number" if told.ge is None or told.le is None else f"a whole number from {told.ge} to {told.le}"
    return ""


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
