"""Settings of annotators: declared by them, given by the engine, the command line, a file or a document, and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from attrs import define
from msgspec import Meta

from apostil import Annotation, Document, InputError, Label, annotator
from conftest import Command, engine_of


@define
class Settings:
    """Settings of `echo`."""

    word: Literal["yes", "no"] = "no"
    loud: bool = False
    times: int = 1
    month: Annotated[int, Meta(ge=1, le=12)] = 1


@annotator("echo", labels=[Label("echo")], settings=Settings)
def echo(view: Any) -> Any:
    yield Annotation(0, 1, "echo", rule=f"{view.settings.word} {view.settings.loud} {view.settings.times}")


@annotator("plain", labels=[Label("plain")])
def plain(view: Any) -> Any:
    yield Annotation(0, 1, "plain", rule=str(view.settings))


def rules(document: Document, **options: Any) -> list[str]:
    return [a.rule for a in engine_of(echo, plain, **options).annotate(document).annotations]


def test_an_annotator_sees_its_settings_and_one_without_sees_none():
    assert rules(Document("texte")) == ["no False 1", "None"]
    assert rules(Document("texte"), settings={"echo": {"word": "yes", "times": 3}}) == ["yes False 3", "None"]


def test_a_document_changes_settings_for_itself():
    asked = Document("texte", metadata={"settings": {"echo": {"loud": True}}})
    assert rules(asked, settings={"echo": {"word": "yes"}}) == ["yes True 1", "None"]


WRONG: dict[str, tuple[Any, list[str]]] = {
    "an unknown annotator": ({"ecko": {}}, ["ecko", "echo"]),
    "an annotator without settings": ({"plain": {"word": "yes"}}, ["plain", "echo"]),
    "an unknown setting": ({"echo": {"wrod": "yes"}}, ["echo.wrod", "loud, month, times, word"]),
    "a value that is none of those allowed": ({"echo": {"word": "maybe"}}, ["echo.word", "maybe", "yes"]),
    "a value of another type": ({"echo": {"times": "many"}}, ["echo.times", "'many' is not a whole number"]),
    "no truth": ({"echo": {"loud": "oui"}}, ["echo.loud", "'oui' is not true or false"]),
    "out of range": ({"echo": {"month": 13}}, ["echo.month", "'13' is not a whole number from 1 to 12"]),
    "no table": ({"echo": 3}, ["echo", "not an object"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_settings_are_refused(case):
    given, said = WRONG[case]
    with pytest.raises(InputError) as error:
        engine_of(echo, plain, settings=given)
    assert all(word in str(error.value) for word in said)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("given", [*(given for given, _ in WRONG.values()), 3, ["echo"], "echo"])
def test_a_document_with_wrong_settings_is_annotated_without_them_and_says_so(given):
    found = engine_of(echo, plain).annotate(Document("texte", metadata={"settings": given}))
    assert [a.rule for a in found.annotations] == ["no False 1", "None"]
    assert [problem.code for problem in found.problems] == ["settings"]


TEXT = "Le congrès de mars."


def value(apostil: Command, *options: str, record: dict[str, Any] | None = None) -> str:
    line = json.dumps({"text": TEXT, "language": "fr", **(record or {})})
    done = apostil("annotate", "-", "--only", "date", "-d", "2024-10-18", *options, data=line.encode())
    assert done.returncode == 0, done.err
    found: str = done.lines[0]["annotations"][0]["value"]["value"]
    return found


def test_the_command_line_sets(apostil: Command):
    assert value(apostil) == "2024-03"
    assert value(apostil, "--set", "date.prefer=future") == "2025-03"
    assert value(apostil, "--prefer", "future") == "2025-03"
    assert value(apostil, "--prefer", "future", "--set", "date.prefer=past") == "2024-03"
    assert value(apostil, record={"metadata": {"settings": {"date": {"prefer": "future"}}}}) == "2025-03"


def test_a_file_sets_and_the_command_line_goes_before_it(apostil: Command, tmp_path: Path):
    (tmp_path / "apostil.toml").write_text('[annotate]\nset = ["date.prefer=future"]\n')
    assert value(apostil) == "2025-03"
    assert value(apostil, "--set", "date.prefer=past") == "2024-03"


def test_settings_of_a_plugin_left_out_are_passed_over(apostil: Command):
    done = apostil("annotate", "-", "--without", "date", "--set", "date.prefer=future", data=b"Bonjour.\n")
    assert done.returncode == 0, done.err


@pytest.mark.parametrize(
    "given", ["date.prefer", "prefer=future", "dates.prefer=future", "date.prefers=future", "date.prefer=x"]
)
def test_the_command_line_refuses_what_it_cannot_set(apostil: Command, given: str):
    done = apostil("annotate", "-", "--set", given, data=b"Bonjour.\n")
    assert done.returncode == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1


def test_settings_are_listed_with_the_plugins(apostil: Command):
    assert "setting date.prefer, date.dateline, date.fiscal_start" in apostil("plugins").out
