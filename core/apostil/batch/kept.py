"""Files that an earlier run of the same kind has written whole: a resumed run keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from apostil.model import Annotated, Document, Problem
from apostil.output import FolderSink
from apostil.records import Header
from apostil.run import Outcome
from apostil.standoff import text_hash


class _File(msgspec.Struct):
    """What has to be known of a standoff file to keep it."""

    document: Header
    annotations: list[msgspec.Raw]
    problems: list[Problem]


def unwritten(
    documents: Iterable[Document | Annotated], sink: FolderSink, suffix: str, begun: int, outcome: Outcome
) -> Iterator[Document | Annotated]:
    """`documents` without those whose file is there, of the same text, and not from before `begun` (in nanoseconds): these
    are counted in `outcome`."""
    for document in documents:
        path = sink.keep(f"{document.id}{suffix}") if isinstance(document, Document) else None
        kept = _kept(document, path, begun) if isinstance(document, Document) and path else None
        if path is None or kept is None:
            yield document
            continue
        sink.kept(path)
        outcome.add(kept)
        outcome.resumed += 1


def _kept(document: Document, path: Path, begun: int) -> Annotated | None:
    try:
        if path.stat().st_mtime_ns < begun:
            return None
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        if (file.document.id, file.document.sha256) != (document.id, text_hash(document.text)):
            return None
    except (OSError, UnicodeError, msgspec.MsgspecError):
        return None
    return Annotated(document, problems=file.problems, beside=len(file.annotations))
