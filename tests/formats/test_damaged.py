"""Damage anywhere in a file is told as damage, in one line: no reader is led astray by it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest

from apostil import Decoding, Document, InputError, Plugins


def docx() -> bytes:
    made = pytest.importorskip("docx").Document()
    made.add_paragraph("Le prix est de 5 €.")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def parquet() -> bytes:
    pa = pytest.importorskip("pyarrow")
    written = io.BytesIO()
    columns = {"text": ["un", "deux " * 50] * 20, "id": [*range(40)]}
    pytest.importorskip("pyarrow.parquet").write_table(pa.table(columns), written)
    return written.getvalue()


def pdf() -> bytes:
    writer = pytest.importorskip("pypdf").PdfWriter()
    writer.add_blank_page(100, 100)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` cut short, or with some bytes changed."""
    if chance.random() < 0.3:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("make", [docx, parquet, pdf], ids=lambda make: make.__name__)
def test_a_damaged_file_is_read_or_refused(make: Callable[[], bytes]) -> None:
    good, chance = make(), random.Random(1)
    reader = Plugins.discover().readers()[make.__name__][1]
    refused = []
    for _ in range(200):
        stream = io.BytesIO(damaged(good, chance))
        try:
            assert all(isinstance(item, Document | InputError) for item in reader.read(stream, "a", Decoding()))
        except InputError as error:
            refused.append(str(error))
    assert len(refused) > 20
    assert all(map(str.isprintable, refused))
