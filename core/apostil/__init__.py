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
    from apostil.folding import EURO, LETTER, OTHER, PER_MILLE, SIGN, fold, fold_all, unaccented
    from apostil.foreign import each_file, files_of, label_name, path_name, read_file, settled, unreadable
    from apostil.hookspecs import hookimpl
    from apostil.layer import Layer
    from apostil.lexicon import Lexicon, Words, load_lexicons
    from apostil.markup import strict_xml, xml_characters
    from apostil.model import Annotated, Annotation, Argument, Document, Evidence, Hit, Lost, Problem, reading_order
    from apostil.offsets import OffsetMap
    from apostil.patterns import finder, pattern
    from apostil.plugins import Plugin, Plugins
    from apostil.quick import annotate
    from apostil.reader import Decoding, Quota, Reader
    from apostil.schema import standoff_schema, value_schema
    from apostil.standoff import checked, decode, encode, header
    from apostil.strict import strict_json
    from apostil.vocabulary import vocabularies

_HOMES = {
    "annotators": (
        "Annotator",
        "Label",
        "View",
        "annotator",
    ),
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
    "exporter": (
        "Exporter",
        "Importer",
        "Labels",
        "Sink",
        "Writer",
        "offsets_out",
    ),
    "extra": ("Extra",),
    "folding": (
        "EURO",
        "LETTER",
        "OTHER",
        "PER_MILLE",
        "SIGN",
        "fold",
        "fold_all",
        "unaccented",
    ),
    "foreign": (
        "each_file",
        "files_of",
        "label_name",
        "path_name",
        "read_file",
        "settled",
        "unreadable",
    ),
    "hookspecs": ("hookimpl",),
    "layer": ("Layer",),
    "lexicon": (
        "Lexicon",
        "Words",
        "load_lexicons",
    ),
    "markup": (
        "strict_xml",
        "xml_characters",
    ),
    "model": (
        "Annotated",
        "Annotation",
        "Argument",
        "Document",
        "Evidence",
        "Hit",
        "Lost",
        "Problem",
        "reading_order",
    ),
    "offsets": ("OffsetMap",),
    "patterns": (
        "finder",
        "pattern",
    ),
    "plugins": (
        "Plugin",
        "Plugins",
    ),
    "quick": ("annotate",),
    "reader": (
        "Decoding",
        "Quota",
        "Reader",
    ),
    "schema": (
        "standoff_schema",
        "value_schema",
    ),
    "standoff": (
        "checked",
        "decode",
        "encode",
        "header",
    ),
    "strict": ("strict_json",),
    "vocabulary": ("vocabularies",),
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
    "Evidence",
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
    "Quota",
    "Reader",
    "Sink",
    "StandoffError",
    "ValueColumns",
    "View",
    "Words",
    "Writer",
    "annotate",
    "annotator",
    "checked",
    "decode",
    "each_file",
    "encode",
    "files_of",
    "finder",
    "fold",
    "fold_all",
    "header",
    "hookimpl",
    "label_name",
    "load_lexicons",
    "offsets_out",
    "one_line",
    "path_name",
    "pattern",
    "printable",
    "read_file",
    "reading_order",
    "settled",
    "standoff_schema",
    "strict_json",
    "strict_xml",
    "unaccented",
    "unreadable",
    "value_schema",
    "vocabularies",
    "xml_characters",
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
