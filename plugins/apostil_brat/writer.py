"""The writer of brat's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, count
from typing import Any

from apostil import Annotated, Annotation, ExportError, Labels, Sink
from apostil_brat.configuration import TOOLS, annotation_conf, visual_conf
from apostil_brat.documents import NAME, told
from apostil_brat.naming import brat_name, hashed, stem
from apostil_brat.notes import Note, written
from apostil_brat.spans import fragments, joined
from apostil_brat.vocabulary import attribute, vocabularies

_ID = re.compile(r"T[0-9]{1,9}")
EDITABLE = 2**15 - 1
"""The last number that brat gives to a new annotation."""


class BratWriter:
    """A `.txt` and an `.ann` a document; the configuration at the end, when all labels and roles are known.

    Of a document only its line in `documents.NAME`, its id and its name stay in memory.
    """

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._labels = labels
        self._vocabularies = {name: vocabularies(label) for name, label in labels.items()}
        self._seen: set[str] = set()
        self._roles: dict[str, set[str]] = {}
        self._stems: set[str] = set()
        self._ids: set[str] = set()
        self._documents: list[bytes] = []
        self._long = 0

    def write(self, annotated: Annotated) -> None:
        """Write both files. A document that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        document = annotated.document
        if document.id in self._ids:
            raise ExportError(document.id, "another document of this id is written already: it could not be read back")
        name = next(n for n in (stem(document.id), hashed(document.id)) if n not in self._stems)
        annotations = "".join(f"{line}\n" for line in self._lines(annotated))
        self._stems.add(name)
        self._ids.add(document.id)
        with ExitStack() as files:  # a text without its annotations would look like one that has none
            for suffix, content in ((".txt", document.text), (".ann", annotations)):
                files.enter_context(self._sink.file(name + suffix)).write(content.encode("utf-8"))
        self._documents.append(told(name, annotated))
        self._long += len(annotated.annotations) > EDITABLE

    def close(self) -> None:
        """Write the configuration, which brat looks for in the folder of a document and in those above; none where it would be
        alone."""
        if not self._documents:
            return
        files = {
            "annotation.conf": annotation_conf(self._labels, self._seen, self._roles),
            "visual.conf": visual_conf(self._labels),
            "tools.conf": TOOLS,
        }
        for name, text in files.items():
            with self._sink.file(name) as stream:
                stream.write(text.encode("utf-8"))
        with self._sink.file(NAME) as stream:
            stream.writelines(self._documents)
        if self._long:
            self._sink.note(f"documents of over {EDITABLE} annotations, which it shows but adds none to: {self._long}")

    def _lines(self, annotated: Annotated) -> Iterator[str]:
        ids = _ids(annotated.annotations)
        text = annotated.document.text
        attributes = relations = 0
        for number, a in enumerate(annotated.annotations, 1):
            own, label = ids[a.id], brat_name(a.label)
            self._seen.add(a.label)
            pieces = fragments(text, a.start, a.end)
            if not pieces or text[a.start : a.end] != a.text:
                why = "is not what the text has there" if pieces else "spans line breaks alone, which brat cannot hold"
                raise ExportError(annotated.document.id, f"annotation {a.id} {why}")
            yield f"{own}\t{label} {';'.join(f'{start} {end}' for start, end in pieces)}\t{joined(text, pieces)}"
            closed = self._attributes(a)
            for field, value in closed.items():
                attributes += 1
                yield f"A{attributes}\t{attribute(a.label, field)} {own} {value}".rstrip()
            roles = _roles(a)
            for link in a.links():
                relations += 1
                role = roles[link.role]
                self._roles.setdefault(role, set()).add(label)
                yield f"R{relations}\t{role} Arg1:{own} Arg2:{_target(link.target, ids)}"
            outer = (pieces[0][0] - a.start, a.end - pieces[-1][1])
            yield f"#{number}\tAnnotatorNotes {own}\t{written(_note(a, own, outer, closed, roles))}"

    def _attributes(self, a: Annotation) -> dict[str, str]:
        """Value by field of those with a closed vocabulary; it is empty for what is true."""
        fields, found = a.fields(), dict[str, str]()
        for field, options in self._vocabularies.get(a.label, {}).items():
            value: Any = fields.get(field)
            if value is True and not options:
                found[field] = ""
            elif isinstance(value, str) and value in options:
                found[field] = value
        return found


def _ids(annotations: list[Annotation]) -> dict[str, str]:
    """Id in the file by id: the same, or T1, T2 … where one of them is none that brat knows."""
    given = [a.id for a in annotations]
    if len(set(given)) == len(given) and all(map(_ID.fullmatch, given)):
        return {name: name for name in given}
    return {name: f"T{number}" for number, name in enumerate(given, 1)}


def _target(target: Any, ids: dict[str, str]) -> str:
    return ids[target.id if isinstance(target, Annotation) else target]


def _roles(a: Annotation) -> dict[str, str]:
    """Name in brat by role, no two the same: the roles that brat can name have their own."""
    names, taken = dict[str, str](), set[str]()
    for role in sorted({link.role for link in a.links()}, key=lambda role: (brat_name(role) != role, role)):
        name = brat_name(role)
        names[role] = next(n for n in chain([name], (f"{name}_{number}" for number in count(2))) if n not in taken)
        taken.add(names[role])
    return names


def _note(a: Annotation, own: str, outer: tuple[int, int], closed: Iterable[str], roles: dict[str, str]) -> Note:
    return Note(
        a.value,
        a.rule,
        a.annotator,
        a.confidence,
        a.label,
        id=a.id if a.id != own else None,
        roles={name: role for role, name in roles.items() if name != role} or None,
        outer=outer if any(outer) else None,
        attributes=list(closed) or None,
    )
