"""The tables of the database, and the order of their columns."""

from __future__ import annotations

from collections.abc import Iterator

from apostil import ValueColumns

BEFORE = ("number", "document", "id", "label", "start_char", "end_char", "text")
AFTER = ("annotator", "rule", "confidence", "value_json")
"""`value_json` holds what no loaded plugin declares a column for."""

_KINDS = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}

_TABLES = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT, language TEXT, reference_date TEXT, sha256 TEXT,
    length INTEGER, offset_unit TEXT NOT NULL, replaced INTEGER NOT NULL, metadata TEXT, annotators TEXT NOT NULL, text TEXT
);
CREATE TABLE annotations (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (number), id TEXT NOT NULL,
    label TEXT NOT NULL, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL, text TEXT NOT NULL, {values}
    annotator TEXT NOT NULL, rule TEXT NOT NULL, confidence REAL, value_json TEXT
);
CREATE TABLE arguments (
    annotation INTEGER NOT NULL REFERENCES annotations (number), role TEXT NOT NULL,
    target INTEGER NOT NULL REFERENCES annotations (number)
);
CREATE TABLE problems (
    document INTEGER NOT NULL REFERENCES documents (number), annotator TEXT NOT NULL, message TEXT NOT NULL, code TEXT NOT NULL
)
"""
_INDEXES = {
    "documents": ("id",),
    "annotations": ("document", "label", "text"),
    "arguments": ("annotation", "target"),
    "problems": ("document",),
}
_WORDS = """
CREATE VIRTUAL TABLE {table}_fts
USING fts5 (text, content="{table}", content_rowid='number', tokenize='unicode61 remove_diacritics 2')
"""
"""Datasette knows an index as that of a table by `content`, which it looks for in double quotes."""


def tables(columns: ValueColumns) -> Iterator[str]:
    """Statements that make the tables, empty, with a column each of `columns`."""
    kinds = zip(columns.names, columns.kinds, strict=True)
    values = "".join(f'"{name}" {_KINDS[kind]}, ' for name, kind in kinds)
    yield from _TABLES.format(values=values).split(";")
    yield from (_WORDS.format(table=table) for table in ("documents", "annotations"))


def indexes() -> Iterator[str]:
    """Statements that index the tables once they are full, which is quicker than row by row."""
    yield from (
        f"CREATE INDEX {table}_{column} ON {table} ({column})" for table, columns in _INDEXES.items() for column in columns
    )
    yield "INSERT INTO documents_fts (documents_fts) VALUES ('rebuild')"
    yield "INSERT INTO annotations_fts (annotations_fts) VALUES ('rebuild')"
