"""What a run says of itself: `report.json` in the output folder. Times are here and nowhere else, and no text is."""

from __future__ import annotations

import datetime as dt
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from apostil.batch.budget import Budget
from apostil.batch.lock import Held
from apostil.model import Problem
from apostil.output import whole_file
from apostil.plugins import Plugins
from apostil.run import Outcome

MESSAGES = 100
"""Problems quoted; the output has all."""


def write_report(path: Path, held: Held, outcome: Outcome, budget: Budget, losses: list[Problem], **more: Any) -> None:
    """Write what became of a run."""
    found = {
        "apostil": version("apostil"),
        "run": held.run,
        "begun": held.begun,
        **more,
        "documents": outcome.documents,
        "complete": outcome.documents - outcome.failed,
        "failed": outcome.failed,
        "resumed": outcome.resumed,
        "annotated": outcome.annotations,
        "problems": dict(sorted(outcome.kinds.items())),
        "messages": outcome.messages[:MESSAGES],
        "notes": outcome.notes,
        "disabled": [f"{problem.annotator}: {problem.message}" for problem in budget.spent],
        "workers_lost": [f"{loss.annotator}: {loss.code}: {loss.message}" for loss in losses[:MESSAGES]],
    }
    with whole_file(path) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


def versions(plugins: Plugins) -> dict[str, str]:
    """Of what took part in a run."""
    return {"python": platform.python_version(), **{plugin.name: plugin.version for plugin in plugins.loaded}}


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
