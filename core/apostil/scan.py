"""The one pass over a text that serves every plugin.

All scanned lexicons of a language are compiled into one Aho–Corasick automaton over `folding.WORDS_ONLY` bytes. Each word is
stored between two spaces and matches may overlap, so every hit is a whole word and nothing has to be checked afterwards but
the punctuation and spaces of words that have some and the case of words that mind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from apostil.errors import PluginError
from apostil.folding import LOWER, WORDS_ONLY, fold_bytes
from apostil.layer import Layer
from apostil.lexicon import Lexicon
from apostil.model import Hit

_WORDS_OF_LINES = bytes(0x0A if byte == 0x0A else word for byte, word in enumerate(WORDS_ONLY))
_SPACES = str.maketrans("\n\r\t", "   ")
"""A word of several may be broken over two lines; any other separator than its own makes it something else."""


class Scanner:
    """Compiled lexicons of one language. Layers are named for their lexicons."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._names: list[str] = []
        table: dict[bytes, tuple[_Entry, ...]] = {}
        for lexicon in lexicons:
            if not lexicon.scan:
                continue
            if lexicon.name not in self._names:
                self._names.append(lexicon.name)
            for key, entries in _compiled(lexicon, self._names.index(lexicon.name)).items():
                table[key] = (*table[key], *entries) if key in table else entries
        self._entries = list(table.values())
        self._plain = [
            entries[0][:2] if len(entries) == 1 and entries[0][2:] == (None, None) else None for entries in self._entries
        ]
        """Layer and payload of the words, most of them, of which nothing else has to be asked."""
        self._automaton = BytesAhoCorasick(list(table), MatchKind.Standard, Implementation.ContiguousNFA)

    def layers(self, text: str, lowered: bytes, folded: str) -> dict[str, Layer[Hit]]:
        """Hits of each lexicon in `text`, whose folded views are `lowered` and `folded`.

        In a layer, a hit that lies inside a longer one is left out.
        """
        found: list[list[Hit]] = [[] for _ in self._names]
        padded = b"".join((b" ", lowered.translate(WORDS_ONLY), b" "))
        plains = self._plain
        for index, start, end in self._automaton.find_matches_as_indexes(padded, overlapping=True):
            plain = plains[index]
            if plain is None:
                self._ask(index, start, end - 2, text, folded, found)
                continue
            hits = found[plain[0]]
            end -= 2  # both spaces; the first one makes up for the padding
            if hits and (hits[-1].start >= start or hits[-1].end == end):
                _lay(hits, start, end, plain[1])
            else:
                hits.append(Hit(start, end, plain[1]))
        return {name: Layer(hits) for name, hits in zip(self._names, found, strict=True) if hits}

    def _ask(self, index: int, start: int, end: int, text: str, folded: str, found: list[list[Hit]]) -> None:
        """Lay a word of several lexicons, or one that minds its punctuation or case."""
        for number, payload, written, surface in self._entries[index]:
            if written is not None and folded[start:end] != written and not _broken(folded[start:end], written):
                continue
            if surface is not None and not _cased(text[start:end], surface):
                continue
            _lay(found[number], start, end, payload)


def _lay(hits: list[Hit], start: int, end: int, payload: Any) -> None:
    """Add a hit in place of those that lie inside it, unless it lies inside one itself."""
    while hits and hits[-1].start >= start:  # matches come sorted by end: what begins later lies inside
        hits.pop()
    if not hits or hits[-1].end != end:  # of those that end together the longest comes first
        hits.append(Hit(start, end, payload))


_Entry = tuple[int, Any, str | None, str | None]
"""Number of the layer, payload, and what the text has to show: punctuation and spaces as folded, case as written."""


def _broken(quote: str, written: str) -> bool:
    """Whether `quote` is a word of several, `written`, that a line break runs through."""
    return quote.translate(_SPACES) == written


def _cased(quote: str, surface: str) -> bool:
    """Whether `quote` shows the case of `surface`, or is all in capitals."""
    quote = quote.replace("’", "'")
    return quote in (surface, surface.upper())


def _compiled(lexicon: Lexicon, number: int) -> dict[bytes, tuple[_Entry, ...]]:
    """By what to look for: the words of a lexicon that are looked for so. All at once: there are tens of thousands."""
    words = list(lexicon.words)
    if not words:
        return {}
    lowered = fold_bytes("\n".join(words)).translate(LOWER)
    bare, written = lowered.translate(_WORDS_OF_LINES).split(b"\n"), lowered.decode("latin-1").split("\n")
    if len(bare) != len(words):
        broken = next(word for word in words if b"\n" in fold_bytes(word))
        raise PluginError(f"lexicon {lexicon.name}", f"{broken!r} is not a word: it holds a line break")
    for word, low in zip(words, bare, strict=True):
        if not low or low.isspace() or word != word.strip():
            raise PluginError(f"lexicon {lexicon.name}", f"{word!r} is not a word: it needs a letter or digit, no outer space")
    keys = [b" " + low + b" " for low in bare]
    shown = [line if b" " in low else None for line, low in zip(written, bare, strict=True)]
    surfaces = words if lexicon.cased else repeat(None)
    entries = list(zip(repeat(number), lexicon.words.values(), shown, surfaces))
    found: dict[bytes, tuple[_Entry, ...]] = dict(zip(keys, zip(entries), strict=True))
    if len(found) < len(keys):  # words that only punctuation or case tells apart
        found.clear()
        for key, entry in zip(keys, entries, strict=True):
            found[key] = (*found.get(key, ()), entry)
    return found
