"""Names in one list are of one sort: what is undecided beside an organisation gains by it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from re import Match

from apostil import View, pattern

from .brackets import Links
from .mentions import LOOKED_AT, Mention, Name
from .weigh import ENOUGH, HOPELESS

ASIDE = 4
"""Names that a bracket after a name may hold."""
NEAR = 20
"""Characters before a name that the preposition of a list may stand in."""
_ASIDE = pattern(r"[ ]\([^()\n\"“«]{1,80}\)")
"""What a list says of each name: `Acme (40 M€), Globex (led by Jo Hale) and Initech`."""
_LINKING = frozenset(" ,-/")
_MONEY = frozenset("€$£%")


def _begins_line(folded: str, start: int) -> bool:
    return start == 0 or folded[start - 1] == "\n"


def coordinated(names: dict[str, Name], order: list[Mention], view: View, links: Links) -> None:
    """Accept what is undecided beside an organisation in a list, from name to name."""
    waiting = [name for name in names.values() if HOPELESS < name.score < ENOUGH]
    starts = [mention[0] for mention in order] if waiting else []
    fellows = {name.piece.key: _fellows(name, order, starts, view, links) for name in waiting}
    waiting = [name for name in waiting if fellows[name.piece.key]]
    while waiting:
        left = [name for name in waiting if not _accepted(name, fellows[name.piece.key])]
        if len(left) == len(waiting):
            return
        waiting = left[::-1]  # a list is followed in both directions


def _accepted(name: Name, fellows: list[Name]) -> bool:
    if any(fellow.score >= ENOUGH for fellow in fellows):
        name.add("coordination")
    return name.score >= ENOUGH


def _linked(order: list[Mention], i: int, view: View, links: Links) -> Match[str] | None:
    """The link of a list between the mention `i`, or the bracket that says something of it, and what stands after it."""
    end = order[i][1]
    if view.folded[end : end + 1] not in _LINKING:
        return None
    aside = _ASIDE.match(view.text, end) if view.text.startswith(" (", end) else None
    return links.listed.match(view.folded, aside.end() if aside else end)


def _beside(order: list[Mention], starts: list[int], i: int, view: View, links: Links) -> Iterator[tuple[int, Match[str]]]:
    """The mentions before and after the mention `i` of a list, each with the link between."""
    for j in range(i - 1, max(-1, i - 1 - ASIDE), -1):
        if (found := _linked(order, j, view, links)) and found.end() == starts[i]:
            yield j, found
            break
        if ")" not in view.folded[order[j][1] : starts[i]]:
            break
    if found := _linked(order, i, view, links):
        j = bisect_left(starts, found.end())
        if j < len(starts) and starts[j] == found.end():
            yield j, found


def _in_list(order: list[Mention], starts: list[int], first: int, last: int, view: View, links: Links) -> bool:
    """Whether the mentions `first` and `last`, which a comma parts, are two of more: a link stands before or after them."""
    return _linked(order, last, view, links) is not None or any(
        j < first for j, _ in _beside(order, starts, first, view, links)
    )


def _before(folded: str, start: int, preposition: str, links: Links) -> bool:
    """Whether the first name of a list has the preposition of the next: `grâce à l'agence X et à Y`."""
    left = folded[max(0, start - NEAR) : start].rpartition(". ")[2]
    alike = links.of if preposition in links.of else (preposition,)
    return any(f" {word}" in left if word.endswith("'") else f" {word} " in left for word in alike)


def _fellows(name: Name, order: list[Mention], starts: list[int], view: View, links: Links) -> list[Name]:
    """Names beside `name` in lists."""
    found: list[Name] = []
    for start, _ in name.mentions[:LOOKED_AT]:
        i = bisect_left(starts, start)
        for j, link in _beside(order, starts, i, view, links):
            if order[j][2] is not name and _alike(order, starts, i, j, link, view, links):
                found.append(order[j][2])
    return found


def _alike(order: list[Mention], starts: list[int], i: int, j: int, link: Match[str], view: View, links: Links) -> bool:
    """Whether the mentions `i` and `j`, which `link` joins, are of one sort."""
    folded, text, between = view.folded, view.text, link[0]
    first, last = min(i, j), max(i, j)
    if between.strip() == "-" and _begins_line(folded, starts[first]):
        return False  # `SAN FRANCISCO – Amazon said`: where the news comes from
    if (same := links.repeated.search(between)) and not _before(folded, starts[first], same[0].strip(), links):
        return False
    said = text[order[first][1] : link.start()]
    comma = "," in between and same is None and not text.startswith((" (", ")"), order[i][1])
    aside = bool(said) and "," not in between and _MONEY.isdisjoint(said)
    return not (comma or aside) or _in_list(order, starts, first, last, view, links)  # not `signed by Arsenal, Vandal has left`
