"""Which plugins are loaded, and what is said of those that cannot be: in this process and on the command line."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotation, Annotator, Exporter, Label, Lexicon, PluginError, Plugins, annotator, hookimpl
from apostil import __version__ as apostil_version
from apostil.plugins import Plugin
from conftest import Command, module_of, plugins_of

BUILT_IN = {"text", "standoff", "language", "numbers", "money", "percentage", "date", "sentence", "organisation", "clause"}
BUILT_IN |= {"csv", "brat", "summary"}
GOOD = """
from pathlib import Path
from apostil import Annotation, Label, annotator, hookimpl

@annotator("{name}", labels=[Label("{name}")])
def found(view):
    yield Annotation(0, 1, "{name}", rule="first-character")

@hookimpl
def apostil_annotators():
    return [found]
"""
BROKEN = {
    "an import that fails": ("import no_such_module_anywhere", "no_such_module_anywhere"),
    "an import that raises": ("raise ValueError('boom')", "ValueError at apostil_test_broken:1"),
    "an import that exits": ("import sys; sys.exit(0)", "SystemExit at apostil_test_broken:1"),
    "an import that raises over many lines": ("raise ValueError('a\\n' * 9999)", "ValueError"),
    "no Python": ("def (", "SyntaxError"),
    "an unknown hook": (
        "from apostil import hookimpl\n@hookimpl\ndef apostil_anotators():\n    return []",
        "unknown hook 'apostil_anotators'",
    ),
    "a wrapper around the hooks of others": (
        "from apostil import hookimpl\n@hookimpl(wrapper=True)\ndef apostil_annotators():\n    return (yield)",
        "it wraps hooks of others",
    ),
    "a wrapper of the old kind": (
        "from apostil import hookimpl\n@hookimpl(hookwrapper=True)\ndef apostil_annotators():\n    yield",
        "it wraps hooks of others",
    ),
    "a hook with other arguments": (
        "from apostil import hookimpl\n@hookimpl\ndef apostil_annotators(view):\n    return []",
        "apostil_annotators",
    ),
}

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Put a plugin where an installer would, in a folder of its own: a module and the metadata with its entry point."""

    def put(name: str, source: str, *, module: str = "", distribution: str = "", folder: str = "site", needs: str = "") -> Path:
        site, module = tmp_path / folder, module or f"apostil_test_{name}"
        distribution = distribution or f"apostil-test-{name}"
        info = site / f"{distribution.replace('-', '_')}-1.2.dist-info"
        info.mkdir(parents=True)
        needed = f"Requires-Dist: {needs}\n" if needs else ""
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n{needed}")
        (info / "entry_points.txt").write_text(f"[apostil]\n{name} = {module}\n")
        (site / f"{module}.py").write_text(source)
        return site

    return put


# --- on the command line


def test_an_installed_plugin_is_found_listed_and_run(install: Install, apostil: Command) -> None:
    site = str(install("first", GOOD.format(name="first")))
    rows = {row["name"]: row for row in json.loads(apostil("plugins", "--json", site=site).out)}
    assert rows["first"]["distribution"] == "apostil-test-first"
    assert rows["first"]["version"] == "1.2"
    assert rows["first"]["gives"] == {"annotator": ["first"]}
    assert "apostil-test-first 1.2" in apostil("plugins", site=site).out
    (written,) = apostil("annotate", "-", "--only", "first", data="été".encode(), site=site).lines
    assert [(a["text"], a["annotator"]) for a in written["annotations"]] == [("é", "first")]
    assert written["annotators"] == {"first": "1.2"}


def test_every_built_in_is_listed_with_where_it_comes_from(apostil: Command) -> None:
    rows = json.loads(apostil("plugins", "--json").out)
    ours = {row["name"] for row in rows if row["distribution"] == "apostil"}
    assert ours >= BUILT_IN
    assert all(row["error"] is None and row["module"].endswith("__init__.py") for row in rows if row["name"] in ours)


