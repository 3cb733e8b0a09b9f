"""From what is named on a command line to documents: which files, in what order, under what ids, decoded how."""

from __future__ import annotations

import codecs
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apostil import Annotated, Decoding, Document, InputError, Plugins
from apostil.inputs import Inputs, as_text
from conftest import Command, as_json


@pytest.fixture(scope="module")
def readers() -> dict[str, Any]:
    return {name: reader for name, (_, reader) in Plugins.discover().readers().items()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*paths: str, data: bytes = b"x") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(data)


def ids(readers: Any, *arguments: str, **options: Any) -> list[str]:
    """Ids of the documents; those of the ones that cannot be read end in `!`."""
    found = Inputs(arguments, readers, **options).documents()
    return [d.document.id + "!" if isinstance(d, Annotated) else d.id for d in found]


def test_files_come_in_the_order_they_are_named(readers: Any, folder: Path) -> None:
    put("b.txt", "a.txt", "c/d.txt")
    assert ids(readers, "b.txt", "a.txt", "c/d.txt") == ["b.txt", "a.txt", "d.txt"]


def test_a_folder_is_searched_through_and_sorted(readers: Any, folder: Path) -> None:
    put("in/b.txt", "in/a.txt", "in/é/z.txt", "in/B/y.md", "in/b/x")
    assert ids(readers, "in") == ids(readers, "in/") == ["a.txt", "b.txt", "B/y.md", "b/x", "é/z.txt"]


