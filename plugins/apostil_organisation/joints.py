"""Names with a hyphen between, read in the light of the whole document: one name (`Siemens - Gamesa`) or two
(`Renault - Nissan`, `Acme-Globex`)."""

from __future__ import annotations

from itertools import pairwise

from apostil import View

from .mentions import Mention, Name
from .pieces import key_of
from .weigh import ENOUGH, WEIGHTS, weight


def together(names: dict[str, Name], order: list[Mention], view: View) -> bool:
    """Two mentions that a spaced hyphen separates become one where the document has the name in one piece. Returns whether
    anything changed."""
    changed = " - " in view.folded and _together(order, names, view)
    if changed:
        _forget(names)
    return changed


def apart(names: dict[str, Name]) -> None:
    """A word with a hyphen that is no known name becomes two mentions where the document has both halves as names."""
    for name in [name for name in names.values() if "-" in name.surface and name.score < ENOUGH]:
        _apart(name, names)
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
    if not first or not second or min(first.score, second.score) < ENOUGH:
        return
    for start, end in name.mentions:
        middle = start + len(one)
        first.mentions.append((start, middle))
        second.mentions.append((middle + 1, end))
    name.mentions.clear()
