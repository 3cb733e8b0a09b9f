"""Reads pages back: those that apostil wrote, as others left them, and those of others beside their text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from apostil import (
    Annotated,
    Document,
    InputError,
    Problem,
    StandoffError,
    decode,
    each_file,
    encode,
    label_name,
    path_name,
    read_file,
    strict_json,
)
from apostil_webannotation.notes import HAND, Note, read_note, read_standoff
from apostil_webannotation.pages import Item, items


def read(path: Path) -> Iterator[Annotated]:
    """The document of a page, or those of all `.jsonld` files of a folder. A page is read whole. Raises `InputError`."""
    return each_file(path, ".jsonld", _document)


def _document(file: Path, name: str) -> Annotated:
    found, place = items(file), path_name(file)
    standoff = next((s for item in found for value in item.values("describing") if (s := read_standoff(value))), None)
    if standoff is not None:
        if not isinstance(standoff["document"].get("text"), str):
            standoff["document"]["text"] = _text_beside(file)
        return _filled(standoff, found, place)
    text = _text_beside(file)
    if text is None:
        raise InputError(place, f"does not hold its text: put it beside, as {name.rpartition('/')[2]}.txt")
    standoff = strict_json(encode(Annotated(Document(text, name)), with_text=True))
    try:
        return _filled(standoff, found, place)
    except StandoffError as error:  # the model says code points, and scripts in browsers count otherwise
        standoff["document"]["offset_unit"] = "utf16"
        try:
            return _filled(standoff, found, place)
        except StandoffError:
            raise error from None


def _text_beside(file: Path) -> str | None:
    """The text in the file of the page's name without `.jsonld`, or with `.txt` for it; None where there is none."""
    stem = file.with_suffix("")
    for path in (stem, stem.with_name(f"{stem.name}.txt")):
        if path != file and path.is_file():
            try:
                return read_file(path).decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(path_name(path), f"byte {error.start} is not UTF-8") from None
    return None


def _filled(standoff: dict[str, Any], found: list[Item], place: str) -> Annotated:
    """The standoff with the annotations of the page in it, read as any standoff is."""
    document = standoff["document"]
    records, left = _records(found, document.get("text") if document.get("offset_unit") == "codepoint" else None)
    annotated = decode(msgspec.json.encode({**standoff, "annotations": records}), place)
    if left:
        why = f"{left} annotations without a tag, offsets or an end left out"
        annotated.problems.append(Problem(HAND, why, "left_out"))
    if further := sum(item.further() for item in found if item.linked() or (item.values("tagging") and item.span())):
        annotated.problems.append(Problem(HAND, f"{further} further tags and targets of annotations left out", "left_out"))
    return annotated


def _records(found: list[Item], text: str | None) -> tuple[list[dict[str, Any]], int]:
    """Annotations as standoff has them, and how many items are none."""
    records: dict[str, dict[str, Any]] = {}
    left = 0
    for number, item in enumerate(found, 1):
        tags, span = item.values("tagging"), item.span()
        if tags and span:
            quote = span.exact if span.exact is not None or text is None else text[span.start : span.end]
            own = item.id if item.id and item.id not in records else f"A{number}"
            records[own] = _record(item, own, label_name(tags[0])) | {"start": span.start, "end": span.end, "text": quote}
        elif not (item.linked() or any(map(read_standoff, item.values("describing")))):
            left += 1
    return list(records.values()), left + _link(records, found)


def _record(item: Item, own: str, label: str) -> dict[str, Any]:
    note = next((note for value in item.values("describing") if (note := read_note(value))), Note())
    if note.label and note.label != label:  # relabelled: what was found is no more
        note = Note(note.id)
    found = {"id": note.id or own, "label": label, "value": note.value, "annotator": note.annotator, "rule": note.rule}
    return found if note.confidence is None else {**found, "confidence": note.confidence}


def _link(records: dict[str, dict[str, Any]], found: list[Item]) -> int:
    """Give arguments to the records they are of; how many links lead from or to none."""
    left = 0
    for item in found:
        roles = item.values("tagging") or ["relation"]
        for target in item.linked():
            one = next((records[name] for name in item.targets() if name in records), None)
            if one is None or target not in records:
                left += 1
                continue
            links = one.setdefault("arguments", [])
            links.append({"role": roles[0], "target": records[target]["id"]})
    return left
