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


def tasks(file: Path) -> Iterator[tuple[str, bytes]]:
    """The JSON of each task of a file with its place: the file is held as it is, and one task at a time as objects.

    Raises `InputError` for a file that is no list of tasks.
    """
    name = path_name(file)
    try:
        raw = msgspec.json.decode(read_file(file), type=list[msgspec.Raw])
    except (ValueError, RecursionError) as error:  # msgspec's own is a ValueError
        why = f"not a list of tasks: {printable(str(error))[:200]}; export from Label Studio as JSON"
        raise InputError(name, why) from None
    for number, task in enumerate(raw, 1):
        yield f"{name}: task {number}", bytes(task)


def task_of(data: bytes, place: str) -> Task:
    """Raises `InputError` for what is no task."""
    try:
        return msgspec.convert(strict_json(data), Task)
    except ValueError as error:
        raise InputError(place, f"not a task of Label Studio: {printable(str(error))[:200]}") from None
