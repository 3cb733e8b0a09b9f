"""The tree of a page, built piece by piece so that one that is too large or too deep is refused before it is there."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HtmlElementClassLookup

from apostil import InputError

ELEMENTS = 150_000
DEPTH = 250
"""Deepest nesting of elements. The parser under lxml drops what is nested more than 256 deep."""
ATTRIBUTES = 1_000
SEPARATORS = 10_000
"""Most spaces in a tag: the parser takes quadratic time for the attributes between them."""
CHUNK = 65_536
_TAG = re.compile(r"""<[A-Za-z]|>|=\s{0,9}"[^"]*"|=\s{0,9}'[^']*'|[\s/]+""")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def tree_of(source: str, name: str) -> HtmlElement | None:
    """The root of the tree; None of a page without any element. Raises `InputError` for a page beyond the limits."""
    if not source.strip():
        return None
    _refuse_crowded(source, name)
    parser = etree.HTMLPullParser(
        ("start", "end"), encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    parser.set_element_class_lookup(HtmlElementClassLookup())
    data = _NOT_XML.sub(" ", source).encode("utf-8")
    depth = elements = 0
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                elements += event == "start"
                if depth > DEPTH or elements > ELEMENTS or len(element.attrib) > ATTRIBUTES:
                    raise InputError(
                        name, f"more than {ELEMENTS:,} elements, {DEPTH} in one another or {ATTRIBUTES:,} attributes"
                    )
        return parser.close()
    except etree.LxmlError as error:
        raise InputError(name, "not HTML that can be read: convert it to text") from error


def _refuse_crowded(source: str, name: str) -> None:
    separators = 0
    for token in _TAG.finditer(source):
        if token[0].isspace() or token[0][0] == "/":
            separators += 1
            if separators > SEPARATORS:
                raise InputError(name, f"a tag of more than {SEPARATORS:,} attributes")
        elif token[0][0] in "<>":
            separators = 0 if token[0] != ">" else -len(source)
