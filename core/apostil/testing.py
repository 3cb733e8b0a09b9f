"""The test kit for plugin authors: examples that stand beside the rules and are the tests.

`examples.toml` in a plugin's package:

    [[example]]
    text = "Le loyer est de 1 200 € HT."
    language = "fr"                        # optional, "fr" by default
    reference_date = 2024-10-18            # optional
    vat = [{ text = "1 200 € HT", net = "1200" }]

A key that is a label lists all annotations of that label that the text must give, in order: none is a negative example.
Each gives the annotated `text`, and any keys of its value; the string "null" stands for null, which TOML lacks. A key that is
neither a label nor a setting is an error, so an example cannot pass by mistake.

In a test module of the plugin:

    @pytest.mark.parametrize("example", examples("apostil_vat"), ids=str)
    def test_example(example):
        example.check()
"""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from attrs import define, field

from apostil.engine import Engine
from apostil.model import Annotated, Annotation, Document
from apostil.plugins import Plugins

_SETTINGS = {"text", "language", "reference_date", "note"}


@define
class Example:
    """A text and what must be found in it."""

    text: str
    language: str
    reference_date: dt.date | None
    expected: dict[str, list[dict[str, Any]]] = field(factory=dict)

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"

    def check(self, engine: Engine | None = None) -> None:
        """Raises `AssertionError` that shows what was found where it is not what was expected."""
        engine = engine or _engine()
        document = Document(self.text, language=self.language, reference_date=self.reference_date)
        annotated = engine.annotate(document)
        assert not annotated.problems, annotated.problems
        for label, wanted in self.expected.items():
            assert label in engine.labels, f"{label!r} is no label: {sorted(engine.labels)}"
            found = [a for a in annotated.annotations if a.label == label]
            shown = [_shown(annotated, a, wanted[i] if i < len(wanted) else None) for i, a in enumerate(found)]
            assert shown == wanted, f"{self.text!r}: {label}: found {shown}, expected {wanted}"


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(Plugins.discover())


def _shown(annotated: Annotated, annotation: Annotation, wanted: dict[str, Any] | None) -> dict[str, Any]:
    """`annotation` as an example writes it: the keys that `wanted` asks for, all that are not None where there is none.

    TOML has no null: an example asks for it with the string "null". Arguments are asked for as `arguments`, a list of
    `role: text`.
    """
    fields = annotation.fields()
    if wanted is None:
        return {"text": annotation.text, **{k: v for k, v in fields.items() if v is not None}}
    shown: dict[str, Any] = {"text": annotation.text}
    texts = {a.id: a.text for a in annotated.annotations}
    for key in wanted.keys() - {"text"}:
        if key == "arguments":
            shown[key] = [f"{link.role}: {texts[str(link.target)]}" for link in annotation.links()]
        else:
            shown[key] = "null" if key in fields and fields[key] is None else fields.get(key, f"(no {key})")
    return shown


def examples(package: str) -> list[Example]:
    """Examples of `package`. Raises `ValueError` where the file has none or one of them expects nothing."""
    path = resources.files(package) / "examples.toml"
    found = [_example(table, package) for table in tomllib.loads(path.read_text("utf-8")).get("example", [])]
    if not found:
        raise ValueError(f"{package}/examples.toml: no [[example]]")
    return found


def _example(table: dict[str, Any], package: str) -> Example:
    expected = {key: value for key, value in table.items() if key not in _SETTINGS}
    if "text" not in table or not expected:
        raise ValueError(f"{package}/examples.toml: {table!r:.80}: needs text and at least one label")
    for label, wanted in expected.items():
        if not isinstance(wanted, list) or any("text" not in item or item["text"] not in table["text"] for item in wanted):
            raise ValueError(f"{package}/examples.toml: {table['text']!r:.60}: {label} needs a list of quotes from the text")
    return Example(table["text"], table.get("language", "fr"), table.get("reference_date"), expected)
