"""Words as data: what a file may hold, and what is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apostil import Document, Engine, InputError, Label, Lexicon, Plugin, PluginError, Plugins, Words, annotator, load_lexicons
from conftest import module_of, plugins_of

Put = Callable[..., str]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Make a package with these files and put it where Python finds it."""

    def package(**files: str) -> str:
        folder = tmp_path / "words_of_a_test"
        folder.mkdir()
        (folder / "__init__.py").touch()
        for language, text in files.items():
            (folder / f"{language}.toml").write_text(text, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, folder.name, raising=False)
        return folder.name

    return package


def test_three_kinds_of_tables_make_three_kinds_of_lexicon(put: Put) -> None:
    package = put(fr='[lexicon.month]\nmars = 3\n[cased.form]\nSA = true\n[words]\narticle = ["le", "la"]\n')
    assert list(load_lexicons(package, "fr")) == [
        Lexicon("month", {"mars": 3}),
        Lexicon("form", {"SA": True}, cased=True),
        Lexicon("article", {"le": True, "la": True}, scan=False),
    ]


def test_a_language_without_a_file_has_no_words(put: Put) -> None:
    assert list(load_lexicons(put(fr=""), "en")) == []


WRONG = {
    "no TOML": "[lexicon",
    "an unknown table": "[lexicons.month]\nmars = 3\n",
    "a word outside a list": "[lexicon]\nmars = 3\n",
    "a string for a list": '[words]\narticle = "le"\n',
    "a number for a table": "lexicon = 3\n",
    "a word twice": "[lexicon.month]\nmars = 3\nmars = 4\n",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_file_laid_out_otherwise_is_refused_naming_it(put: Put, text: str) -> None:
    with pytest.raises(PluginError, match=r"words_of_a_test/fr\.toml"):
        list(load_lexicons(put(fr=text), "fr"))


@pytest.mark.parametrize("language", ["../secret", "..", "", "fr/../../secret", "/etc/passwd", "fr.toml", "a" * 300, "fr\0"])
def test_a_language_that_is_no_code_leads_to_no_file(put: Put, tmp_path: Path, language: str) -> None:
    package = put(fr="[lexicon.x]\na = 1\n")
    (tmp_path / "secret.toml").write_text("[lexicon.x]\nstolen = 1\n")
    assert list(load_lexicons(package, language)) == []


def test_a_document_in_a_language_that_is_no_code_is_annotated_without_words(engine: Engine) -> None:
    annotated = engine.annotate(Document("5 euros", "d", language="../../fr"))
    assert [p.code for p in annotated.problems] == ["language"]


def test_an_engine_is_told_a_language_code_or_refuses() -> None:
    with pytest.raises(InputError, match="not an ISO 639-1 code"):
        Engine(plugins_of(), language="../fr")
    assert Engine(plugins_of(), language="auto").language is None


def test_documents_that_say_they_are_in_many_languages_cost_one_set_up() -> None:
    set_up: list[str] = []

    @annotator("a", labels=[Label("x")], setup=lambda words: set_up.append(words.language))
    def nothing(view: Any, ready: Any) -> None: ...

    engine = Engine(plugins_of(nothing))
    for number in range(50):
        engine.annotate(Document("x", language=f"x{chr(97 + number // 26)}{chr(97 + number % 26)}"))
    assert len(set_up) == 1


def test_words_of_two_plugins_under_one_name_are_added_up() -> None:
    def give(**words: int) -> Any:
        return module_of({"apostil_lexicons": lambda language: [Lexicon("month", words)] if language == "fr" else []})

    plugins = Plugins()
    plugins.add(Plugin("a"), lambda: give(mars=3))
    plugins.add(Plugin("pack"), lambda: give(nivose=4))
    words = Words(plugins.lexicons("fr"), "fr")
    assert dict(words["month"]) == {"mars": 3, "nivose": 4}
    assert list(words) == ["month"]
    assert dict(words["nobody gives this"]) == {}
    assert Words(plugins.lexicons("en"), "en")["month"] == {}
