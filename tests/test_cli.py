"""The command line from end to end, each run in a process of its own: what a user types, what comes out, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import SEED_FILES, SEEDS, Command, heed_interrupts

COMMANDS = ["annotate", "diff", "evaluate", "explain", "export", "import", "plugins", "schema", "validate"]
FORMATS = ["json", "jsonl", "csv", "brat", "summary"]
TEXT = "Le 5 mars 2024, Alpha SA a acquis 20 % de Beta SARL pour 3 millions d'euros."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two small French documents in `in`."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in" / "sub" / "b.txt").write_text(TEXT.replace("5 mars", "6 mai") + "\n😀 4 €", "utf-8")
    return tmp_path


def files(folder: Path) -> list[str]:
    """What is below `folder`, without the reports of runs."""
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(name for name in found if name.rpartition("/")[2] != "report.json")


# --- help


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)], ids=str)
def test_help_says_what_a_command_is_for_and_names_every_option(apostil: Command, words: list[str]) -> None:
    long, short = apostil(*words, "--help"), apostil(*words, "-h")
    assert (long.returncode, long.err) == (0, "")
    assert long.out == short.out
    assert long.out.startswith(f"Usage: {' '.join(['apostil', *words])} ")
    if not words:
        assert all(f"\n  {name} " in long.out for name in COMMANDS)


def test_without_a_command_help_is_shown(apostil: Command) -> None:
    ran = apostil()
    assert "Usage: apostil" in ran.out + ran.err


def test_the_version_is_that_of_the_distribution(apostil: Command) -> None:
    from importlib.metadata import version

    assert apostil("--version").out == f"apostil {version('apostil')}\n"


def test_the_script_that_is_installed_is_the_same(apostil: Command) -> None:
    script = Path(sys.executable).with_name("apostil")
    assert subprocess.run([script, "--version"], capture_output=True).stdout == apostil("--version").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_can_be_had(apostil: Command, shell: str) -> None:
    ran = apostil(_APOSTIL_COMPLETE=f"{shell}_source")
    assert ran.returncode == 0
    assert "_APOSTIL_COMPLETE" in ran.out


def test_completion_knows_the_commands(apostil: Command) -> None:
    ran = apostil(_APOSTIL_COMPLETE="bash_complete", COMP_WORDS="apostil ", COMP_CWORD="1")
    assert {line.split(",")[-1] for line in ran.out.split()} >= set(COMMANDS)


# --- annotate


def test_a_file_is_annotated_to_standard_output_as_a_line_of_standoff(apostil: Command, folder: Path) -> None:
    ran = apostil("annotate", "in/a.txt")
    assert (ran.returncode, ran.err) == (0, "")
    (found,) = ran.lines
    assert (found["document"]["id"], found["document"]["source"]) == ("a.txt", "in/a.txt")
    assert found["document"]["language"] == "fr"
    assert {a["label"] for a in found["annotations"]} >= {"money", "percentage", "date", "organisation", "clause"}
    assert all(TEXT[a["start"] : a["end"]] == a["text"] for a in found["annotations"])
    assert found["problems"] == []


def test_a_folder_is_annotated_into_a_folder_file_by_file_under_the_same_names(apostil: Command, folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    ran = apostil("annotate", "in", "-o", "out")
    assert (ran.returncode, ran.out, ran.err) == (0, "", "")
    assert files(folder / "out") == ["a.txt.json", "sub/b.txt.json"]
    assert all((folder / name).read_bytes() == data for name, data in before.items())
    written = (folder / "out" / "a.txt.json").read_bytes()
    assert json.loads(written) == {**apostil("annotate", "in/a.txt").lines[0], "document": json.loads(written)["document"]}
    apostil("annotate", "in", "-o", "out")
    assert (folder / "out" / "a.txt.json").read_bytes() == written
    assert files(folder / "out") == ["a.txt.json", "sub/b.txt.json"]


def test_a_file_of_lines_is_written_whole(apostil: Command, folder: Path) -> None:
    assert apostil("annotate", "in", "-o", "out.jsonl", "--only", "date").returncode == 0
    assert (folder / "out.jsonl").read_bytes() == apostil("annotate", "in", "--only", "date").stdout
    assert files(folder) == ["in/a.txt", "in/sub/b.txt", "out.jsonl"]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_can_be_written_into_a_folder(apostil: Command, folder: Path, format_: str) -> None:
    ran = apostil("annotate", "in", "-t", format_, "-o", "out")
    assert (ran.returncode, ran.out) == (0, "")
    assert files(folder / "out")
    assert not [name for name in files(folder) if "tmp" in name]


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "summary"])
def test_every_format_of_one_file_can_be_written_to_standard_output(apostil: Command, folder: Path, format_: str) -> None:
    ran = apostil("annotate", "in/a.txt", "-t", format_)
    assert (ran.returncode, ran.err) == (0, "")
    assert "3 millions d'euros" in ran.out


def test_two_documents_in_one_json_file_are_refused_with_the_remedy(apostil: Command, folder: Path) -> None:
    ran = apostil("annotate", "in", "-t", "json")
    assert ran.returncode == 1
    assert "-t jsonl" in ran.err


def test_csv_has_a_row_an_annotation_with_offsets_that_hold(apostil: Command, folder: Path) -> None:
    ran = apostil("annotate", "in/a.txt", "-t", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"), newline="")))
    assert len(rows) == len(apostil("annotate", "in/a.txt").lines[0]["annotations"])
    assert all(TEXT[int(row["start_char"]) : int(row["end_char"])] == row["text"] for row in rows)


def test_only_some_annotators_run_where_that_is_asked(apostil: Command, folder: Path) -> None:
    (found,) = apostil("annotate", "in/a.txt", "--only", "money", "--only", "date").lines
    assert {a["label"] for a in found["annotations"]} == {"money", "date"}
    assert found["annotators"].keys() == {"money", "date"}
    (found,) = apostil("annotate", "in/a.txt", "--without", "clause").lines
    assert "clause" not in {a["label"] for a in found["annotations"]}


def test_the_reference_date_and_language_are_given(apostil: Command) -> None:
    (found,) = apostil("annotate", "-", "-d", "2024-10-18", "-l", "en", data=b"It closed yesterday.").lines
    assert (found["document"]["language"], found["document"]["reference_date"]) == ("en", "2024-10-18")
    assert [a["value"]["value"] for a in found["annotations"] if a["label"] == "date"] == ["2024-10-17"]


@pytest.mark.parametrize(("unit", "encoding", "size"), [("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)])
def test_offsets_count_what_is_asked(apostil: Command, folder: Path, unit: str, encoding: str, size: int) -> None:
    (found,) = apostil("annotate", "in/sub/b.txt", "--offsets", unit, "--with-text").lines
    data = found["document"]["text"].encode(encoding)
    assert found["document"]["offset_unit"] == unit
    assert found["annotations"][-1]["text"] == "4 €"
    for a in found["annotations"]:
        assert data[a["start"] * size : a["end"] * size].decode(encoding) == a["text"]


def test_quiet_is_quiet_and_problems_are_still_told(apostil: Command, folder: Path) -> None:
    (folder / "in" / ".hidden").touch()
    words = ["annotate", "in", "-o", "out", "--only", "money"]
    assert "hidden" in apostil(*words).err
    assert apostil(*words, "-q").err == ""
    (folder / "in" / "bad.txt").write_bytes(b"\xff")
    assert "bad.txt" in apostil(*words, "-q").err


def test_one_bad_file_among_good_ones_is_recorded_and_the_status_is_1(apostil: Command, folder: Path) -> None:
    (folder / "in" / "bad.txt").write_bytes(b"5 \xff")
    ran = apostil("annotate", "in")
    assert ran.returncode == 1
    bad = next(found for found in ran.lines if found["document"]["id"] == "bad.txt")
    assert bad["document"]["sha256"] is None
    assert bad["annotations"] == []
    assert [problem["code"] for problem in bad["problems"]] == ["unreadable"]
    assert len(ran.lines) == 3
    (line,) = ran.err.splitlines()
    assert "bad.txt" in line


def test_two_documents_of_one_id_are_never_written_over_one_another(apostil: Command, folder: Path) -> None:
    lines = '{"id": "../x", "text": "5 euros"}\n{"id": "../x", "text": "6 euros"}\n{"id": "y", "text": "7 euros"}\n'
    ran = apostil("annotate", "-", "-o", "out", "--only", "money", data=lines.encode())
    assert ran.returncode == 1
    assert "same id" in ran.err
    texts = [json.loads(path.read_bytes())["annotations"][0]["text"] for path in (folder / "out").glob("[!r]*.json")]
    assert sorted(texts) == ["5 euros", "7 euros"]
    assert not (folder / "x.json").exists()


# --- bad usage: nothing is done, one or few lines say what, where and the remedy

REFUSED: dict[str, tuple[list[str], list[str]]] = {
    "an unknown command": (["anotate", "x"], ["anotate"]),
    "an unknown option": (["annotate", "in", "--colour"], ["--colour"]),
    "no input": (["annotate"], ["INPUT"]),
    "a file that is not there": (["annotate", "gone.txt"], ["gone.txt", "no such file"]),
    "one that is not there among others": (["annotate", "in", "gone.txt"], ["gone.txt"]),
    "a folder with nothing in it": (["annotate", "empty"], ["empty", "no file"]),
    "an unknown format": (["annotate", "in", "-t", "xml"], ["xml", "csv", "jsonl"]),
    "an unknown annotator": (["annotate", "in", "--only", "moneey"], ["moneey", "money"]),
    "a date that is none": (["annotate", "in", "-d", "18/10/2024"], ["18/10/2024", "%Y-%m-%d"]),
    "an unknown unit": (["annotate", "in", "--offsets", "bytes"], ["bytes", "utf8"]),
    "an unknown encoding": (["annotate", "in", "--encoding", "klingon"], ["klingon"]),
    "several files to standard output": (["annotate", "in", "-t", "brat"], ["brat", "-o"]),
    "a file where a folder should be": (["annotate", "in", "-t", "brat", "-o", "in/a.txt"], ["in/a.txt", "not a folder"]),
    "an output that is an input": (["annotate", "in/a.txt", "-o", "in/a.txt"], ["in/a.txt"]),
    "an output that is an input by another name": (["annotate", "in", "-o", "in/../in/a.txt"], ["in/a.txt"]),
    "an output under a file": (["annotate", "in/a.txt", "-o", "in/a.txt/b.json"], ["in/a.txt"]),
    "annotations that are not there": (["export", "gone.json", "-t", "csv"], ["gone.json"]),
    "annotations that are none": (["validate", "in/a.txt"], ["in/a.txt", "JSON"]),
    "a format nobody reads": (["import", "in", "-f", "xml"], ["xml"]),
    "a folder that holds no annotations": (["validate", "in"], ["in", ".json"]),
    "a label nobody declares": (["schema", "moneey"], ["moneey", "money"]),
    "a settings file that is not there": (["--config", "gone.toml", "plugins"], ["gone.toml"]),
    "an unknown language of nobody": (["annotate", "in", "-l", "../x"], ["../x"]),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_usage_is_refused(apostil: Command, folder: Path, words: list[str], said: list[str]) -> None:
    (folder / "empty").mkdir()
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    ran = apostil(*words)
    assert (ran.returncode, ran.out) == (2, "")
    assert len(ran.err.splitlines()) <= 4
    assert all(word in ran.err for word in said), ran.err
    assert {name: (folder / name).read_bytes() for name in files(folder)} == before


def test_brat_files_never_replace_the_texts_they_are_of(apostil: Command, folder: Path) -> None:
    before = (folder / "in" / "a.txt").read_bytes()
    apostil("annotate", "in", "-t", "brat", "-o", "in")
    assert (folder / "in" / "a.txt").read_bytes() == before


def test_a_hostile_name_drives_no_terminal(apostil: Command, folder: Path) -> None:
    ran = apostil("annotate", "\x1b[2J\nfake: all well")
    assert ran.returncode == 2
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 1


# --- streams


def test_a_reader_that_goes_away_ends_the_run_quietly(folder: Path) -> None:
    (folder / "big.txt").write_text(TEXT * 20_000, "utf-8")
    words = [sys.executable, "-m", "apostil", "annotate", str(folder / "big.txt"), "--only", "money", "--with-text"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_one_line_and_no_trace(folder: Path) -> None:
    ran = shell(f"{sys.executable} -m apostil annotate in/a.txt > /dev/full", folder)
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "No space left" in line


@pytest.mark.parametrize("format", ["jsonl", "csv", "tsv", "conll", "html", "summary"])
def test_a_reader_that_leaves_ends_the_run_in_silence(format: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Danone paie 3 M€ le 5 mai 2024.\n\n" * 2000, "utf-8")
    command = [sys.executable, "-m", "apostil", "annotate", str(tmp_path / "a.txt"), "-l", "fr", "-t", format]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_closed_standard_output_is_one_line_and_no_trace(folder: Path) -> None:
    for command in ("annotate in/a.txt", "schema", "plugins"):
        ran = shell(f"{sys.executable} -m apostil {command} >&-", folder)
        assert "Traceback" not in ran.stderr
        assert "internal error, please" not in ran.stderr
        assert ran.returncode in (0, 2)


SLOW = """
import time
from pathlib import Path
from apostil import Exporter, Label, annotator, hookimpl

