"""Text as HTML that a browser reads as that text, and as nothing else."""

from __future__ import annotations

import html
import re

_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def escaped(text: str) -> str:
    """`text` for an element or a quoted attribute. Control characters, which HTML cannot hold, are shown as their pictures
    (␀, ␛) or U+FFFD, one for one; a carriage return, which a browser would drop, is written as a reference."""
    return html.escape(_CONTROL.sub(_picture, text)).replace("\r", "&#13;")


def controls(text: str) -> int:
    """How many characters of `text` are shown as something else."""
    return sum(1 for _ in _CONTROL.finditer(text))


def _picture(control: re.Match[str]) -> str:
    code = ord(control[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
