"""What `export`, `import` and `validate` do once their options are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from apostil.cli import say
from apostil.cli.declaring import labels_told
from apostil.cli.running import decoding_of, exporter_named, format_of, inputs_of, report, report_broken, terminated
from apostil.errors import InputError, PluginError, StandoffError, printable
from apostil.exporter import Labels
from apostil.foreign import files_of, is_report
from apostil.inputs import as_text
from apostil.model import Annotated, Document, Problem
from apostil.plugins import Plugins
from apostil.run import export, protect, sink_for
from apostil.standoff import decode, objects
from apostil.texts import Texts

_LINES = (".jsonl", ".ndjson")
_STANDOFF = (".json", *_LINES)


def convert(given: dict[str, Any]) -> int:
    """`export`: the exit status."""
    plugins = _plugins(given)
    exporter = exporter_named(plugins, given["format"])
    files = list(_files(given["annotations"]))
    sink = sink_for(exporter, given["output"], given["with_text"], given["offsets"])
    protect(sink, _holding(given["annotations"], _STANDOFF))
    need_text = exporter.needs_text or given["with_text"] or given["offsets"] != "codepoint"
    with _texts(plugins, given) as texts, terminated():
        labels = labels_told((data for file in files for _, data in _objects(file)), plugins)
        outcome = export(_recovered(files, texts, need_text), exporter, sink, labels)
    return report(outcome, {}, False, given["quiet"])


def import_from(given: dict[str, Any]) -> int:
    """`import`: the exit status."""
    plugins = _plugins(given)
    found = plugins.importers()
    if given["format"] not in found:
        raise PluginError(f"format {given['format']!r}", f"cannot be read; there are {', '.join(sorted(found)) or 'none'}")
    importer = found[given["format"]][1]
    if importer.extra:
        importer.extra.demand(f"format {importer.name}")
    exporter = exporter_named(plugins, format_of(given["output"], plugins))
    sink = sink_for(exporter, given["output"], given["with_text"], given["offsets"])
    alike = plugins.exporters().get(importer.name)  # without one, any file of the folder may be read
    suffix = f".{alike[1].suffix.rpartition('.')[2]}" if alike else ""
    protect(sink, _holding([given["path"]], (suffix,)))
    annotated = _with_text(importer.read(Path(given["path"])), importer.name)
    with terminated():
        outcome = export(annotated, exporter, sink, plugins.labels())
    return report(outcome, {}, False, given["quiet"])


def _with_text(annotated: Iterable[Annotated], format: str) -> Iterator[Annotated]:
    """Documents imported; those that name no source were taken out of a file of `format`, which alone holds their text."""
    for item in annotated:
        document = item.document
        if document.text and not document.source and not document.extracted:
            document.extracted = format
        yield item


def validate(given: dict[str, Any]) -> int:
    """`validate`: 0 where all is well, 2 where a file is not."""
    plugins = _plugins(given)
    labels, good, bad, unchecked = plugins.labels(), 0, 0, 0
    with _texts(plugins, given) as texts:
        for item in (item for file in _files(given["annotations"]) for item in _checked(file, texts, labels)):
            if isinstance(item, StandoffError):
                bad += 1
                say(printable(str(item))[:3000])
            else:
                good += 1
                unchecked += not item.document.text and not item.failed
    if not given["quiet"]:
        note = f", {unchecked} without their text: offsets and hash taken on trust" if unchecked else ""
        say(f"{good} valid{note}; {bad} not")
    return 2 if bad else 0


def _checked(file: str, texts: Texts, labels: Labels) -> Iterator[Annotated | StandoffError]:
    """Every standoff object of a file, or the error it is, values that their labels do not declare included."""
    for item in _read(file, texts):
        why = _value_fault(item, labels) if isinstance(item, Annotated) else ""
        yield StandoffError(file, why) if why else item


def _plugins(given: dict[str, Any]) -> Plugins:
    plugins = Plugins.discover(skip_broken=given["skip_broken"])
    report_broken(plugins)
    return plugins


def _texts(plugins: Plugins, given: dict[str, Any]) -> Texts:
    """Where the texts of standoff files are looked for."""
    return Texts(inputs_of(plugins, [], decoding_of(given), None), Path(given["root"]))


def _files(arguments: list[str]) -> Iterator[str]:
    """Standoff files among the arguments, folders searched. Beside others a run's report is passed over: `*.json` has it."""
    for argument in arguments:
        if os.path.isdir(argument):
            yield from map(str, files_of(Path(argument), *_STANDOFF))
        elif os.path.isfile(argument):
            if len(arguments) == 1 or not is_report(Path(argument).name):
                yield argument
        else:
            raise InputError(as_text(argument), "no such file or folder")


def _holding(given: list[str], suffixes: tuple[str, ...]) -> Callable[[Path], bool]:
    """Whether an existing file is read: it is one that is given, or lies in a folder that is and has one of `suffixes`."""
    places = [Path(path).resolve() for path in given]

    def holds(path: Path) -> bool:
        file = path.resolve()
        below = file.name.endswith(suffixes) and any(map(file.is_relative_to, places))
        return file.exists() and (below or any(place.exists() and place.samefile(file) for place in places))

    return holds


def _objects(file: str) -> Iterator[tuple[str, bytes]]:
    with open(file, "rb") as stream:
        yield from objects(stream, as_text(file), file.endswith(_LINES))


def _read(file: str, texts: Texts) -> Iterator[Annotated | StandoffError]:
    """Every standoff object of a file, checked against its text where that is found, or the error it is."""
    for place, data in _objects(file):
        try:
            item = decode(data, place)
            if not item.document.text and not item.failed:
                text = texts.of(item.document, Path(file).parent, item.sha256)
                if text is not None:
                    item = decode(data, place, text)
            yield item
        except StandoffError as error:
            yield error


def _recovered(files: list[str], texts: Texts, need_text: bool) -> Iterator[Annotated]:
    """Documents to export; those that cannot be read, or whose text is needed and not found, as failed ones."""
    for file in files:
        for item in _read(file, texts):
            if isinstance(item, StandoffError):
                document = Document("", item.culprit, source=as_text(file))
                item = Annotated(document, problems=[Problem("standoff", item.why, "unreadable")], failed=True)
            elif need_text and not item.failed and not item.document.text and item.length:
                why = f"source {item.document.source!r} not found: run where it was annotated, or give --root"
                item = Annotated(item.document, problems=[Problem("standoff", why, "no_text")], failed=True)
            yield item


def _value_fault(annotated: Annotated, labels: Labels) -> str:
    """Why a value is not what its label declares; empty where all are.

    The declaration binds the annotators that ran, by the file's own word: others, people say, may note what they like.
    """
    for annotation in annotated.annotations:
        label = labels.get(annotation.label)
        if label is None or label.value is None or annotation.annotator not in annotated.annotators:
            continue
        try:
            value: Any = msgspec.convert(annotation.value, label.value, strict=True)
        except msgspec.ValidationError as error:
            return f"annotation {annotation.id!r}: value of {label.name}: {error}"
        if isinstance(annotation.value, dict) and (wrong := annotation.value.keys() - msgspec.to_builtins(value).keys()):
            return f"annotation {annotation.id!r}: value of {label.name}: unknown key {min(wrong)!r}"
    return ""


def standoff_files(path: str) -> list[Annotated]:
    """Every standoff object of a file or folder. Raises `StandoffError` for the first that is none."""
    found: list[Annotated] = []
    for file in _files([path]):
        for place, data in _objects(file):
            found.append(decode(data, place))
    return found
