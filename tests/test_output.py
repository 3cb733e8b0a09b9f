"""Where exports go: whole or not at all, inside their folder, under names that any system can hold."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Annotation, Document, Exporter, ExportError, Labels, Sink
from apostil.output import FileSink, FolderSink, safe_name, whole_file
from apostil.run import export, sink_for

UNCHANGED = ["a.txt", "a/b/c.txt.json", "Été 2024 – l’œuvre (1).txt", "東京.md", "a b.c", "1"]
HOSTILE = [
    "../evil",
    "a/../../evil",
    "/etc/passwd",
    "//host/share",
    "..",
    ".",
    "",
    "/",
    "a//b",
    "a/",
    "./a",
    "..\\..\\evil",
    "C:\\evil",
    "C:evil",
    "a\0b",
    "a\nb",
    "a\x1b[2Jb",
    "con",
    "NUL.txt",
    "com1",
    "a/lpt9.tar.gz",
    "a ",
    " a",
    "report.json",
    "2024/report.json",
    "2024/Report.JSON",
    "a.",
    "a...",
    "-rf",
    "~root",
    "e\u0301.txt",
    "a\u202eb",
    "a\ud800b",
    "x" * 251 + ".txt.json",
    "é" * 200 + ".json",
    "😀" * 100,
    "a?b",
    'a"b',
    "a*b",
    "a|b",
    "a<b>",
    "/.html",
    "a/.html",
    ".html",
    ".hidden",
    "..html",
    "a:b",
]
WINDOWS = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def assert_portable(name: str) -> None:
    """That every part of `name` is a file name on every system we know of."""
    for part in name.split("/"):
        assert part not in ("", ".", "..")
        assert len(part.encode("utf-8")) <= 240
        assert not set(part) & set('<>:"\\|?*')
        assert part.isprintable()
        assert part == part.strip(" ")
        assert not part.endswith(".")
        assert part.lower().split(".")[0] not in WINDOWS
        assert not part.startswith(("-", "~"))


@pytest.mark.parametrize("name", UNCHANGED)
def test_a_name_that_is_safe_stays_as_it_is(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_becomes_a_portable_one(name: str) -> None:
    found = safe_name(name)
    assert found != name
    assert_portable(found)


@given(st.text(st.characters(codec=None), max_size=30) | st.text("./\\a\u0301é:- ~", max_size=8))
def test_any_name_becomes_a_portable_one(name: str) -> None:
    assert_portable(safe_name(name))


@given(st.sets(st.text("./a\\b?*:Éé\u0301 -~", max_size=6), min_size=2, max_size=30))
def test_two_names_never_become_one(names: set[str]) -> None:
    assert len({safe_name(name) for name in names}) == len(names)


def test_two_hostile_names_never_become_one() -> None:
    assert len({safe_name(name) for name in HOSTILE + UNCHANGED}) == len(HOSTILE) + len(UNCHANGED)


@pytest.mark.parametrize("stem", ["a?b", "x" * 300, "../a", "e\u0301", "con"])
def test_a_changed_name_keeps_its_suffix_and_files_of_one_document_their_stem(stem: str) -> None:
    ann, txt = safe_name(f"{stem}.ann"), safe_name(f"{stem}.txt")
    assert os.path.splitext(ann) == (os.path.splitext(txt)[0], ".ann")
    assert txt.endswith(".txt")


def test_an_output_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.json"
    with whole_file(path) as stream:
        stream.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"
    assert os.listdir(path.parent) == ["out.json"]


def test_an_output_file_whose_writing_fails_does_not_appear_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), whole_file(path) as stream:
        stream.write(b"half" + None)  # type: ignore[operator]
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.json"]


@pytest.mark.parametrize("call", ["mkstemp", "fchmod", "replace"])
def test_a_system_call_that_fails_is_one_clean_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp" if call == "mkstemp" else f"os.{call}", fail)
    path = tmp_path / "out.json"
    with pytest.raises(ExportError, match=r"out\.json: No space left on device"), whole_file(path) as stream:
        stream.write(b"half")
    assert os.listdir(tmp_path) == []


def test_an_output_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    with whole_file(tmp_path / "out") as stream:
        stream.write(b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize("name", [n for n in HOSTILE if "\ud800" not in n], ids=ascii)
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    root = tmp_path / "deep" / "out"
    with FolderSink(root) as sink, sink.file(name) as stream:
        stream.write(b"x")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 1
    assert written[0].is_relative_to(root)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "else")
    with pytest.raises(ExportError, match="leads out"), FolderSink(tmp_path / "out").file("link/x.json"):
        pass
    assert os.listdir(tmp_path / "else") == []


def test_one_name_is_not_written_twice_in_a_run(tmp_path: Path) -> None:
    with FolderSink(tmp_path) as sink:
        with sink.file("a.json") as stream:
            stream.write(b"first")
        with pytest.raises(ExportError, match=r"a\.json"), sink.file("a.json") as stream:
            stream.write(b"second")
    assert (tmp_path / "a.json").read_bytes() == b"first"


def test_another_run_writes_over_what_the_last_one_wrote(tmp_path: Path) -> None:
    for data in (b"first", b"second"):
        with FolderSink(tmp_path) as sink, sink.file("a.json") as stream:
            stream.write(data)
    assert (tmp_path / "a.json").read_bytes() == b"second"


def test_a_file_where_a_folder_should_be_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(ExportError, match="a/b"), FolderSink(tmp_path).file("a/b"):
        pass


class Half:
    """A writer that writes half a document before it finds that it cannot go on."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink

    def write(self, annotated: Annotated) -> None:
        self._sink.stream().write(b"half of it")
        if annotated.document.id == "impossible":
            raise ExportError("impossible", "cannot be held")
        if annotated.document.id == "bug":
            raise ZeroDivisionError

    def close(self) -> None:
        self._sink.stream().write(b"end")


