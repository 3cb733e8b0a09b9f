"""Legal forms that a run of capitals leaves out: after a comma, in small letters, after a bracket, a stop, an adjective."""

from __future__ import annotations

from apostil import View

from .complements import Grammar
from .mentions import Name, clean, mention
from .pieces import Cues, Piece, key_of
from .weigh import weight

_LINKS = (" de la ", " des ", " du ", " of the ", " of ")


def add_forms(names: dict[str, Name], view: View, cues: Cues, grammar: Grammar) -> None:
    """Lengthen mentions by what the run of capitals left out of their legal form: `, Inc.`, ` plc`, a full stop; also by an
    adjective before it: `Ardoval Génie civil SAS`."""
    text = view.text
    for name in [
        name
        for name in names.values()
        if "form" in name.evidence or ("tail" in name.evidence and "&" in name.surface) or _ends_in_form(name, cues)
    ]:
        for start, end in name.mentions[:]:
            if _abbreviated(text, start, end, cues):
                lengthen(names, name, start, end, end + 1, text)
                end += 1
            if before := _linked(text, start, cues, "&" in name.surface):
                lengthen(names, name, start, end, end, text, before)
    forms = view["organisation_form"]
    apart = {hit.start: hit.end for hit in forms if text[hit.start - 2] in ",.)" or text[hit.start].islower()}
    spaced = {hit.start - 1: hit.end for hit in forms if text[hit.start - 2 : hit.start - 1].islower()}
    after = {start: end for place, end in spaced.items() if (start := grammar.before(text, place)) < place}
    if not apart and not after:
        return
    covered: set[int] = set()
    for name in list(names.values()):
        for start, end in name.mentions[:]:
            if _described(text, end, apart, cues):
                name.add("form")
                covered.update(range(end + 2, apart[end + 2]))
                continue
            if longer := _with_form(text, end, apart, cues) or after.get(end):
                covered.update(range(end, longer))
                lengthen(names, name, start, end, longer, text)
    without(names, covered)


def without(names: dict[str, Name], covered: set[int]) -> None:
    """Drop the mentions that begin at a `covered` offset, part of a longer name."""
    for key, name in list(names.items()) if covered else ():
        name.mentions = [span for span in name.mentions if span[0] not in covered]
        if not name.mentions:
            del names[key]


def _ends_in_form(name: Name, cues: Cues) -> bool:
    """Whether a listed name is one with its legal form: `Oracle Corp`."""
    return name.entry is not None and " " in name.surface and f"{name.words[-1]}." in cues.words["organisation_form"]


def lengthen(names: dict[str, Name], name: Name, start: int, end: int, longer: int, text: str, first: int = -1) -> None:
    if (start, end) not in name.mentions:
        return
    name.mentions.remove((start, end))
    start = start if first < 0 else first
    piece = _formed(name, clean(text[start:longer]))
    if piece.key == name.piece.key and not name.surface.endswith("."):
        name.surface = piece.surface
    mention(names, piece, start, longer)
    if not name.mentions:
        names.pop(name.piece.key, None)


def _linked(text: str, start: int, cues: Cues, partners: bool) -> int | None:
    """Where a name with a legal form begins that a small word links: `Nuagerie des Lilas SARL`; `partners`: or a comma."""
    for link in (*_LINKS, ", ") if partners else _LINKS:
        if text.startswith(link, start - len(link)):
            before = text.rfind(" ", max(0, start - 40), start - len(link)) + 1
            before = max(before, text.rfind("\n", max(0, start - 40), start - len(link)) + 1)
            word = text[before : start - len(link)]
            told = word[:1].isupper() and word.isalpha() and not cues.empty(word) and not cues.has("organisation_title", word)
            return before if told else None
    return None


def _with_form(text: str, end: int, forms: dict[int, int], cues: Cues) -> int | None:
    reached = None
    end += 2 * (text[end : end + 2] in ("'s", "’s"))
    if text[end : end + 2] == " (" and (close := text.find(")", end, end + 24)) > 0 and close + 2 in forms:
        end = close + 1
    for _ in range(3):
        gap = 2 if text[end : end + 2] == ", " else 3 if text[end : end + 3] == "., " else 1
        if end + gap not in forms or text[end] not in " ,.":
            return reached
        start, end = end + gap, forms[end + gap]
        end += _abbreviated(text, start, end, cues)
        reached = end
    return reached


def _described(text: str, end: int, forms: dict[int, int], cues: Cues) -> bool:
    """Whether a comma and a form describe the firm and are no part of its name: `Brumeval, SARL au capital de …`."""
    if not text.startswith(", ", end) or end + 2 not in forms:
        return False
    return text[end + 2 : forms[end + 2]].replace(".", "") in cues.words["organisation_form_apart"]


def _abbreviated(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether the full stop after a legal form belongs to it: `Inc.`, `S.A.`"""
    if text[end : end + 1] != ".":
        return False
    word = text[max(text.rfind(" ", start, end), text.rfind(",", start, end)) + 1 : end]
    forms = cues.words["organisation_form"]
    return "." in word or f"{word}." in forms or f"{word.capitalize()}." in forms


def _formed(name: Name, surface: str) -> Piece:
    evidence = name.evidence - {"headline", "place", "product", "person", "first-name", "model", "term"} | {"form"}
    return Piece(0, 0, surface, key_of(surface), evidence, weight(evidence), name.kind or "company", name.entry)
