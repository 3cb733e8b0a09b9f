"""What the project says of itself, held to it: how it is laid out, what imports what, what is documented, what is linear."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

import apostil
from apostil import Document, Engine, PluginError, hookspecs
from apostil.cli import COMMANDS
from apostil.patterns import _refuse_unbounded
from apostil.testing import examples
from conftest import ROOT

CORE = ROOT / "core" / "apostil"
PLUGINS = sorted(path for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name.startswith("apostil_"))
ANNOTATORS = ("numbers", "money", "percentage", "date", "sentence", "organisation", "clause")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_NAMES = """errors fence cost state folding garbage hashing patterns wrapping spacing strict markup model foreign calibration
window offsets layer
lexicon extra annotators vocabulary scan reader exporter columns hookspecs plugins settings overlap border evidence order
languages frame engine agreement evaluate differences records standoff schema quick inputs texts output run testing batch cli
arrow spark"""
ORDER = _NAMES.split()
"""Core modules, each importing from those before it only."""

MODULES = sorted([*CORE.rglob("*.py"), *(path for plugin in PLUGINS for path in plugin.rglob("*.py"))])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


EXTRAS = {
    "apostil_arrow": {"pyarrow"},
    "apostil_html": {"lxml", "trafilatura"},
    "apostil_pdf": {"pypdf"},
    "apostil_spacy": {"spacy"},
    "apostil_table": {"pyarrow"},
    "apostil_uima": {"cassis"},
}
"""Libraries that a plugin declares as extras, by plugin."""


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, wherever it does so, what only a type checker sees left out."""
    tree = ast.parse(path.read_text("utf-8"))
    unseen = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "" if node.level == 0 else path.parent.name


# --- layout


def test_every_plugin_folder_is_an_entry_point_and_the_reverse() -> None:
    declared = PROJECT["project"]["entry-points"]["apostil"]
    assert declared == {path.name.removeprefix("apostil_"): path.name for path in PLUGINS}


def test_what_is_installed_is_what_is_declared() -> None:
    installed = {p.name: p.value for p in entry_points(group="apostil") if p.dist and p.dist.name == "apostil"}
    assert installed == PROJECT["project"]["entry-points"]["apostil"]


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_the_door_of_a_plugin_holds_hooks_only(plugin: Path) -> None:
    tree = ast.parse((plugin / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(tree)
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert functions
    assert all(name.startswith(("apostil_", "_")) for name in functions)
    assert not [node for node in tree.body if isinstance(node, ast.ClassDef | ast.For | ast.While | ast.With)]


@pytest.mark.parametrize("name", ["money", "percentage", "date", "organisation", "clause"])
def test_every_annotator_has_examples_positive_and_negative_in_both_languages(name: str) -> None:
    found = examples(f"apostil_{name}")
    assert {example.language for example in found} >= {"fr", "en"}
    assert any(example.expected.get(name) for example in found)
    assert any(example.expected.get(name) == [] for example in found)


# --- imports


@pytest.mark.parametrize("path", [p for plugin in PLUGINS for p in sorted(plugin.rglob("*.py"))], ids=named)
def test_a_plugin_imports_of_us_apostil_only_and_of_others_what_we_depend_on(path: Path) -> None:
    own = path.relative_to(ROOT / "plugins").parts[0]
    for module in imports(path):
        top = module.partition(".")[0]
        allowed = {own, "attrs", "msgspec", "regex", "click", "rich", *EXTRAS.get(own, ())}
        assert module == "apostil" or top in allowed or top in sys.stdlib_module_names, f"{named(path)} imports {module}"


@pytest.mark.parametrize("path", sorted([*CORE.glob("*.py"), *CORE.glob("batch/*.py")]), ids=named)
def test_core_modules_import_only_what_stands_above_them(path: Path) -> None:
    if path.stem in ("__init__", "__main__"):
        return
    name = path.stem if path.parent == CORE else path.parent.name
    assert name in ORDER, f"{name} has no place in the order of the core"
    above = set(ORDER[: ORDER.index(name)]) | ({name} if path.parent != CORE else set())
    for module in imports(path):
        if module.startswith("apostil."):
            allowed = above | ({"standoff"} if path.stem == "engine" else set())  # `annotate_json` imports it when called
            assert module.split(".")[1] in allowed, f"{named(path)} imports {module}"


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=named)
def test_the_core_knows_no_annotator_and_no_label(path: Path) -> None:
    labels = {"money", "percentage", "organisation", "clause"}
    strings = {n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)}
    assert not strings & labels
    assert not [module for module in imports(path) if module.startswith("apostil_") and module != "apostil_schemas"]


FORBIDDEN = {
    "pickle",
    "marshal",
    "shelve",
    "subprocess",
    "socket",
    "ssl",
    "urllib",
    "http",
    "ctypes",
    "multiprocessing",
    "yaml",
}


RUNS = re.compile(r"eval|exec|compile|__import__|os\.(?:system|popen|fork\w*|exec\w+|spawn\w+|posix_spawn\w*)|tempfile\.mktemp")
"""Calls that run what is given to them, or begin a process."""
WORKERS = {
    "core/apostil/batch/process.py": {"multiprocessing", "subprocess"},
    "core/apostil/batch/worker.py": {"multiprocessing"},
}
"""What starts workers and talks to them, in bytes."""


