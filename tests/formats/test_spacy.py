"""spaCy: what it loads is what was annotated; what was changed in its documents comes back; a model is an annotator."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotated, Annotation, Argument, Document, Engine, InputError, PluginError, Plugins, encode
from apostil.output import FileSink, FolderSink
from apostil.run import export
from conftest import Command, as_json

spacy = pytest.importorskip("spacy")

from spacy.tokens import Doc, DocBin, Span  # noqa: E402  # only where spaCy is
from spacy.vocab import Vocab  # noqa: E402

from apostil_spacy import docbin, writer  # noqa: E402
from apostil_spacy.tokens import tokens  # noqa: E402

SPACY = Plugins.discover().exporters()["spacy"][1]


def docs(path: Path, vocab: Vocab | None = None) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(vocab or Vocab()))


def saved(path: Path, *held: Doc) -> Path:
    path.write_bytes(DocBin(attrs=["ENT_TYPE", "ENT_IOB"], store_user_data=True, docs=held).to_bytes())
    return path


def imported(apostil: Command, path: str, form: str = "spacy") -> list[dict[str, Any]]:
    return apostil("import", "-f", form, path, "--with-text").lines


@pytest.fixture
def folder(tmp_path: Path, apostil: Command, awkward: Callable[[], list[Annotated]]) -> Path:
    """A folder with the awkward documents in `a.spacy`, and as standoff."""
    done = apostil("export", "standoff.jsonl", "-t", "spacy", "-o", "a.spacy")
    assert done.returncode == 0, done.err
    return tmp_path


# --- out


def test_spacy_has_every_span_with_label_value_and_arguments(folder: Path, awkward: Callable[[], list[Annotated]]) -> None:
    for doc, annotated in zip(docs(folder / "a.spacy"), awkward(), strict=True):
        assert doc.text == annotated.document.text
        assert [(s.id_, s.label_, s.start_char, s.end_char, s.text) for s in doc.spans["apostil"]] == [
            (a.id, a.label, a.start, a.end, a.text) for a in annotated.annotations
        ]
        noted = {a["id"]: a for a in json.loads(json.dumps(doc.user_data["apostil"]))["annotations"]}
        assert [noted[span.id_] for span in doc.spans["apostil"]] == as_json(annotated)["annotations"]


def test_what_was_written_comes_back(folder: Path, apostil: Command) -> None:
    before = [json.loads(line) for line in (folder / "standoff.jsonl").read_bytes().splitlines()]
    assert imported(apostil, "a.spacy") == before


def test_spacy_can_train_on_it(folder: Path) -> None:
    from spacy.training import Example

    nlp = spacy.blank("fr")
    missed, found = set(), set()
    for doc in docs(folder / "a.spacy", nlp.vocab):
        doc.ents = [span for span in doc.spans["apostil"] if span.label_ != "clause"]
        aligned = {span.text for span in Example(nlp.make_doc(doc.text), doc).get_aligned_spans_y2x(doc.ents)}
        found |= aligned
        missed |= {span.text for span in doc.ents} - aligned
    assert "3,2\u00a0Md€" in found
    assert missed == {"10 à 20 M$"}  # its own tokenizer has one token of `M$` and the full stop


@pytest.mark.parametrize("text", ["a b", " a  b ", "\r\n", "a\0b", "Cafe\u0301 👩‍👩‍👧x", "\t \u00a0 \u2028", "«a»"])
def test_any_span_of_any_text_is_one_of_tokens(text: str) -> None:
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            words, blanks = tokens(text, [Annotation(start, end, "m")])
            doc = Doc(Vocab(), words=words, spaces=blanks)
            assert doc.text == text
            span = doc.char_span(start, end)
            assert (span.start_char, span.end_char) == (start, end)


def test_tokens_of_text_that_spacy_chokes_on_take_linear_time() -> None:
    def cost(size: int) -> float:
        start = time.process_time()
        tokens("(" * size, [])
        return time.process_time() - start

    assert min(cost(400_000) for _ in range(3)) < 9 * min(cost(100_000) for _ in range(3))  # quadratic: 16


def test_a_folder_gets_files_of_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "SHARD", 5)
    items = [Annotated(Document("abc", name), [Annotation(0, 1, "m", text="a", id="T1")]) for name in "uvw"]
    failed = Annotated(Document("", "x"), failed=True)
    export([*items, failed], SPACY, FolderSink(tmp_path / "out"), {})
    files = sorted((tmp_path / "out").iterdir())
    assert [len(docs(file)) for file in files] == [2, 1]
    assert [a.document.id for a in docbin.read(tmp_path / "out")] == ["u", "v", "w"]


def test_nothing_to_write_is_a_file_without_documents(tmp_path: Path) -> None:
    export([], SPACY, FileSink(tmp_path / "a.spacy"), {})
    assert docs(tmp_path / "a.spacy") == []


# --- in


def noted(text: str, *annotations: Annotation) -> Doc:
    """A document as we write it."""
    words, blanks = tokens(text, annotations)
    doc = Doc(Vocab(), words=words, spaces=blanks)
    doc.spans["apostil"] = [doc.char_span(a.start, a.end, a.label, span_id=a.id) for a in annotations]
    doc.user_data["apostil"] = json.loads(encode(Annotated(Document(text, "d"), list(annotations))))
    return doc


def test_spans_moved_relabelled_deleted_and_added_come_back_so(tmp_path: Path, apostil: Command) -> None:
    one = Annotation(0, 1, "money", {"amount": "1"}, text="a", id="T1", annotator="money", rule="r")
    two = Annotation(2, 3, "money", {"amount": "2"}, text="b", id="T2", annotator="money")
    gone = Annotation(4, 5, "date", text="c", id="T3", annotator="date")
    one.arguments = [Argument("date", "T3"), Argument("other", "T2")]
    doc = noted("a b c d", one, two, gone)
    doc.spans["apostil"] = [
        Span(doc, 0, 2, "money", span_id="T1"),
        Span(doc, 1, 2, "date", span_id="T2"),
        Span(doc, 3, 4, "clause"),
        Span(doc, 2, 4, "money", span_id="T1"),
    ]
    saved(tmp_path / "a.spacy", doc)
    assert [
        (a["id"], a["label"], a["text"], a["value"], a["annotator"], a.get("arguments"))
        for a in imported(apostil, "a.spacy")[0]["annotations"]
    ] == [
        ("T1", "money", "a b", {"amount": "1"}, "money", [{"role": "other", "target": "T2"}]),
        ("T2", "date", "b", None, "spacy", None),
        ("T5", "money", "c d", None, "spacy", None),
        ("T4", "clause", "d", None, "spacy", None),
    ]


def test_documents_of_others_come_with_entities_and_groups(tmp_path: Path, apostil: Command) -> None:
    doc = Doc(Vocab(), words=["Acme", "pays", "3", "€"])
    doc.ents = [Span(doc, 0, 1, "ORG")]
    doc.spans["MONEY"] = [Span(doc, 2, 4), Span(doc, 2, 4)]
    doc.spans["sc"] = [Span(doc, 0, 1, "ORG"), Span(doc, 0, 4, "SENT")]
    saved(tmp_path / "a.spacy", doc)
    (found,) = imported(apostil, "a.spacy")
    assert found["document"]["id"] == "a.spacy:1"
    marks = [(a["id"], a["label"], a["text"], a["annotator"]) for a in found["annotations"]]
    assert marks == [("T1", "SENT", "Acme pays 3 €", "spacy"), ("T2", "ORG", "Acme", "spacy"), ("T3", "MONEY", "3 €", "spacy")]


def broken(doc: Doc, **standoff: Any) -> Doc:
    doc.user_data["apostil"] |= standoff
    return doc


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path, apostil: Command) -> None:
    good, bad = noted("a b", Annotation(0, 1, "m", text="a", id="T1")), Doc(Vocab(), words=["a"])
    bad.ents = [Span(bad, 0, 1, "no label")]
    other, odd = broken(noted("a"), apostil="2"), broken(noted("a"), document=3)
    saved(tmp_path / "a.spacy", bad, good, other, odd)
    done = apostil("import", "-f", "spacy", "a.spacy")
    assert done.returncode == 1
    assert [len(line["annotations"]) for line in done.lines] == [0, 1, 0, 0]
    assert "a.spacy:1: import: a.spacy:1: annotation 'T1': label 'no label'" in done.err
    assert 'not standoff of version "1"' in done.err


@pytest.mark.parametrize("data", [b"", b"{}", zlib.compress(b""), zlib.compress(b"\x80"), zlib.compress(b"\x93\x01\x02\x03")])
def test_what_is_no_docbin_is_told_in_a_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.spacy").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.spacy: is not a DocBin: \w+"):
        list(docbin.read(tmp_path / "a.spacy"))


def test_a_bomb_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.spacy").write_bytes(zlib.compress(bytes(docbin.SMALL + 1), 9))
    with pytest.raises(InputError, match="grows to more than 200 times its size"):
        list(docbin.read(tmp_path / "a.spacy"))


def test_a_bad_file_of_a_folder_does_not_stop_the_others(tmp_path: Path, apostil: Command) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.spacy").write_bytes(b"?")
    saved(tmp_path / "in" / "b.spacy", noted("a", Annotation(0, 1, "m", text="a", id="T1")))
    done = apostil("import", "-f", "spacy", "in")
    assert (done.returncode, [line["document"]["id"] for line in done.lines]) == (1, ["a.spacy", "d"])


# --- in, from JSON


@pytest.mark.parametrize("form", ["json", "list", "jsonl"])
def test_what_to_json_makes_is_read(folder: Path, apostil: Command, awkward: Callable[[], list[Annotated]], form: str) -> None:
    made = [doc.to_json() for doc in docs(folder / "a.spacy")]
    made = made[:1] if form == "json" else made
    name = f"doc.{'jsonl' if form == 'jsonl' else 'json'}"
    content = "\n".join(map(json.dumps, made)) if form == "jsonl" else json.dumps(made[0] if form == "json" else made)
    (folder / name).write_text(content, "utf-8")
    found = imported(apostil, name, "spacy-json")
    for got, annotated in zip(found, awkward()[: len(made)], strict=True):
        assert got["document"].get("text", "") == annotated.document.text
        assert {(a["label"], a["start"], a["end"], a["text"]) for a in got["annotations"]} == {
            (a.label, a.start, a.end, a.text) for a in annotated.annotations
        }
    assert found[0]["document"]["id"] == (name if form == "json" else f"{name}:1")


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"ents": []}, "not a document of spaCy: Object missing required field `text`"),
        ({"text": "ab", "ents": [{"start": 1, "end": 3, "label": "m"}]}, "1-3 is not a span of a text of 2"),
        ({"text": "ab", "ents": [{"start": -2, "end": -1, "label": "m"}]}, "-2--1 is not a span of a text of 2"),
        ({"text": "ab", "ents": [{"start": True, "end": 2, "label": "m"}]}, "not a document of spaCy: Expected `int`"),
        ({"text": "ab", "spans": {"a b": [{"start": 0, "end": 2}]}}, "label 'a b'"),
        ({"text": "a\ud800"}, "a lone surrogate"),
        ([], "not a document of spaCy"),
    ],
)
def test_bad_json_is_told_and_the_next_line_is_read(tmp_path: Path, apostil: Command, item: object, why: str) -> None:
    (tmp_path / "a.jsonl").write_text(f'{json.dumps(item)}\n\n{{"text": "fine"}}\n', "utf-8")
    done = apostil("import", "-f", "spacy-json", "a.jsonl")
    assert done.returncode == 1
    assert done.err.startswith("apostil: a.jsonl:1: import: a.jsonl:1: ")
    assert why in done.err
    assert [line["document"]["id"] for line in done.lines] == ["a.jsonl:1", "a.jsonl:3"]


# --- the annotator


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A pipeline of a rule, saved as a trained one is."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Okilune"}, {"label": "PER", "pattern": "Anne"}])
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def test_a_model_of_spacy_annotates_where_it_is_named(tmp_path: Path, apostil: Command, model: Path) -> None:
    (tmp_path / "a.txt").write_bytes("😀 Anne\r\nchez Okilune le 5 mai 2024, et Okilune.".encode())
    words = ("annotate", "a.txt", "-l", "fr", "--with-text", "-o", "a.jsonl", "-q")
    assert apostil(*words, "--only", "spacy_organisation", "--only", "date", APOSTIL_SPACY_FR=str(model)).returncode == 0
    (found,) = map(json.loads, (tmp_path / "a.jsonl").read_text("utf-8").splitlines())
    text = found["document"]["text"]
    assert [(a["label"], text[a["start"] : a["end"]], a["rule"]) for a in found["annotations"] if a["label"] != "date"] == [
        ("spacy_organisation", "Okilune", "fr_pipeline-0.0.0")
    ] * 2
    assert [a["text"] for a in found["annotations"] if a["label"] == "date"] == ["5 mai 2024"]
    assert apostil(*words, APOSTIL_SPACY_FR=str(model)).returncode == 0
    assert b"spacy_organisation" not in (tmp_path / "a.jsonl").read_bytes()


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path: Path, apostil: Command) -> None:
    (tmp_path / "a.txt").write_text("Le prix", "utf-8")
    done = apostil("annotate", "a.txt", "-l", "fr", "--only", "spacy_organisation", APOSTIL_SPACY_FR="no_such_model")
    assert done.returncode == 2
    assert "model 'no_such_model' cannot be loaded" in done.err
    assert "python -m spacy download fr_core_news_md, or name another in APOSTIL_SPACY_FR" in done.err


def test_a_language_without_a_model_is_a_problem_of_its_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APOSTIL_SPACY_FR", raising=False)
    monkeypatch.setattr("apostil_spacy.organisation.MODELS", {})
    engine = Engine(Plugins.discover(), only=["spacy_organisation"], language="fr")
    (problem,) = engine.annotate(Document("Le prix", "d")).problems
    assert problem.message == "no model for fr: name one in APOSTIL_SPACY_FR"


def test_without_spacy_the_annotator_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil.extra.find_spec", lambda module: None)
    with pytest.raises(PluginError, match=r"annotator spacy_organisation: needs spacy: pip install 'apostil\[spacy\]'"):
        Engine(Plugins.discover(), only=["spacy_organisation"])
    assert "spacy_organisation" not in Engine(Plugins.discover()).labels
