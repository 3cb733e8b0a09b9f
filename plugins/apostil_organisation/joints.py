"""Names with a hyphen or `and` between, read in the light of the whole document: one name (`Siemens - Gamesa`, `Lease and
Finance Company`) or two (`Renault - Nissan`, `Acme-Globex`)."""

from __future__ import annotations

import re
from itertools import pairwise

from apostil import View

from .initials import initials
from .mentions import Mention, Name, clean, mention
from .pieces import Cues, Piece, key_of
from .weigh import ENOUGH, WEIGHTS, weight

_AND = re.compile(r" (?:and|et) ")
_BRACKET = re.compile(r" \(([A-Z]\w{1,9})\)")
_SMALL_LINK = re.compile(r" (?:DE|DU|DES|ET|LA|LES|OF|AND|THE|D'\w{1,40})\b| L'")
_ARTICLE = re.compile(r"(?:L[ae]s?|Les|The) ")
_RESPELT = 20
"""Names in capitals that are looked for in small letters."""


def together(names: dict[str, Name], order: list[Mention], view: View, cues: Cues) -> bool:
    """Two mentions that a spaced hyphen separates become one where the document has the name in one piece, two that `and`
    joins where the second is none by itself. Returns whether anything changed."""
    changed = " - " in view.folded and _together(order, names, view)
    changed = _one(order, names, view, cues) or changed
    if changed:
        _forget(names)
    return changed


def _one(order: list[Mention], names: dict[str, Name], view: View, cues: Cues) -> bool:
    """Make one of two names that `and` joins where the second has only words for what firms do (`Finance Company`), or where
    a bracket has the initials of both. Returns whether anything changed."""
    told: set[tuple[str, str]] = set()
    changed = False
    for (start, end, one), (after, last, other) in pairwise(order):
        if not 4 <= after - end <= 5 or _AND.fullmatch(view.text, end, after) is None or other.entry:
            continue
        if other.score < ENOUGH and not (
            cues.has("organisation_partners", other.surface) or cues.generic([one.words[-1], *other.words])
        ):
            continue
        pair = (one.piece.key, other.piece.key)
        if pair not in told:
            plain = one.entry is None and one.evidence.isdisjoint(("form", "tail", "head", "person", "place", "first-name"))
            if not plain or not (cues.generic(other.words) or _spelt(view.text, start, after, last)):
                continue
            told.add(pair)
        if (start, end) in one.mentions and (after, last) in other.mentions:
            one.mentions.remove((start, end))
            other.mentions.remove((after, last))
            surface = clean(view.text[start:last])
            kind = other.kind or "company"
            told_by_both = {sort for sort in other.evidence | one.evidence if WEIGHTS[sort] > 0 and sort[:6] != "listed"}
            evidence = frozenset(told_by_both | ({"tail"} if other.score < ENOUGH else set()))
            mention(names, Piece(0, 0, surface, key_of(surface), evidence, weight(evidence), kind), start, last)
            changed = True
    return changed


def _spelt(text: str, start: int, after: int, last: int) -> bool:
    """Whether the bracket at `last` has the initials of all from `start` on, not those from `after` on alone."""
    found = _BRACKET.match(text, last)
    if found is None:
        return False
    short = key_of(found[1])
    return _begun(short, text[start:last]) and not _begun(short, text[after:last])


def _begun(short: str, full: str) -> bool:
    return any(letters.startswith(short) or (len(letters) > 3 and short.startswith(letters)) for letters in initials(full))


def respelt(names: dict[str, Name], view: View) -> None:
    """Add the mentions in small letters of accepted names in capitals that small words link: `DOMAINE DES LILAS` and then
    `le Domaine des Lilas`."""
    capitals = [
        name for name in names.values() if name.surface.isupper() and name.score >= ENOUGH and _SMALL_LINK.search(name.surface)
    ]
    for name in capitals[:_RESPELT]:
        first, last = name.mentions[0]
        small, taken = view.folded[first:last], set(name.mentions)
        longer = {start: end for other in names.values() if other is not name for start, end in other.mentions}
        found = []
        position = view.folded.find(small)
        while position >= 0:
            span = position, position + len(small)
            beside = view.text[span[0] - 1 : span[0]] + view.text[span[1] : span[1] + 1]
            mixed = view.text[position].isupper() and not view.text[position : span[1]].isupper()
            if mixed and span not in taken and longer.get(position, 0) <= span[1] and not any(map(str.isalnum, beside)):
                found.append(span)
            position = view.folded.find(small, span[1])
        if found:
            covered = {offset for span in found for offset in range(*span)}
            for other in names.values():
                other.mentions = [span for span in other.mentions if span[0] not in covered]
            name.mentions += found
            name.varied = True
            _forget(names)


def articled(names: dict[str, Name], text: str) -> None:
    """Where the article is part of a name inside a sentence, so it is at the start of one: `La Sarvanne`."""
    for full in [name for name in names.values() if name.score >= ENOUGH and _ARTICLE.match(name.surface)]:
        article, _, rest = full.surface.partition(" ")
        bare = names.get(key_of(rest))
        if bare is None or bare.whole is not full:
            continue
        first = article + " "
        moved = dict.fromkeys(span for span in bare.mentions if text.startswith(first, span[0] - len(first)))
        bare.mentions = [span for span in bare.mentions if span not in moved]
        full.mentions += [(start - len(first), end) for start, end in moved]
    _forget(names)


def apart(names: dict[str, Name]) -> None:
    """A word with a hyphen that is no known name becomes two mentions where the document has both halves as names."""
    parted = [name for name in names.values() if name.score < ENOUGH and "-" in name.surface]
    for name in parted:
        _apart(name, names)
    if parted:
        _forget(names)


def _forget(names: dict[str, Name]) -> None:
    for key in [key for key, name in names.items() if not name.mentions]:
        del names[key]


def _together(order: list[Mention], names: dict[str, Name], view: View) -> bool:
    changed = False
    for (start, end, one), (after, last, other) in pairwise(order):
        if after - end != 3 or view.folded[end:after] != " - ":
            continue
        if (whole := names.get(key_of(one.surface + other.surface))) and (start, end) in one.mentions:
            one.mentions.remove((start, end))
            other.mentions.remove((after, last))
            whole.mentions.append((start, last))
            whole.varied = True
            whole.evidence |= {told for told in one.evidence | other.evidence if WEIGHTS[told] > 0 and told[:6] != "listed"}
            whole.score = weight(whole.evidence)
            changed = True
    return changed


def _apart(name: Name, names: dict[str, Name]) -> None:
    one, _, other = name.surface.partition("-")
    first, second = names.get(key_of(one)), names.get(key_of(other))
    if not first or not second or max(first.score, second.score) < ENOUGH:
        return
    lesser = first if first.score < ENOUGH else second
    if lesser.score < -1 or " " in lesser.surface:
        return
    if lesser.score < ENOUGH:
        lesser.add("coordination")
    for start, end in name.mentions:
        middle = start + len(one)
        first.mentions.append((start, middle))
        second.mentions.append((middle + 1, end))
    name.mentions.clear()
