"""Reads tasks back: what apostil had written, as a person left it in Label Studio, and what people did there alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apostil import (
    Annotated,
    Annotation,
    Argument,
    Document,
    InputError,
    Problem,
    checked,
    decode,
    files_of,
    label_name,
    path_name,
    unreadable,
)
from apostil_labelstudio.fields import shown, told
from apostil_labelstudio.tasks import Result, Task, task_of, tasks

HAND = "label-studio"
"""Annotator of what a person added."""


def read(path: Path) -> Iterator[Annotated]:
    """Documents of a file of tasks, or of all `.json` files of a folder, sorted by name.

    Raises `InputError` for a file that holds no tasks. A task that cannot be read comes as a failed document, and so does a
    file of a folder.
    """
    if not path.is_dir():
        yield from _documents(path)
        return
    for file in files_of(path, ".json"):
        try:
            yield from _documents(file)
        except InputError as error:
            yield unreadable(path_name(file.relative_to(path)), error)


def _documents(file: Path) -> Iterator[Annotated]:
    for place, data in tasks(file):
        try:
            yield _document(task_of(data, place), place)
        except InputError as error:
            yield unreadable(place, error)


def _document(task: Task, place: str) -> Annotated:
    text = task.data.get("text")
    if not isinstance(text, str):
        raise InputError(place, "its data have no text under the key `text`")
    written = _written(task, text, place)
    completion, others = task.chosen()
    if others:
        why = f"{others} further annotations of people or predictions are passed over for the latest"
        written.problems.append(Problem(HAND, why, "several"))
    corrected = _Corrected(completion.result, written.annotations, place)
    written.annotations = corrected.annotations(text)
    if corrected.lost:
        why = f"{corrected.lost} regions without a label and relations to none left out"
        written.problems.append(Problem(HAND, why, "left_out"))
    return checked(written, place)


def _written(task: Task, text: str, place: str) -> Annotated:
    """What apostil had written of the document; of a task of others, the document alone."""
    standoff = task.data.get("apostil")
    if isinstance(standoff, str):
        return decode(standoff.encode("utf-8"), place, text)
    return Annotated(Document(text, str(task.data.get("document") or task.id or place)))


class _Corrected:
    """The annotations of a completion, each with what apostil had written under its id."""

    def __init__(self, results: list[Result], written: list[Annotation], place: str) -> None:
        self._results = results
        self._written = {a.id: a for a in written}
        self._place = place
        self._said: dict[str, dict[str, str]] = {}
        """Text by control, by region."""
        for result in results:
            words = _words(result.value) if result.type in ("choices", "textarea") else None
            if result.id and words is not None:
                self._said.setdefault(result.id, {})[result.from_name] = words
        self.lost = 0

    def annotations(self, text: str) -> list[Annotation]:
        found: dict[str, Annotation] = {}
        for number, result in enumerate(self._results, 1):
            if result.type == "labels":
                own = result.id or f"R{number}"
                for label in self._labels(result):
                    name = own if own not in found else f"{own}.{label}"
                    if name in found:
                        raise InputError(self._place, f"region {own[:40]!r} is there twice")
                    found[name] = self._annotation(result, own, name, label, text)
        for own, links in self._links(found).items():
            found[own].arguments = _in_order(links, self._written.get(own)) or None
        return list(found.values())

    def _labels(self, result: Result) -> list[str]:
        labels = result.value.get("labels")
        names = [label_name(label) for label in labels if isinstance(label, str)] if isinstance(labels, list) else []
        self.lost += not names
        return list(dict.fromkeys(names))

    def _annotation(self, result: Result, own: str, name: str, label: str, text: str) -> Annotation:
        start, end = result.value.get("start"), result.value.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            raise InputError(self._place, f"region {own[:40]!r} has no offsets into a text")
        was = self._written.get(name)
        said = self._said.get(own, {})
        if was is None or was.label != label:  # relabelled by hand: what was found is no more
            confidence = result.score if result.score is not None and 0 <= result.score <= 1 else None
            gone = f"{was.label}_" if was else None
            fields = {k.removeprefix(f"{label}_"): v for k, v in said.items() if not (gone and k.startswith(gone))}
            return Annotation(start, end, label, fields or None, "", None, HAND, text[start:end], name, confidence)
        value = _value(was, {k.removeprefix(f"{label}_"): v for k, v in said.items()})
        return Annotation(start, end, label, value, was.rule, None, was.annotator, text[start:end], name, was.confidence)

    def _links(self, found: dict[str, Annotation]) -> dict[str, list[tuple[str, str]]]:
        """Role and target by annotation."""
        links: dict[str, list[tuple[str, str]]] = {}
        for result in self._results:
            if result.type == "relation":
                ends = (result.from_id, result.to_id)
                one, other = ends if result.direction != "left" else ends[::-1]
                if one in found and other in found:
                    links.setdefault(one, []).extend((role, other) for role in result.labels or ["relation"])
                else:
                    self.lost += 1
        return links


def _words(value: dict[str, Any]) -> str | None:
    """What was chosen or typed in, several on a line each; None where that was emptied."""
    given = value.get("choices", value.get("text"))
    if given in (None, []):
        return None
    return "\n".join(map(str, given)) if isinstance(given, list) else str(given)


def _value(was: Annotation, said: dict[str, str]) -> Any:
    """The value with the fields as a person left them: those that were shown and are no longer there were emptied."""
    fields = was.fields()
    now = {name: told(said[name], fields[name]) if name in said else None for name in shown(fields)}
    now |= {name: text for name, text in said.items() if name not in now}
    if was.value is None or isinstance(was.value, dict):
        return {**fields, **now} if now else was.value
    return {**fields, **now}["value"]


def _in_order(links: list[tuple[str, str]], was: Annotation | None) -> list[Argument]:
    """The links that apostil had written in their order, then those that are new."""
    before = [(link.role, str(link.target)) for link in was.links()] if was else []
    there, known = set(links), set(before)
    ordered = [link for link in before if link in there] + [link for link in links if link not in known]
    return [Argument(role, target) for role, target in ordered]
