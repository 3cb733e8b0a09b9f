"""Web Annotation: what an RDF reader finds in a page is what was annotated, and pages come back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotated, Annotation, Argument, Document, InputError, Plugins, encode
from apostil.run import export as write
from apostil.run import sink_for
from conftest import Command

Awkward = Callable[[], list[Annotated]]
EXPORTER = Plugins.discover().exporters()["webannotation"][1]
IMPORTER = Plugins.discover().importers()["webannotation"][1]
OA = "http://www.w3.org/ns/oa#"


def iri(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


CONTEXT: dict[str, Any] = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": iri("@id"),
    "type": iri("@type"),
    "AnnotationPage": "as:OrderedCollectionPage",
    "Text": "dctypes:Text",
    **{f"{kind}Selector": f"oa:{kind}Selector" for kind in ("TextPosition", "TextQuote")},
    **{term: f"oa:{term}" for term in ("Annotation", "TextualBody", "SpecificResource", "tagging", "describing", "linking")},
    **{term: f"oa:{term}" for term in ("exact", "prefix", "suffix")},
    **{term: {"@id": f"oa:{term}", "@type": "xsd:nonNegativeInteger"} for term in ("start", "end")},
    "body": iri("oa:hasBody"),
    "target": iri("oa:hasTarget"),
    "source": iri("oa:hasSource"),
    "selector": iri("oa:hasSelector"),
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
}
"""The terms that pages use, of the context that the model publishes under the address in the pages."""


def graph(file: Path) -> Any:
    """The triples of a page, every term of it known to the context."""
    rdflib = pytest.importorskip("rdflib")
    page = json.loads(file.read_bytes())
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    unknown = keys(page) - CONTEXT.keys() - {"@context"}
    assert not unknown
    return rdflib.Graph().parse(data=json.dumps({**page, "@context": CONTEXT}), format="json-ld")


def keys(node: Any) -> set[str]:
    nodes = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return set().union(node if isinstance(node, dict) else (), *map(keys, nodes))


SPANS = f"""
PREFIX oa: <{OA}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?a ?label ?note ?start ?end ?exact ?prefix ?suffix WHERE {{
  ?a a oa:Annotation; oa:motivatedBy oa:tagging; oa:hasTarget/oa:hasSelector ?p, ?q; oa:hasBody ?tag, ?description.
  ?p a oa:TextPositionSelector; oa:start ?start; oa:end ?end.
  ?q a oa:TextQuoteSelector; oa:exact ?exact; oa:prefix ?prefix; oa:suffix ?suffix.
  ?tag oa:hasPurpose oa:tagging; rdf:value ?label.
  ?description oa:hasPurpose oa:describing; rdf:value ?note. }}"""
LINKS = f"""
PREFIX oa: <{OA}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?one ?role ?other WHERE {{
  ?link a oa:Annotation; oa:motivatedBy oa:linking; oa:hasTarget ?one; oa:hasBody ?tag, ?linked.
  ?tag oa:hasPurpose oa:tagging; rdf:value ?role. ?linked oa:hasPurpose oa:linking; oa:hasSource ?other. }}"""


def own(node: Any) -> str:
    return str(node).rpartition("#")[2]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser uses it
def test_an_rdf_reader_finds_every_annotation(awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    wanted = awkward()
    assert apostil("export", "standoff.jsonl", "-t", "webannotation", "-o", "pages").returncode == 0
    for item in wanted:
        triples, text = graph(tmp_path / "pages" / f"{item.document.id}.jsonld"), item.document.text
        found = {own(row.a): row for row in triples.query(SPANS)}
        assert found.keys() == {a.id for a in item.annotations}
        for a in item.annotations:
            row = found[a.id]
            start, end = int(row.start), int(row.end)
            assert (start, end, str(row.label), str(row.exact)) == (a.start, a.end, a.label, text[a.start : a.end])
            assert str(row.prefix) + str(row.exact) + str(row.suffix) == text[max(0, start - 32) : end + 32]
            assert len(str(row.prefix)) == min(32, start)
            note = json.loads(str(row.note))
            assert (note["value"], note["rule"], note["annotator"]) == (a.value, a.rule, a.annotator)
        links = {(own(row.one), str(row.role), own(row.other)) for row in triples.query(LINKS)}
        assert links == {(a.id, link.role, link.target) for a in item.annotations for link in a.links()}


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_what_was_written_comes_back(unit: str, awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    awkward()
    apostil("export", "standoff.jsonl", "-t", "webannotation", "-o", "pages", "--with-text", "--offsets", unit)
    back = apostil("import", "-f", "webannotation", "pages", "--with-text")
    assert back.returncode == 0, back.err
    assert back.lines == standoff(tmp_path)


def test_pages_without_their_text_come_back_without_or_with_the_text_beside(
    awkward: Awkward, tmp_path: Path, apostil: Command
) -> None:
    awkward()
    apostil("export", "standoff.jsonl", "-t", "webannotation", "-o", "pages")
    bare = apostil("import", "-f", "webannotation", "pages")
    without = standoff(tmp_path)
    for line in without:
        del line["document"]["text"]
    assert bare.lines == without
    shutil.copytree(tmp_path / "texts", tmp_path / "pages", dirs_exist_ok=True)
    assert apostil("import", "-f", "webannotation", "pages", "--with-text").lines == standoff(tmp_path)
    (tmp_path / "pages/a.txt").write_text("another", "utf-8")
    done = apostil("import", "-f", "webannotation", "pages")
    assert (done.returncode, [bool(line["problems"]) for line in done.lines]) == (1, [True, False, False])


def standoff(folder: Path) -> list[Any]:
    """The awkward documents in the order of their pages' names."""
    found = [json.loads(line) for line in (folder / "standoff.jsonl").read_bytes().splitlines()]
    return sorted(found, key=lambda line: str(line["document"]["id"]))