def test_the_order_is_that_of_the_names_and_not_of_the_disk(
    readers: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(*(f"in/{i}.txt" for i in range(9)), "in/z/1.txt", "in/y/1.txt")
    expected = ids(readers, "in")
    walk = os.walk

    def reversed_walk(*arguments: Any, **options: Any) -> Any:
        for parent, below, files in walk(*arguments, **options):
            below.reverse()
            yield parent, below, files[::-1]

    monkeypatch.setattr("os.walk", reversed_walk)
    assert ids(readers, "in") == expected


def test_a_pattern_is_expanded_and_sorted(readers: Any, folder: Path) -> None:
    put("a1.txt", "a2.txt", "b.txt", "d/a3.txt")
    assert ids(readers, "a*.txt") == ["a1.txt", "a2.txt"]
    assert ids(readers, "**/a*.txt") == ["a1.txt", "a2.txt", "a3.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(readers: Any, folder: Path) -> None:
    put("a[1].txt", "a1.txt")
    assert ids(readers, "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize("argument", ["gone.txt", "gone/*.txt", "", "gone\nfile"])
def test_an_argument_that_names_nothing_is_refused_before_anything_is_read(readers: Any, folder: Path, argument: str) -> None:
    put("a.txt")
    with pytest.raises(InputError, match="no such file"):
        next(Inputs(["a.txt", argument], readers).documents())


def test_files_of_one_name_in_two_places_keep_apart(readers: Any, folder: Path) -> None:
    put("a/x.txt", "b/x.txt", "y.txt")
    assert ids(readers, "a/x.txt", "b/x.txt", "y.txt") == ["a/x.txt", "b/x.txt", "y.txt"]
    assert ids(readers, "a", "b") == ["a/x.txt", "b/x.txt"]
    assert ids(readers, "../" + folder.name + "/a", "b") == [f"{folder.name}/a/x.txt", "b/x.txt"]


def test_places_that_differ_only_above_here_keep_apart(readers: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("x.txt", "here/x.txt", "in/y.txt", "here/in/y.txt")
    monkeypatch.chdir(folder / "here")
    top = folder.as_posix().lstrip("/")
    assert ids(readers, "../x.txt", "x.txt") == [f"{top}/x.txt", f"{top}/here/x.txt"]
    assert ids(readers, "../in", "in") == [f"{top}/in/y.txt", f"{top}/here/in/y.txt"]


def test_hidden_special_and_own_files_of_a_folder_are_passed_over_and_named(readers: Any, folder: Path) -> None:
    put("in/a.txt", "in/.hidden", "in/.git/config", "in/a.txt.json", "in/table.csv", "in/b.jsonl", data=b'{"text": "x"}')
    os.mkfifo("in/pipe")
    os.symlink("nowhere", "in/dangling.txt")
    os.symlink("loop.txt", "in/loop.txt")
    inputs = Inputs(["in"], readers, skip_suffixes=frozenset({".json", ".jsonl", ".csv"}))
    assert [source.name for source in inputs.sources()] == ["a.txt", "b.jsonl"]
    assert {why: sorted(names) for why, names in inputs.skipped.items()} == {
        "hidden, special or written by apostil": [".hidden", "a.txt.json", "dangling.txt", "loop.txt", "pipe"],
        "read only where it is named": ["table.csv"],
    }


def test_a_circle_of_folders_ends_and_a_linked_folder_is_named(readers: Any, folder: Path) -> None:
    put("in/a.txt", "else/b.txt")
    os.symlink("..", "in/up")
    os.symlink("../else", "in/else")
    inputs = Inputs(["in"], readers)
    assert [source.name for source in inputs.sources()] == ["a.txt"]
    assert [sorted(names) for names in inputs.skipped.values()] == [["else", "up"]]


def test_a_link_to_a_file_is_that_file(readers: Any, folder: Path) -> None:
    put("real.txt", data=b"hello")
    os.symlink("real.txt", "link.txt")
    (found,) = Inputs(["link.txt"], readers).documents()
    assert isinstance(found, Document)
    assert (found.id, found.text) == ("link.txt", "hello")


def test_the_output_folder_inside_an_input_folder_is_not_read(readers: Any, folder: Path) -> None:
    put("in/a.txt", "in/out/a.txt")
    assert ids(readers, "in", outputs="in/out") == ["a.txt"]


def test_a_folder_that_cannot_be_listed_is_a_failure_and_not_forgotten(
    readers: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("in/a.txt", "in/shut/b.txt")
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if "shut" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", refusing)
    assert ids(readers, "in") == ["a.txt", "shut!"]


@pytest.mark.parametrize("special", ["fifo", "device", "socket"])
def test_a_special_file_is_refused_and_never_waited_for(readers: Any, folder: Path, special: str) -> None:
    import socket

    if special == "fifo":
        os.mkfifo("special")
    elif special == "device":
        os.symlink("/dev/zero", "special")
    else:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind("special")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(ids(readers, "special")), daemon=True)
    thread.start()
    thread.join(5)
    assert found == ["special!"]


def test_a_name_that_is_not_utf_8_has_an_id_that_is(readers: Any, folder: Path) -> None:
    os.mkdir("in")
    with open(b"in/caf\xe9.txt", "wb") as stream:
        stream.write(b"x")
    assert ids(readers, "in") == ["caf\\xe9.txt"]
    assert as_text(os.fsdecode(b"\xff/\xc3\xa9")) == "\\xff/é"


def test_a_file_is_read_as_its_suffix_says_and_as_text_where_nobody_claims_it(readers: Any, folder: Path) -> None:
    put("a.TXT", "b.xyz", "c", data=b"{not json")
    put("d.JSONL", data=b'{"text": "one"}\n')
    assert ids(readers, "a.TXT", "b.xyz", "c", "d.JSONL") == ["a.TXT", "b.xyz", "c", "d.JSONL:1"]


def test_an_empty_file_is_a_document_and_an_empty_jsonl_none(readers: Any, folder: Path) -> None:
    put("a.txt", "b.jsonl", data=b"")
    assert ids(readers, "a.txt", "b.jsonl") == ["a.txt"]


def test_nothing_is_changed_in_the_text(readers: Any, folder: Path) -> None:
    text = "a\r\nb\rc\u2028d\x85e\x0c\x00 \ufffd\t\u00a0\u0301"
    put("a.txt", data=text.encode())
    (found,) = Inputs(["a.txt"], readers).documents()
    assert isinstance(found, Document)
    assert (found.text, found.replaced) == (text, 0)


# --- decoding

TEXT = "Été 5 € 😀"
MARKED = {
    "UTF-8": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16-LE": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16-BE": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "UTF-32-LE": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "UTF-32-BE": codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("data", MARKED.values(), ids=MARKED.keys())
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(data: bytes, encoding: str) -> None:
    assert Decoding(encoding).decode(data, "x") == (TEXT, 0)


def test_without_a_mark_it_is_utf_8_or_what_is_asked() -> None:
    assert Decoding().decode(TEXT.encode(), "x") == (TEXT, 0)
    assert Decoding("cp1252").decode("Été 5 €".encode("cp1252"), "x") == ("Été 5 €", 0)


def test_bytes_that_are_not_utf_8_are_refused_with_their_place_and_two_remedies() -> None:
    with pytest.raises(InputError, match=r"f\.txt: byte 3 is not utf-8: give --encoding, or --errors replace"):
        Decoding().decode(b"abc\xe9def", "f.txt")
    with pytest.raises(InputError, match="byte 6"):
        Decoding().decode(codecs.BOM_UTF8 + b"abc\xe9def", "f.txt")


def test_an_encoding_nobody_knows_is_refused_before_anything_is_read() -> None:
    for name in ("klingon", "", "utf-8\0"):
        with pytest.raises(InputError, match="encoding: unknown"):
            Decoding(name)


@pytest.mark.parametrize("name", ["base64", "rot13", "zlib", "idna", "undefined", "punycode", "unicode_escape"])
def test_a_codec_that_is_no_character_encoding_is_no_crash(readers: Any, folder: Path, name: str) -> None:
    put("a.txt", data=b"\xff\x00abc")
    list(Inputs(["a.txt"], readers, Decoding(name)).documents())


@pytest.mark.parametrize(
    ("data", "encoding", "count"),
    [
        (b"a\xe9b", "utf-8", 1),
        (b"a\xe9b\xe9c", "utf-8", 2),
        ("\ufffd".encode() + b"\xe9b", "utf-8", 1),
        (b"\xe2\x82", "utf-8", 1),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", "utf-8", 1),
        (b"a\x81b", "cp1252", 1),
    ],
)
def test_what_is_replaced_is_counted(data: bytes, encoding: str, count: int) -> None:
    text, replaced = Decoding(encoding, "replace").decode(data, "x")
    assert "\ufffd" in text
    assert replaced == count


@given(st.binary(max_size=40), st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-7", "shift_jis"]))
def test_bytes_are_refused_or_counted_as_replaced_and_never_silently_changed(data: bytes, encoding: str) -> None:
    text, replaced = Decoding(encoding, "replace").decode(data, "x")
    try:
        strict = Decoding(encoding).decode(data, "x")
    except InputError:
        assert replaced > 0
    else:
        assert (text, replaced) == strict == (strict[0], 0)


# --- JSON Lines

LINES = """{"id": "a", "text": "un", "language": "fr", "reference_date": "2024-01-02", "other": 1}

{"text": "deux", "id": 7}
{"text": "trois"}
{"text": 3}
not json
["text"]
{"id": "no text"}
{"text": "x", "reference_date": "yesterday"}
{"text": "\\ud800"}
{"text": "huit", "metadata": {"k": 1}}"""


def test_each_line_is_a_document_and_a_bad_one_is_a_failure_of_its_own(readers: Any, folder: Path) -> None:
    put("in.jsonl", data=LINES.encode().replace(b"huit", b"huit\xe9") + b"\n" + LINES.encode().splitlines()[-1])
    found = list(Inputs(["in.jsonl"], readers).documents())
    good = [(d.id, d.text) for d in found if isinstance(d, Document)]
    assert good == [("a", "un"), ("7", "deux"), ("in.jsonl:4", "trois"), ("in.jsonl:12", "huit")]
    bad = [d for d in found if isinstance(d, Annotated)]
    assert len(bad) == 7
    assert all(d.failed and d.problems[0].annotator == "reader" and not d.annotations for d in bad)
    assert [d.document.id for d in bad] == [f"in.jsonl:{line}" for line in range(5, 12)]
    first = found[0]
    assert isinstance(first, Document)
    assert (first.language, str(first.reference_date), first.source) == ("fr", "2024-01-02", "in.jsonl")


def test_deep_or_huge_lines_are_failures_and_no_crash(readers: Any, folder: Path) -> None:
    deep = b'{"text": "x", "metadata": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001
    put("in.jsonl", data=deep + b"\n" + b'{"text": "' + b"a" * 1_000_000 + b'"}\n' + b'{"text": "unterminated\n')
    found = list(Inputs(["in.jsonl"], readers).documents())
    assert [isinstance(d, Document) for d in found] == [False, True, False]


def test_a_file_of_lines_in_another_encoding_is_read_by_its_mark(readers: Any, folder: Path) -> None:
    put("in.jsonl", data=codecs.BOM_UTF8 + b'{"text": "un"}\r\n{"text": "deux"}\r\n')
    assert [d.text for d in Inputs(["in.jsonl"], readers).documents() if isinstance(d, Document)] == ["un", "deux"]


def test_what_is_no_text_is_refused_in_a_line(readers: Any, folder: Path) -> None:
    put("a.rtf", data=b"{\\rtf1\\ansi Bonjour}")
    put("a.pdf.txt", data=b"%PDF-1.7")
    refused = [d.problems[0].message for d in Inputs(["a.rtf", "a.pdf.txt"], readers).documents() if isinstance(d, Annotated)]
    assert refused == [f"is {kind}, not text: convert it to text first" for kind in ("an RTF file", "a PDF")]


# --- from the command line


def test_standard_input_is_a_text_or_json_lines(apostil: Command) -> None:
    (text,) = apostil("annotate", "-", "--only", "money", data="été".encode()).lines
    assert (text["document"]["id"], text["document"]["length"]) == ("stdin", 3)
    lines = apostil("annotate", "-", "--only", "money", data=b' \n{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}').lines
    assert [found["document"]["id"] for found in lines] == ["a", "b"]
    (empty,) = apostil("annotate", "-", "--only", "money").lines
    assert empty["document"]["length"] == 0


def test_replaced_bytes_are_recorded_in_the_output(apostil: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"5 \xe9 et \xe9")
    ran = apostil("annotate", "a.txt")
    assert ran.returncode == 2
    assert "a.txt" in ran.err
    assert "--errors replace" in ran.err
    (found,) = apostil("annotate", "a.txt", "--errors", "replace").lines
    assert found["document"]["replaced"] == 2
    (found,) = apostil("annotate", "a.txt", "--encoding", "cp1252").lines
    assert "replaced" not in found["document"]


def test_a_name_that_is_not_utf_8_is_annotated_from_the_command_line(apostil: Command, tmp_path: Path) -> None:
    name = b"caf\xe9\n.txt"
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as stream:
        stream.write(b"5 euros")
    for argument in (name, b"."):
        ran = apostil("annotate", argument, "-o", tmp_path / "out", "-q")
        assert ran.returncode == 0
        assert len([path for path in (tmp_path / "out").rglob("*.json") if path.name != "report.json"]) == 1


def test_failures_are_as_many_as_inputs_without_output(engine: Any, readers: Any, folder: Path) -> None:
    put("in/good.txt")
    put("in/bad.txt", data=b"\xff")
    found = list(Inputs(["in"], readers).documents())
    assert [type(d) for d in found] == [Annotated, Document]
    assert as_json(found[0])["document"]["sha256"] is None  # type: ignore[arg-type]
