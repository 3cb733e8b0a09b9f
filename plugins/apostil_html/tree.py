"""The tree of a page, built piece by piece so that one that is too large or too deep is refused before it is there."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HtmlElementClassLookup

from apostil import InputError

HEAVIEST = 170_000_000
"""Bytes that a page may take: trafilatura holds five copies of its tree, and a dozen of its text."""
ELEMENT, ATTRIBUTE, CHARACTER, LINE = 1_800, 1_200, 48, 100
"""What each takes, as measured: a character where an emoji makes Python hold all in four bytes, a line beside those in it."""
DEPTH = 250
"""Deepest nesting of elements. The parser under lxml drops what is nested more than 256 deep."""
ATTRIBUTES = 1_000
"""Of an element, at most."""
SEPARATORS = 10_000
"""Most spaces in a tag: the parser takes quadratic time for the attributes between them."""
CHUNK = 65_536
_TAG = re.compile(rb"""<[A-Za-z]|>|=\s{0,9}"[^"]*"|=\s{0,9}'[^']*'|[\s/]+""")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE = re.compile("[\n\r\x85\u2028\u2029]")


def cleaned(source: str) -> bytes:
    """A page in UTF-8, with blanks for what no tree can hold."""
    return _NOT_XML.sub(" ", source).encode("utf-8")


def tree_of(page: bytes, name: str) -> HtmlElement | None:
    """The root of the tree; None of a page without any element. Raises `InputError` for a page beyond the limits."""
    if not page.strip():
        return None
    _refuse_crowded(page, name)
    parser = etree.HTMLPullParser(
        ("start", "end"), encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    parser.set_element_class_lookup(HtmlElementClassLookup())
    depth = weight = 0
    try:
        for start in range(0, len(page), CHUNK):
            parser.feed(page[start : start + CHUNK])
            for event, element in parser.read_events():
                starts, attributes = event == "start", len(element.attrib)
                depth += 1 if starts else -1
                weight += starts * (ELEMENT + ATTRIBUTE * attributes)
                if depth > DEPTH or attributes > ATTRIBUTES:
                    raise InputError(name, f"more than {DEPTH} elements in one another, or {ATTRIBUTES:,} attributes of one")
            _refuse_heavy(weight, name)
        tree = parser.close()
    except etree.LxmlError as error:
        raise InputError(name, "not HTML that can be read: convert it to text") from error
    if tree is not None:
        _refuse_heavy(weight + sum(map(_weight, tree.iter())), name)
    return tree


def _weight(element: HtmlElement) -> int:
    """Of the text in `element` and after it; but for articles in JSON, scripts and styles are not looked at."""
    unseen = element.tag == "style" or (element.tag == "script" and "json" not in element.get("type", ""))
    texts = ("" if unseen else element.text or "", element.tail or "")
    return sum(CHARACTER * len(text) + LINE * len(_LINE.findall(text)) for text in texts)


def _refuse_heavy(weight: int, name: str) -> None:
    if weight > HEAVIEST:
        raise InputError(name, f"would take more than {HEAVIEST // 1_000_000} MB of memory: split it, or convert it to text")


def _refuse_crowded(page: bytes, name: str) -> None:
    separators = 0
    for token in _TAG.finditer(page):
        first = token[0][:1]
        if first.isspace() or first == b"/":
            separators += 1
            if separators > SEPARATORS:
                raise InputError(name, f"a tag of more than {SEPARATORS:,} attributes")
        elif first in b"<>":
            separators = 0 if first == b"<" else -len(page)