FORMAT = Exporter("x", ".x", Half)
FOLDER = Exporter("y", ".y", Half, folder=True)


def documents(*names: str) -> list[Annotated]:
    return [Annotated(Document("x", name)) for name in names]


def test_an_exporter_s_bug_leaves_no_file_and_names_exporter_and_document(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="x: failed on bug: ZeroDivisionError"):
        export(documents("a", "bug"), FORMAT, sink_for(FORMAT, str(tmp_path / "out.x")), {})
    assert os.listdir(tmp_path) == []


def test_nor_does_one_in_a_folder_where_documents_share_the_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="x: failed on bug: ZeroDivisionError"):
        export(documents("a", "bug", "b"), FORMAT, sink_for(FORMAT, f"{tmp_path}/out/"), {})
    assert os.listdir(tmp_path / "out") == []


def test_a_document_that_a_format_cannot_hold_is_recorded_and_the_others_go_on(tmp_path: Path) -> None:
    outcome = export(documents("a", "impossible", "b"), FORMAT, sink_for(FORMAT, str(tmp_path / "out.x")), {})
    assert (outcome.documents, outcome.failed, outcome.problems, outcome.exit_status) == (3, 1, 1, 1)
    assert outcome.messages == ["impossible: x: cannot be held"]


class Meddling(Half):
    """A writer that empties what it is given."""

    def write(self, annotated: Annotated) -> None:
        annotated.annotations.clear()


def test_an_exporter_that_changes_what_it_is_given_is_told_of_and_changes_no_count(tmp_path: Path) -> None:
    annotated = Annotated(Document("x", "a"), [Annotation(0, 1, "x")])
    meddling = Exporter("m", ".x", Meddling)
    outcome = export([annotated], meddling, sink_for(meddling, str(tmp_path / "out.x")), {})
    assert (outcome.annotations, outcome.failed, outcome.messages) == (1, 0, ["a: m: changed what it was to write: put back"])


SINKS = {
    "a path with a suffix is a file": ("new.csv", False, "file"),
    "a path without one is a folder": ("new", False, "folder"),
    "a path that ends in a slash is a folder": ("new.d/", False, "folder"),
    "a folder that is there is one, whatever its name": ("there.csv", False, "folder"),
    "a format of several files is a folder, whatever the name": ("new.csv", True, "folder"),
    "a dash is standard output": ("-", False, "stdout"),
}


@pytest.mark.parametrize(("output", "several", "expected"), SINKS.values(), ids=SINKS.keys())
def test_where_output_goes_is_told_from_its_name(tmp_path: Path, output: str, several: bool, expected: str) -> None:
    (tmp_path / "there.csv").mkdir()
    sink = sink_for(FOLDER if several else FORMAT, output if output == "-" else f"{tmp_path}/{output}")
    assert isinstance(sink, FolderSink) == (expected == "folder")
    assert isinstance(sink, FileSink) == (expected != "folder")
    if isinstance(sink, FileSink):
        assert (sink.path is None) == (expected == "stdout")


def test_a_format_of_several_files_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder with -o"):
        sink_for(FOLDER, None)
    (tmp_path / "file.txt").write_bytes(b"x")
    with pytest.raises(ExportError, match="is not a folder"):
        sink_for(FOLDER, str(tmp_path / "file.txt"))


def test_standard_output_is_written_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer))
    with FileSink() as sink:
        sink.stream().write("é\n".encode())
    assert buffer.getvalue() == "é\n".encode()
    sys.stdout.detach()  # type: ignore[attr-defined]


@pytest.mark.parametrize("output", ["out.x", "folder/"])
def test_a_library_that_writes_to_a_path_writes_what_appears_whole(tmp_path: Path, output: str) -> None:
    sink = sink_for(FORMAT, f"{tmp_path}/{output}")
    with sink:
        sink.stream_path().write_bytes(b"by name")
        assert [path.suffix for path in tmp_path.rglob("*.*")] == [".tmp"]
    assert [path.read_bytes() for path in tmp_path.rglob("*.x")] == [b"by name"]


def test_standard_output_has_no_path() -> None:
    with pytest.raises(ExportError, match="give a file with -o"), FileSink() as sink:
        sink.stream_path()


class Short(io.RawIOBase):
    """What standard output is where Python does not buffer it, and signals come: it writes a part and says how much."""

    def __init__(self) -> None:
        self.got = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        part = bytes(data)[:4096]
        self.got += part
        return len(part)


def test_nothing_is_lost_where_standard_output_is_not_buffered(monkeypatch):
    raw = Short()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, write_through=True))
    with FileSink() as sink:
        for _ in range(3):
            sink.stream().write(b"x" * 9999)
    assert raw.got == b"x" * 29997
    assert not raw.closed
