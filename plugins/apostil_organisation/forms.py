"""Short and full forms of one name within a document: `Disney` for `Walt Disney Company`, `FT` for `Financial Times`."""

from __future__ import annotations

from .cores import Forms
from .initials import initials, is_acronym
from .mentions import Name
from .pieces import key_of
from .weigh import ENOUGH

TOLD = 1.5
"""A score that a longer name has to have by itself."""
LEAST = -1.0
"""A score that the name of a branch in a country may have by itself: `Dunmore Belgique`."""
_AND = frozenset(("and", "et"))
_LINKS = frozenset(("de", "du", "des", "of", "la"))


def linked(names: dict[str, Name], forms: Forms) -> None:
    """Point each short form at the fullest one (`whole`), and accept the short forms of accepted names."""
    _fuller(names, forms.places)
    accepted = [name for name in names.values() if name.score >= ENOUGH]
    _same_entry(accepted)
    long = [name for name in accepted if " " in name.surface]
    _acronyms(names, [*long, *[name for name in accepted if "-" in name.surface]])
    long.sort(key=_first)
    begun: dict[str, list[Name]] = {}
    for name in long:
        begun.setdefault(name.words[0].lower(), []).append(name)
    for front in (True, False):
        for name in long:
            _shorter(name, names, forms, begun, front)


def _first(name: Name) -> int:
    return name.mentions[0][0]


def _fuller(names: dict[str, Name], places: frozenset[str]) -> None:
    """Accept longer names of accepted ones, told by a trade, a place or otherwise: `Dunmore Water` where `Dunmore` is one."""
    for name in names.values():
        told = TOLD <= name.score < ENOUGH or (LEAST <= name.score < TOLD and name.surface.rpartition(" ")[2] in places)
        if told and " " in name.surface and name.entry is None and "extends" not in name.evidence:
            root = names.get(key_of(" ".join(name.words[:-1])))
            if root is not None and root.score >= ENOUGH and root.entry is None:
                name.score, name.kind = ENOUGH, name.kind or root.kind


def _same_entry(accepted: list[Name]) -> None:
    """Listed as one organisation: linked, except a firm's old and new names, which have no word in common."""
    by_row: dict[str, Name] = {}
    listed = [name for name in accepted if name.entry is not None]
    if len(listed) < 2:
        return
    for name in sorted(listed, key=lambda name: -len(name.surface)):
        assert name.entry is not None
        full = by_row.setdefault(name.entry.name, name)
        if full is name or name.whole is not None:
            continue
        related = (
            is_acronym(name.surface, full.surface)
            or key_of(name.surface) in key_of(full.surface)
            or set(name.words) <= set(full.words)
        )
        if related or name.kind != "company":
            name.whole = full


def _acronyms(names: dict[str, Name], long: list[Name]) -> None:
    """Acronyms of accepted names, by their initials."""
    shorts = {_letters(name): name for name in names.values() if _letters(name) and name.whole is None and name.score > -3}
    if not shorts:
        return
    for full in long:
        for letters in initials(full.surface):
            short = shorts.get(letters)
            if short is None or short is full or short.whole or " " in short.surface:
                continue
            if not (short.entry and full.entry and short.entry.name != full.entry.name):
                _join(short, full, "acronym")


def _letters(name: Name) -> str:
    """Letters of an acronym, small ones between capitals left out (`BofA`); nothing where the name is none."""
    surface = name.surface
    if surface.isupper():
        return name.piece.key
    return "".join(c for c in surface if c.isupper()).lower() if "camel" in name.evidence and surface[-1].isupper() else ""


def _join(short: Name, full: Name, rule: str) -> None:
    short.whole = full
    if short.score < ENOUGH:
        short.score = ENOUGH
        short.rule = rule
    short.kind = full.kind or short.kind


