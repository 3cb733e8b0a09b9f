"""Words as data. A lexicon is a named list of words, each with a payload, in one language.

A plugin keeps its words in `<language>.toml` beside its code. Two tables of tables, and nothing else at the top:

    [lexicon.month]        # looked for in every text by the one scan; hits are in the layer `month`
    janvier = 1
    [words.article]        # not looked for; there for patterns, which name it `<<article>>`
    le = true

A table of words may also be a plain array (`stop = ["a", "b"]`), whose payload is `true`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

from attrs import define

from apostil.errors import PluginError


@define
class Lexicon:
    """Words of one kind. Several lexicons of one name, from one plugin or many, make one layer.

    `words` maps each word to its payload. Words match whole, whatever the case, accents minded. `cased`: the text must
    also show the word as written here, or in capitals. `scan`: false for words that only patterns use.
    """

    name: str
    words: Mapping[str, Any]
    cased: bool = False
    scan: bool = True


def is_language(code: str) -> bool:
    """Whether `code` has the form of a language code: ISO 639, with regions and scripts if any."""
    return re.fullmatch("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", code) is not None


def load_lexicons(package: str, language: str) -> Iterator[Lexicon]:
    """Lexicons of `<language>.toml` in `package`; none where there is no such file, or `language` is no code (documents
    say their own, and it must not lead out of the package).

    Raises `PluginError` for a file that is not TOML or is laid out otherwise.
    """
    path = resources.files(package) / f"{language}.toml"
    if not is_language(language) or not path.is_file():
        return
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PluginError(f"{package}/{language}.toml", str(error)) from error
    if unknown := tables.keys() - {"lexicon", "cased", "words"}:
        raise PluginError(f"{package}/{language}.toml", f"unknown table {min(unknown)!r}: use lexicon, cased or words")
    for kind in ("lexicon", "cased", "words"):
        lists = tables.get(kind, {})
        if not isinstance(lists, dict):
            raise PluginError(f"{package}/{language}.toml", f"{kind!r} is not a table of word lists: [{kind}.NAME]")
        for name, words in lists.items():
            if not isinstance(words, dict | list):
                raise PluginError(f"{package}/{language}.toml", f"{kind}.{name} is not a table or an array of words")
            table = words if isinstance(words, dict) else dict.fromkeys(words, True)
            yield Lexicon(name, table, cased=kind == "cased", scan=kind != "words")


class Words(Mapping[str, Mapping[str, Any]]):
    """Every word list of a language, of all plugins, by name. A list nobody gives is empty, so that an annotator works
    in a language that has only part of its words."""

    def __init__(self, lexicons: list[Lexicon], language: str = "") -> None:
        self.language = language
        self._lists: dict[str, Mapping[str, Any]] = {}
        for name, words in ((lexicon.name, lexicon.words) for lexicon in lexicons):
            self._lists[name] = {**self._lists[name], **words} if name in self._lists else words  # mostly one, as it is

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        return self._lists.get(name, {})

    def __or__(self, more: Mapping[str, Iterable[str]]) -> Words:
        """These lists and `more`, which goes before: lists that an annotator puts together for its patterns."""
        both = Words([], self.language)
        given = {
            name: dict(words) if isinstance(words, Mapping) else dict.fromkeys(words, True) for name, words in more.items()
        }
        both._lists = self._lists | given
        return both

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)
