"""Names in headlines whose words all have capitals: `Orvia Settles Suit with Teleo`, `Golvane Capital Amasses Cash`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from attrs import define

from .cores import Forms
from .mentions import LOOKED_AT, Name
from .pieces import Piece, key_of
from .weigh import ENOUGH, HOPELESS

LINE = 160
"""Characters of a headline at most."""
PART = 6
"""Words of a name that is looked for in a headline."""
_SMALL = re.compile(r"(?<![\w'’])[a-zà-ÿ][\w'’]{3}")
"""A word of four letters that begins no headline's."""

_Part = tuple[int, int]
"""Indices of words of a name: first, after the last."""


@define
class Known:
    """Accepted names by key, and by what is left of them in a headline."""

    names: dict[str, Name]
    short: dict[str, Name]
    """By the name without its legal form."""
    first: dict[str, Name]
    """By a first word that is no common one."""

    def full(self, key: str) -> Name | None:
        """The accepted name that `key` is one of or a short form of."""
        known = self.names.get(key)
        return known if known is not None and known.score >= ENOUGH else self.short.get(key)


def headlined(names: dict[str, Name], text: str, verbs: Container[str], forms: Forms) -> None:
    """Find accepted names in headlines, where what stands beside them has a capital too."""
    waiting = [name for name in names.values() if name.score < ENOUGH and name.entry is None]
    titled = [name for name in waiting if forms.titles and any(_in_title(text, *span) for span in name.mentions[:LOOKED_AT])]
    parted = [(name, part) for name in waiting for part in _clauses(name.words, verbs)]
    if not titled and not parted:
        return
    known = _known(names, forms)
    for name in titled:
        if " " in name.surface:
            least = 2 if "extends" in name.evidence else 1  # `Acme Watch` is what Acme makes
            parted += [(name, part) for part in _parts(name.words, known, least)]
        elif name.score > HOPELESS and name.whole is None and (full := known.first.get(name.piece.key)):
            name.whole, name.score, name.rule = full, ENOUGH, "short-form"
    for key, part in dict.fromkeys((name.piece.key, part) for name, part in parted):
        _mentioned(names, names[key], part, known, text)


def _in_title(text: str, start: int, end: int) -> bool:
    """Whether the line has no full stop and no word of four letters without a capital."""
    first = text.rfind("\n", max(0, start - LINE), start) + 1
    last = text.find("\n", end, end + LINE)
    last = last if last >= 0 else len(text)
    if last - first > LINE or _SMALL.search(text, first, last):
        return False
    line = text[first:last].rstrip()
    return line.count(" ") > 2 and not line.endswith((".", ";", ",")) and not line.isupper()


def _known(names: dict[str, Name], forms: Forms) -> Known:
    accepted = [name for name in names.values() if name.score >= ENOUGH]
    first: dict[str, Name] = {}
    for name in accepted:
        word = name.words[0]
        if " " in name.surface and word.lower() not in forms.common | forms.articles and word not in forms.places:
            first.setdefault(key_of(word), name)
    return Known(names, {key_of(forms.short_of(name.surface)): name for name in accepted}, first)


def _clauses(words: list[str], verbs: Container[str]) -> Iterator[_Part]:
    """The words before the first verb in a capital, and those after it."""
    for at, word in enumerate(words):
        if len(words) > 1 and word.lower() in verbs:
            yield 0, at
            yield at + 1, len(words)
            return


def _parts(words: list[str], known: Known, least: int) -> Iterator[_Part]:
    """Accepted names of `least` words among `words`, the longest first; one of several by its first word too."""
    at = 0
    while at < len(words):
        sizes = range(min(PART, len(words) - at), least - 1, -1)
        size = next((n for n in sizes if known.full(key_of(" ".join(words[at : at + n])))), 0)
        size = size or (least == 1 and key_of(words[at]) in known.first)
        if size:
            yield at, at + size
        at += size or 1


def _mentioned(names: dict[str, Name], name: Name, part: _Part, known: Known, text: str) -> None:
    """Add to the accepted name that `part` of `name` is the mentions that it has there."""
    words = name.words
    surface, before = " ".join(words[part[0] : part[1]]), len(" ".join([*words[: part[0]], ""]))
    key = key_of(surface)
    full = known.full(key) or (known.first.get(key) if part[1] - part[0] == 1 else None)
    if full is None:
        return
    short = names.get(key)
    if short is None:
        piece = Piece(0, 0, surface, key, frozenset(("bracket",)), ENOUGH, full.kind)
        short = names[key] = Name(surface, piece.evidence, ENOUGH, full.kind, None, [], piece, "short-form", False, full)
    if short.score >= ENOUGH:
        spans = ((start + before, start + before + len(surface)) for start, _ in name.mentions)
        short.mentions += [(start, end) for start, end in spans if text[start:end] == surface]