def wait():
    Path("ready").touch()
    time.sleep(60)

@annotator("slow", labels=[Label("slow")])
def slow(view):
    wait()

@hookimpl
def apostil_annotators():
    return [slow]

class Writer:
    def __init__(self, sink, labels):
        sink.stream().write(b"half")

    def write(self, annotated):
        wait()

@hookimpl
def apostil_exporters():
    return [Exporter("slow", ".slow", Writer)]
"""
ENDED = {
    "annotate": (["annotate", "in", "-o", "out.jsonl"], signal.SIGINT, 130),
    "export": (["export", "notes.jsonl", "-t", "slow", "-o", "out.slow"], signal.SIGTERM, 143),
    "import": (["import", "lines.jsonl", "-f", "doccano", "-o", "out.slow"], signal.SIGTERM, 143),
}


@pytest.mark.parametrize(("words", "number", "status"), ENDED.values(), ids=ENDED)
def test_a_signal_ends_a_command_and_leaves_no_half_output(
    apostil: Command, folder: Path, words: list[str], number: int, status: int
) -> None:
    apostil("annotate", "in/a.txt", "--only", "money", "-o", "notes.jsonl")
    (folder / "lines.jsonl").write_text('{"text": "5 €"}')
    (folder / "apostil_slow.py").write_text(SLOW)
    info = folder / "apostil_slow-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: apostil-slow\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[apostil]\nslow = apostil_slow\n")
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "apostil", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )
    with process:
        for _ in range(300):
            if (folder / "ready").exists():
                break
            time.sleep(0.1)
        process.send_signal(number)
        assert process.stderr
        assert process.stderr.read().decode().split() == ["apostil:", "interrupted"]
        assert process.wait(10) == status
    assert not [name for name in files(folder) if "out" in name or ".tmp" in name]


def test_a_run_into_a_folder_says_on_a_terminal_what_it_did(folder: Path) -> None:
    pty = pytest.importorskip("pty")
    for quiet in ("", "-q"):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "apostil", "annotate", "in/a.txt", "--only", "money", "-o", "out/", *quiet.split()]
        assert subprocess.run(command, cwd=folder, stderr=theirs).returncode == 0
        os.write(theirs, b".\n")
        said = ""
        while not said.endswith(".\n"):
            said += os.read(ours, 999).decode().replace("\r", "")
        assert said == ("" if quiet else "apostil: 1 document, 1 annotation, 0 failed: out/\n") + ".\n"
        os.close(ours)
        os.close(theirs)


def test_debugging_shows_where_an_annotator_failed(folder: Path) -> None:
    (folder / "apostil_slow.py").write_text(
        SLOW.replace("(view):\n    wait()", "(view):\n    raise ValueError('5 €')"), "utf-8"
    )
    info = folder / "apostil_slow-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: apostil-slow\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[apostil]\nslow = apostil_slow\n")
    ran = shell(f"PYTHONPATH={folder} {sys.executable} -m apostil --debug annotate in/a.txt --only slow", folder)
    assert ran.returncode == 1
    assert "a.txt: annotator slow failed\nTraceback" in ran.stderr
    assert 'apostil_slow.py", line 12, in slow\n' in ran.stderr


def test_colour_is_never_written_where_it_is_not_wanted(apostil: Command, folder: Path) -> None:
    for words in (["explain", "in/a.txt"], ["annotate", "in/a.txt", "-t", "summary", "--only", "money"], ["annotate", "gone"]):
        ran = apostil(*words, NO_COLOR="1")
        assert "\x1b" not in ran.out + ran.err


def test_output_is_utf_8_whatever_the_locale(apostil: Command, folder: Path) -> None:
    money = ["annotate", "in/sub/b.txt", "--only", "money"]
    for words in (money, [*money, "-t", "summary"], ["schema", "date"]):
        assert apostil(*words, LC_ALL="C", LANG="C", PYTHONUTF8="0").stdout == apostil(*words).stdout


# --- settings


def test_settings_are_found_upward_and_the_command_line_goes_before_them(apostil: Command, folder: Path) -> None:
    (folder / "apostil.toml").write_text('[annotate]\nlanguage = "en"\nonly = ["money"]\ndate = "2024-10-18"\n')
    (found,) = apostil("annotate", "a.txt", cwd=folder / "in").lines
    assert (found["document"]["language"], found["document"]["reference_date"]) == ("en", "2024-10-18")
    assert found["annotators"].keys() == {"money"}
    (found,) = apostil("annotate", "in/a.txt", "-l", "fr", "--only", "date").lines
    assert found["document"]["language"] == "fr"
    assert found["annotators"].keys() == {"date"}


def test_settings_may_stand_in_pyproject_and_others_pyprojects_are_no_settings(apostil: Command, folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.apostil.annotate]\nlanguage = "en"\n')
    (folder / "in" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert apostil("annotate", "a.txt", cwd=folder / "in").lines[0]["document"]["language"] == "en"


SETTINGS = {
    "an unknown key": ('[annotate]\nlanguge = "fr"\n', ["apostil.toml", "languge", "language"]),
    "an unknown table": ('[anotate]\nlanguage = "fr"\n', ["apostil.toml", "anotate", "annotate"]),
    "a key outside a table": ('language = "fr"\n', ["apostil.toml", "language"]),
    "no TOML": ("[annotate\n", ["apostil.toml"]),
    "a value of another kind": ('[annotate]\noffsets = "bytes"\n', ["bytes"]),
    "a list that is none": ('[annotate]\nonly = "money"\n', ["apostil.toml", "only"]),
    "a date that is none": ('[annotate]\ndate = "tomorrow"\n', ["tomorrow"]),
}


@pytest.mark.parametrize(("text", "said"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_that_are_wrong_are_refused(apostil: Command, folder: Path, text: str, said: list[str]) -> None:
    (folder / "apostil.toml").write_text(text)
    ran = apostil("annotate", "in/a.txt")
    assert (ran.returncode, ran.out) == (2, "")
    assert all(word in ran.err for word in said), ran.err


def test_a_date_of_toml_is_a_date(apostil: Command, folder: Path) -> None:
    (folder / "apostil.toml").write_text("[annotate]\ndate = 2024-10-18\n")
    assert apostil("annotate", "in/a.txt").lines[0]["document"]["reference_date"] == "2024-10-18"


# --- from standoff into other formats and back


def test_export_writes_what_annotate_writes(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-o", "out")
    for format_ in ("csv", "summary", "conll"):
        assert apostil("export", "out", "-t", format_).out == apostil("annotate", "in", "-t", format_).out


def test_export_declares_the_labels_of_the_annotators_that_ran_and_those_that_are_there(apostil: Command, folder: Path) -> None:
    def columns(*files: str) -> list[str]:
        head = apostil("export", *files, "-t", "conll").out.partition("\n")[0]
        return [word.removeprefix("APOSTIL:") for word in head.split()[7:]]

    apostil("annotate", "in/a.txt", "-o", "all.json")
    apostil("annotate", "in/a.txt", "--only", "money", "-o", "money.json")
    default = ["clause", "date", "money", "organisation", "percentage"]
    assert (columns("all.json"), columns("money.json")) == (default, ["money"])
    told = json.loads((folder / "all.json").read_text("utf-8"))
    told["annotators"], told["annotations"][0]["label"] = {}, "spacy_organisation"
    (folder / "hand.json").write_text(json.dumps(told), "utf-8")
    assert columns("hand.json") == [*default, "spacy_organisation"]
    (folder / "bad.json").write_text("{", "utf-8")
    assert columns("money.json", "bad.json") == ["money"]


def test_annotations_are_not_annotated(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in/a.txt", "-o", "a.json")
    apostil("annotate", "in/a.txt", "-o", "a.jsonl")
    refused = "holds annotations, not a text: annotate the text itself; `apostil export` converts annotations\n"
    for command in ("annotate", "explain"):
        for file in ("a.json", "a.jsonl"):
            ran = apostil(command, file)
            assert ran.returncode == 2
            assert ran.err.endswith(refused)
            assert "money" not in ran.out


def test_export_finds_the_text_and_says_where_it_looked_when_it_does_not(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-o", "out")
    assert apostil("export", "out", "-t", "brat", "-o", "brat").returncode == 0
    assert any(name.endswith(".ann") for name in files(folder / "brat"))
    (folder / "in" / "a.txt").unlink()
    ran = apostil("export", "out", "-t", "brat", "-o", "brat2")
    assert ran.returncode == 1
    assert "in/a.txt" in ran.err
    assert "--root" in ran.err
    (folder / "in" / "sub" / "b.txt").unlink()
    assert apostil("export", "out", "-t", "brat", "-o", "brat3").returncode == 2
    assert not (folder / "brat3").exists()


def test_export_refuses_a_text_that_has_changed(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in/a.txt", "-o", "a.json")
    (folder / "in" / "a.txt").write_text(TEXT.replace("20 %", "30 %"), "utf-8")
    ran = apostil("export", "a.json", "-t", "brat", "-o", "brat")
    assert ran.returncode == 2
    assert "not the one that was annotated" in ran.err


def test_brat_comes_back_as_it_was(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-t", "brat", "-o", "brat")
    ran = apostil("import", "-f", "brat", "brat")
    assert (ran.returncode, ran.err) == (0, "")
    before, after = apostil("annotate", "in").lines, ran.lines
    assert len(before) == len(after) == 2
    for old, new in zip(before, after, strict=True):
        assert [(a["start"], a["end"], a["label"], a["text"], a["value"]) for a in old["annotations"]] == [
            (a["start"], a["end"], a["label"], a["text"], a["value"]) for a in new["annotations"]
        ]
    (folder / "back.jsonl").write_bytes(ran.stdout)
    assert apostil("validate", "back.jsonl").returncode == 0


def test_the_report_of_a_run_is_passed_over_beside_its_output(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-o", "out")
    out = [f"out/{path.name}" for path in sorted((folder / "out").glob("*.json"))]
    assert "out/report.json" in out
    ran = apostil("validate", *out)
    assert ran.returncode == 0, ran.err
    assert apostil("validate", "out/report.json").returncode == 2


def test_validate_counts_the_good_and_names_the_bad(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-o", "out")
    ran = apostil("validate", "out")
    assert (ran.returncode, ran.out) == (0, "")
    assert "2 valid; 0 not" in ran.err
    path = folder / "out" / "a.txt.json"
    good = path.read_text("utf-8")
    for wrong, why in (
        (good.replace('"20 %"', '"30 %"'), "quote"),
        (good.replace('"unit": "percent"', '"unit": "parsec"'), "percentage"),
        (good[:-20], "JSON"),
        (good.replace('"apostil": "1"', '"apostil": "2"'), "version"),
    ):
        assert wrong != good
        path.write_text(wrong, "utf-8")
        ran = apostil("validate", "out")
        assert ran.returncode == 2
        assert any("a.txt.json" in line and why in line for line in ran.err.splitlines()), ran.err
        assert "1 valid; 1 not" in ran.err


def test_explain_names_the_rule_of_each_note(apostil: Command, folder: Path) -> None:
    ran = apostil("explain", "in/a.txt", "--label", "money")
    (rule,) = [a["rule"] for a in apostil("annotate", "in/a.txt").lines[0]["annotations"] if a["label"] == "money"]
    assert ran.returncode == 0
    assert rule
    assert rule in ran.out


def test_evaluate_and_diff_agree_that_a_file_is_like_itself(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-o", "out")
    shutil.copytree(folder / "out", folder / "same")
    assert apostil("diff", "out", "same").returncode == 0
    ran = apostil("evaluate", "out", "same", "--fail-under", "money.exact=1")
    assert ran.returncode == 0
    changed = (folder / "same" / "a.txt.json").read_text("utf-8").replace('"EUR"', '"USD"')
    (folder / "same" / "a.txt.json").write_text(changed, "utf-8")
    ran = apostil("diff", "out", "same")
    assert ran.returncode == 1
    assert "USD" in ran.out
    assert apostil("evaluate", "out", "same", "--fail-under", "money.exact=1").returncode == 1


def test_documents_that_one_side_lacks_are_named_and_sides_with_nothing_in_common_refused(
    apostil: Command, folder: Path
) -> None:
    apostil("annotate", "in/a.txt", "-o", "one.jsonl")
    apostil("annotate", "in", "-o", "all.jsonl")
    (folder / "other.txt").write_text("5 euros", "utf-8")
    apostil("annotate", "other.txt", "-o", "other.jsonl")
    ran = apostil("diff", "one.jsonl", "all.jsonl")
    assert ran.returncode == 1
    assert "appeared" in ran.out
    assert "one.jsonl has nothing for 1 of 2 documents" in ran.err
    ran = apostil("evaluate", "one.jsonl", "all.jsonl", "--common", "--fail-under", "all.exact=1")
    assert ran.returncode == 0
    assert ran.err.endswith("as sub/b.txt: left out\n")
    assert apostil("evaluate", "all.jsonl", "one.jsonl", "--common", "--fail-under", "all.exact=1").returncode == 0
    assert apostil("evaluate", "one.jsonl", "all.jsonl", "--fail-under", "all.exact=1").returncode == 1
    ran = apostil("evaluate", "one.jsonl", "other.jsonl")
    assert (ran.returncode, ran.out) == (2, "")
    assert "holds no document of one.jsonl" in ran.err


def test_all_samples_go_through_at_once(apostil: Command, folder: Path) -> None:
    ran = apostil("annotate", SEEDS, "-o", "out")
    assert ran.returncode == 0
    names = files(folder / "out")
    assert names == sorted(f"{path.name}.json" for path in SEED_FILES) + [n for n in names if n.startswith("gold/")]
    assert apostil("validate", "out", "--root", SEEDS).returncode == 0


# --- names of the user's own


def test_names_of_a_file_are_found(apostil: Command, folder: Path) -> None:
    (folder / "names.csv").write_text("name,kind,aliases,word\nZorglub & Fils,company,Zorglub,\n", "utf-8")
    text = "Le prêt de Zorglub est échu.".encode()
    ran = apostil("annotate", "-", "--only", "organisation", "--lexicon", "names.csv", data=text)
    (found,) = ran.lines
    assert [(a["text"], a["value"]["kind"]) for a in found["annotations"]] == [("Zorglub", "company")]


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "a file that is not there": ("no.csv", None),
        "no column of names": ("n.csv", "foo\n1\n"),
        "no plugin's": ("n.xyz", "a"),
    }.values(),
)
def test_a_file_of_names_that_cannot_be_read_is_named(apostil: Command, folder: Path, name: str, content: str | None) -> None:
    if content is not None:
        (folder / name).write_text(content, "utf-8")
    ran = apostil("annotate", "in/a.txt", "--lexicon", name)
    assert (ran.returncode, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert name in ran.err


# --- nothing of the user's is lost


def test_an_input_is_not_written_over_in_a_folder_of_outputs(apostil: Command, folder: Path) -> None:
    before = (folder / "in/a.txt").read_bytes()
    ran = apostil("annotate", "in", "-t", "brat", "-o", "in")
    assert ran.returncode != 0
    assert "is an input" in ran.err
    assert (folder / "in/a.txt").read_bytes() == before


def contents(folder: Path) -> dict[str, bytes]:
    """Every file's bytes by name."""
    return {name: (folder / name).read_bytes() for name in files(folder)}


