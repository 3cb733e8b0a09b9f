"""What the tests share: engines made of plugins written on the spot, and the command line run as a user runs it.

`HYPOTHESIS_PROFILE=deep pytest` looks further, and elsewhere each time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

from apostil import Annotated, Annotator, Document, Engine, Lexicon, Plugin, Plugins, decode, encode, hookimpl

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SEED_FILES = sorted(path for path in SEEDS.glob("*.*") if path.suffix in (".txt", ".md"))

settings.register_profile("quick", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("deep", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def module_of(hooks: dict[str, Callable[..., Any]]) -> ModuleType:
    """A module as a plugin's door is one, with `hooks` in it."""
    module = ModuleType("plugin_of_a_test")
    for name, function in hooks.items():
        setattr(module, name, hookimpl(function))
    return module


def plugins_of(*annotators: Annotator, lexicons: Iterable[Lexicon] = (), name: str = "stranger") -> Plugins:
    """Plugins with one, a stranger's, that gives these annotators and lexicons."""
    given = list(lexicons)
    module = module_of({"apostil_annotators": lambda: annotators, "apostil_lexicons": lambda language: given})
    plugins = Plugins()
    plugins.add(Plugin(name, None, "somewhere", "1.0"), lambda: module)
    return plugins


def engine_of(*annotators: Annotator, lexicons: Iterable[Lexicon] = (), **options: Any) -> Engine:
    """An engine of these annotators alone; its language is French."""
    return Engine(plugins_of(*annotators, lexicons=lexicons), language="fr", **options)


def spans(annotated: Annotated, label: str | None = None) -> list[str]:
    """Texts of the annotations, each checked to be the slice it names."""
    for a in annotated.annotations:
        assert annotated.document.text[a.start : a.end] == a.text
    return [a.text for a in annotated.annotations if label in (None, a.label)]


def as_json(annotated: Annotated) -> dict[str, Any]:
    """What is written of it, read back."""
    found: dict[str, Any] = json.loads(encode(annotated))
    return found


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of all installed plugins, built once."""
    return Engine(Plugins.discover())


@pytest.fixture(scope="session")
def seeds(engine: Engine) -> list[Annotated]:
    """Every sample document, annotated."""
    texts = [(path.name, path.read_bytes().decode("utf-8")) for path in SEED_FILES]
    return [engine.annotate(Document(text, name)) for name, text in texts]


def heed_interrupts() -> None:
    """For a new process, before it runs: what is started in the background of a shell ignores interrupts, and hands that on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Ran(subprocess.CompletedProcess[bytes]):
    """A finished command, its streams as text."""

    @property
    def out(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def err(self) -> str:
        return self.stderr.decode("utf-8", "backslashreplace")

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ran]


@pytest.fixture
def apostil(tmp_path: Path) -> Command:
    """Run `apostil` in a process of its own, in a folder of its own, and check what holds for every run: it ends with an
    exit status of the contract and never shows a trace. `site` is a folder of further installed distributions."""

    def command(*words: str | bytes | Path, data: bytes = b"", cwd: Path = tmp_path, site: str = "", **environment: str) -> Ran:
        path = os.pathsep.join(filter(None, [site, os.environ.get("PYTHONPATH")]))
        done = subprocess.run(
            [sys.executable, "-m", "apostil", *words],
            input=data,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": path, **environment},
            timeout=60,
        )
        ran = Ran(done.args, done.returncode, done.stdout, done.stderr)
        assert ran.returncode in (0, 1, 2, 130), ran.err
        assert "Traceback" not in ran.err
        assert "internal error, please" not in ran.err
        assert all(len(line) < 4000 and line.isprintable() for line in ran.err.splitlines()), ran.err
        return ran

    return command


AWKWARD = {
    "a.txt": (
        "😀 Cafe\u0301 Ac\u0327me\u00a0:\r\n"
        "Société Générale SA a payé plus de 3,2\u00a0Md€ à Microsoft le 5 mai 2024, soit 20\u202f% des revenus d’OpenAI.\r\n"
        "𝔘n contrat <b>d'exclusivité</b> & de 650 millions\r\nde dollars s'étend jusqu'en 2030.\r\n"
    ),
    "sous dossier/b.txt": '=SUM(A1) 👩‍👩‍👧 "Le prix"\t,; est de 10 à 20 M$.\n\n'
    "Le présent contrat est régi par le droit français.",
    "vide.txt": "",
}
"""Texts by path whose offsets go wrong wherever somebody counts anything but code points: astral and joined characters,
combining marks, no-break spaces, CRLF and a span over one; mark-up and a formula, too."""


@pytest.fixture
def awkward(tmp_path: Path, apostil: Command) -> Callable[[], list[Annotated]]:
    """Write `AWKWARD` into the folder `texts` and annotate it into `standoff.jsonl`, texts within; a call reads that back:
    what every export of it has to hold."""
    for name, text in AWKWARD.items():
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    done = apostil("annotate", "texts", "-l", "fr", "-d", "2024-10-18", "--with-text", "-o", "standoff.jsonl")
    assert done.returncode == 0, done.err
    return lambda: [decode(line, "standoff") for line in (tmp_path / "standoff.jsonl").read_bytes().splitlines()]
