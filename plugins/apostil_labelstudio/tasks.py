"""The shape of what Label Studio exports, as far as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from apostil import InputError, path_name, printable, read_file, strict_json


class Result(msgspec.Struct):
    """A region, what is said of one (by the same `id`), or a relation between two."""

    type: str
    id: str | None = None
    from_name: str = ""
    value: dict[str, Any] = {}
    score: float | None = None
    from_id: str = ""
    to_id: str = ""
    direction: str | None = None
    labels: list[str] | None = None


class Completion(msgspec.Struct):
    """An annotation in the sense of Label Studio, all that one person says of a task; or a prediction."""

    result: list[Result] = []
    was_cancelled: bool | None = False
    ground_truth: bool | None = False
    updated_at: str | None = ""


class Task(msgspec.Struct):
    data: dict[str, Any]
    id: int | str | None = None
    annotations: list[Completion] = []
    predictions: list[Completion | int] = []

    def chosen(self) -> tuple[Completion, int]:
        """What counts, and how many others were there: the ground truth, else the latest of people, else of predictions."""
        done = [completion for completion in self.annotations if not completion.was_cancelled]
        predicted = [completion for completion in self.predictions if isinstance(completion, Completion)]
        found = [completion for completion in done if completion.ground_truth] or done or predicted
        latest = sorted(found, key=lambda completion: completion.updated_at or "")
        return (latest[-1], len(found) - 1) if latest else (Completion(), 0)


def tasks(file: Path) -> Iterator[tuple[str, Any]]:
    """Each task of a file with its place. Raises `InputError` for a file that is no JSON of tasks."""
    name = path_name(file)
    try:
        loaded = strict_json(read_file(file))
    except ValueError as error:
        raise InputError(name, f"not strict JSON: {printable(str(error))[:200]}") from None
    if not isinstance(loaded, list):
        raise InputError(name, "not a list of tasks: export from Label Studio as JSON")
    for number, task in enumerate(loaded, 1):
        yield f"{name}: task {number}", task


def task_of(loaded: Any, place: str) -> Task:
    """Raises `InputError` for another shape."""
    try:
        return msgspec.convert(loaded, Task)
    except msgspec.ValidationError as error:
        raise InputError(place, f"not as Label Studio writes it: {printable(str(error))[:200]}") from None
