"""The one pass over a text that serves every plugin.

All scanned lexicons of a language are compiled into one Aho–Corasick automaton over `folding.WORDS_ONLY` bytes. Each word is
stored between two spaces and matches may overlap, so every hit is a whole word and nothing has to be checked afterwards but
the punctuation and spaces of words that have some and the case of words that mind it.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """Compiled lexicons of one language. Layers are named for their lexicons.

    What is known of a word stands in columns, by its number: for tens of thousands of words a tuple each would take more
    memory than the words. A word of several lexicons is there as often, and each time it is met is a match.
    """

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._names: list[str] = []
        self._layers: list[int] = []
        self._payloads: list[Any] = []
        self._written: list[str | None] = []
        """Punctuation and spaces that the folded text has to show; None for a word that has none."""
        self._surfaces: list[str | None] = []
        """Case that the text has to show; None where any will do."""
        keys: list[bytes] = []
        for lexicon in lexicons:
            if lexicon.scan and lexicon.words:
                keys += self._enter(lexicon)
        self._automaton = BytesAhoCorasick(keys, MatchKind.Standard, Implementation.ContiguousNFA)

    def _enter(self, lexicon: Lexicon) -> list[bytes]:
        """What to look for to find the words of `lexicon`, which take the next numbers."""
        if lexicon.name not in self._names:
            self._names.append(lexicon.name)
        keys, written = _keys(lexicon)
        self._layers += [self._names.index(lexicon.name)] * len(keys)
        self._payloads += lexicon.words.values()
        self._written += written
        self._surfaces += lexicon.words if lexicon.cased else [None] * len(keys)
        return keys

    def layers(self, text: str, lowered: bytes, folded: str) -> dict[str, Layer[Hit]]:
        """Hits of each lexicon in `text`, whose folded views are `lowered` and `folded`.

        In a layer, a hit that lies inside a longer one is left out.
        """
        found: list[list[Hit]] = [[] for _ in self._names]
        padded = b"".join((b" ", lowered.translate(WORDS_ONLY), b" "))
        layers, payloads, written, surfaces = self._layers, self._payloads, self._written, self._surfaces
        for number, start, end in self._automaton.find_matches_as_indexes(padded, overlapping=True):
            end -= 2  # both spaces; the first one makes up for the padding
            shown, surface = written[number], surfaces[number]
            if shown is not None and folded[start:end] != shown and not _broken(folded[start:end], shown):
                continue
            if surface is not None and not _cased(text[start:end], surface):
                continue
            hits = found[layers[number]]
            if hits and (hits[-1].start >= start or hits[-1].end == end):
                _lay(hits, start, end, payloads[number])
            else:
                hits.append(Hit(start, end, payloads[number]))
        return {name: Layer(hits) for name, hits in zip(self._names, found, strict=True) if hits}


def _lay(hits: list[Hit], start: int, end: int, payload: Any) -> None:
    """Add a hit in place of those that lie inside it, unless it lies inside one itself."""
    while hits and hits[-1].start >= start:  # matches come sorted by end: what begins later lies inside
        hits.pop()
    if not hits or hits[-1].end != end:  # of those that end together the longest comes first
        hits.append(Hit(start, end, payload))


def _broken(quote: str, written: str) -> bool:
    """Whether `quote` is a word of several, `written`, that a line break runs through."""
    return quote.translate(_SPACES) == written


def _cased(quote: str, surface: str) -> bool:
    """Whether `quote` shows the case of `surface`, or is all in capitals."""
    quote = quote.replace("’", "'")
    return quote in (surface, surface.upper())


def _keys(lexicon: Lexicon) -> tuple[list[bytes], list[str | None]]:
    """For each word of a lexicon what to look for, and what the folded text has to show there. All at once: there are tens
    of thousands."""
    words = list(lexicon.words)
    lowered = fold_bytes("\n".join(words)).translate(LOWER)
    bare, folded = lowered.translate(_WORDS_OF_LINES).split(b"\n"), lowered.decode("latin-1").split("\n")
    if len(bare) != len(words):
        broken = next(word for word in words if b"\n" in fold_bytes(word))
        raise PluginError(f"lexicon {lexicon.name}", f"{broken!r} is not a word: it holds a line break")
    for word, low in zip(words, bare, strict=True):
        if not low or low.isspace() or word != word.strip():
            raise PluginError(f"lexicon {lexicon.name}", f"{word!r} is not a word: it needs a letter or digit, no outer space")
    shown = (word if word == line else line for word, line in zip(words, folded, strict=True))  # most are folded: kept once
    written = [line if b" " in low else None for line, low in zip(shown, bare, strict=True)]
    return [b" " + low + b" " for low in bare], written
