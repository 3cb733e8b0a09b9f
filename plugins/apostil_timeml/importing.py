"""Reads TimeML: the text between its tags, and its TIMEX3 as dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from apostil import Annotated, Annotation, Document, InputError, each_file, path_name, printable, read_file, settled, strict_xml
from apostil_timeml.timex import LABEL, OURS


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a `.tml` or of a folder of them. Raises `InputError`."""
    return each_file(path, ".tml", _document)


def _document(file: Path, name: str) -> Annotated:
    where = path_name(file)
    found = _Content()
    try:
        strict_xml(read_file(file), found)
    except ValueError as error:
        raise InputError(where, f"not TimeML that is safe to read: {printable(str(error))[:200]}") from None
    if not found.is_timeml:
        raise InputError(where, "not TimeML: its root is another element")
    own = "".join(found.name).strip() or name
    document = Document("".join(found.text), own, reference_date=_date(found.created))
    return settled(document, found.dates, "timeml")


def _date(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


class _Content:
    """What the parser tells. The text is that of TEXT, or of the whole document where there is no TEXT, as in TimeBank."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.name: list[str] = []
        self.dates: list[Annotation] = []
        self.created = ""
        self.is_timeml = False
        self._length = 0
        self._open: list[str] = []
        self._unended: list[Annotation] = []
        self._whole = False
        """Whether TEXT has ended."""

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self.is_timeml = self.is_timeml or (not self._open and tag == "TimeML")
        self._open.append(tag)
        if tag == "TEXT" and not self._whole:
            self.text, self.dates, self._length = [], [], 0
        elif tag == "TIMEX3":
            if attrs.get("functionInDocument") == "CREATION_TIME":
                self.created = self.created or attrs.get("value", "")
            self._unended.append(_annotation(attrs, self._length))

    def end(self, tag: str) -> None:
        self._open.pop()
        self._whole = self._whole or tag == "TEXT"
        if tag == "TIMEX3":
            date = self._unended.pop()
            date.end = self._length
            if date.end > date.start:  # one without extent says when something begins or ends that the text does not name
                self.dates.append(date)

    def data(self, data: str) -> None:
        if "DOCID" in self._open:
            self.name.append(data)
        if not self._whole:
            self.text.append(data)
            self._length += len(data)


def _annotation(attrs: dict[str, str], start: int) -> Annotation:
    mod = attrs.get("mod")
    value = {
        "type": attrs.get("type") or "DATE",
        "value": attrs.get("value") or None,
        "mod": OURS.get(mod, mod) if mod else None,
    }
    tid = attrs.get("tid", "")
    own = f"T{tid[1:]}" if tid[:1] == "t" and tid[1:].isdecimal() else tid
    return Annotation(start, start, LABEL, value, "", None, "timeml", "", own)
