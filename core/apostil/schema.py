"""JSON Schemas (draft 2020-12) of the standoff format: the fixed part, and each label's value from its declaration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import msgspec

from apostil.annotators import Label

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def value_schema(label: Label) -> dict[str, Any]:
    """Schema of the value of `label`'s annotations: no field beside those of its class.

    Every field is written. One with a default need not be there to be read, so that a class can grow and old files stay valid.
    """
    if label.value is None:
        return {"$schema": DIALECT, "title": label.name, "description": label.description, "type": "null"}
    schema = msgspec.json.schema(label.value)
    inner = schema.pop("$defs")[label.value.__name__]
    inner["required"] = sorted(inner.get("required", ()))
    inner["additionalProperties"] = False
    return {"$schema": DIALECT, **inner, "title": label.name}


def standoff_schema(labels: Mapping[str, Label]) -> dict[str, Any]:
    """The schema of a standoff object, with the value of each of `labels` as declared; other labels' values are free."""
    text = (resources.files("apostil_schemas") / "standoff-1.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    annotation = schema["$defs"]["annotation"]
    annotation["allOf"] = [
        {
            "if": {"properties": {"label": {"const": name}}},
            "then": {"properties": {"value": {k: v for k, v in value_schema(label).items() if k != "$schema"}}},
        }
        for name, label in sorted(labels.items())
    ]
    return schema
