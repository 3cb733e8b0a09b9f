"""The shape of a page, as far as it is read. Where the model allows one thing or a list of it, both are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from apostil import InputError, path_name, printable, read_file, strict_json

T = TypeVar("T")


class Body(msgspec.Struct):
    purpose: Any = None
    value: str | None = None
    source: Any = None


class Selector(msgspec.Struct):
    start: int | None = None
    end: int | None = None
    exact: str | None = None


class Target(msgspec.Struct):
    id: str = ""
    selector: list[Selector | str] | Selector | str | None = None


class Item(msgspec.Struct):
    """An annotation of the model."""

    id: str = ""
    motivation: Any = None
    body: list[Body | str] | Body | str | None = None
    target: list[Target | str] | Target | str | None = None

    def values(self, purpose: str) -> list[str]:
        """Texts of the bodies that serve `purpose`; of those that do not say, what the annotation is for."""
        bodies = [body for body in many(self.body) if isinstance(body, Body)]
        return [b.value for b in bodies if b.value is not None and purpose in many(b.purpose or self.motivation)]

    def linked(self) -> list[str]:
        """IRIs of what is linked to the target."""
        bodies = [body for body in many(self.body) if isinstance(body, Body)]
        return [b.source for b in bodies if isinstance(b.source, str) and "linking" in many(b.purpose or self.motivation)]

    def targets(self) -> list[str]:
        """IRIs of the targets that are whole resources."""
        targets: list[Target | str] = many(self.target)
        found = [target.id if isinstance(target, Target) else target for target in targets]
        return [target for target in found if target]

    def further(self) -> int:
        """How many tags and targets it has beside the first of each: of these an annotation is made."""
        return max(0, len(self.values("tagging")) - 1) + max(0, len(many(self.target)) - 1)

    def span(self) -> Selector | None:
        """Offsets and quote of the first target that has offsets."""
        for target in many(self.target):
            parts = [s for s in many(target.selector) if isinstance(s, Selector)] if isinstance(target, Target) else []
            place = next((s for s in parts if s.start is not None and s.end is not None), None)
            if place is not None:
                exact = next((s.exact for s in parts if s.exact is not None), None)
                return Selector(place.start, place.end, exact)
        return None


def many(one: list[T] | T | None) -> list[T]:
    return one if isinstance(one, list) else [] if one is None else [one]


def items(file: Path) -> list[Item]:
    """Annotations of a page, or of a list of them. Raises `InputError` for another shape."""
    name = path_name(file)
    try:
        loaded = strict_json(read_file(file))
        found = loaded.get("items", loaded) if isinstance(loaded, dict) else loaded
        return msgspec.convert(many(found), list[Item])
    except ValueError as error:  # msgspec's own is one
        raise InputError(name, f"not a page of annotations: {printable(str(error))[:200]}") from None
