"""Texts that are in no file as they stand: every format that comes back says so, and an import never loses the only text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apostil import Annotated, Annotation, Document, Plugins
from apostil.run import export, sink_for
from conftest import Command

WHOLE = ["parquet-documents", "uima", "xmi", "gate", "brat", "labelstudio", "doccano", "webannotation"]
LIBRARY = {"parquet-documents": "pyarrow", "uima": "cassis", "xmi": "cassis"}


@pytest.mark.parametrize("format", WHOLE)
def test_who_took_a_text_out_of_its_file_comes_back(tmp_path: Path, format: str) -> None:
    pytest.importorskip(LIBRARY.get(format, "json"))
    plugins = Plugins.discover()
    _, exporter = plugins.exporters()[format]
    document = Document("5 €", "d", "fr", source="d.pdf", extracted="pdf")
    found = Annotated(document, [Annotation(0, 3, "money", None, "r", None, "money", "5 €", "T1")])
    export([found], exporter, sink_for(exporter, str(tmp_path / "out")), plugins.labels())
    path = tmp_path / "out" if exporter.folder else next((tmp_path / "out").iterdir())
    (back,) = plugins.importers()[format][1].read(path)
    assert (back.document.text, back.document.extracted, back.failed) == ("5 €", "pdf", False)


def test_a_text_that_only_the_imported_file_holds_is_kept(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "f.bdocjs").write_text(json.dumps({"text": "5 €", "annotation_sets": {}}), "utf-8")
    (tmp_path / "g.bdocjs").write_text(json.dumps({"text": "6 €", "features": {"apostil_source": "g.txt"}}), "utf-8")
    ran = apostil("import", "-f", "gate", ".")
    first, second = (line["document"] for line in ran.lines)
    assert (first["text"], first["extracted"]) == ("5 €", "gate")
    assert not second.keys() & {"text", "extracted"}
