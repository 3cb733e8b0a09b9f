"""Fields of a value as a person sees and changes them: a control of a region each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FIELD = re.compile(r"[^\W\d]\w{0,63}")


def control(label: str, field: str) -> str:
    """Name of the control of a field: labels share names of fields, and not their choices."""
    return f"{label}_{field}"


def shown(fields: Mapping[str, Any]) -> dict[str, str]:
    """Text by field of those that have a control: words and numbers. The others stand in the data of the task alone."""
    scalar = {name: value for name, value in fields.items() if isinstance(value, str | bool | int | float)}
    return {name: _text(value) for name, value in scalar.items() if _FIELD.fullmatch(name)}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def told(text: str, was: Any) -> Any:
    """The value that `text` stands for in a field that was `was`: of its type, where the text allows."""
    if text == _text(was):
        return was
    if isinstance(was, bool):
        return text == "true"
    if isinstance(was, int | float):
        try:
            return type(was)(text)
        except ValueError:
            return text
    return text
