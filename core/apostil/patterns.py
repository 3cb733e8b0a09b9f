"""The one place where patterns with lists of words are compiled. It refuses a pattern that can run away. A short one without
words may also be a bounded literal of `re`'s at the top of its module, where tests look at it and measure how it grows.

Two kinds, for two engines that are good at different things (measured on French press text):

* `pattern`: tried at a place that is already known, with `.match(text, position)`. The standard library's `re`:
  a call costs half of `regex`'s.
* `finder`: looks for its next place itself, with `.finditer(text)`. `regex`: skips text six times as fast.

Both are written with `(?x)` in force: white space and `#` are free, a space is `\\ ` or `[ ]`. `<<name>>` stands for any word
of a list, longest first, whatever the number of words: the list is folded and compiled to a prefix tree.
No quantifier is unbounded: `*`, `+` and `{n,}` are refused unless possessive on a single class (`\\d++`) in a finder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import regex

from apostil.errors import PluginError
from apostil.folding import fold_all

_WORD_LIST = re.compile(r"<<(\w+)>>")
_UNBOUNDED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|#[^\n]*|[*+]|\{\d*,\}", re.S)
"""Quantifiers without an end, and what must not be taken for one: an escape, a class, a comment."""
_POSSESSIVE_CLASS = re.compile(r"(?:\\[dwsDWS]|\[\^?\]?(?:\\.|[^\]\\])*\])\+\+")


def pattern(source: str, words: Mapping[str, Iterable[str]] | None = None) -> re.Pattern[str]:
    """A verbose pattern over the folded view, to be tried with `.match(folded, position)`.

    Raises `PluginError` where it is unbounded, names a list that is not in `words`, or is not a pattern.
    """
    expanded = _expand(source, {} if words is None else words)
    _refuse_unbounded(source, source)
    try:
        return re.compile(expanded, re.VERBOSE)
    except re.error as error:
        raise PluginError("pattern", f"{error}: {source.strip()[:80]}") from error


def finder(source: str, words: Mapping[str, Iterable[str]] | None = None) -> regex.Pattern[str]:
    """A verbose pattern to be searched for with `.finditer`. Raises as `pattern` does.

    It has to begin with a fixed character class or a look-behind guard: a search that restarts inside a run on which it
    has already failed is quadratic.
    """
    expanded = _expand(source, {} if words is None else words)
    _refuse_unbounded(_POSSESSIVE_CLASS.sub("", source), source)
    try:
        return regex.compile(expanded, regex.VERBOSE | regex.VERSION0)
    except regex.error as error:
        raise PluginError("pattern", f"{error}: {source.strip()[:80]}") from error


def _refuse_unbounded(stripped: str, source: str) -> None:
    for found in _UNBOUNDED.finditer(stripped):
        if found[0][0] in "*+{":
            raise PluginError("pattern", f"unbounded {found[0]!r} in {source.strip()[:80]!r}: write {{0,40}} or so")


def _expand(source: str, words: Mapping[str, Iterable[str]]) -> str:
    def group(named: re.Match[str]) -> str:
        if named[1] not in words:
            raise PluginError("pattern", f"no word list {named[1]!r} for {source.strip()[:80]!r}")
        return alternation(words[named[1]])

    return _WORD_LIST.sub(group, source)


def alternation(words: Iterable[str]) -> str:
    """A group that matches any of `words` (folded here), the longest first, as a prefix tree. No word: matches nothing."""
    tree: dict[str, dict[str, dict]] = {}  # type: ignore[type-arg]  # a tree has no finite type
    for word in fold_all(words):
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree) if tree else "(?!)"


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    """Pattern of a prefix tree node; iterative descent along chains keeps recursion as deep as the branchings only."""
    options = []
    for char in sorted(key for key in node if key):
        chain, below = char, node[char]
        while len(below) == 1 and "" not in below:
            ((char, below),) = below.items()
            chain += char
        options.append(re.escape(chain) + (_branch(below) if below.keys() != {""} else ""))
    return f"(?:{'|'.join(options)}){'?' if '' in node else ''}"
