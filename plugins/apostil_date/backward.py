"""Patterns that are matched from a place to the left, to read the words before a hit.

`regex` matches from right to left under `(?r)`. Of several words that fit, the longest has to win (`half an`, not `an`), and
an alternation is tried in order: so word lists are written as trees of their ends. Most places have none of the words before
them: a look at three characters says so at a fifth of the cost of a match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from apostil import finder, fold, fold_all

_WORD_LIST = re.compile(r"<<(\w+)>>")


class Backward:
    """A pattern whose matches end in one of a few ways. It is compiled where a text first asks for it: most of them serve
    few texts, and all together they took an eighth of the time that a short text needs."""

    __slots__ = ("_compiled", "_match", "_ones", "_threes", "_twos")

    def __init__(self, compiled: Callable[[], Any], ends: Iterable[str]) -> None:
        self._compiled = compiled
        self._match = self._first
        forms = {form for end in ends for form in (end, end + " ", end + "\n")}
        self._threes = frozenset(form[-3:] for form in forms if len(form) > 2)
        self._twos = frozenset(form for form in forms if len(form) == 2)
        self._ones = frozenset(form for form in forms if len(form) == 1 and not form.isalnum())

    def _first(self, text: str, low: int, end: int) -> Any:
        self._match = self._compiled().match
        return self._match(text, low, end)

    def may_end(self, text: str, end: int) -> bool:
        """Whether the characters before `end` let anything match: a filter, no answer."""
        return text[end - 3 : end] in self._threes or text[end - 2 : end] in self._twos or text[end - 1 : end] in self._ones

    def any_match(self, text: str, low: int, end: int) -> Any:
        """What `match` gives, without a look at the ends."""
        return self._match(text, low, end)

    def match(self, text: str, low: int, end: int) -> Any:
        """The match that ends at `end` and begins at or after `low`, or None."""
        if text[end - 3 : end] in self._threes or text[end - 2 : end] in self._twos or text[end - 1 : end] in self._ones:
            return self._match(text, low, end)
        return None


def backward(source: str, words: Mapping[str, Iterable[str]], ends: Iterable[str] = ()) -> Any:
    """A pattern for `.match(text, low, end)` that ends at `end`; `<<name>>` is any word of a list, the longest first.

    `ends` names the lists one of whose words, and a space at most, stands last in all that matches. Raises as
    `apostil.finder` does; with `ends`, at the first match.
    """

    def compiled() -> Any:
        return finder("(?r)" + _WORD_LIST.sub(lambda named: endings(words[named[1]]), source))

    return Backward(compiled, fold_all(word for name in ends for word in words[name])) if ends else compiled()


def endings(words: Iterable[str]) -> str:
    """A group that matches any of `words` (folded here), for matching from the right. No word: matches nothing."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in reversed(fold(word)):
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree) if tree else "(?!)"


def _branch(node: dict[str, Any]) -> str:
    options = []
    for char in sorted(key for key in node if key):
        chain, below = re.escape(char), node[char]
        while len(below) == 1 and "" not in below:
            ((char, below),) = below.items()
            chain = re.escape(char) + chain
        options.append((_branch(below) if below.keys() != {""} else "") + chain)
    return f"(?:{'|'.join(options)}){'?' if '' in node else ''}"
