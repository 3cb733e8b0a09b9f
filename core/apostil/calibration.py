"""How often each rule was right on gold annotations, kept in a file: what a rule sets can carry it as its confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from attrs import define

from apostil.errors import InputError, printable
from apostil.model import Annotation
from apostil.strict import strict_json

VERSION = "1"
IMAGINED = 2
"""Annotations, as good as the annotator's average, that are added to those of each rule, so that one seen once is neither
certain nor hopeless."""

Counts = Mapping[str, Mapping[str, tuple[int, int]]]
"""By annotator and rule: annotations that were right, and all that were predicted."""


class Measured(msgspec.Struct, forbid_unknown_fields=True):
    """What is known of a rule."""

    right: int
    predicted: int
    confidence: float


class _File(msgspec.Struct, forbid_unknown_fields=True):
    calibration: str
    rules: dict[str, dict[str, Measured]]


@define
class Calibration:
    """Confidence by annotator and rule."""

    rules: dict[str, dict[str, Measured]]

    @classmethod
    def of(cls, counts: Counts) -> Calibration:
        """From counts, smoothed: see `IMAGINED`. The average itself is that of a rule as good as a coin, seen twice more."""
        rules: dict[str, dict[str, Measured]] = {}
        for annotator, found in sorted(counts.items()):
            right, predicted = (sum(column) for column in zip(*found.values(), strict=True))
            average = (right + 1) / (predicted + 2)
            rules[annotator] = {
                rule: Measured(r, n, round((r + IMAGINED * average) / (n + IMAGINED), 4))
                for rule, (r, n) in sorted(found.items())
            }
        return cls(rules)

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """Raises `InputError` for a file that is no calibration."""
        try:
            loaded: Any = strict_json(path.read_bytes())
            file = msgspec.convert(loaded, _File, strict=True)
        except OSError as error:
            raise InputError(printable(str(path)), error.strerror or "cannot be read") from None
        except (ValueError, msgspec.ValidationError) as error:
            why = f"not a file of `apostil evaluate --calibrate`: {printable(str(error))[:200]}"
            raise InputError(printable(str(path)), why) from None
        if file.calibration != VERSION or not all(0 <= m.confidence <= 1 for of in file.rules.values() for m in of.values()):
            raise InputError(printable(str(path)), "of another version, or with a confidence that is not between 0 and 1")
        return cls(file.rules)

    def encode(self) -> bytes:
        """As a file, UTF-8."""
        return msgspec.json.format(msgspec.json.encode(_File(VERSION, self.rules)), indent=1) + b"\n"

    def set(self, annotations: Iterable[Annotation]) -> None:
        """Give annotations the confidence of their rules; what a rule set that was not measured is left as it is."""
        for a in annotations:
            measured = self.rules.get(a.annotator, {}).get(a.rule)
            if measured is not None:
                a.confidence = measured.confidence
