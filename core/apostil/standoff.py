"""Standoff JSON: the annotations of a document in the contract's shape and order, out and back in.

Reading is strict: what is read is checked against the contract and against itself before anyone sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from apostil.errors import StandoffError, printable
from apostil.hashing import sha256
from apostil.model import LABEL_NAME, Annotated, Annotation, Argument, Document, reading_order
from apostil.offsets import CODEPOINT, UNITS, OffsetMap
from apostil.records import Header, Record, Standoff, Written
from apostil.strict import strict_json

VERSION = "1"
_encoder = msgspec.json.Encoder()


def encode(annotated: Annotated, *, with_text: bool = False, offset_unit: str = CODEPOINT) -> bytes:
    """One standoff object, UTF-8 without a line end: the same bytes for the same annotations."""
    if annotated.encoded:
        return annotated.encoded
    records = [
        Written(a.id, a.label, a.start, a.end, a.text, a.value, a.annotator, a.rule, a.arguments, a.confidence)
        for a in annotated.annotations
    ]
    if offset_unit != CODEPOINT:
        offsets = OffsetMap.of(annotated.document.text, offset_unit)
        for record in records:
            record.start, record.end = offsets.out(record.start), offsets.out(record.end)
    return _encoder.encode(
        {
            "apostil": VERSION,
            "document": header(annotated, with_text, offset_unit),
            "annotations": records,
            "problems": annotated.problems,
            "annotators": annotated.annotators,
        }
    )


def text_hash(text: str) -> str:
    """SHA-256 of `text` in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def header(annotated: Annotated, with_text: bool, offset_unit: str) -> dict[str, Any]:
    """What the standoff says of the document. `sha256` and `length` are null for a document that failed.

    `length` is in code points, whatever the unit of the offsets. A text that was extracted is always there: its file does not
    hold it as it stands.
    """
    document = annotated.document
    unseen = annotated.length and not document.text
    found: dict[str, Any] = {
        "id": document.id,
        "source": document.source,
        "sha256": None if annotated.failed else annotated.sha256 if unseen else text_hash(document.text),
        "length": None if annotated.failed else annotated.length if unseen else len(document.text),
        "offset_unit": offset_unit,
        "language": document.language,
        "reference_date": document.reference_date,
    }
    if document.replaced:
        found["replaced"] = document.replaced
    if document.extracted:
        found["extracted"] = document.extracted
    if document.metadata:
        found["metadata"] = document.metadata
    if (with_text or document.extracted) and not annotated.failed and not unseen:
        found["text"] = document.text
    return found


def parse(data: bytes, name: str) -> Standoff:
    """A standoff object from its JSON, offsets in the unit it says.

    Raises `StandoffError` for what is not strict JSON, for another version, and for a shape other than the contract's.
    """
    try:
        loaded = strict_json(data)
    except ValueError as error:
        raise StandoffError(name, f"not strict JSON: {printable(str(error))[:200]}") from None
    if not isinstance(loaded, dict) or loaded.get("apostil") != VERSION:
        found = loaded.get("apostil") if isinstance(loaded, dict) else None
        raise StandoffError(name, f'not standoff of version "{VERSION}" (key "apostil": {printable(repr(found))[:40]})')
    try:
        return msgspec.convert(loaded, Standoff, strict=True)
    except msgspec.ValidationError as error:
        raise StandoffError(name, f"not as the schema asks: {printable(str(error))[:200]}") from None


def decode(data: bytes, name: str, text: str | None = None) -> Annotated:
    """Annotations from standoff JSON, checked: ids, offsets, links, and quotes and hash where there is a text.

    `text` is the document's, where the caller has it; else it is the one the file carries, if any; else `Document.text` is
    empty. Values are dicts. Raises `StandoffError`.
    """
    read = parse(data, name)
    if text is None:
        text = read.document.text
    check(read, name, text)
    return recovered(read, text)


