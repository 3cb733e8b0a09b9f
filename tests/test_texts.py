"""The texts that annotations were made on, found again: in any order, each source read once."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apostil import Decoding, Document, InputError, Reader
from apostil.inputs import Inputs
from apostil.standoff import text_hash
from apostil.texts import SHELVES, Texts
from conftest import Command


@pytest.fixture
def read() -> list[str]:
    """Names of the files that a reader was opened on."""
    return []


@pytest.fixture
def texts(tmp_path: Path, read: list[str]) -> Iterator[Texts]:
    """Texts of files of JSON Lines, read by a reader that notes it."""

    def lines(stream: Any, name: str, decoding: Decoding) -> Iterator[Document | InputError]:
        read.append(name)
        for number, line in enumerate(stream, 1):
            found = json.loads(line)
            yield Document(found["text"], found.get("id") or f"{name}:{number}")

    readers = {"jsonl": Reader("jsonl", (".jsonl",), lines), "text": Reader("text", (), lines)}
    with Texts(Inputs([], readers), tmp_path) as found:
        yield found


def put(path: Path, *texts: str, ids: bool = True) -> None:
    rows = ({"text": text, **({"id": f"d{n}"} if ids else {})} for n, text in enumerate(texts))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.mark.parametrize("order", ["as it is", "backwards", "shuffled", "twice"])
def test_a_source_is_read_once_in_whatever_order_its_texts_are_asked_for(
    tmp_path: Path, texts: Texts, read: list[str], order: str
) -> None:
    long = [f"{n} é 😀 " * 3_000 for n in range(300)]  # more than is kept in memory
    put(tmp_path / "a.jsonl", *long)
    numbers = list(range(300))
    if order == "backwards":
        numbers.reverse()
    elif order == "shuffled":
        random.Random(7).shuffle(numbers)
    elif order == "twice":
        numbers = [n for n in numbers for _ in range(2)]
    for number in numbers:
        assert texts.of(Document("", f"d{number}", source="a.jsonl"), tmp_path) == long[number]
    assert read == ["a.jsonl"]


def test_no_more_of_a_source_is_read_than_was_asked_for(tmp_path: Path, texts: Texts) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "un", "id": "a"}\nnot json')
    assert texts.of(Document("", "a", source="a.jsonl"), tmp_path) == "un"


@pytest.mark.parametrize("sources", [SHELVES, SHELVES * 2])
def test_sources_that_take_turns_are_each_read_once(tmp_path: Path, texts: Texts, read: list[str], sources: int) -> None:
    names = [f"{n}.jsonl" for n in range(sources)]
    for name in names:
        put(tmp_path / name, *(f"{name} {n}" for n in range(20)))
    for number in range(20):
        for name in names:
            assert texts.of(Document("", f"d{number}", source=name), tmp_path) == f"{name} {number}"
    assert sorted(read) == sorted(names)


def test_of_a_source_with_one_text_nothing_is_kept(tmp_path: Path, texts: Texts) -> None:
    for number in range(SHELVES * 2):
        put(tmp_path / f"{number}.jsonl", f"text {number}")
        assert texts.of(Document("", "d0", source=f"{number}.jsonl"), tmp_path) == f"text {number}"
    assert texts.of(Document("", "d0", source="0.jsonl"), tmp_path) == "text 0"
    assert len(texts._open) == SHELVES
    assert not texts._whole


def test_documents_of_one_id_are_told_apart_by_their_hash(tmp_path: Path, texts: Texts) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f'{{"id": "d", "text": "{text}"}}\n' for text in ("un", "deux", "trois")))
    for text in ("deux", "un", "trois"):
        assert texts.of(Document("", "d", source="a.jsonl"), tmp_path, text_hash(text)) == text
    assert texts.of(Document("", "d", source="a.jsonl"), tmp_path, text_hash("changed")) == "un"


def test_a_text_is_looked_for_where_it_may_be(tmp_path: Path, texts: Texts) -> None:
    below = tmp_path / "below"
    below.mkdir()
    put(tmp_path / "a.jsonl", "root")
    put(below / "b.jsonl", "beside", "the annotations", ids=False)
    assert texts.of(Document("", "d0", source="a.jsonl"), below) == "root"
    assert texts.of(Document("", "any", source="a.jsonl"), below) == "root"
    assert texts.of(Document("", "in/b.jsonl:2", source="b.jsonl"), below) == "the annotations"
    assert texts.of(Document("", "b.jsonl:3", source="b.jsonl"), below) is None
    assert texts.of(Document("", "d0", source="c.jsonl"), below) is None
    assert texts.of(Document("", "d0"), below) is None


def test_lines_without_ids_in_a_folder_are_found_again(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    put(tmp_path / "in" / "sub" / "a.jsonl", "Le prix est de 5 €.", "Soit 20 %.", ids=False)
    assert apostil("annotate", "in", "-o", "out.jsonl").returncode == 0
    assert apostil("validate", "out.jsonl").err == "apostil: 2 valid; 0 not\n"
    lines = apostil("export", "out.jsonl", "-t", "jsonl", "--with-text").lines
    assert [line["document"]["text"] for line in lines] == ["Le prix est de 5 €.", "Soit 20 %."]
