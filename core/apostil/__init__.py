"""Standoff annotation of text: plugins find typed, normalised notes; the text is never touched.

Everything a plugin needs is here: import `apostil`, never `apostil.<module>`. Names are loaded on first use, because the
command line answers `--help` without most of them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apostil.annotators import Annotator, Label, View, annotator
    from apostil.columns import ValueColumns
    from apostil.engine import Engine
    from apostil.errors import (
        ApostilError,
        DocumentError,
        ExportError,
        InputError,
        PluginError,
        StandoffError,
        one_line,
        printable,
    )
    from apostil.exporter import Exporter, Importer, Labels, Sink, Writer, offsets_out
    from apostil.extra import Extra
    from apostil.folding import EURO, LETTER, OTHER, PER_MILLE, SIGN, fold
    from apostil.hookspecs import hookimpl
    from apostil.layer import Layer
    from apostil.lexicon import Lexicon, Words, load_lexicons
    from apostil.model import Annotated, Annotation, Argument, Document, Hit, Lost, Problem
    from apostil.offsets import OffsetMap
    from apostil.patterns import finder, pattern
    from apostil.plugins import Plugin, Plugins
    from apostil.quick import annotate
    from apostil.reader import Decoding, Reader
    from apostil.schema import standoff_schema, value_schema
    from apostil.standoff import decode, encode, header
    from apostil.strict import strict_json

_HOMES = {
    "annotators": ("Annotator", "Label", "View", "annotator"),
    "columns": ("ValueColumns",),
    "engine": ("Engine",),
    "errors": (
        "ApostilError",
        "DocumentError",
        "ExportError",
        "InputError",
        "PluginError",
        "StandoffError",
        "one_line",
        "printable",
    ),
    "extra": ("Extra",),
    "exporter": ("Exporter", "Importer", "Labels", "Sink", "Writer", "offsets_out"),
    "folding": ("EURO", "LETTER", "OTHER", "PER_MILLE", "SIGN", "fold"),
    "hookspecs": ("hookimpl",),
    "layer": ("Layer",),
    "lexicon": ("Lexicon", "Words", "load_lexicons"),
    "model": ("Annotated", "Annotation", "Argument", "Document", "Hit", "Lost", "Problem"),
    "offsets": ("OffsetMap",),
    "patterns": ("finder", "pattern"),
    "plugins": ("Plugin", "Plugins"),
    "quick": ("annotate",),
    "reader": ("Decoding", "Reader"),
    "schema": ("standoff_schema", "value_schema"),
    "standoff": ("decode", "encode", "header"),
    "strict": ("strict_json",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "EURO",
    "LETTER",
    "OTHER",
    "PER_MILLE",
    "SIGN",
    "Annotated",
    "Annotation",
    "Annotator",
    "ApostilError",
    "Argument",
    "Decoding",
    "Document",
    "DocumentError",
    "Engine",
    "ExportError",
    "Exporter",
    "Extra",
    "Hit",
    "Importer",
    "InputError",
    "Label",
    "Labels",
    "Layer",
    "Lexicon",
    "Lost",
    "OffsetMap",
    "Plugin",
    "PluginError",
    "Plugins",
    "Problem",
    "Reader",
    "Sink",
    "StandoffError",
    "ValueColumns",
    "View",
    "Words",
    "Writer",
    "annotate",
    "annotator",
    "decode",
    "encode",
    "finder",
    "fold",
    "header",
    "hookimpl",
    "load_lexicons",
    "offsets_out",
    "one_line",
    "pattern",
    "printable",
    "standoff_schema",
    "strict_json",
    "value_schema",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("apostil")
    if name not in _HOME:
        raise AttributeError(f"module 'apostil' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"apostil.{_HOME[name]}"), name)
    globals()[name] = value
    return value
