"""The type system: ours, made of the declarations of labels, and the types of DKPro that other tools know."""

from __future__ import annotations

import re
import warnings
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from cassis import TypeSystem

from apostil import Label, Labels

SPAN = "org.apostil.Span"
ARGUMENT = "org.apostil.Argument"
DOCUMENT = "org.apostil.Document"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_ANNOTATION = "uima.tcas.Annotation"
_STRING = "uima.cas.String"

_FEATURES = {
    SPAN: ("id", "label", "rule", "annotator", "json"),
    ARGUMENT: ("role",),
    DOCUMENT: ("source", "referenceDate", "extracted", "annotators"),
    ENTITY: ("value", "identifier"),
    METADATA: ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"),
}
"""Features that are strings, by type."""
_SUPERTYPES = {
    SPAN: _ANNOTATION,
    ARGUMENT: "uima.cas.TOP",
    ENTITY: _ANNOTATION,
    METADATA: "uima.tcas.DocumentAnnotation",
    DOCUMENT: METADATA,
}
_KINDS = {bool: "uima.cas.Boolean", int: "uima.cas.Long", float: "uima.cas.Double", str: _STRING}
RESERVED = {"begin", "end", "sofa", "arguments", "confidence", *_FEATURES[SPAN]}
"""Features of every span, which no field of a value can be."""
_NAME = re.compile("[A-Za-z][A-Za-z0-9_]{0,99}")


def type_system(labels: Labels) -> tuple[TypeSystem, dict[str, str]]:
    """The type system for `labels`, and the type of each label that has fields: `org.apostil.label.Money`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cassis tells of features that get another name in Python: `type` is `type_`
        return _type_system(labels)


def _type_system(labels: Labels) -> tuple[TypeSystem, dict[str, str]]:
    types = TypeSystem()
    made = {name: types.create_type(name, supertype) for name, supertype in _SUPERTYPES.items()}
    for name, features in _FEATURES.items():
        for feature in features:
            types.create_feature(made[name], feature, _STRING)
    types.create_feature(made[SPAN], "confidence", _KINDS[float])
    types.create_feature(made[ARGUMENT], "target", SPAN)
    types.create_feature(made[SPAN], "arguments", "uima.cas.FSArray", elementType=ARGUMENT)
    own: dict[str, str] = {}
    for label in labels.values():
        name = f"org.apostil.label.{label.name[:1].upper()}{label.name[1:]}"
        kinds = fields(label)
        if kinds and _NAME.fullmatch(label.name) and name not in own.values():
            own[label.name] = name
            made[name] = types.create_type(name, SPAN, label.description)
            for field, kind in kinds.items():
                types.create_feature(made[name], field, _KINDS[kind])
    return types, own


def fields(label: Label) -> dict[str, type]:
    """Fields of the label's value that a feature can hold, with the type of each that is not None."""
    value = label.value
    if value is None or not attrs.has(value):
        return {}
    hints = get_type_hints(value)
    kinds = {a.name: kind_of(hints.get(a.name, str)) for a in attrs.fields(value)}
    return {name: kind for name, kind in kinds.items() if kind in _KINDS and name not in RESERVED and _NAME.fullmatch(name)}


def kind_of(hint: Any) -> type:
    """The one type that `hint` allows beside None; `object` where there are several."""
    if get_origin(hint) in (Union, UnionType):
        found = {kind_of(one) for one in get_args(hint) if one is not NoneType}
    elif get_origin(hint) is Literal:
        found = {type(one) for one in get_args(hint) if one is not None}
    else:
        found = {hint}
    return found.pop() if len(found) == 1 else object
