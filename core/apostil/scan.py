"""The one pass over a text that serves every plugin.

All scanned lexicons of a language are compiled into one Aho–Corasick automaton over `folding.WORDS_ONLY` bytes. Each word is
stored between two spaces and matches may overlap, so every hit is a whole word and nothing has to be checked afterwards but
the punctuation and spaces of words that have some and the case of words that mind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from apostil.errors import PluginError
from apostil.folding import LOWER, WORDS_ONLY, fold_bytes
from apostil.layer import Layer
from apostil.lexicon import Lexicon
from apostil.model import Hit

_SPACES = str.maketrans("\n\r\t", "   ")
"""A word of several may be broken over two lines; any other separator than its own makes it something else."""


class Scanner:
    """Compiled lexicons of one language. Layers are named for their lexicons."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._names: list[str] = []
        table: dict[bytes, list[_Entry]] = {}
        for lexicon in lexicons:
            if not lexicon.scan:
                continue
            if lexicon.name not in self._names:
                self._names.append(lexicon.name)
            number = self._names.index(lexicon.name)
            for (word, payload), (key, written) in zip(lexicon.words.items(), _compiled(lexicon), strict=True):
                table.setdefault(key, []).append((number, payload, written, word if lexicon.cased else None))
        self._entries = [tuple(entries) for entries in table.values()]
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


def _compiled(lexicon: Lexicon) -> Iterator[tuple[bytes, str | None]]:
    """For each word what to look for, and, where that does not tell all of it, how it is written in the folded view."""
    words = list(lexicon.words)
    if not words:
        return
    lowered = fold_bytes("\n".join(words)).translate(LOWER).split(b"\n")  # all at once: there are tens of thousands
    if len(lowered) != len(words):
        broken = next(word for word in words if b"\n" in fold_bytes(word))
        raise PluginError(f"lexicon {lexicon.name}", f"{broken!r} is not a word: it holds a line break")
    for word, low in zip(words, lowered, strict=True):
        bare = low.translate(WORDS_ONLY)
        if bare.isspace() or not bare or word != word.strip():
            raise PluginError(f"lexicon {lexicon.name}", f"{word!r} is not a word: it needs a letter or digit, no outer space")
        yield b" " + bare + b" ", low.decode("latin-1") if b" " in bare else None
