"""Standoff JSON, out and back in: what is written comes back the same, and what does not hold to the contract is refused."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import hashlib
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Argument, Document, Problem, StandoffError, decode, encode
from apostil.offsets import OffsetMap
from apostil.standoff import objects

TEXT = "Le prix de 12 500,00 € soit 25 % est dû le 15 mars 2024 par Société Générale SA. 😀"


@define
class Amount:
    amount: str | None
    currency: str | None = None


def annotated() -> Annotated:
    """A document with two annotations, one of them linked to the other."""
    money = Annotation(11, 22, "money", Amount("12500.00", "EUR"), "figure", annotator="money", text=TEXT[11:22], id="T1")
    part = Annotation(28, 32, "percentage", None, "", annotator="percentage", text=TEXT[28:32], id="T2")
    part.arguments, part.confidence = [Argument("of", "T1")], 0.5
    return Annotated(
        Document(TEXT, "doc1", "fr", dt.date(2024, 10, 18), "a/b.txt", {"k": [1]}, 2),
        [money, part],
        [Problem("date", "it broke", "error")],
        {"money": "0.1.0", "percentage": "0.1.0"},
    )


def written(**options: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(encode(annotated(), **options))
    return loaded


def test_the_keys_are_those_of_the_contract_in_its_order() -> None:
    found = written()
    assert list(found) == ["apostil", "document", "annotations", "problems", "annotators"]
    head = {
        "id": "doc1",
        "source": "a/b.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "length": len(TEXT),
        "offset_unit": "codepoint",
        "language": "fr",
        "reference_date": "2024-10-18",
        "replaced": 2,
        "metadata": {"k": [1]},
    }
    assert list(found["document"].items()) == list(head.items())
    first, second = found["annotations"]
    assert list(first) == ["id", "label", "start", "end", "text", "value", "annotator", "rule"]
    assert first["value"] == {"amount": "12500.00", "currency": "EUR"}
    assert list(second)[-2:] == ["arguments", "confidence"]
    assert second["value"] is None
    assert second["arguments"] == [{"role": "of", "target": "T1"}]
    assert found["problems"] == [{"annotator": "date", "message": "it broke", "code": "error"}]


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_what_is_written_comes_back_the_same(unit: str) -> None:
    data = encode(annotated(), with_text=True, offset_unit=unit)
    assert encode(decode(data, "x"), with_text=True, offset_unit=unit) == data
    assert encode(decode(data, "x")) == encode(annotated())


def test_a_text_that_is_empty_is_one() -> None:
    data = encode(Annotated(Document("", "d")), with_text=True)
    assert json.loads(data)["document"]["text"] == ""
    assert encode(decode(data, "x"), with_text=True) == data


def test_without_its_text_it_comes_back_too_and_with_the_text_at_hand_it_is_checked() -> None:
    data = encode(annotated())
    assert decode(data, "x").document.text == ""
    assert decode(data, "x", TEXT).document.text == TEXT
    with pytest.raises(StandoffError, match="not the one that was annotated"):
        decode(data, "x", TEXT + " ")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 29), st.integers(1, 30)), max_size=5), st.sampled_from(["utf16", "utf8"]))
def test_any_text_and_spans_come_back_the_same_in_any_unit(text: str, pairs: list[tuple[int, int]], unit: str) -> None:
    spans = [(a, b) for a, b in pairs if a < b <= len(text)]
    found = [Annotation(a, b, "x", {"v": text}, "r", None, "n", text[a:b], f"T{i}") for i, (a, b) in enumerate(spans)]
    document = Annotated(Document(text, "d"), found)
    data = encode(document, with_text=True, offset_unit=unit)
    units = text.encode("utf-16-le" if unit == "utf16" else "utf-8")
    size = 2 if unit == "utf16" else 1
    for a, (start, end) in zip(json.loads(data)["annotations"], spans, strict=True):
        assert units[a["start"] * size : a["end"] * size].decode("utf-16-le" if size == 2 else "utf-8") == text[start:end]
    back = decode(data, "x")
    assert [(a.start, a.end, a.text) for a in back.annotations] == [(a, b, text[a:b]) for a, b in spans]
    assert encode(back) == encode(document)


@given(TEXTS, st.sampled_from(["utf16", "utf8"]))
def test_an_offset_inside_a_character_is_no_offset(text: str, unit: str) -> None:
    offsets = OffsetMap.of(text, unit)
    there = {offsets.out(i): i for i in range(len(text) + 1)}
    for offset in range(max(there) + 1):
        assert offsets.back(offset) == there.get(offset)


def test_reading_offsets_back_costs_no_more_for_a_long_text() -> None:
    text = "é" * 200_000
    offsets = OffsetMap.of(text, "utf8")
    start = time.process_time()
    assert [offsets.back(2 * i) for i in range(0, 200_000, 20)] == list(range(0, 200_000, 20))
    assert time.process_time() - start < 1


def test_a_failed_document_never_looks_complete() -> None:
    failed = Annotated(Document("", "d"), problems=[Problem("reader", "no", "unreadable")], failed=True)
    found = json.loads(encode(failed, with_text=True))
    assert found["document"]["sha256"] is found["document"]["length"] is None
    assert "text" not in found["document"]
    assert decode(encode(failed), "x").failed


# --- what is refused


def refused(data: bytes, text: str | None = None) -> str:
    with pytest.raises(StandoffError) as error:
        decode(data, "file.json", text)
    message = str(error.value)
    assert message.startswith("file.json: ")
    assert message.isprintable()
    assert len(message) < 600
    return message


GOOD = encode(annotated(), with_text=True)
SPOILT: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not strict JSON"),
    "a byte-order mark": (b"\xef\xbb\xbf" + GOOD, "not strict JSON"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "not UTF-8"),
    "a byte that is not UTF-8": (GOOD.replace("Société".encode(), b"Soci\xe9t\xe9"), "not UTF-8"),
    "two objects": (GOOD + GOOD, "not strict JSON"),
    "a comma at the end": (GOOD[:-1] + b",}", "not strict JSON"),
    "a comment": (b"/* */" + GOOD, "not strict JSON"),
    "a key twice": (GOOD[:-1] + b',"annotations":[]}', "duplicate key"),
    "a key twice far inside": (GOOD.replace(b'{"k":[1]}', b'{"k":{"a":1,"a":2}}'), "duplicate key"),
    "a key twice, once escaped": (GOOD.replace(b'{"k":[1]}', b'{"a":1,"\\u0061":2}'), "duplicate key"),
    "NaN": (GOOD.replace(b"[1]", b"[NaN]"), "NaN"),
    "Infinity": (GOOD.replace(b"[1]", b"[Infinity]"), "Infinity"),
    "a number beyond floats": (GOOD.replace(b"[1]", b"[1e400]"), "out of range"),
    "an integer beyond 2**53": (GOOD.replace(b"[1]", b"[9007199254740993]"), "out of range"),
    "an integer of 5,000 digits": (GOOD.replace(b"[1]", b"[" + b"1" * 5000 + b"]"), "out of range"),
    "a lone high surrogate": (GOOD.replace(b'"k"', b'"\\ud800"'), "surrogate"),
    "a lone low surrogate in a value": (GOOD.replace(b'"EUR"', b'"\\udc00"'), "surrogate"),
    "a raw control character": (GOOD.replace(b"it broke", b"it \x01broke"), "not strict JSON"),
    "65 levels": (GOOD.replace(b"[1]", b"[" * 62 + b"]" * 62), "nested more than 64"),
    "a thousand levels": (GOOD.replace(b"[1]", b"[" * 1000 + b"]" * 1000), "nested more than 64"),
    "100,000 levels": (GOOD.replace(b"[1]", b"[" * 100_000 + b"]" * 100_000), "nested more than 64"),
    "100,000 levels never closed": (b'{"a":' * 100_000, ""),
    "an array": (b"[]", "not standoff"),
    "null": (b"null", "not standoff"),
    "another version": (GOOD.replace(b'"apostil":"1"', b'"apostil":"2"'), "not standoff of version"),
    "the version as a number": (GOOD.replace(b'"apostil":"1"', b'"apostil":1'), "not standoff of version"),
}


@pytest.mark.parametrize(("data", "why"), SPOILT.values(), ids=SPOILT.keys())
def test_what_is_not_strict_json_of_this_version_is_refused(data: bytes, why: str) -> None:
    assert why in refused(data)


def test_64_levels_are_read() -> None:
    assert decode(GOOD.replace(b"[1]", b"[" * 61 + b"]" * 61), "x").document.metadata


def test_what_is_cut_off_anywhere_is_refused() -> None:
    for cut in range(0, len(GOOD) - 1, 7):
        refused(GOOD[:cut])


def test_an_unterminated_string_of_a_megabyte_is_refused_at_once() -> None:
    start = time.process_time()
    for data in (b'"' + b'\\"' * 500_000, b'{"a":"' + b"[" * 1_000_000, b'["' * 500_000, b'{"a":1,' * 200_000):
        refused(data)
    assert time.process_time() - start < 5


Change = Callable[[dict[str, Any]], Any]


def first(**changes: Any) -> Change:
    return lambda found: found["annotations"][0].update(changes)


def head(**changes: Any) -> Change:
    return lambda found: found["document"].update(changes)


WRONG: dict[str, tuple[Change, str]] = {
    "the hash of another text": (head(sha256="0" * 64), "not the one that was annotated"),
    "a hash that is none": (head(sha256="zz"), "64 hexadecimal digits"),
    "another length": (head(length=len(TEXT) + 1), "not the one that was annotated"),
    "a negative length": (lambda found: (found["document"].pop("text"), found["document"].update(length=-1)), "length"),
    "no hash but annotations": (head(sha256=None), "has to have problems and no annotations"),
    "no length but annotations": (head(length=None), "has to have problems and no annotations"),
    "no id of the document": (head(id=""), "empty id"),
    "an id that is a number": (head(id=3), "not as the schema asks"),
    "an unknown unit": (head(offset_unit="bytes"), "unknown offset unit"),
    "another unit than it says": (head(offset_unit="utf8"), "annotation 'T1'"),
    "a date that is none": (head(reference_date="2024-13-01"), "not as the schema asks"),
    "the quote of another place": (first(text="12 500,00 $"), "annotation 'T1': its quote"),
    "the quote in another normal form": (first(text="12 500,00 \u20ac\u0301"), "its quote"),
    "no quote": (lambda found: found["annotations"][0].pop("text"), "not as the schema asks"),
    "an end before the start": (first(start=22, end=11), "not a span"),
    "an empty span": (first(end=11, text=""), "not a span"),
    "a negative start": (first(start=-5), "not a span"),
    "an end past the text": (first(end=len(TEXT) + 1), "not a span"),
    "an offset that is a string": (first(start="11"), "not as the schema asks"),
    "an offset that is a fraction": (first(start=11.5), "not as the schema asks"),
    "an offset that is true": (first(start=True), "not as the schema asks"),
    "an offset that is null": (first(end=None), "not as the schema asks"),
    "no end": (lambda found: found["annotations"][0].pop("end"), "not as the schema asks"),
    "an id twice": (first(id="T2"), "duplicate id"),
    "an empty id": (first(id=""), "empty id"),
    "an id of an annotation that is a number": (first(id=1), "not as the schema asks"),
    "an empty label": (first(label=""), "label"),
    "a label with a line break": (first(label="a\nb"), "label"),
    "a label that is markup": (first(label="<b>"), "label"),
    "a label that is a formula": (first(label="=1+1"), "label"),
    "a label that is a path": (first(label="../x"), "label"),
    "a label of 100,000 characters": (first(label="L" * 100_000), "label"),
    "a link to nothing": (first(arguments=[{"role": "of", "target": "T9"}]), "links to nothing"),
    "a link without a target": (first(arguments=[{"role": "of"}]), "not as the schema asks"),
    "annotations that are no list": (lambda found: found.update(annotations={}), "not as the schema asks"),
    "an annotation that is a string": (lambda found: found["annotations"].append("x"), "not as the schema asks"),
    "no document": (lambda found: found.pop("document"), "not as the schema asks"),
    "no annotations": (lambda found: found.pop("annotations"), "not as the schema asks"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "why"), WRONG.values(), ids=WRONG.keys())
def test_what_does_not_hold_to_the_contract_is_refused(change: Change, why: str) -> None:
    found = copy.deepcopy(written(with_text=True))
    change(found)
    assert why in refused(json.dumps(found).encode())


def test_without_the_text_a_quote_has_to_be_as_long_as_its_span() -> None:
    found = written()
    found["annotations"][0]["end"] += 1
    assert "as long as its span" in refused(json.dumps(found).encode())


def test_offsets_of_another_unit_cannot_be_read_without_the_text() -> None:
    assert "without the text" in refused(encode(annotated(), offset_unit="utf8"))
    assert decode(encode(annotated(), offset_unit="utf8"), "x", TEXT).annotations[1].start == 28


def test_keys_it_does_not_know_are_no_fault() -> None:
    found = {**written(with_text=True), "vendor": {"a": 1}}
    found["annotations"][0]["note"] = "x"
    assert len(decode(json.dumps(found).encode(), "x").annotations) == 2


def test_the_same_place_twice_with_other_labels_or_values_is_no_fault() -> None:
    found = written(with_text=True)
    found["annotations"].append({**found["annotations"][0], "id": "T3"})
    assert len(decode(json.dumps(found).encode(), "x").annotations) == 3


def test_annotations_are_in_reading_order_whatever_that_of_the_file() -> None:
    found = written(with_text=True)
    found["annotations"].reverse()
    assert [a.id for a in decode(json.dumps(found).encode(), "x").annotations] == ["T1", "T2"]


def test_a_file_of_lines_is_an_object_a_line_each_named_by_its_line() -> None:
    data = b"\n" + GOOD + b"\r\n\n" + GOOD
    assert [place for place, _ in objects(io.BytesIO(data), "x.jsonl", True)] == ["x.jsonl:2", "x.jsonl:4"]
    assert [place for place, _ in objects(io.BytesIO(data), "x.json", False)] == ["x.json"]


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_raise_anything_else(data: bytes) -> None:
    refused(data)


@given(st.data())
def test_no_byte_changed_makes_the_reader_raise_anything_else(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD) - 1))
    changed = GOOD[:place] + data.draw(st.binary(min_size=1, max_size=2)) + GOOD[place + 1 :]
    with contextlib.suppress(StandoffError):
        decode(changed, "x")
