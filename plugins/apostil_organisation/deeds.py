"""Names as deeds and rulings write them: `la société La Maison des pierres, société à responsabilité limitée`, `Cafan (SAS)`,
`la SCP Tarvel et Molinard`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from attrs import define

from apostil import View, Words, pattern

from .cue_words import listed
from .initials import is_acronym
from .legal_forms import lengthen, without
from .mentions import Mention, Name, clean
from .pieces import key_of
from .shapes import OF, RUN, SMALL

ENTITLED = 20
"""Names with small words whose other mentions are looked for."""
_FORMS = ("S.A.R.L. ", "S.A.S. ", "S.A. ", "S.C.I. ", "S.C.P. ", "S.N.C. ", "E.U.R.L. ")
_DOTTED = pattern(rf"(?<!\w)(?:{'|'.join(map(re.escape, _FORMS))})\Z")
_FELLOWS = pattern(
    rf"""(?:,[ ]{RUN}){{0,3}}[ ]et[ ]{RUN}
    |(?:,[ ](?!M(?:me|e|M)?[. ]){RUN}){{1,3}}(?=,[ ](?:avocat|Me[ ]|SCP[ ]|SELARL[ ]|la[ ]S)|\n)"""
)


@define
class Deeds:
    """Words of deeds, ready to be asked."""

    firm: tuple[str, ...]
    """Nouns of firms, a space after each."""
    partnerships: frozenset[str]
    """Legal forms before the names of partners: `SCP`."""
    titled: re.Pattern[str]
    """The rest of a name that goes on with an adjective and a proper name: `Ferme éolienne de Nersan`."""
    rest: re.Pattern[str]
    """The rest of a name in small letters, up to what says that it is registered."""


def deeds_of(words: Words) -> Deeds:
    return Deeds(
        firm=tuple(f"{word} " for word in words["organisation_firm"]),
        partnerships=listed(words, "partnership"),
        titled=pattern(rf"[ ][{SMALL}]{{2,14}}(?:<<organisation_ending>>|eur|rgie)[ ]{OF}{RUN}", words),
        rest=pattern(r"(?:[ ](?:[a-zà-ÿ0-9'-]){1,20}){1,6}(?=,[ ](?:<<organisation_registered>>)(?!\w))", words),
    )


def add_deeds(names: dict[str, Name], view: View, deeds: Deeds) -> None:
    """Lengthen names by what the run of capitals left out, and tell a firm by the legal form in a bracket after its name."""
    text, folded, covered = view.text, view.folded, set[int]()
    bracketed = {hit.start - 2: hit for hit in view["organisation_form"] if text.startswith(" (", hit.start - 2)}
    found: list[Mention] = []
    entitled = set(_after(folded, deeds.firm))
    shared = any(form in text for form in deeds.partnerships)
    for name in list(names.values()) if entitled or bracketed or shared else ():
        partners = shared and name.surface.partition(" ")[0] in deeds.partnerships
        for start, end in name.mentions[:]:
            if not (partners or start in entitled or end in bracketed):
                continue
            hit = bracketed.get(end)
            form = "" if hit is None or not text.startswith(")", hit.end) else text[hit.start : hit.end]
            if hit is not None and form.isupper() and not is_acronym(form, name.surface):
                name.add("form")
                covered.update(range(hit.start, hit.end))
            if (partners or start in entitled) and (longer := _longer(view, end, partners, deeds)):
                covered.update(range(end, longer))
                lengthen(names, name, start, end, longer, text)
                found.append((start, longer, names[key_of(clean(text[start:longer]))]))
    more = list(_repeated(found, text))
    covered.update(offset for start, end, _ in more for offset in range(start, end))
    _lengthened(names, view)
    _dotted(names, text)
    without(names, covered)
    for start, end, name in more:
        name.mentions.append((start, end))


def _after(folded: str, words: tuple[str, ...]) -> Iterator[int]:
    """Where each of `words` ends."""
    for word in words:
        position = folded.find(word)
        while position >= 0:
            yield position + len(word)
            position = folded.find(word, position + len(word))


def _lengthened(names: dict[str, Name], view: View) -> None:
    """Add to names the last word that some write in small letters: `Rivage média`."""
    hits = [hit for hit in view["organisation_small_tail"] if view.text[hit.start].islower()]
    if not hits:
        return
    ends = {end: (name, start) for name in names.values() for start, end in name.mentions}
    for hit in hits:
        name, start = ends.get(hit.start - 1, (None, 0))
        if name is not None and view.folded[hit.start - 1] == " ":
            lengthen(names, name, start, hit.start - 1, hit.end, view.text)


def _dotted(names: dict[str, Name], text: str) -> None:
    """Add to names the legal form with full stops before them: `S.A.R.L. Orvane`."""
    if not any(form in text for form in _FORMS):
        return
    for name in list(names.values()):
        for start, end in name.mentions[:]:
            if text.startswith(". ", start - 2) and (form := _DOTTED.search(text, max(0, start - 11), start)):
                lengthen(names, name, start, end, end, text, form.start())


def _longer(view: View, end: int, partners: bool, deeds: Deeds) -> int | None:
    """Where the name that a run of capitals ends at `end` ends, if later: one of `partners`, or one after a noun."""
    if partners:
        more = _FELLOWS.match(view.text, end)
    else:
        more = deeds.rest.match(view.folded, end) or deeds.titled.match(view.text, end)
    return more.end() if more else None


def _repeated(found: list[Mention], text: str) -> Iterator[Mention]:
    """The other mentions of the names `found`, which no run of capitals holds, each once."""
    entitled = {text[start:end]: name for start, end, name in found}
    for surface, name in islice(entitled.items(), ENTITLED):
        known, position = set(name.mentions), text.find(surface)
        while position >= 0:
            end = position + len(surface)
            if (position, end) not in known and not text[end : end + 1].isalnum():
                yield position, end, name
            position = text.find(surface, end)
