"""The test kit for plugin authors: right examples pass, wrong ones fail, and none passes by mistake."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import define

from apostil import Annotation, Argument, Engine, Label, View, annotator
from apostil.testing import Example, examples
from conftest import engine_of

Put = Callable[[str], list[Example]]


@define
class Loud:
    """Value of a shout."""

    word: str
    mark: str | None


@annotator("shout", labels=[Label("shout", Loud), Label("pair", roles=["first"])])
def shout(view: View) -> Iterator[Annotation]:
    """Words in capitals."""
    start, last = 0, None
    for word in view.text.split(" "):
        end = start + len(word)
        if word.isupper():
            found = Annotation(start, end, "shout", Loud(word.lower(), None), "capitals")
            yield found
            if last:
                yield Annotation(last.start, end, "pair", rule="two", arguments=[Argument("first", last)])
            last = found
        if word == "FAIL":
            raise ValueError("boom")
        start = end + 1


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """The examples of a package whose file has this text."""

    def package(text: str) -> list[Example]:
        folder = tmp_path / "kit_of_a_test"
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "examples.toml").write_text(text, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, folder.name, raising=False)
        return examples(folder.name)

    return package


@pytest.fixture
def engine() -> Engine:
    return engine_of(shout)


RIGHT = {
    "a finding by its quote": 'text = "say HELLO"\nshout = [{ text = "HELLO" }]',
    "a finding by its value": 'text = "say HELLO"\nshout = [{ text = "HELLO", word = "hello" }]',
    "a value that is null": 'text = "say HELLO"\nshout = [{ text = "HELLO", mark = "null" }]',
    "two in order": 'text = "A b C"\nshout = [{ text = "A" }, { text = "C" }]',
    "arguments": 'text = "A B"\npair = [{ text = "A B", arguments = ["first: A"] }]',
    "nothing to find": 'text = "hush"\nshout = []',
}
WRONG = {
    "a finding that is not there": 'text = "say hello"\nshout = [{ text = "hello" }]',
    "one too many found": 'text = "A B"\nshout = [{ text = "A" }]',
    "found where nothing should be": 'text = "A"\nshout = []',
    "another value": 'text = "A"\nshout = [{ text = "A", word = "b" }]',
    "a key the value has not": 'text = "A"\nshout = [{ text = "A", wrod = "null" }]',
    "null asked of what is not": 'text = "A"\nshout = [{ text = "A", word = "null" }]',
    "the other order": 'text = "A b C"\nshout = [{ text = "C" }, { text = "A" }]',
    "other arguments": 'text = "A B"\npair = [{ text = "A B", arguments = ["second: A"] }]',
    "a label that nobody has": 'text = "A"\nshuot = []',
    "an annotator that fails": 'text = "FAIL"\nshout = []',
}
MALFORMED = {
    "no example": "",
    "no text": "[[example]]\nshout = []",
    "nothing expected": '[[example]]\ntext = "A"',
    "a quote that is not in the text": '[[example]]\ntext = "A"\nshout = [{ text = "B" }]',
    "a finding without a quote": '[[example]]\ntext = "A"\nshout = [{ word = "a" }]',
    "no list": '[[example]]\ntext = "A"\nshout = "A"',
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_example_passes(put: Put, engine: Engine, text: str) -> None:
    (example,) = put(f"[[example]]\n{text}")
    example.check(engine)


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_example_fails(put: Put, engine: Engine, text: str) -> None:
    (example,) = put(f"[[example]]\n{text}")
    with pytest.raises(AssertionError):
        example.check(engine)


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_file_is_refused_naming_it(put: Put, text: str) -> None:
    with pytest.raises(ValueError, match=r"kit_of_a_test/examples\.toml"):
        put(text)


def test_language_and_date_of_an_example_are_used(put: Put) -> None:
    (example,) = put('[[example]]\ntext = "A"\nlanguage = "en"\nreference_date = 2024-10-18\nnote = "why"\nshout = []')
    assert (example.language, str(example.reference_date), str(example)) == ("en", "2024-10-18", "en: A")
