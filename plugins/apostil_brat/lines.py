"""The lines of an `.ann` file, each read by itself. What brat itself writes is read, its repeated tabs included."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from attrs import define, field

from apostil_brat.notes import Note, read_note
from apostil_brat.spans import Fragments

_SPAN = re.compile(r"([^\W\d][\w.:-]{0,99}) ([0-9]{1,12} [0-9]{1,12}(?:;[0-9]{1,12} [0-9]{1,12})*)")
_ATTRIBUTE = re.compile(r"(\S+) (\S+)(?: (.*))?")
_RELATION = re.compile(r"(\S+) Arg1:(\S+) Arg2:(\S+)")
_EVENT = re.compile(r"(\S+):([^\s:]+)((?: [^\s:]+:\S+)*) ?")


class Malformed(Exception):
    """A line is not what its first letter says."""


@define
class Textbound:
    """A `T` line: an annotation before its value and arguments are known."""

    line: int
    label: str
    pieces: Fragments
    text: str | None
    """Its last column; brat fills it in where it is missing."""
    attributes: dict[str, str | bool] = field(factory=dict)
    links: list[tuple[int, str, str]] = field(factory=list)
    """Line, role and target."""
    note: Note | None = None


@define
class Lines:
    """What a file says, by kind of line. Lines of other kinds (normalisations, equivalences, remarks) are passed over."""

    textbounds: dict[str, Textbound] = field(factory=dict)
    events: dict[str, str] = field(factory=dict)
    """Trigger by event: what is said of an event is said of its trigger."""
    attributes: list[tuple[int, str, str, str | bool]] = field(factory=list)
    """Line, name, target and value."""
    relations: list[tuple[int, str, str, str]] = field(factory=list)
    """Line, role, and the two ends."""
    notes: list[tuple[str, Note]] = field(factory=list)

    def add(self, number: int, line: str) -> None:
        """Read a line. Raises `Malformed`."""
        name, _, rest = line.partition("\t")
        read = _READERS.get(name[:1])
        if read is not None:
            body, _, last = rest.lstrip("\t").partition("\t")
            read(self, number, name, body, last)

    def _textbound(self, number: int, name: str, body: str, last: str) -> None:
        match = _SPAN.fullmatch(body)
        if match is None:
            raise Malformed(f"{name[:20]}: a type, a space and offsets are wanted")
        if name in self.textbounds:
            raise Malformed(f"{name[:20]} is used twice")
        numbers = [int(digits) for digits in re.findall("[0-9]+", match[2])]
        pieces = sorted(zip(numbers[::2], numbers[1::2], strict=True))
        self.textbounds[name] = Textbound(number, match[1], pieces, last or None)

    def _attribute(self, number: int, name: str, body: str, last: str) -> None:
        match = _ATTRIBUTE.fullmatch(body.strip())
        if match is None:
            raise Malformed(f"{name[:20]}: an attribute, an id and perhaps a value are wanted")
        self.attributes.append((number, match[1], match[2], match[3] or True))

    def _relation(self, number: int, name: str, body: str, last: str) -> None:
        match = _RELATION.fullmatch(body.strip())
        if match is None:
            raise Malformed(f"{name[:20]}: a role, Arg1 and Arg2 are wanted")
        self.relations.append((number, match[1], match[2], match[3]))

    def _event(self, number: int, name: str, body: str, last: str) -> None:
        match = _EVENT.fullmatch(body)
        if match is None:
            raise Malformed(f"{name[:20]}: a trigger and arguments are wanted")
        self.events[name] = match[2]
        for argument in match[3].split():
            role, _, target = argument.partition(":")
            self.relations.append((number, role, name, target))

    def _note(self, number: int, name: str, body: str, last: str) -> None:
        kind, _, target = body.partition(" ")
        note = read_note(last.strip("\t")) if kind == "AnnotatorNotes" else None
        if note is not None:
            self.notes.append((target.strip(), note))


_READERS: dict[str, Callable[[Lines, int, str, str, str], Any]] = {
    "T": Lines._textbound,
    "A": Lines._attribute,
    "M": Lines._attribute,
    "R": Lines._relation,
    "E": Lines._event,
    "#": Lines._note,
}