@pytest.mark.parametrize(("source", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_a_plugin_that_cannot_be_loaded_stops_the_run_with_one_line(
    install: Install, apostil: Command, source: str, why: str
) -> None:
    site = str(install("broken", source))
    ran = apostil("annotate", "-", data=b"5 euros", site=site)
    assert (ran.returncode, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert "plugin broken (apostil-test-broken 1.2)" in line
    assert why in line
    assert "--without broken" in line
    assert "--skip-broken" in line


def test_a_run_goes_on_without_a_broken_plugin_where_that_is_asked(install: Install, apostil: Command) -> None:
    site = str(install("broken", "raise ValueError('boom')"))
    for option in (["--without", "broken"], ["--skip-broken"]):
        ran = apostil("annotate", "-", "--only", "money", *option, data=b"5 euros", site=site)
        assert ran.returncode == 0
        assert ran.out == apostil("annotate", "-", "--only", "money", data=b"5 euros").out
        assert ("ValueError at apostil_test_broken:1" in ran.err) == (option == ["--skip-broken"])


def test_the_list_shows_a_broken_plugin_and_why(install: Install, apostil: Command) -> None:
    site = str(install("broken", "raise ValueError('boom')"))
    ran = apostil("plugins", site=site)
    assert ran.returncode == 0
    (line,) = [line for line in ran.out.splitlines() if line.startswith("broken")]
    assert "BROKEN" in line
    assert "ValueError at apostil_test_broken:1" in line


@pytest.mark.parametrize("command", [["export", "x.json", "-t", "csv"], ["validate", "x.json"], ["schema"]])
def test_commands_that_can_go_on_without_a_broken_plugin_have_the_option_they_name(
    install: Install, apostil: Command, command: list[str], tmp_path: Path
) -> None:
    site = str(install("broken", "raise ValueError('boom')"))
    (tmp_path / "x.json").write_bytes(apostil("annotate", "-", data=b"5 euros").stdout)
    assert "--skip-broken" in apostil(*command, site=site).err
    assert apostil(*command, "--skip-broken", site=site).returncode == 0


def test_explain_ends_with_1_where_an_annotator_fails(install: Install, apostil: Command) -> None:
    site = str(install("failing", GOOD.format(name="failing").replace("    yield", "    raise OSError\n    yield")))
    ran = apostil("explain", "-", data=b"5 euros", site=site)
    assert ran.returncode == 1
    assert "problem: failing: OSError" in ran.out


CANARY = "from pathlib import Path\nPath(__file__).with_name('canary').touch()\n"


@pytest.mark.parametrize(
    ("allowed", "imported"),
    {"": False, "other": False, "canar": False, "canary": True, " canary , other ": True}.items(),
    ids=repr,
)
def test_a_plugin_that_is_not_allowed_is_never_imported(
    install: Install, apostil: Command, allowed: str, imported: bool
) -> None:
    site = install("canary", CANARY + GOOD.format(name="canary"))
    ran = apostil("plugins", "--json", site=str(site), APOSTIL_PLUGINS=allowed)
    assert (site / "canary").exists() == imported
    names = {row["name"] for row in json.loads(ran.out)}
    assert ("canary" in names) == imported
    assert names >= BUILT_IN


def test_a_plugin_left_out_by_name_is_never_imported(install: Install, apostil: Command) -> None:
    site = install("canary", CANARY + GOOD.format(name="canary"))
    assert apostil("annotate", "-", "--without", "canary", data=b"a", site=str(site)).returncode == 0
    assert not (site / "canary").exists()


def test_help_and_version_import_no_plugin(install: Install, apostil: Command) -> None:
    site = install("canary", CANARY + GOOD.format(name="canary"))
    for words in (["--version"], ["--help"], ["annotate", "--help"]):
        assert apostil(*words, site=str(site)).returncode == 0
    assert not (site / "canary").exists()


def test_a_stranger_cannot_take_the_name_of_a_built_in(install: Install, apostil: Command) -> None:
    site = str(install("money", CANARY + GOOD.format(name="money")))
    ran = apostil("annotate", "-", data=b"5 euros", site=site)
    assert ran.returncode == 2
    (line,) = ran.err.splitlines()
    assert "apostil-test-money" in line
    ran = apostil("annotate", "-", "--skip-broken", data=b"5 euros", site=site)
    assert ran.returncode == 0
    assert "first-character" not in ran.out


def test_two_plugins_of_one_name_are_told_from_each_other(install: Install, apostil: Command) -> None:
    install("same", GOOD.format(name="one"))
    site = str(install("same", GOOD.format(name="two"), module="apostil_other", distribution="apostil-test-two"))
    ran = apostil("annotate", "-", data=b"5 euros", site=site)
    assert ran.returncode == 2
    assert "plugin same (apostil-test-two 1.2): the name is that of apostil-test-same 1.2" in ran.err
    ran = apostil("annotate", "-", "--skip-broken", data=b"5 euros", site=site)
    assert ran.returncode == 0
    assert "one" in ran.lines[0]["annotators"]
    assert "two" not in ran.lines[0]["annotators"]


@pytest.mark.parametrize("needs", ["apostil>=99.1", "Apostil [arrow] (<100,>=99.1)"])
def test_a_plugin_for_a_newer_apostil_is_not_imported(install: Install, apostil: Command, needs: str) -> None:
    site = install("new", CANARY + GOOD.format(name="new"), needs=needs)
    ran = apostil("annotate", "-", data=b"5 euros", site=str(site))
    assert ran.returncode == 2
    assert f"it needs apostil 99.1, this is {apostil_version}" in ran.err
    assert not (site / "canary").exists()


def test_one_for_this_apostil_is_run(install: Install, apostil: Command) -> None:
    site = str(install("fit", GOOD.format(name="fit"), needs="apostil>=0.1,<9; python_version>='3'"))
    assert apostil("annotate", "-", "--only", "fit", data=b"5 euros", site=site).returncode == 0


def test_what_a_plugin_prints_while_it_is_loaded_is_no_output(install: Install, apostil: Command) -> None:
    noisy = GOOD.format(name="noisy").replace("    return [found]", "    print('asked')\n    return [found]")
    site = str(install("noisy", f"print('imported')\n{noisy}"))
    ran = apostil("annotate", "-", "--only", "noisy", data=b"5 euros", site=site)
    assert len(ran.lines) == 1
    assert set(ran.err.split()) == {"imported", "asked"}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="nothing interrupts it there")
def test_a_plugin_that_does_not_come_back_from_its_import_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil.plugins.LOADING", 0.5)
    with pytest.raises(PluginError, match=r"plugin slow: cannot be loaded: TimeLimit: took longer than 0\.5 s"):
        Plugins().add(Plugin("slow"), lambda: time.sleep(600))


def test_the_list_tells_what_is_no_annotator(install: Install, apostil: Command) -> None:
    site = str(install("odd", "from apostil import hookimpl\n@hookimpl\ndef apostil_annotators():\n    return [None]"))
    ran = apostil("plugins", site=site)
    assert ran.returncode == 0
    assert "BROKEN: apostil_annotators gave a NoneType, not a Annotator" in ran.out


def test_two_annotators_of_one_name_are_refused_naming_both(install: Install, apostil: Command) -> None:
    site = str(install("thief", GOOD.format(name="money")))
    ran = apostil("annotate", "-", data=b"5 euros", site=site)
    assert ran.returncode == 2
    (line,) = ran.err.splitlines()
    assert "annotator 'money'" in line
    assert "apostil-test-thief" in line
    assert "--without thief" in line
    assert apostil("annotate", "-", "--without", "thief", "--only", "date", data=b"5 euros", site=site).returncode == 0


def test_without_a_name_that_nobody_has_is_refused(apostil: Command) -> None:
    ran = apostil("annotate", "-", "--without", "moneey", data=b"5 euros")
    assert ran.returncode == 2
    assert "moneey" in ran.err


def test_a_plugin_s_command_is_run(install: Install, apostil: Command) -> None:
    source = """
import click
from apostil import hookimpl

@click.command("greet")
@click.argument("name")
def greet(name):
    click.echo(f"hello {name}")

@hookimpl
def apostil_commands():
    return [greet]
"""
    site = str(install("greeter", source))
    assert apostil("greet", "you", site=site).out == "hello you\n"
    assert apostil("greet", "you").returncode == 2


# --- in this process


def test_hooks_return_values_and_can_be_asked_one_by_one() -> None:
    @annotator("a")
    def nothing(view: Any) -> None: ...

    plugins = plugins_of(nothing, lexicons=[Lexicon("x", {"y": 1})])
    assert plugins.annotators()["a"][1] is nothing
    assert [lexicon.name for lexicon in plugins.lexicons("fr")] == ["x"]
    assert plugins.exporters() == plugins.readers() == plugins.importers() == {}


def given(**hooks: Callable[..., Any]) -> Plugins:
    plugins = Plugins()
    plugins.add(Plugin("stranger", None, "somewhere", "1.0"), lambda: module_of(hooks))
    return plugins


@pytest.mark.parametrize("error", [ValueError("boom"), SystemExit(0), RecursionError()], ids=repr)
def test_a_hook_that_raises_is_the_plugin_s_error(error: BaseException) -> None:
    def hook() -> Any:
        raise error

    with pytest.raises(PluginError, match="plugin stranger: apostil_annotators failed"):
        given(apostil_annotators=hook).annotators()


@pytest.mark.parametrize("items", [[1], [Label("x")], ["annotator"], 3, None], ids=repr)
def test_a_hook_that_gives_something_else_is_the_plugin_s_error(items: Any) -> None:
    with pytest.raises(PluginError, match="plugin stranger"):
        given(apostil_annotators=lambda: items).annotators()


def labelled(name: str, value: type | None) -> Annotator:
    return annotator(name, labels=[Label("same", value)])(lambda view: [])


def test_one_label_with_two_kinds_of_value_is_refused() -> None:
    with pytest.raises(PluginError, match="label 'same' is declared elsewhere with another value"):
        plugins_of(labelled("a", None), labelled("b", Annotation)).labels()
    assert list(plugins_of(labelled("a", None), labelled("b", None)).labels()) == ["same"]


def test_a_plugin_whose_functions_are_not_marked_is_refused() -> None:
    module = module_of({})
    module.apostil_exporters = lambda: [Exporter("x", ".x", lambda sink, labels: None)]  # type: ignore[attr-defined,arg-type,return-value]
    with pytest.raises(PluginError, match="@hookimpl"):
        Plugins().add(Plugin("stranger"), lambda: module)


def test_a_plugin_that_cannot_be_registered_leaves_the_others_as_they_were() -> None:
    @hookimpl
    def apostil_unheard_of() -> list[Any]:
        return []

    def words(language: str) -> list[Any]:
        return []

    plugins = plugins_of(labelled("a", None))
    with pytest.raises(PluginError, match="unknown hook"):
        plugins.add(Plugin("other"), lambda: module_of({"apostil_unheard_of": apostil_unheard_of}))
    assert list(plugins.annotators()) == ["a"]
    plugins.add(Plugin("third"), lambda: module_of({"apostil_lexicons": hookimpl(words)}))
    assert [plugin.name for plugin in plugins.loaded] == ["stranger", "third"]