OVERWRITING: dict[str, list[str]] = {
    "export into the folder it reads": ["export", "notes", "-t", "json", "--with-text", "-o", "notes"],
    "export into a folder around it": ["export", "notes/sub", "-t", "json", "-o", "notes/sub/.."],
    "export to the file it reads": ["export", "notes.jsonl", "-t", "jsonl", "-o", "notes.jsonl"],
    "export to it by another name": ["export", "notes.jsonl", "-t", "csv", "-o", "link.csv"],
    "import into the folder it reads": ["import", "tasks", "-f", "labelstudio", "-o", "tasks"],
    "import to the file it reads": ["import", "docs/a.json", "-f", "spacy-json", "-o", "docs/a.json"],
}


@pytest.mark.parametrize("words", OVERWRITING.values(), ids=OVERWRITING)
def test_annotations_are_not_written_over_by_what_is_made_of_them(apostil: Command, folder: Path, words: list[str]) -> None:
    apostil("annotate", "in", "-o", "notes")
    apostil("annotate", "in", "-o", "notes.jsonl")
    (folder / "link.csv").symlink_to("notes.jsonl")
    (folder / "docs").mkdir()
    (folder / "docs/a.json").write_text('{"text": "5 €"}')
    (folder / "tasks").mkdir()
    (folder / "tasks/annotations.json").write_text('[{"data": {"text": "5 €", "document": "a"}}]')
    (folder / "tasks/a.json").write_text('[{"data": {"text": "5 €", "document": "annotations"}}]')
    before = contents(folder)
    ran = apostil(*words)
    assert "is an input" in ran.err
    assert contents(folder) == before


