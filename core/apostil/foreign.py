"""What importers share: files read whole, folders read file by file, annotations checked against their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from apostil.errors import MESSAGE_LIMIT, InputError, printable
from apostil.model import LABEL_NAME, Annotated, Annotation, Document, Problem, reading_order

REPORT = "report.json"
"""What a run leaves in its output folder beside the output: no annotations. No document is ever written under this name."""
LARGEST_FILE = 500_000_000
"""Bytes of the largest file that is read whole."""
_UNSAFE = re.compile(r"[^\w.:-]")


def read_file(path: Path) -> bytes:
    """All of a file. Raises `InputError` where it cannot be read or has more than `LARGEST_FILE` bytes."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputError(path_name(path), error.strerror or "cannot be read") from None
    if len(data) > LARGEST_FILE:
        raise InputError(path_name(path), f"more than {LARGEST_FILE // 1_000_000} MB: split it")
    return data


def is_report(name: str) -> bool:
    """Whether `name`, a path with `/`, is that of a run's report: of one folder down too, and where case does not count."""
    return name.rpartition("/")[2].lower() == REPORT


def files_of(folder: Path, *suffixes: str) -> list[Path]:
    """Files of a folder and those below it that end in one of `suffixes`, sorted, without reports of runs. Raises `InputError`
    where there are none."""
    files = (file for file in folder.rglob("*") if file.name.endswith(suffixes) and file.is_file())
    found = sorted(file for file in files if not is_report(file.name))
    if not found:
        raise InputError(path_name(folder), f"holds no {' or '.join(suffixes)} file")
    return found


def each_file(path: Path, suffix: str, read: Callable[[Path, str], Annotated]) -> Iterator[Annotated]:
    """What `read(file, name)` makes of `path`, or of every file of a folder and those below it that ends in `suffix`.

    `name` is the file's path in the folder, without the suffix. Raises `InputError` for a folder without such files, and
    what `read` raises for one file; of a folder, a file that cannot be read comes as a failed document.
    """
    if not path.is_dir():
        yield read(path, path_name(Path(path.name)).removesuffix(suffix))
        return
    for file in files_of(path, suffix):
        name = path_name(file.relative_to(path)).removesuffix(suffix)
        try:
            yield read(file, name)
        except InputError as error:
            yield unreadable(name, error)


def unreadable(name: str, error: InputError) -> Annotated:
    """In place of a document that cannot be read while others can."""
    problem = Problem("import", printable(f"{error.culprit}: {error.why}")[:MESSAGE_LIMIT], "unreadable")
    return Annotated(Document("", name), problems=[problem], failed=True)


def path_name(path: Path) -> str:
    """`path` as text, also where its bytes are not."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def label_name(text: str) -> str:
    """`text` as the name of a label, its own where it is one: what no name can hold becomes `_`."""
    safe = _UNSAFE.sub("_", text)
    found = LABEL_NAME.match(safe) or LABEL_NAME.match(f"_{safe}")
    assert found
    return found[0]


def settled(document: Document, annotations: list[Annotation], format: str) -> Annotated:
    """`document` with `annotations` in reading order, each with its text, an id of its own, and its links by id.

    Links lead to annotations of the list. Ids are kept where they tell all apart, else they are T1, T2 … A problem of
    `format` counts what is no span, because it is empty. Raises `InputError` for offsets out of the text.
    """
    length = len(document.text)
    for a in annotations:
        if not 0 <= a.start <= a.end <= length:
            raise InputError(document.id, f"{a.label} {a.start}-{a.end} is not a span of a text of {length}")
    kept = sorted((a for a in annotations if a.start < a.end), key=reading_order)
    distinct = len({a.id for a in kept if a.id}) == len(kept)
    for number, a in enumerate(kept, 1):
        a.text = document.text[a.start : a.end]
        a.id = a.id if distinct else f"T{number}"
    there = {id(a) for a in kept}
    for a in kept:
        links = [link for link in a.links() if id(link.target) in there]
        for link in links:
            link.target = link.target.id if isinstance(link.target, Annotation) else link.target
        a.arguments = links or None
    empty = len(annotations) - len(kept)
    told = [Problem(format, f"{empty} annotations of no extent left out", "left_out")] if empty else []
    return Annotated(document, kept, told)
