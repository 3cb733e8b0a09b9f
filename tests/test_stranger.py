"""A stranger's annotator of twenty lines, built and installed for real, can do whatever a built-in can."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from conftest import Command

CODE = '''
from attrs import define
from apostil import Annotation, Label, annotator, hookimpl

@define
class Vat:
    """Value of a `vat` annotation: the amount before tax, a decimal string."""
    net: str | None

@annotator("vat", requires=["money"], labels=[Label("vat", Vat)])
def vat(view):
    for amount in view["money"]:
        if view.text[amount.end:amount.end + 3].strip() == "HT":
            yield Annotation(amount.start, amount.end + 3, "vat", Vat(amount.value.amount))

@hookimpl
def apostil_annotators():
    return [vat]
'''
PROJECT = """
    [build-system]
    requires = ["hatchling"]
    build-backend = "hatchling.build"
    [project]
    name = "apostil-vat"
    version = "0.3.0"
    dependencies = ["apostil"]
    [project.entry-points.apostil]
    vat = "apostil_vat"
"""
TEXT = "Le loyer est de 1 200 € HT par mois, soit 1 440 € TTC."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the plugin as pip installs it, from a project as its author writes it."""
    project = tmp_path_factory.mktemp("vat")
    (project / "apostil_vat").mkdir()
    (project / "apostil_vat" / "__init__.py").write_text(CODE.strip() + "\n")
    (project / "pyproject.toml").write_text(textwrap.dedent(PROJECT))
    target = project / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    done = subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--target", target, project], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return str(target)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "lease.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_it_is_listed_with_its_distribution(site: str, apostil: Command) -> None:
    (line,) = [line for line in apostil("plugins", site=site).out.splitlines() if line.startswith("vat ")]
    assert line.split() == ["vat", "apostil-vat", "0.3.0", "annotator", "vat"]


def test_it_annotates_with_its_value_and_version(site: str, apostil: Command, text: Path) -> None:
    (written,) = apostil("annotate", text, site=site).lines
    (vat,) = [a for a in written["annotations"] if a["label"] == "vat"]
    assert (vat["text"], vat["value"], vat["annotator"]) == ("1 200 € HT", {"net": "1200"}, "vat")
    assert written["annotators"]["vat"] == "0.3.0"
    assert written["problems"] == []


def test_it_requires_money(site: str, apostil: Command, text: Path) -> None:
    (written,) = apostil("annotate", text, "--only", "vat", site=site).lines
    assert {a["label"] for a in written["annotations"]} == {"vat", "money"}
    ran = apostil("annotate", text, "--without", "money", site=site)
    assert ran.returncode == 2
    assert "requires 'money'" in ran.err


def test_the_others_write_what_they_write_without_it(site: str, apostil: Command, text: Path) -> None:
    def others(**environment: str) -> list[tuple[object, ...]]:
        (written,) = apostil("annotate", text, **environment).lines
        return [(a["start"], a["end"], a["label"], a["value"]) for a in written["annotations"] if a["label"] != "vat"]

    assert others(site=site) == others() != []


def test_its_value_has_a_column_in_csv(site: str, apostil: Command, text: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(apostil("annotate", text, "-t", "csv", site=site).out.lstrip("\ufeff"))))
    (row,) = [row for row in rows if row["label"] == "vat"]
    assert any("net" in column and value == "1200" for column, value in row.items())


def test_its_value_is_in_brat_and_comes_back(site: str, apostil: Command, text: Path, tmp_path: Path) -> None:
    out = tmp_path / "brat"
    assert apostil("annotate", text, "-t", "brat", "-o", out, site=site).returncode == 0
    (annotations,) = out.rglob("*.ann")
    lines = annotations.read_text("utf-8").splitlines()
    (line,) = [line for line in lines if line.split("\t")[1].startswith("vat ")]
    assert line.endswith("\t1 200 € HT")
    assert any(line.split("\t")[0] in other and "1200" in other for other in lines if other != line)
    assert any("vat" in path.read_text("utf-8") for path in out.rglob("annotation.conf"))
    (back,) = apostil("import", "-f", "brat", out, site=site).lines
    (vat,) = [a for a in back["annotations"] if a["label"] == "vat"]
    assert (vat["text"], vat["value"]) == ("1 200 € HT", {"net": "1200"})


def test_its_value_has_a_schema(site: str, apostil: Command) -> None:
    schema = json.loads(apostil("schema", "vat", site=site).out)
    assert schema["required"] == ["net"]
    assert schema["additionalProperties"] is False
    assert "before tax" in schema["description"]
    assert apostil("schema", "vat").returncode == 2


def test_what_it_wrote_is_valid_with_it_and_without_it(site: str, apostil: Command, text: Path, tmp_path: Path) -> None:
    apostil("annotate", text, "-o", "out.jsonl", site=site)
    assert apostil("validate", "out.jsonl", site=site).returncode == 0
    assert apostil("validate", "out.jsonl").returncode == 0
    spoilt = (tmp_path / "out.jsonl").read_text("utf-8").replace('"net":"1200"', '"net":1200')
    (tmp_path / "out.jsonl").write_text(spoilt, "utf-8")
    ran = apostil("validate", "out.jsonl", site=site)
    assert ran.returncode == 2
    assert "vat" in ran.err
