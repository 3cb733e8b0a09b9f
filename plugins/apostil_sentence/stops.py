"""Where sentences end: full stops that are not part of an abbreviation, an initial, a number or a reference."""

from __future__ import annotations

import re
from typing import Any

import regex
from attrs import define

from apostil import Hit, View, Words, finder, pattern

FLAT = 1200
"""Characters; in a longer stretch line breaks may have been lost, and headings glued to sentences."""

_AFTER = r"""
    [.!?…]{0,5} (?: [ \u00a0\u202f]?[»”"’')\]*_] ){0,3}
    (?: \s{1,6} (?: [-–—―][ ]? )? (?= (?: [«“"‘'(\[*_][ \u00a0\u202f]? ){0,3} [\p{Lu}\d…] | \[ )
      | (?<=\p{Ll}{3}[.!?…]) (?=\p{Lu}[\p{Ll}'’][^.]) )
"""
_DOT = finder(rf"[.] (?: [ ](?=\p{{Lu}}) | {_AFTER} )")
_OTHER = finder(rf"[!?…] {_AFTER}")
_WHITE = " \t\r\n\u00a0\u202f-–—―"
_ITEM = re.compile(r"\d{1,2}|[a-z]|[ivxl]{2}")
"""The number or letter of an item, where it begins a line; `it` and `là` end a sentence there too."""
_NUMBER_GOES_ON = re.compile(r" \d{1,2}(?:[.,;)]| (?:et|à|and|or|to) |$)")


@define
class Stops:
    """What tells a full stop from other dots in a language."""

    abbreviations: frozenset[str]
    doubtful: frozenset[str]
    """Abbreviations that may end a sentence: they do if the next word is an opener."""
    openers: re.Pattern[str]
    glued: regex.Pattern[str]

    @classmethod
    def of(cls, words: Words) -> Stops:
        names = "|".join(regex.escape(word.capitalize()) for word in words["sentence_glued"]) or "(?!)"
        loose = "|".join(regex.escape(word.capitalize()) for word in words["sentence_glued_loose"]) or "(?!)"
        return cls(
            frozenset(words["sentence_abbreviation"]),
            frozenset(words["sentence_abbreviation_final"]),
            pattern(r"[\s\-*_\"'«(\[]{0,6} <<sentence_opener>> (?: (?<=') | \b )", words),
            finder(rf"[\p{{Ll}}\d)][ ] (?P<next> (?:{names})[ ] | (?:{loose})[ ](?=\p{{Ll}}) )"),
        )


def ends(view: View, start: int, end: int, body: int, stops: Stops, found: list[Hit], place: Any) -> None:
    """Append the sentences of `text[start:end]` to `found`. No sentence ends before `body`."""
    text, folded = view.text, view.folded
    flat = end - start > FLAT and end - start > FLAT * (1 + text.count("\n", start, end))
    for dot, following in _stops(text, body, end):
        if dot < start:  # of `!.` both marks stop
            continue
        after = dot + 1
        if following - dot != 2:
            after += len(text[after:following].rstrip(_WHITE))
        apart = following - dot > 2 and "\n\n" in text[dot:following]
        if not apart and not folded[dot - 6 : dot].isalpha() and not _is_end(view, start, dot, after, stops):
            continue
        if flat:
            start = _unglued(text, start, after, stops)
        found.append(Hit(start, after, place))
        start = following
    if start < end:
        found.append(Hit(start, end, place))


def _stops(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Of each mark that may end a sentence its place, and that where the next sentence begins."""
    found = [stop.span() for stop in _DOT.finditer(text, start, end)]
    dots = len(found)
    for mark in "!?…":
        place = text.find(mark, start, end)
        while place >= 0:
            if stop := _OTHER.match(text, place, end):
                found.append(stop.span())
            place = text.find(mark, place + 1, end)
    if len(found) > dots:
        found.sort()
    return found


def _is_end(view: View, start: int, dot: int, after: int, stops: Stops) -> bool:
    if view.text[dot] != "." or after - dot > 1:
        return True
    before = view.folded[max(start, dot - 12) : dot]
    cut = max(before.rfind(" "), before.rfind("\n")) + 1
    word = before[cut:].rpartition("'")[2].lstrip('("[«*_')
    if _ITEM.fullmatch(word) and before[:cut].rstrip(" \t").endswith("\n"):
        return False
    if word.isdigit():
        return len(word) > 2 or not _NUMBER_GOES_ON.match(view.folded, dot + 1)
    if (len(word) == 1 and word.isalpha()) or word in stops.doubtful:
        return stops.openers.match(view.folded, after) is not None
    return word not in stops.abbreviations


def _unglued(text: str, start: int, end: int, stops: Stops) -> int:
    """Start of the sentence in `text[start:end]` after a heading that a lost line break has glued to it."""
    glued = stops.glued.search(text, start, min(end, start + 90))
    if glued is None:
        return start
    heading = text[start : glued.start() + 1]
    if heading.count(" ") < 1 or not heading[0].isupper() or any(mark in heading for mark in ',:;«»"“”('):
        return start
    return glued.start("next")
