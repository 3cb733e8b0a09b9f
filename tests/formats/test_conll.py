"""CoNLL-U Plus: tags that strict readers take for the spans they were, and a word on those they were not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from apostil import Annotated, Annotation, Document, Label, Plugins
from apostil.output import FileSink
from apostil.run import export
from conftest import SEEDS, Command

CONLL = Plugins.discover().exporters()["conll"][1]
LABELS = {"money": Label("money"), "clause": Label("clause", overlap=True)}


def written(path: Path, text: str, *spans: tuple[int, int, str], unit: str = "codepoint") -> tuple[str, list[str]]:
    """The file without its first line, and what was said of it."""
    found = Annotated(Document(text, "d"), [Annotation(*span, text=text[span[0] : span[1]]) for span in spans])
    outcome = export([found], CONLL, FileSink(path / "a.conllup", offset_unit=unit), LABELS)
    return (path / "a.conllup").read_bytes().decode("utf-8").partition("\n")[2], outcome.notes


def columns(content: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each document with its sentences, each a list of rows."""
    for document in content.split("# newdoc id = ")[1:]:
        name, _, body = document.partition("\n")
        for sentence in body.strip("\n").split("\n\n"):
            yield name, [line.split("\t") for line in sentence.split("\n")]


def test_every_kept_span_is_read_back_by_strict_readers(
    tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]
) -> None:
    pytest.importorskip("conllu")
    done = apostil("export", "standoff.jsonl", "-t", "conll", "-o", "a.conllup")
    check(tmp_path / "a.conllup", {a.document.id: a for a in awkward()})
    assert done.err == (
        f"apostil: conll: annotations that share a token with another of their label, left out: {lost(awkward())}\n"
        "apostil: conll: documents that hold no token, left out: 1\n"
    ).removeprefix("apostil: conll: annotations that share a token with another of their label, left out: 0\n")


def test_the_samples_are_read_back_too(tmp_path: Path, apostil: Command, seeds: list[Annotated]) -> None:
    pytest.importorskip("conllu")
    done = apostil("annotate", str(SEEDS), "-t", "conll", "-o", "a.conllup")
    check(tmp_path / "a.conllup", {a.document.id: a for a in seeds})
    assert f"apostil: conll: annotations that share a token with another of their label, left out: {lost(seeds)}" in done.err


def first_of_each(annotated: Annotated, label: str) -> list[Annotation]:
    """Of annotations that overlap, those that stay: the format's rule, said again the slow way."""
    kept: list[Annotation] = []
    for a in annotated.annotations:
        if a.label == label and not any(a.start < b.end and b.start < a.end for b in kept):
            kept.append(a)
    return kept


def lost(documents: list[Annotated]) -> int:
    return sum(
        len(d.annotations) - sum(len(first_of_each(d, label)) for label in {a.label for a in d.annotations}) for d in documents
    )


def check(path: Path, expected: dict[str, Annotated]) -> None:
    """Read `path` with conllu and its tags with seqeval and nervaluate, and compare with what was annotated."""
    conllu = pytest.importorskip("conllu")
    scheme = pytest.importorskip("seqeval.scheme")
    nervaluate = pytest.importorskip("nervaluate")
    sentences = conllu.parse(path.read_text("utf-8"))
    names = [
        field for field in sentences[0][0] if field.startswith("apostil:") and field not in ("apostil:start", "apostil:end")
    ]
    assert set(names) >= {"apostil:money", "apostil:clause"}
    for name in names:
        found: dict[str, list[tuple[int, int]]] = {document: [] for document in expected}
        document = ""
        for sentence in sentences:
            document = sentence.metadata.get("newdoc id", document)
            tags = [token[name] for token in sentence]
            entities = scheme.Entities([tags], scheme.IOB2).entities[0]  # as seqeval reads them with mode="strict"
            spans = [(int(sentence[e.start]["apostil:start"]), int(sentence[e.end - 1]["apostil:end"])) for e in entities]
            collected = nervaluate.utils.collect_named_entities(tags)
            assert [(e.start, e.end) for e in entities] == [(e["start"], e["end"] + 1) for e in collected]
            found[document] += spans
        for document, annotated in expected.items():
            kept = first_of_each(annotated, name.removeprefix("apostil:"))
            assert found[document] == [(a.start, a.end) for a in kept], (document, name)


