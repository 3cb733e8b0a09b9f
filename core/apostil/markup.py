"""XML read without what makes it dangerous, and text told from what XML cannot hold."""

from __future__ import annotations

import re
from typing import Any, NoReturn, Protocol
from xml.parsers import expat

from apostil.strict import DEPTH

_UNHOLDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but the characters of XML 1.0, section 2.2."""


class Target(Protocol):
    """Who is told what a document holds: `xml.etree.ElementTree.TreeBuilder` is one."""

    def start(self, tag: str, attrs: dict[str, str], /) -> Any: ...
    def end(self, tag: str, /) -> Any: ...
    def data(self, data: str, /) -> Any: ...


def xml_characters(text: str) -> tuple[str, int]:
    """`text` with U+FFFD for each character that XML 1.0 cannot hold, and how many there were. No offset changes."""
    return _UNHOLDABLE.subn("\ufffd", text)


def strict_xml(data: bytes, target: Target | None = None) -> None:
    """Parse `data` and tell `target`, where there is one, what it holds. Raises `ValueError`.

    Refused are declarations of entities or anything else within the document type, entities declared elsewhere, and elements
    nested more than `DEPTH` deep. A document type outside may be named; nothing is fetched.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise ValueError(f"nested more than {DEPTH} deep")
        if target is not None:
            target.start(tag, attrs)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if target is not None:
            target.end(tag)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler, parser.SkippedEntityHandler = _doctype, _entity, _entity
    if target is not None:
        parser.CharacterDataHandler = target.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:  # the one of an unknown encoding
        raise ValueError(str(error)) from None


def _doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    if internal:
        raise ValueError("a document type with declarations of its own: take them out")


def _entity(*declared: Any) -> NoReturn:
    raise ValueError("an entity: write the characters themselves")