def _shorter(full: Name, names: dict[str, Name], forms: Forms, begun: dict[str, list[Name]], front: bool) -> None:
    """Link the names that are made of the first words of `full` (`front`) or of its last ones, its corporate words and article
    left out. What begins another name is none of its last words: `Geely` of `Zhejiang Geely` where there is `Geely Auto`."""
    words, small, end, article = forms.core(full.surface)
    starts = range(min(1 + article, end)) if front else range(1 + article, end)
    for first in starts:
        if first and words[first - 1] in _LINKS and full.kind != "sports":
            continue
        if not front and small[first] in begun and full.kind != "sports":
            continue
        for last in range(first + 1, end + 1) if front else (end,):
            short = names.get(key_of(" ".join(words[first:last]))) if last - first < len(words) else None
            if short is None or short is full or short.whole is not None or full.whole is short:
                continue
            if not front and short.entry and "joined" in full.evidence:
                continue  # `FO Valeo` is no Valeo
            rivals = any(name is not full and _differ(name, full, forms) for name in begun.get(small[first], ()))
            _try(short, full, words[first:end] if front else words[:end], front, last == end, forms, rivals)


def _differ(one: Name, other: Name, forms: Forms) -> bool:
    """Whether neither of two longer names is a form of the other: `Metex Nord` and `Metex Sud`."""
    if one.entry and other.entry and one.entry.name == other.entry.name:
        return False
    first, second = (" ".join(core[1][: core[2]]) + " " for core in (forms.core(one.surface), forms.core(other.surface)))
    return not first.startswith(second) and not second.startswith(first)


def _try(short: Name, full: Name, core: list[str], begins: bool, ends: bool, forms: Forms, rivals: bool) -> None:
    """Link `short`, which begins or ends the core of `full`, if it is one of its forms; where longer names differ (`rivals`)
    it is a name of its own."""
    alone = len(short.words) == 1 and short.surface.lower() in forms.common
    if begins and ends and not (alone and "opening" in short.evidence):  # `News of the offer` is not News Corp
        _join(short, full, "short-form")
        return
    if short.entry and full.entry and short.entry.name != full.entry.name:
        return
    length = len(short.words)
    later = short.mentions[0][0] > full.mentions[0][0]
    if alone:
        if short.surface in forms.short and begins and core[1][:1].islower():
            _join(short, full, "short-form")
        elif ends and full.kind == "sports" and later and short.entry is None:
            _join(short, full, "short-form")  # `United` for Manchester United
        return
    wide = all(word in forms.wide for word in core[length:]) or (
        full.kind == "sports" and " ".join(core[length:]) in forms.places
    )
    if begins and "club" in short.evidence and full.kind == "sports":
        _join(short, full, "short-form")
        return
    if wide and begins and not rivals and short.entry and short.piece.evidence.isdisjoint(("place", "listed-place")):
        _join(short, full, "short-form")
        return
    if length == 1 and begins and (core[1].lower() in _LINKS or core[1][:2].lower() == "d'") and not short.entry:
        return  # `le Domaine` for Domaine des Lilas: what it is, not its name
    if begins and not short.entry and all(word in forms.tails for word in core[length:]) and _free(short, full, forms):
        _join(short, full, "short-form")
        return
    own = short.score >= ENOUGH
    if (
        begins
        and core[length][:1].isupper()
        and (own or not later)
        and (rivals or not _left_out(short, core, length, later, forms))
    ):
        return
    if own or (later and _free(short, full, forms)):
        _join(short, full, "short-form")
        if begins and rivals:
            short.whole = None


def _left_out(short: Name, core: list[str], length: int, later: bool, forms: Forms) -> bool:
    """Whether the short form, well told by itself, leaves out the rest of `core`, after its `length` words: one that is not
    listed leaves out all but a country (`Harwell` for `Harwell Songs Fund`, not for `Harwell France`), a listed one what is
    listed with it and the partners."""
    rest = core[length:]
    if short.entry is None and (later or " " not in short.surface):
        return not any(word in forms.places or word.lower() in _AND for word in rest)
    row = forms.listed.get(" ".join(core))
    return (row is not None and short.entry is not None and row[0] == short.entry.name) or forms.partners(rest)


def _free(short: Name, full: Name, forms: Forms) -> bool:
    """Whether nothing says that the short form is something else."""
    against = {"person", "first-name", "surname", "product", "product-before"} & short.evidence
    if against or (len(full.words) > 1 and full.words[-2] in forms.first_names):
        return False
    return full.kind == "sports" or "place" not in short.evidence


def fullest(name: Name) -> Name:
    """The name that `name` is a form of, itself where there is none."""
    seen = 0
    while name.whole is not None and seen < 9:
        name = name.whole
        seen += 1
    return name
