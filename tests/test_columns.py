"""Columns of values: declared once by the labels, the same in every table."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define

from apostil import Annotation, Label, ValueColumns


@define
class Price:
    amount: str | None
    Text: str | None
    share: float | None
    bound: Literal["exact", "min"] | None = None


@define
class Day:
    amount: int
    sure: bool | None
    text: str
    share: float
    more: Any = None


LABELS = {"money": Label("money", Price), "date": Label("date", Day), "mark": Label("mark")}


def test_labels_share_columns_whose_names_differ_in_more_than_capitals() -> None:
    columns = ValueColumns(LABELS, ("id", "text", "value_text"))
    assert columns.names == ["amount", "value_value_Text", "share", "bound", "sure", "value_value_value_text", "more"]


def test_a_column_is_of_the_type_that_its_labels_agree_on() -> None:
    assert ValueColumns(LABELS, ()).kinds == [str, str, float, str, bool, str, str]


def test_a_field_that_the_label_does_not_declare_has_no_column() -> None:
    found = ValueColumns(LABELS, ()).cells(Annotation(0, 1, "money", {"amount": "3", "sure": True, "odd": [1]}))
    assert found == (["3", None, None, None, None, None, None], {"sure": True, "odd": [1]})
    assert ValueColumns(LABELS, ()).cells(Annotation(0, 1, "stranger", "x")) == ([None] * 7, {"value": "x"})
