"""Short and full forms of one name within a document: `Disney` for `Walt Disney Company`, `FT` for `Financial Times`."""

from __future__ import annotations

from attrs import define

from apostil import Words

from .document import is_acronym
from .mentions import Name
from .pieces import key_of
from .weigh import ENOUGH


@define
class Forms:
    """Words by which a name may be longer without naming another organisation, and words too common to stand for one."""

    corporate: frozenset[str]
    common: frozenset[str]
    short: frozenset[str]
    articles: frozenset[str]


def forms_of(words: Words) -> Forms:
    common = {w for name in ("tail", "start", "not", "opening", "people", "time") for w in words[f"organisation_{name}"]}
    return Forms(
        corporate=frozenset(words["organisation_form"]) | frozenset(words["organisation_corporate"]),
        common=frozenset(w.lower() for w in common) | frozenset(w.lower() for w in words["organisation_head"]),
        short=frozenset(words["organisation_short"]),
        articles=frozenset(("le", "la", "les", "the")),
    )


def linked(names: dict[str, Name], forms: Forms) -> None:
    """Point each short form at the fullest one (`whole`), and accept the short forms of accepted names."""
    accepted = [name for name in names.values() if name.score >= ENOUGH]
    _same_entry(accepted)
    _acronyms(names, accepted)
    for name in sorted(accepted, key=lambda name: name.mentions[0][0]):
        if " " in name.surface:
            _shorter(name, names, forms)


def _same_entry(accepted: list[Name]) -> None:
    """Listed as one organisation: linked, except a firm's old and new names, which have no word in common."""
    by_row: dict[str, Name] = {}
    for name in sorted(accepted, key=lambda name: -len(name.surface)):
        if name.entry is None:
            continue
        full = by_row.setdefault(name.entry.name, name)
        if full is name or name.whole is not None:
            continue
        related = is_acronym(name.surface, full.surface) or key_of(name.surface) in key_of(full.surface)
        if related or name.kind != "company":
            name.whole = full


def _acronyms(names: dict[str, Name], accepted: list[Name]) -> None:
    """Acronyms of accepted names, by their initials."""
    shorts = [n for n in names.values() if n.whole is None and n.surface.isupper() and " " not in n.surface and n.score > -3]
    by_letter: dict[str, list[Name]] = {}
    for short in shorts:
        by_letter.setdefault(key_of(short.surface)[:1], []).append(short)
    for full in accepted:
        if " " not in full.surface and "-" not in full.surface:
            continue
        for short in by_letter.get(key_of(full.words[0])[:1], ()):
            if short is full or short.whole or not is_acronym(short.surface, full.surface):
                continue
            if short.entry and full.entry and short.entry.name != full.entry.name:
                continue
            _join(short, full, "acronym")


def _join(short: Name, full: Name, rule: str) -> None:
    short.whole = full
    if short.score < ENOUGH:
        short.score = ENOUGH
        short.rule = rule
    short.kind = full.kind or short.kind


def _shorter(full: Name, names: dict[str, Name], forms: Forms) -> None:
    words = [w.rstrip(",") for w in full.words]
    end = len(words)
    while end > 1 and words[end - 1].rstrip(".") in forms.corporate:
        end -= 1
    starts = [0]
    if end > 1 and (words[0].lower() in forms.articles or words[0] in forms.corporate):
        starts = [0, 1]
    for start in starts:
        core = words[start:end]
        for first in range(len(core)):
            for last in range(len(core), first, -1):
                if (first == 0 or last == len(core)) and last - first < len(words):
                    _try(names.get(key_of(" ".join(core[first:last]))), full, core, first, last, forms)


def _try(short: Name | None, full: Name, core: list[str], first: int, last: int, forms: Forms) -> None:
    """Link `short`, words `first` to `last` of the core of `full`, if it is one of its forms."""
    if short is None or short is full or short.whole is not None or full.whole is short:
        return
    if first == 0 and last == len(core):
        _join(short, full, "short-form")
        return
    if short.entry and full.entry and short.entry.name != full.entry.name:
        return
    word = core[first]
    alone = last - first == 1
    if alone and word.lower() in forms.common:
        if word in forms.short and first == 0 and core[last][:1].islower():
            _join(short, full, "short-form")
        return
    later = short.mentions[0][0] > full.mentions[0][0]
    own = short.score >= ENOUGH
    if first == 0 and core[last][:1].isupper() and (own or not later):
        return
    if own or (later and _free(short, full)):
        _join(short, full, "short-form")


def _free(short: Name, full: Name) -> bool:
    """Whether nothing says that the short form is something else."""
    against = {"person", "first-name", "surname", "product", "product-before"} & short.evidence
    if against:
        return False
    return full.kind == "sports" or "place" not in short.evidence


def fullest(name: Name) -> Name:
    """The name that `name` is a form of, itself where there is none."""
    seen = 0
    while name.whole is not None and seen < 9:
        name = name.whole
        seen += 1
    return name
