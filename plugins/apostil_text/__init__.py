"""Reads plain text, Markdown and JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Reader, hookimpl
from apostil_text.readers import read_lines, read_text


@hookimpl
def apostil_readers() -> Iterable[Reader]:
    return [
        Reader("text", (".txt", ".text", ".md", ".markdown"), read_text, "a file is one document, read as it stands"),
        Reader("jsonl", (".jsonl", ".ndjson"), read_lines, 'one {"id", "text", "language"?, "reference_date"?} a line'),
    ]
