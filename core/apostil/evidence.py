"""What a run that explains gathers without an annotator's help: the hits near a span of the layers that it looked at, and
the layers themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import msgspec

from apostil.annotators import Annotator, View
from apostil.border import check_values, checked
from apostil.layer import Layer
from apostil.model import Annotation, Evidence, Hit, Lost
from apostil.spacing import Spacing

BESIDE = 25
"""Characters before and after an annotation in which hits are shown."""
MOST = 40
"""Hits shown of one layer: a sentence may be as long as its document."""
_LONGEST = 100


class Asked(dict[str, Layer[Any]]):
    """Layers, which remembers those that were looked at."""

    def __init__(self, layers: dict[str, Layer[Any]]) -> None:
        super().__init__(layers)
        self.names: dict[str, None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        self.names[name] = None
        return super().get(name, default)


def gathered(annotator: Annotator, view: View, annotations: list[Annotation]) -> list[Lost]:
    """What the annotator turned down, checked as `annotations` were; both with the hits in and beside them of the layers that
    it looked at."""
    rejected = view.rejected or []
    turned_down = checked([lost.annotation for lost in rejected], annotator, view.text)
    check_values(turned_down, annotator)
    if isinstance(view.layers, Asked):
        _add_hits([*annotations, *turned_down], view.layers)
    return rejected


def _add_hits(annotations: Iterable[Annotation], layers: Asked) -> None:
    for a in annotations:
        for name in layers.names:
            near = layers[name].inside(max(0, a.start - BESIDE), a.end + BESIDE) if name in layers else []
            a.evidence = [*(a.evidence or ()), *_told(name, near)]


def hits_between(windows: Iterable[tuple[Spacing, Mapping[str, Layer[Any]]]], start: int, end: int) -> list[Evidence]:
    """The hits of all layers between two offsets of a document, given its windows: the spacing of each, and the layers over it.
    Annotations, which are layers too, stand for themselves."""
    found: list[Evidence] = []
    for spacing, layers in windows:
        for name, layer in layers.items():
            if layer and isinstance(layer[0], Hit):
                for told in _told(name, layer.inside(spacing.closed(start), spacing.closed(end))):
                    told.move(spacing)
                    found.append(told)
    return found


def _told(name: str, hits: Sequence[Any]) -> list[Evidence]:
    """Hits of one layer as evidence, in the window."""
    return [Evidence(name, _detail(hit.value), None, hit.start, hit.end) for hit in hits[:MOST]]


def _detail(value: Any) -> str:
    """A payload in a few words: the fields of an object that are set, the cells of a row that are filled, nothing for a mere
    presence."""
    if value is None or value is True:
        return ""
    if isinstance(value, msgspec.Struct) or attrs.has(type(value)):
        names = [a.name for a in attrs.fields(type(value))] if attrs.has(type(value)) else value.__struct_fields__
        fields = ((name, getattr(value, name)) for name in names)
        told = ", ".join(f"{name} {field}" for name, field in fields if field not in (None, "", 0, False))
    else:
        told = ", ".join(str(part) for part in value if part) if isinstance(value, (list, tuple)) else str(value)
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
