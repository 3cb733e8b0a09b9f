"""Names with a hyphen between, read in the light of the whole document: one name (`Siemens - Gamesa`) or two
(`Renault - Nissan`, `Acme-Globex`)."""

from __future__ import annotations

from collections.abc import Iterator

from apostil import View

from .mentions import Mention, Name
from .pieces import key_of
from .weigh import ENOUGH


def joined(names: dict[str, Name], order: list[Mention], view: View) -> list[Mention]:
    """`order` with such mentions put together or taken apart, and `names` with their mentions."""
    if " - " not in view.folded and not any("-" in name.surface for name in names.values()):
        return order
    order = list(_apart(_together(order, names, view), names))
    for key in [key for key, name in names.items() if not name.mentions]:
        del names[key]
    return order


def _together(order: list[Mention], names: dict[str, Name], view: View) -> Iterator[Mention]:
    """Two mentions that a spaced hyphen separates become one where the document has the name in one piece."""
    waiting: Mention | None = None
    for mention in order:
        if waiting is not None:
            start, end, one = waiting
            if view.folded[end : mention[0]] == " - " and (whole := names.get(key_of(one.surface + mention[2].surface))):
                one.mentions = [m for m in one.mentions if m[0] != start]
                mention[2].mentions = [m for m in mention[2].mentions if m[0] != mention[0]]
                whole.mentions.append((start, mention[1], view.text[start : mention[1]]))
                waiting = (start, mention[1], whole)
                continue
            yield waiting
        waiting = mention
    if waiting is not None:
        yield waiting


def _apart(order: Iterator[Mention], names: dict[str, Name]) -> Iterator[Mention]:
    """A word with a hyphen that is no known name becomes two mentions where the document has both halves as names."""
    for start, end, name in order:
        if "-" in name.surface and name.score < ENOUGH and len(name.surface) == end - start:
            one, _, other = name.surface.partition("-")
            first, second = names.get(key_of(one)), names.get(key_of(other))
            if first and second and min(first.score, second.score) >= ENOUGH:
                middle = start + len(one)
                name.mentions = [m for m in name.mentions if m[0] != start]
                first.mentions.append((start, middle, one))
                second.mentions.append((middle + 1, end, other))
                yield start, middle, first
                yield middle + 1, end, second
                continue
        yield start, end, name
