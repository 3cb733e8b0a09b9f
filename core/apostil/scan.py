"""The one pass over a text that serves every plugin.

All scanned lexicons of a language are compiled into one Aho–Corasick automaton over `folding.WORDS_ONLY` bytes. Each word is
stored between two spaces and matches may overlap, so every hit is a whole word and nothing has to be checked afterwards but
the punctuation and spaces of words that have some and the case of words that mind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from attrs import define

from apostil.errors import PluginError
from apostil.folding import LOWER, WORDS_ONLY, fold_bytes
from apostil.layer import Layer
from apostil.lexicon import Lexicon
from apostil.model import Hit

_SPACES = str.maketrans("\n\r\t", "   ")
"""A word of several may be broken over two lines; any other separator than its own makes it something else."""


@define
class _Check:
    """What a hit has to show in the text: its punctuation and spaces as in `folded`, its case as in `surface`."""

    folded: str | None
    surface: str | None

    def passes(self, text: str, folded: str, start: int, end: int) -> bool:
        if self.folded is not None:
            written = folded[start:end]
            if written != self.folded and written.translate(_SPACES) != self.folded:
                return False
        if self.surface is None:
            return True
        quote = text[start:end].replace("’", "'")
        return quote == self.surface or quote == self.surface.upper()


class Scanner:
    """Compiled lexicons of one language. Layers are named for their lexicons."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._names: list[str] = []
        table: dict[bytes, list[tuple[int, Any, _Check | None]]] = {}
        for lexicon in lexicons:
            if not lexicon.scan:
                continue
            if lexicon.name not in self._names:
                self._names.append(lexicon.name)
            number = self._names.index(lexicon.name)
            for word, payload in lexicon.words.items():
                key, check = _compile(word, lexicon)
                table.setdefault(key, []).append((number, payload, check))
        self._entries = [tuple(entries) for entries in table.values()]
        self._automaton = BytesAhoCorasick(list(table), MatchKind.Standard, Implementation.ContiguousNFA)

    def layers(self, text: str, lowered: bytes, folded: str) -> dict[str, Layer[Hit]]:
        """Hits of each lexicon in `text`, whose folded views are `lowered` and `folded`.

        In a layer, a hit that lies inside a longer one is left out.
        """
        found: dict[int, list[Hit]] = {}
        padded = b"".join((b" ", lowered.translate(WORDS_ONLY), b" "))
        entries = self._entries
        for index, start, end in self._automaton.find_matches_as_indexes(padded, overlapping=True):
            end -= 2  # both spaces; the first one makes up for the padding
            for number, payload, check in entries[index]:
                if check is None or check.passes(text, folded, start, end):
                    hit = Hit(start, end, payload)
                    if number in found:
                        found[number].append(hit)
                    else:
                        found[number] = [hit]
        return {self._names[number]: Layer(_outermost(hits)) for number, hits in found.items()}


def _compile(word: str, lexicon: Lexicon) -> tuple[bytes, _Check | None]:
    lowered = fold_bytes(word).translate(LOWER)
    bare = lowered.translate(WORDS_ONLY)
    if not bare.strip() or word != word.strip():
        raise PluginError(f"lexicon {lexicon.name}", f"{word!r} is not a word: it needs a letter or digit, no outer space")
    folded = lowered.decode("latin-1") if bare != lowered or b" " in bare else None
    check = _Check(folded, word if lexicon.cased else None) if folded or lexicon.cased else None
    return b" " + bare + b" ", check


def _outermost(hits: list[Hit]) -> list[Hit]:
    """`hits`, which come sorted by end, sorted by start without those inside another one."""
    kept: list[Hit] = []
    for hit in hits:
        while kept and kept[-1].start >= hit.start:
            kept.pop()
        if not kept or kept[-1].end != hit.end:  # of those that end together the longest comes first
            kept.append(hit)
    return kept
