"""What a fuzzer calls: functions of bytes, by name, that raise only where there is a bug of ours.

`decode`, and `read-`, `annotate-`, `import-` and `export-` followed by the name of a reader, annotator, importer or exporter
whose libraries are installed. What apostil raises on purpose, `ApostilError`, is no bug.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from apostil import Annotated, ApostilError, Document, Engine, Exporter, Importer, InputError, Plugins, Reader, decode, encode
from apostil.reader import Decoding
from apostil.run import sink_for

Target = Callable[[bytes], None]
CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = ("fr", "en")
SUFFIXES = {"brat": ".ann", "parquet": ".parquet", "parquet-documents": ".parquet", "timeml": ".tml", "spacy": ".spacy"}
"""Of files that an importer is given, where it minds; of others `.json`."""
BESIDE = {"brat": "a.txt", "xmi": "TypeSystem.xml"}
"""What an importer reads beside its file: the bytes before the last NUL."""


def targets() -> dict[str, Target]:
    """All targets, by name."""
    plugins = Plugins.discover()
    found: dict[str, Target] = {"decode": _decode}
    for name, (_, annotator) in plugins.annotators().items():
        if annotator.default:  # others need a model
            found[f"annotate-{name}"] = partial(_annotate, name)
    for kind, things, call in _KINDS:
        for name, (_, thing) in things(plugins).items():
            if not (thing.extra and thing.extra.missing()):
                found[f"{kind}-{name}"] = partial(call, thing)
    return found


def folders(target: str) -> list[Path]:
    """Where the inputs kept for a target are: its own, and those of its kind."""
    return [path for name in (target, target.partition("-")[0]) if (path := CORPUS / name).is_dir()]


def corpus(target: str) -> list[bytes]:
    """The inputs kept for a target, and nothing at all."""
    return [b"", *(path.read_bytes() for folder in folders(target) for path in sorted(folder.iterdir()))]


@cache
def _engine(only: str, language: str) -> Engine:
    return Engine(Plugins.discover(), only=[only] if only else [], language=language)


def _annotated(data: bytes, only: str = "") -> Annotated:
    """The annotations of a text, whose first byte chooses the language; its first line is its id, too."""
    text = data[1:].decode("utf-8", "replace")
    return _engine(only, LANGUAGES[len(data) and data[0] % 2]).annotate(Document(text, text.partition("\n")[0][:60] or "a"))


def _sound(annotated: Annotated) -> None:
    """Check that what is written of it is read back."""
    text = annotated.document.text
    if text or not annotated.length:
        written = encode(annotated, with_text=True)
        assert encode(decode(written, "a"), with_text=True) == written


def _decode(data: bytes) -> None:
    with contextlib.suppress(ApostilError):
        _sound(decode(data, "a"))


def _annotate(name: str, data: bytes) -> None:
    annotated = _annotated(data, name)
    assert not annotated.problems, annotated.problems
    assert all(annotated.document.text[a.start : a.end] == a.text for a in annotated.annotations)
    _sound(annotated)


def _read(reader: Reader, data: bytes) -> None:
    with contextlib.suppress(InputError):
        for item in reader.read(io.BytesIO(data), "a", Decoding()):
            if isinstance(item, Document):
                item.text.encode("utf-8")


def _import(importer: Importer, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if importer.name in BESIDE:
            beside, _, data = data.rpartition(b"\0")
            (Path(folder) / BESIDE[importer.name]).write_bytes(beside)
        path = Path(folder) / f"a{SUFFIXES.get(importer.name, '.json')}"
        path.write_bytes(data)
        with contextlib.suppress(ApostilError):
            for annotated in importer.read(path):
                _sound(annotated)


def _export(exporter: Exporter, data: bytes) -> None:
    """Export a standoff object or, where it is none, the annotations of a text."""
    try:
        annotated = decode(data, "a")
    except ApostilError:
        annotated = _annotated(data)
    if exporter.needs_text and not annotated.document.text:
        return
    with (
        contextlib.suppress(ApostilError),
        tempfile.TemporaryDirectory() as folder,
        sink_for(exporter, f"{folder}/", with_text=True) as sink,
    ):
        writer = exporter.open(sink, _engine("", "fr").plugins.labels())
        writer.write(annotated)
        writer.close()


_KINDS: list[tuple[str, Callable[[Plugins], Any], Callable[[Any, bytes], None]]] = [
    ("read", Plugins.readers, _read),
    ("import", Plugins.importers, _import),
    ("export", Plugins.exporters, _export),
]