@pytest.mark.parametrize("path", sorted((CORE / "batch").glob("*.py")), ids=named)
def test_workers_are_sent_bytes_and_nothing_that_is_pickled(path: Path) -> None:
    called = [
        n.func.attr for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call) and hasattr(n.func, "attr")
    ]
    assert not {"send", "recv", "put_nowait"} & set(called)
    if path.name in ("process.py", "worker.py"):
        assert {"send_bytes", "recv_bytes"} <= set(called)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_is_unpickled_evaluated_run_or_fetched(path: Path) -> None:
    found = FORBIDDEN & {module.partition(".")[0] for module in imports(path)}
    assert found <= WORKERS.get(named(path), set())
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert not RUNS.fullmatch(called), f"{named(path)}: {called}"
            assert not [k for k in node.keywords if k.arg == "shell"], f"{named(path)}: {called} with a shell"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_stay_small_enough_to_read(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 320, f"{named(path)}: {lines} lines; the house's measure is about 200"


# --- patterns

BARE = {"compile", "match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
EXEMPT = {
    "plugins/apostil_clause/cues.py": "reads its own word lists, at set-up",
    "plugins/apostil_date/backward.py": "reads its own patterns, at set-up",
    "plugins/apostil_organisation/gazetteer.py": "reads its own tables, at set-up",
    "plugins/apostil_organisation/brackets.py": "looks for one of a few words of its own",
    "plugins/apostil_brat/lines.py": "takes a line whole, and no part can take what the next begins with",
    "plugins/apostil_brat/naming.py": "takes a name whole, with one repeat",
    "plugins/apostil_brat/notes.py": "takes a line whole, and no part can take what the next begins with",
    "plugins/apostil_brat/spans.py": "a run of one class",
    "plugins/apostil_docx/body.py": "takes names of parts whole, to a bounded length",
    "plugins/apostil_html/tree.py": "each quote ends where the next begins, and what follows it decides nothing",
    "plugins/apostil_summary/sentences.py": "is given 300 characters",
}
"""Modules whose patterns never run over a text, or cannot run away on one."""
_CLASS = r"(?:\\\w|\[[^\]]+\])"
ONE_CLASS = re.compile(rf"{_CLASS}\+(?:\|{_CLASS}\+?)*")
"""A run of one class and nothing after it cannot fail late; nor can a choice of them."""


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_patterns_beside_the_one_place_that_compiles_them_are_bounded_literals(path: Path) -> None:
    if path.stem == "patterns" or named(path) in EXEMPT:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BARE):
            continue
        if ast.unparse(node.func.value) not in ("re", "regex"):
            continue
        source = node.args[0]
        place = f"{named(path)}:{node.lineno}"
        assert isinstance(source, ast.Constant), f"{place}: a pattern that is put together goes through apostil.pattern"
        if ONE_CLASS.fullmatch(str(source.value)):
            continue
        try:
            _refuse_unbounded(str(source.value), str(source.value))
        except PluginError as error:
            pytest.fail(f"{place}: {error}")


def hostile() -> dict[str, Callable[[int], str]]:
    """The hostile texts of the bench."""
    spec = importlib.util.spec_from_file_location("throughput", ROOT / "bench" / "throughput.py")
    assert spec
    assert spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Callable[[int], str]] = module.HOSTILE
    return found


def cost(engine: Engine, text: str) -> float:
    """CPU seconds of annotating `text`, the best of three."""
    found = []
    for _ in range(3):
        start = time.process_time()
        engine.annotate_json(Document(text, "d"))
        found.append(time.process_time() - start)
    return min(found)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("family", hostile())
def test_time_is_linear_on_hostile_text(engine: Engine, family: str, language: str) -> None:
    make = hostile()[family]
    engine = Engine(engine.plugins, language=language) if language not in _ENGINES else _ENGINES[language]
    _ENGINES[language] = engine
    cost(engine, "x")
    for size in (
        10_000,
        16_000,
        24_000,
    ):  # measured again, on more text, before it counts: a loaded machine is no fault of ours
        small, large = cost(engine, make(size)), cost(engine, make(2 * size))
        if large < 0.01 or large / small < 3:
            return
    pytest.fail(f"twice the text takes {large / small:.1f} times as long ({large:.2f} s for {2 * size} characters)")


_ENGINES: dict[str, Engine] = {}


# --- documentation


@pytest.mark.parametrize("hook", [n for n, f in vars(hookspecs).items() if inspect.isfunction(f) and n.startswith("apostil_")])
def test_every_hook_is_documented_with_its_arguments(hook: str) -> None:
    page = (ROOT / "docs" / "write-a-plugin.md").read_text("utf-8")
    arguments = ", ".join(inspect.signature(getattr(hookspecs, hook)).parameters)
    assert f"{hook}({arguments})" in page
    assert inspect.getdoc(getattr(hookspecs, hook))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert any(f"apostil {command}" in page.read_text("utf-8") for page in DOCS)


def test_pages_point_to_pages_that_are_there() -> None:
    pages = [*DOCS, ROOT / "CONTRIBUTING.md"]
    targets = [(page, t) for page in pages for t in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))]
    assert not [f"{named(page)} → {target}" for page, target in targets if not (page.parent / target).exists()]


def test_every_public_name_is_there_and_none_is_forgotten() -> None:
    for name in apostil.__all__:
        assert getattr(apostil, name) is not None
    assert set(apostil.__all__) == set(apostil._HOME)
    assert len(set(apostil.__all__)) == len(apostil.__all__)
    assert re.fullmatch(r"\d+\.\d+.*", apostil.__version__)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = apostil.nothing_of_the_kind  # type: ignore[attr-defined]


ALONE = ("__main__", "arrow", "spark")
"""Modules that run the command line, or need libraries that are not always there."""


def test_a_public_name_is_what_it_says_whatever_was_imported_before() -> None:
    modules = "; ".join(f"import apostil.{path.stem}" for path in sorted(CORE.glob("*.py")) if path.stem not in ALONE)
    names = "[name for name in apostil.__all__ if type(getattr(apostil, name)) is types.ModuleType]"
    done = subprocess.run([sys.executable, "-c", f"import types; {modules}; print({names})"], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
