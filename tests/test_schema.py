"""The JSON Schemas: valid themselves, and true of what is written."""

from __future__ import annotations

import copy
import json
from typing import Any, Literal

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator as Validator
from jsonschema import ValidationError

from apostil import Annotated, Annotation, Document, Engine, Label, Plugins, Problem, encode, standoff_schema, value_schema
from conftest import SEEDS, Command, as_json

LABELS = ("money", "percentage", "date", "organisation", "clause")


@define
class Kinds:
    """Value of a label with one field of each kind."""

    word: str
    perhaps: str | None
    kind: Literal["a", "b"]
    number: int
    share: float | None = None
    """A number between 0 and 1."""
    yes: bool = False


KINDS = Label("kinds", Kinds)


@pytest.fixture(scope="module")
def labels() -> dict[str, Label]:
    return Plugins.discover().labels()


@pytest.fixture(scope="module")
def validator(labels: dict[str, Label]) -> Validator:
    return Validator(standoff_schema(labels), format_checker=Validator.FORMAT_CHECKER)


def test_the_schema_is_a_schema_of_2020_12(labels: dict[str, Label]) -> None:
    schema = standoff_schema(labels)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Validator.check_schema(schema)
    for label in labels.values():
        Validator.check_schema(value_schema(label))
        assert value_schema(label)["$schema"] == schema["$schema"]


@pytest.mark.parametrize("name", LABELS)
def test_every_label_of_ours_has_a_value_whose_fields_are_described(labels: dict[str, Label], name: str) -> None:
    schema = value_schema(labels[name])
    assert schema["additionalProperties"] is False
    assert schema["required"] == sorted(key for key, field in schema["properties"].items() if "default" not in field)
    assert schema["required"]
    assert labels[name].description


def test_what_is_written_of_every_sample_is_valid(validator: Validator, seeds: list[Annotated]) -> None:
    for annotated in seeds:
        validator.validate(as_json(annotated))
    assert {a.label for annotated in seeds for a in annotated.annotations} == set(LABELS)


def test_the_gold_of_every_sample_is_valid(validator: Validator) -> None:
    for path in (SEEDS / "gold").glob("*.json"):
        validator.validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize("name", LABELS)
def test_a_value_with_a_key_too_few_or_too_many_is_refused(
    validator: Validator, labels: dict[str, Label], seeds: list[Annotated], name: str
) -> None:
    alone = Validator(value_schema(labels[name]))
    written = next(as_json(a) for a in seeds if any(x.label == name for x in a.annotations))
    place = next(i for i, a in enumerate(written["annotations"]) if a["label"] == name)
    value = written["annotations"][place]["value"]
    alone.validate(value)
    for key in value_schema(labels[name])["required"]:
        assert not alone.is_valid({k: v for k, v in value.items() if k != key})
    for spoilt in ({**value, "extra": 1}, None, "x", [], dict.fromkeys(value, 3.5)):
        assert not alone.is_valid(spoilt)
        whole = copy.deepcopy(written)
        whole["annotations"][place]["value"] = spoilt
        assert not validator.is_valid(whole)


def test_a_label_nobody_declares_may_have_any_value(validator: Validator, seeds: list[Annotated]) -> None:
    written = as_json(next(a for a in seeds if a.annotations))
    written["annotations"][0] |= {"label": "foreign", "value": {"anything": [1, None]}}
    validator.validate(written)


def test_a_declared_class_gives_its_schema() -> None:
    schema = value_schema(KINDS)
    assert schema["description"] == "Value of a label with one field of each kind."
    good = {"word": "x", "perhaps": None, "kind": "a", "number": 3, "share": 0.5, "yes": True}
    checks = Validator(schema)
    checks.validate(good)
    checks.validate({key: good[key] for key in ("word", "perhaps", "kind", "number")})
    for wrong in ({"word": None}, {"kind": "c"}, {"number": "3"}, {"number": 3.5}, {"yes": "no"}, {"share": "x"}):
        with pytest.raises(ValidationError):
            checks.validate({**good, **wrong})


def test_a_label_without_a_class_has_no_value() -> None:
    checks = Validator(value_schema(Label("bare", description="Nothing beside it.")))
    checks.validate(None)
    assert not checks.is_valid({})


def drawn() -> st.SearchStrategy[Kinds]:
    words = st.text(st.characters(exclude_categories=["Cs"]))
    return st.builds(
        Kinds,
        words,
        st.none() | words,
        st.sampled_from(["a", "b"]),
        st.integers(-(2**53), 2**53),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(),
    )


@given(drawn())
def test_every_value_of_a_declared_class_is_valid_as_it_is_written(value: Kinds) -> None:
    found = Annotation(0, 1, "kinds", value, "r", None, "a", "x", "T1")
    written: dict[str, Any] = json.loads(encode(Annotated(Document("x", "d"), [found])))
    Validator(standoff_schema({"kinds": KINDS})).validate(written)


def test_a_failed_document_is_valid_and_may_have_no_annotations(validator: Validator) -> None:
    failed = as_json(Annotated(Document("", "d"), problems=[Problem("reader", "no", "unreadable")], failed=True))
    validator.validate(failed)
    assert not validator.is_valid({**failed, "problems": []})


def test_problems_links_and_replacements_are_valid(validator: Validator, engine: Engine) -> None:
    annotated = engine.annotate(Document("Alpha SA paie 5 millions d'euros à Beta SA.", "d", replaced=1, metadata={"a": 1}))
    annotated.problems.append(Problem("x", "y"))
    validator.validate(as_json(annotated))


def test_the_command_prints_what_the_library_gives(apostil: Command, labels: dict[str, Label]) -> None:
    assert json.loads(apostil("schema").out) == standoff_schema(labels)
    assert json.loads(apostil("schema", "money").out) == value_schema(labels["money"])
    ran = apostil("schema", "moneey")
    assert ran.returncode == 2
    assert "money" in ran.err