def test_seqeval_scores_it_as_perfect_in_strict_mode(tmp_path: Path) -> None:
    metrics = pytest.importorskip("seqeval.metrics")
    scheme = pytest.importorskip("seqeval.scheme")
    content, _ = written(tmp_path, "3 M€ 4 M€\n\nvoir 5 €", (0, 4, "money"), (5, 9, "money"), (16, 19, "money"))
    tags = [[row[4] for row in rows] for _, rows in columns(content)]
    assert tags == [["B-money", "I-money", "I-money", "B-money", "I-money", "I-money"], ["O", "B-money", "I-money"]]
    assert metrics.f1_score(tags, tags, mode="strict", scheme=scheme.IOB2) == 1.0
    assert (
        metrics.classification_report(tags, tags, mode="strict", scheme=scheme.IOB2, output_dict=True)["money"]["support"] == 3
    )


def test_what_a_column_cannot_hold_is_counted(tmp_path: Path) -> None:
    spans = [(0, 7, "clause"), (2, 3, "clause"), (2, 9, "clause"), (2, 3, "money"), (4, 5, "other"), (7, 8, "money")]
    content, notes = written(tmp_path, "a b cde fgh", *spans)
    ((_, rows),) = columns(content)
    assert [row[4:] for row in rows] == [["O", "B-clause"], ["B-money", "I-clause"], ["O", "I-clause"], ["O", "O"]]
    assert notes == [
        "conll: annotations that share a token with another of their label, left out: 2",
        "conll: annotations that hold no token, left out: 1",
        "conll: annotations whose label no plugin declares, left out: 1",
    ]


def test_a_span_that_ends_inside_a_token_is_told(tmp_path: Path) -> None:
    content, notes = written(tmp_path, "abc def", (1, 5, "money"))
    assert [row[4] for _, rows in columns(content) for row in rows] == ["B-money", "I-money"]
    assert notes == ["conll: annotations that begin or end inside a token, all of which their tags cover: 1"]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\r\r", "\n \t\n"])
def test_a_sentence_ends_at_a_blank_line_but_not_inside_an_annotation(tmp_path: Path, gap: str) -> None:
    text = f"a{gap}b{gap}c"
    b, c = text.index("b"), text.index("c")
    content, _ = written(tmp_path, text, (0, b + 1, "clause"))
    assert [[row[0:4:1] for row in rows] for _, rows in columns(content)] == [
        [["1", "a", "0", "1"], ["2", "b", str(b), str(b + 1)]],
        [["1", "c", str(c), str(c + 1)]],
    ]


def test_words_keep_their_marks_and_lines_are_cut_by_nothing(tmp_path: Path) -> None:
    text = "Cafe\u0301\x1c#\x85_\u2028\0- 😀x"
    content, _ = written(tmp_path, text, unit="utf16")
    assert [row[1:4] for _, rows in columns(content) for row in rows] == [
        ["Cafe\u0301", "0", "5"],
        ["#", "6", "7"],
        ["_", "8", "9"],
        ["-", "11", "12"],
        ["😀", "13", "15"],
        ["x", "15", "16"],
    ]
    assert len(content.splitlines()) == 1 + 6 + 1


def test_the_id_of_a_document_cannot_forge_a_line(tmp_path: Path) -> None:
    failed = Annotated(Document("", "x"), failed=True)
    found = Annotated(Document("a", "d\n1\tforged\u2028"))
    export([failed, found], CONLL, FileSink(tmp_path / "a.conllup"), {})
    assert (tmp_path / "a.conllup").read_text("utf-8").splitlines()[1:] == [
        "# newdoc id = d\\n1\tforged\\u2028".replace("\t", "\\t"),
        "1\ta\t0\t1",
        "",
    ]
