"""Documentation that runs: Python blocks of the plugin page, console blocks of all pages."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import apostil
from apostil.testing import Example
from apostil_numbers.number import Number

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(page: Path, kind: str) -> list[str]:
    return [body for name, body in BLOCK.findall(page.read_text("utf-8")) if name == kind]


def plugin(code: str) -> apostil.Plugins:
    """Built-in plugins and one made of the hooks that `code` defines."""
    space: dict[str, object] = {"__name__": "apostil_vat"}
    exec(code, space)
    plugins = apostil.Plugins.discover()
    plugins.add(apostil.Plugin("vat"), lambda: type("vat", (), {k: v for k, v in space.items() if k.startswith("apostil_")}))
    return plugins


def test_the_annotator_of_the_plugin_page_passes_its_own_examples() -> None:
    page = ROOT / "docs/write-a-plugin.md"
    engine = apostil.Engine(plugin(blocks(page, "python")[0]))
    examples = next(tomllib.loads(b)["example"] for b in blocks(page, "toml") if "[[example]]" in b)
    assert [len(e["vat"]) for e in examples] == [1, 0]
    for table in examples:
        Example(table["text"], "fr", None, {"vat": table["vat"]}).check(engine)


def test_the_pattern_of_the_plugin_page_compiles() -> None:
    code = next(b for b in blocks(ROOT / "docs/write-a-plugin.md", "python") if "def setup" in b)
    space: dict[str, object] = {}
    exec(code, space)
    setup = space["setup"]
    assert callable(setup)
    assert setup({"vat_number": ["numéro de TVA"]}).match("numéro de tva : fr12 345678901")["number"] == "fr12 345678901"


def test_the_plugin_page_names_what_a_number_holds() -> None:
    page = (ROOT / "docs/write-a-plugin.md").read_text("utf-8")
    fields = [name for name in Number.__struct_fields__ if name != "seam"]  # what money makes of a range
    assert not [name for name in fields if f"`{name}`" not in page]


def test_the_evidence_of_the_plugin_page_is_told_where_a_run_explains() -> None:
    space: dict[str, object] = {}
    exec(next(b for b in blocks(ROOT / "docs/write-a-plugin.md", "python") if "def told" in b), space)
    told = space["told"]
    assert callable(told)

    @apostil.annotator("vat", labels=[apostil.Label("vat")])
    def vat(view: apostil.View) -> list[apostil.Annotation]:
        found = [apostil.Annotation(0, 1, "vat")]
        told(view, found, [(2, 3)])
        return found

    plugins = apostil.Plugins()
    plugins.add(apostil.Plugin("vat"), lambda: type("vat", (), {"apostil_annotators": apostil.hookimpl(lambda: [vat])}))
    plain, explained = (apostil.Engine(plugins, keep_losers=keep).annotate(apostil.Document("a b c")) for keep in (False, True))
    assert [a.evidence for a in plain.annotations] == [None]
    assert [sum(e.weight or 0 for e in a.evidence or ()) for a in explained.annotations] == [3]
    assert [(lost.annotation.text, lost.why) for lost in explained.losers] == [("b", "no rate is near")]


def test_the_exporter_of_the_plugin_page_writes(tmp_path: Path) -> None:
    code = next(b for b in blocks(ROOT / "docs/write-a-plugin.md", "python") if "Exporter(" in b)
    exporter = plugin(code).exporters()["quotes"][1]
    annotated = apostil.annotate("Le loyer est de 1 200 €.", language="fr", reference_date=dt.date(2024, 1, 1))
    from apostil.output import FileSink

    with FileSink(tmp_path / "q.tsv") as sink:
        writer = exporter.open(sink, {})
        writer.write(annotated)
        writer.close()
    assert "money\t1 200 €\n" in (tmp_path / "q.tsv").read_text("utf-8")


def commands(page: Path) -> list[tuple[str, str]]:
    """Command and output it shows, of each `$ apostil …` in the console blocks of `page`."""
    found = []
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def same(shown: str, real: str) -> bool:
    """Whether `real` is what `shown` says, where a line of `…` stands for any lines and a `…` inside one for any text."""
    lines = [r"(?:.*\n)*" if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in shown.splitlines()]
    return re.fullmatch("".join(lines), real if real.endswith("\n") or not real else real + "\n") is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, where the commands of the pages run one after the other."""
    place = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    return place


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_pages_show(page: Path, folder: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    for command, shown in commands(page):
        assert shlex.split(command)[0] in ("apostil", "echo", "cat", "ls", "head", "python"), command
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode in (0, 1), (command, done.stderr)
        assert same(shown, done.stdout + done.stderr), f"{command}\n--- shown\n{shown}\n--- printed\n{done.stdout}{done.stderr}"


def test_the_reader_of_the_plugin_page_reads() -> None:
    code = next(b for b in blocks(ROOT / "docs/write-a-plugin.md", "python") if "Reader(" in b)
    reader = plugin(code).readers()["pages"][1]
    found = list(reader.read(io.BytesIO(b"un\fdeux"), "a.pages", apostil.Decoding()))
    assert [(d.id, d.text) for d in found if isinstance(d, apostil.Document)] == [("a.pages:1", "un"), ("a.pages:2", "deux")]
