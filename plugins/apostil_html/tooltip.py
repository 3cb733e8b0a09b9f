"""What is shown over a mark: label, value, arguments and rule of each annotation, a line each."""

from __future__ import annotations

from typing import Any

import msgspec

from apostil import Annotation, printable

LINES = 12
WIDTH = 300
"""Most that is shown of one mark, and of one annotation in characters."""


def tooltip(group: list[Annotation]) -> str:
    lines = [_line(a) for a in group[:LINES]]
    return "\n".join([*lines, f"… {len(group) - LINES} more"] if len(group) > LINES else lines)


def _line(a: Annotation) -> str:
    value = ", ".join(f"{name} {_told(field)}" for name, field in a.fields().items() if field is not None)
    links = ", ".join(
        f"{link.role} → {link.target.id if isinstance(link.target, Annotation) else link.target}" for link in a.links()
    )
    rule = f"rule {a.rule} of {a.annotator}" if a.rule else a.annotator
    line = printable("; ".join(filter(None, [f"{a.id} {a.label}", value, links, rule])))
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _told(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode("utf-8")
