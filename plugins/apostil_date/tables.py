"""Word lists as tables keyed by what the folded view shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apostil import Words, fold, fold_all


def table(words: Words, name: str) -> Mapping[str, Any]:
    """Payload by folded word of the list `name`."""
    return {fold(word): payload for word, payload in words[name].items()}


def folded_set(words: Words, *names: str) -> frozenset[str]:
    """The folded words of the lists `names`."""
    return frozenset(fold_all(word for name in names for word in words[name]))
