"""Which labels an export declares, as columns, legends and configurations of other tools have them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import msgspec

from apostil.exporter import Labels
from apostil.plugins import Plugins


class _Noted(msgspec.Struct):
    label: str


class _Told(msgspec.Struct):
    """Of a standoff object, what tells its labels: reading this alone takes a fraction of the time of reading all."""

    annotators: dict[str, str] = {}
    annotations: list[_Noted] = []


def labels_told(objects: Iterable[bytes], plugins: Plugins) -> Labels:
    """Declarations of the labels that the annotators of standoff objects may yield, by the objects' own word, and of those that
    their annotations have; where no annotator is named, those of the annotators that run by default. Order of `Plugins.labels`.

    What is no standoff object is passed over: whoever reads it all will say so.
    """
    annotators = {name: annotator for name, (_, annotator) in plugins.annotators().items()}
    ran: set[str] = set()
    wanted: set[str] = set()
    for data in objects:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            told = msgspec.json.decode(data, type=_Told)
            ran.update(told.annotators)
            wanted.update(noted.label for noted in told.annotations)
    ran = ran & annotators.keys() or {name for name, annotator in annotators.items() if annotator.default}
    wanted.update(label.name for name in ran for label in annotators[name].labels)
    return {name: label for name, label in plugins.labels().items() if name in wanted}