def test_what_is_no_input_may_be_written_beside_them(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in", "-o", "notes")
    for words in (["export", "notes", "-t", "csv"], ["export", "notes", "-t", "csv"], ["export", "notes", "-t", "gate"]):
        assert apostil(*words, "-o", "notes").returncode == 0
    assert apostil("import", "notes", "-f", "gate", "-o", "notes/back").returncode == 0


def test_standoff_exported_without_its_text_keeps_hash_and_length(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in/a.txt", "-o", "a.jsonl")
    (folder / "elsewhere").mkdir()
    ran = apostil("export", "a.jsonl", "-t", "jsonl", "--root", "elsewhere", "-o", "elsewhere/b.jsonl")
    assert ran.returncode == 0
    assert (folder / "elsewhere/b.jsonl").read_bytes() == (folder / "a.jsonl").read_bytes()


def test_the_suffix_of_the_output_names_the_format(apostil: Command, folder: Path) -> None:
    apostil("annotate", "in/a.txt", "-o", "notes.csv")
    assert (folder / "notes.csv").read_text("utf-8").startswith("document,id,label")


def test_a_language_nobody_has_words_for_is_a_problem(apostil: Command, folder: Path) -> None:
    ran = apostil("annotate", "in/a.txt", "-l", "xx")
    assert ran.returncode == 1
    assert "no words for language 'xx'" in ran.err