def test_offsets_are_in_the_unit_asked_for(awkward: Awkward, tmp_path: Path, apostil: Command) -> None:
    awkward()
    apostil("export", "standoff.jsonl", "-t", "webannotation", "-o", "pages", "--offsets", "utf16")
    page = json.loads((tmp_path / "pages/a.txt.jsonld").read_bytes())
    text = (tmp_path / "texts/a.txt").read_bytes().decode("utf-8").encode("utf-16-le")
    spans = [item["target"]["selector"] for item in page["items"] if item["motivation"] == "tagging"]
    assert spans
    for place, quote in spans:
        assert text[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == quote["exact"]


def test_one_document_goes_to_standard_output_and_a_second_is_told(awkward: Awkward, apostil: Command) -> None:
    awkward()
    one = apostil("annotate", "texts/a.txt", "-l", "fr", "-t", "webannotation")
    assert json.loads(one.out)["type"] == "AnnotationPage"
    two = apostil("annotate", "texts", "-l", "fr", "-t", "webannotation")
    assert two.returncode == 1
    assert "give a folder with -o" in two.err


def export(folder: Path, annotated: Annotated) -> Path:
    write([annotated], EXPORTER, sink_for(EXPORTER, f"{folder}/page.jsonld", with_text=True), {})
    return folder / "page.jsonld"


def load(file: Path, page: Any) -> Annotated:
    file.write_text(json.dumps(page), "utf-8")
    (back,) = IMPORTER.read(file)
    return back


TEXT = "😀 Acme\r\npaie 3 M€."


def sample(id: str = "d", one: str = "T1") -> Annotated:
    name = Annotation(2, 6, "name", {"canonical": "Acme"}, "r", None, "organisation", "Acme", one, 0.5)
    money = Annotation(13, 17, "money", None, "", [Argument("payer", one), Argument("a:b", one)], "money", "3 M€", "T2")
    return Annotated(Document(TEXT, id, metadata={"page": 1}), [name, money], annotators={"money": "1"})


@pytest.mark.parametrize("name", ["javascript:alert(1)", "//evil.example/x?y#z", "a b/é\u2028<>\"'%41", "😀"])
def test_any_names_are_parts_of_iris(name: str, tmp_path: Path) -> None:
    file = export(tmp_path, sample(name, name))
    page = json.loads(file.read_bytes())
    for item in page["items"]:
        assert item["id"].startswith("urn:apostil:")
        assert item["id"].isascii()
        assert item["id"].count("#") == 1
        assert not set(item["id"]) & set(" \"'<>?")
    (back,) = IMPORTER.read(file)
    assert encode(back, with_text=True) == encode(sample(name, name), with_text=True)


def test_what_others_change_in_a_page_comes_back(tmp_path: Path) -> None:
    file = export(tmp_path, sample())
    page = json.loads(file.read_bytes())
    name, money = (item for item in page["items"] if item["motivation"] == "tagging")
    name["body"][0]["value"] = "a party"
    money["target"]["selector"] = {"type": "TextPositionSelector", "start": 13, "end": 16}
    page["items"] = [item for item in page["items"] if not item["id"].endswith("T2:1")]
    page["items"].append({"type": "Annotation", "target": "urn:x", "body": {"value": "a remark", "purpose": "commenting"}})
    back = load(file, page)
    first, second = back.annotations
    assert (first.id, first.label, first.value, first.annotator, first.rule) == ("T1", "a_party", None, "webannotation", "")
    assert (second.text, second.annotator, [(link.role, link.target) for link in second.links()]) == (
        "3 M",
        "money",
        [("a:b", "T1")],
    )
    assert "1 annotations without a tag, offsets or an end left out" in back.problems[0].message


@pytest.mark.parametrize(("start", "end"), [(2, 6), (3, 7)], ids=["code points", "UTF-16, as scripts in browsers count"])
def test_a_page_of_others_is_read_beside_its_text(start: int, end: int, tmp_path: Path) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "Acme"}
    selectors = [quote, {"type": "TextPositionSelector", "start": start, "end": end}]
    item = {"id": "#1", "motivation": "tagging", "body": {"value": "firm"}, "target": [{"source": "x", "selector": selectors}]}
    remark = {"id": "#2", "motivation": "linking", "body": {"type": "SpecificResource", "source": "#9"}, "target": "#1"}
    with pytest.raises(InputError, match=r"does not hold its text: put it beside, as page\.txt"):
        load(tmp_path / "page.jsonld", [item])
    (tmp_path / "page.txt").write_bytes(TEXT.encode("utf-8"))
    back = load(tmp_path / "page.jsonld", [item, remark])
    assert [(a.id, a.label, a.text, a.start) for a in back.annotations] == [("#1", "firm", "Acme", 2)]
    assert back.problems


