"""Reads CAS JSON and XMI, of other tools too: our spans, and the named entities of DKPro that are none of them."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from cassis import Cas, TypeSystem, load_cas_from_json, load_cas_from_xmi, load_typesystem

from apostil import (
    Annotated,
    Annotation,
    Argument,
    Document,
    InputError,
    each_file,
    label_name,
    one_line,
    path_name,
    printable,
    read_file,
    settled,
    strict_json,
    strict_xml,
)
from apostil_uima.types import ENTITY, METADATA, RESERVED, SPAN

TYPES_FILE = "TypeSystem.xml"


def read_json(path: Path) -> Iterator[Annotated]:
    """Documents of a `.json` that holds a CAS and its types, or of a folder of them. Raises `InputError`."""

    def load(file: Path) -> Cas:
        data = read_file(file)
        strict_json(data)
        return load_cas_from_json(data.decode("utf-8"))

    return each_file(path, ".json", lambda file, name: _annotated(load, file, name))


def read_xmi(path: Path) -> Iterator[Annotated]:
    """Documents of an `.xmi`, or of a folder of them, whose types stand in `TypeSystem.xml` beside or above. Raises
    `InputError`.
    """
    root = path if path.is_dir() else path.parent
    known: dict[Path, TypeSystem] = {}

    def load(file: Path) -> Cas:
        data = read_file(file)
        strict_xml(data)
        places = [folder / TYPES_FILE for folder in file.parents if folder == root or root in folder.parents]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise InputError(path_name(file), f"{TYPES_FILE} with its types is not beside it")
        if found not in known:
            types = read_file(found)
            strict_xml(types)
            known[found] = load_typesystem(BytesIO(types))
        return load_cas_from_xmi(BytesIO(data), known[found], trusted=True)  # else lxml refuses texts above 10 MB

    return each_file(path, ".xmi", lambda file, name: _annotated(load, file, name))


def _annotated(load: Callable[[Path], Cas], file: Path, name: str) -> Annotated:
    where = path_name(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", "Not mapping")  # cassis goes on with an offset that is out of the text
        try:
            cas = load(file)
            found = _document(cas, where, name), _annotations(cas, where)
        except InputError:
            raise
        except ValueError as error:
            raise InputError(where, f"not a CAS: {printable(str(error))[:200]}") from None
        except UserWarning:
            raise InputError(where, "an offset lies out of the text, or within a character") from None
        except Exception as error:  # cassis checks little: what is no CAS fails wherever it is first missed
            raise InputError(where, f"not a CAS with its types: {one_line(error)}") from None
    document, annotations = found
    annotated = settled(document, annotations, "uima")
    annotated.annotators = _mapping(_about(cas), "annotators")
    return annotated


def _about(cas: Cas) -> Any:
    found = _of_type(cas, METADATA)
    return found[0] if found else None


def _document(cas: Cas, where: str, name: str) -> Document:
    if not isinstance(cas.sofa_string, str):
        raise InputError(where, "its first view has no text")
    about = _about(cas)
    language = _text(about, "language") or _text(cas.get_document_annotation(), "language")
    date = _text(about, "referenceDate")
    return Document(
        cas.sofa_string,
        _text(about, "documentId") or name,
        None if language in ("", "x-unspecified") else language,
        dt.date.fromisoformat(date) if date else None,
        _text(about, "source") or None,
        extracted=_text(about, "extracted") or None,
    )


def _annotations(cas: Cas, where: str) -> list[Annotation]:
    spans = {structure.xmiID: structure for structure in _of_type(cas, SPAN)}
    made = {number: _annotation(span, where) for number, span in spans.items()}
    for number, a in made.items():
        links = getattr(getattr(spans[number], "arguments", None), "elements", None) or []
        a.arguments = [Argument(_text(link, "role"), made[link.target.xmiID]) for link in links if link.target.xmiID in made]
    ours = {(a.start, a.end, a.label) for a in made.values()}
    entities = [_entity(structure, where) for structure in _of_type(cas, ENTITY)]
    return [*made.values(), *(a for a in entities if (a.start, a.end, a.label) not in ours)]


def _annotation(span: Any, where: str) -> Annotation:
    start, end = _extent(span, where)
    a = Annotation(start, end, label_name(_text(span, "label") or "span"), _value(span), _text(span, "rule"))
    a.annotator, a.id = _text(span, "annotator") or "uima", _text(span, "id")
    confidence = getattr(span, "confidence", None)
    a.confidence = confidence if isinstance(confidence, float) else None
    return a


def _value(span: Any) -> Any:
    """The value in `json`, or that of the features that the type of `span` adds to those of every span."""
    if text := _text(span, "json"):
        return strict_json(text.encode("utf-8"))
    names = [feature.name for feature in span.type.all_features if feature.name not in RESERVED]
    value = {name.removesuffix("_") if name in ("type_", "self_") else name: getattr(span, name) for name in names}
    return {name: held for name, held in value.items() if held is None or isinstance(held, str | bool | int | float)} or None


def _entity(entity: Any, where: str) -> Annotation:
    """A named entity. One without a value is called by its type: DKPro has `Person` and the like."""
    start, end = _extent(entity, where)
    identifier = _text(entity, "identifier")
    label = _text(entity, "value") or entity.type.name.rpartition(".")[2]
    return Annotation(start, end, label_name(label), {"identifier": identifier} if identifier else None, annotator="uima")


def _extent(structure: Any, where: str) -> tuple[int, int]:
    if type(structure.begin) is not int or type(structure.end) is not int:
        raise InputError(where, f"{structure.type.name} {structure.xmiID} has no offsets")
    return structure.begin, structure.end


def _of_type(cas: Cas, name: str) -> list[Any]:
    """Structures of a type and those below it, in the order of their numbers."""
    found = cas.select(name) if cas.typesystem.contains_type(name) else []
    return sorted(found, key=lambda structure: structure.xmiID)


def _text(structure: Any, feature: str) -> str:
    found = getattr(structure, feature, None)
    return found if isinstance(found, str) else ""


def _mapping(structure: Any, feature: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(_text(structure, feature) or "{}", type=dict[str, str])
    except msgspec.MsgspecError:
        return {}
