"""Cells of a table: values as text that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from typing import Any

import msgspec

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a formula of a cell, full-width forms included (OWASP, CSV injection)."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(?:[.,][0-9]{1,400})?")


def cell(value: Any) -> str:
    """`value` as the text of a cell: empty for None, `true` or `false`, JSON for what is not flat."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return safe(as_json(value))


def as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def safe(text: str) -> str:
    """`text` with a `'` before what would be a formula; numbers stay numbers.

    NUL becomes U+FFFD: databases and spreadsheets end a cell there.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