def test_further_tags_and_targets_are_counted(tmp_path: Path) -> None:
    one, two = region(), region() | {"id": "#2"}
    one["body"] = [{"value": "x", "purpose": "tagging"}, {"value": "y", "purpose": "tagging"}]
    two["target"] = [two["target"], region(start=1, end=2)["target"]]
    link = {"motivation": "linking", "body": {"source": "#2"}, "target": ["#1", "#2"]}
    (tmp_path / "page.txt").write_text("abc")
    back = load(tmp_path / "page.jsonld", [one, two, link])
    assert [a.label for a in back.annotations] == ["x", "x"]
    assert [problem.message for problem in back.problems] == ["3 further tags and targets of annotations left out"]


def region(**selector: Any) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": 0, "end": 1, **selector}
    return {"id": "#1", "motivation": "tagging", "body": {"value": "x"}, "target": {"source": "y", "selector": position}}


BAD = {
    "out of the text": [region(end=99)],
    "inverted": [region(start=1)],
    "before the text": [region(start=-2)],
    "another quote": [region(exact="Z")],
    "words for offsets": [region(start="0")],
    "not annotations": [1],
    "one note twice": [region() | {"body": [{"value": "x"}, {"purpose": "describing", "value": '{"id":"T1"}'}]}] * 2,
    "text": "x",
    "standoff that is none": [
        {"motivation": "describing", "body": {"value": '{"document":{}}'}, "target": "y"},
    ],
    "standoff of another shape": [
        {"motivation": "describing", "body": {"value": '{"apostil":"1","document":{"id":[],"text":3}}'}, "target": "y"},
    ],
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_page_is_told_and_does_not_stop_the_others(bad: Any, tmp_path: Path) -> None:
    for name, page in (("a", [region()]), ("b", bad), ("c", {"items": [region()]})):
        (tmp_path / f"{name}.txt").write_text("abc", "utf-8")
        (tmp_path / f"{name}.jsonld").write_text(json.dumps(page), "utf-8")
    found = list(IMPORTER.read(tmp_path))
    assert [(item.failed, len(item.annotations)) for item in found] == [(False, 1), (True, 0), (False, 1)]
    assert "b.jsonld: " in found[1].problems[0].message