def recovered(read: Standoff, text: str | None) -> Annotated:
    """The annotations of a standoff object that is known to be sound, in reading order, which a file written by others need not
    have. Values are dicts, targets of links ids."""
    head = read.document
    document = Document(
        text or "",
        head.id,
        head.language,
        head.reference_date,
        head.source,
        head.metadata,
        head.replaced,
        head.extracted,
    )
    offsets = OffsetMap.of(text or "", head.offset_unit)
    annotations = sorted((_annotation(record, offsets) for record in read.annotations), key=reading_order)
    return Annotated(
        document,
        annotations,
        read.problems,
        read.annotators,
        sha256=head.sha256 or "",
        length=head.length or 0,
        failed=_is_failed(head),
    )


def checked(annotated: Annotated, name: str) -> Annotated:
    """`annotated`, which has its text, as it reads back from its standoff: for importers, who trust nothing they read.

    Raises `StandoffError` for what the contract refuses: spans, quotes, ids, labels and links.
    """
    return decode(encode(annotated, with_text=True), name)


def _annotation(record: Record, offsets: OffsetMap) -> Annotation:
    links = [Argument(link.role, link.target) for link in record.arguments or ()]
    start, end = offsets.back(record.start), offsets.back(record.end)
    assert start is not None
    assert end is not None
    return Annotation(
        start,
        end,
        record.label,
        record.value,
        record.rule,
        links or None,
        record.annotator,
        record.text,
        record.id,
        record.confidence,
    )


def _is_failed(head: Header) -> bool:
    return head.sha256 is None or head.length is None


def check(read: Standoff, name: str, text: str | None) -> None:
    """What the schema cannot say: unique ids, links that lead somewhere, offsets in range, quotes and hash of the text.

    Raises `StandoffError` naming the first annotation that is wrong.
    """
    head = read.document
    if not head.id:
        raise StandoffError(name, "document: empty id")
    if head.offset_unit not in UNITS:
        raise StandoffError(name, f"unknown offset unit {printable(head.offset_unit)[:40]!r}: {', '.join(UNITS)}")
    if _is_failed(head):
        if read.annotations or not read.problems:
            raise StandoffError(name, "a document without hash or length has to have problems and no annotations")
        return
    if not re.fullmatch("[0-9a-f]{64}", head.sha256 or ""):
        raise StandoffError(name, "sha256 is not 64 hexadecimal digits")
    if text is not None and (len(text) != head.length or text_hash(text) != head.sha256):
        raise StandoffError(name, "the text is not the one that was annotated (length or sha256 differ)")
    if text is None and head.offset_unit != CODEPOINT:
        raise StandoffError(name, f"offsets in {head.offset_unit} cannot be read without the text")
    length = head.length or 0
    if length < 0:
        raise StandoffError(name, f"document: length {length}")
    offsets = OffsetMap.of(text or "", head.offset_unit)
    ids: set[str] = set()
    for record in read.annotations:
        if why := _fault(record, ids, offsets, length, text):
            raise StandoffError(name, f"annotation {printable(record.id)[:40]!r}: {why}")
        ids.add(record.id)
    for record in read.annotations:
        for link in record.arguments or ():
            if link.target not in ids:
                raise StandoffError(name, f"annotation {printable(record.id)[:40]!r}: links to nothing")


def _fault(record: Record, ids: set[str], offsets: OffsetMap, length: int, text: str | None) -> str:
    if not record.id or record.id in ids:
        return "duplicate id" if record.id else "empty id"
    if not LABEL_NAME.fullmatch(record.label):
        return f"label {printable(record.label)[:40]!r}: a letter, then letters, digits, . : _ or -"
    start, end = offsets.back(record.start), offsets.back(record.end)
    if start is None or end is None or not 0 <= start < end <= length:
        return f"{record.start}-{record.end} is not a span of a text of {length}"
    if text is not None and text[start:end] != record.text:
        return "its quote is not what the text has there"
    if text is None and len(record.text) != end - start:
        return "its quote is not as long as its span"
    return ""


def objects(stream: BinaryIO, name: str, lines: bool) -> Iterator[tuple[str, bytes]]:
    """The standoff objects of an open file with the place of each: one, or one a line, read as they are asked for."""
    if not lines:
        yield name, stream.read()
        return
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield f"{name}:{number}", line
