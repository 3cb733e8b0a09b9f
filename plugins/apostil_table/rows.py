"""From the columns of a table to documents: `text`, and `id`, `language` and `reference_date` where there are such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define

from apostil import Document, InputError

ABOUT = ("id", "language", "reference_date")
OURS = {"start_char", "end_char"}
"""Columns of a table of annotations, whose `text` is what each is set on."""


@define
class Columns:
    """The columns of the table `name` that say something of a document; others are passed over."""

    name: str
    text: str
    about: list[str]

    @classmethod
    def of(cls, name: str, found: Sequence[str], text: str) -> Columns:
        """Raises `InputError` for a table of annotations, and for one without the column `text` or with two."""
        if set(found) >= OURS:
            raise InputError(name, "holds annotations and no documents")
        if text not in found:
            listed = ", ".join(found)[:200]
            raise InputError(name, f"no column {text!r} among {listed}: name that of the texts with --text-column")
        if found.count(text) > 1:
            raise InputError(name, f"has several columns {text!r}: leave one, or name another with --text-column")
        return cls(name, text, [column for column in ABOUT if column in found and column != text])

    def document(self, row: int, cells: Mapping[str, Any], replaced: int = 0) -> Document | InputError:
        """The document of a row, counted from 1 without the header, or the error it is."""
        place = f"{self.name}:{row}"
        text, date = cells.get(self.text), cells.get("reference_date")
        if not isinstance(text, str):
            return InputError(place, f"no text in its column {self.text!r}")
        own, language = cells.get("id"), cells.get("language")
        try:
            day = dt.date.fromisoformat(str(date)[:10]) if date else None
        except ValueError:
            return InputError(place, "its reference_date is not YYYY-MM-DD")
        return Document(
            text, place if own in (None, "") else str(own), str(language) if language else None, day, replaced=replaced
        )
