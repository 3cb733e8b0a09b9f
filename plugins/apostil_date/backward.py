"""Patterns that are matched from a place to the left, to read the words before a hit.

`regex` matches from right to left under `(?r)`. Of several words that fit, the longest has to win (`half an`, not `an`), and
an alternation is tried in order: so word lists are written as trees of their ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from apostil import finder, fold

_WORD_LIST = re.compile(r"<<(\w+)>>")


def backward(source: str, words: Mapping[str, Iterable[str]]) -> Any:
    """A pattern for `.match(text, low, end)` that ends at `end`; `<<name>>` is any word of a list, the longest first.

    Raises as `apostil.finder` does.
    """
    return finder("(?r)" + _WORD_LIST.sub(lambda named: endings(words[named[1]]), source))


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
