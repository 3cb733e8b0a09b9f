"""What brat has no place for, as JSON in the note of an annotation: with it, files of ours come back as they were."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

HAND = "brat"
"""Annotator of what a person added in brat."""
_BREAK = re.compile("[\x7f-\x9f\u2028\u2029]")
_PAIR = re.compile(r"([^\W\d]\w{0,63})=(.*)")


class Note(msgspec.Struct, omit_defaults=True):
    """The text of a note."""

    value: Any = None
    rule: str = ""
    annotator: str = HAND
    confidence: float | None = None
    label: str | None = None
    """The label that the rest is about: a person may give the span another one."""
    id: str | None = None
    """The id it had, where brat could not take it."""
    roles: dict[str, str] | None = None
    """Role by its name in brat, where that differs."""
    outer: tuple[int, int] | None = None
    """Breaks that the span has before its first and after its last fragment, in characters."""
    attributes: list[str] | None = None
    """Fields written as attributes too: one that is not there any more was taken away by a person."""


_decoder = msgspec.json.Decoder(Note)
_object_end = json.JSONDecoder().raw_decode


def written(note: Note) -> str:
    """`note` as JSON without a line break of any kind or a tab."""
    text = msgspec.json.encode(note).decode("utf-8")
    return _BREAK.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def read_note(text: str) -> Note | None:
    """A note of ours, also with a person's remark behind it, or one of `key=value`; None for remarks alone."""
    if pair := _PAIR.fullmatch(text):
        return Note({pair[1]: pair[2]})
    try:
        return _decoder.decode(text[: _object_end(text)[1]].encode("utf-8")) if text.startswith("{") else None
    except (msgspec.MsgspecError, ValueError, RecursionError):  # JSON and Unicode errors are values too
        return None


def merged(first: Note | None, second: Note) -> Note:
    """Of two notes on one annotation the second, with the fields of both where each has only fields."""
    if first is not None and isinstance(first.value, dict) and isinstance(second.value, dict) and second.label is None:
        first.value = {**first.value, **second.value}
        return first
    return second
