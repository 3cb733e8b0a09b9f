"""Libraries that only some formats need: named where they are needed, looked for without being imported."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from attrs import define

from apostil.errors import PluginError


@define
class Extra:
    """The optional dependencies of a distribution, by the name that pip knows them: `pip install 'apostil[arrow]'`.

    `modules` are the top-level modules they bring, by which it is told whether they are installed.
    """

    name: str
    modules: Sequence[str]
    distribution: str = "apostil"

    def missing(self) -> str:
        """What to do to have them, where one is not installed; empty where all are."""
        absent = [module for module in self.modules if find_spec(module) is None]
        return f"needs {', '.join(absent)}: pip install '{self.distribution}[{self.name}]'" if absent else ""

    def demand(self, who: str) -> None:
        """Raise `PluginError` about `who` where one is not installed."""
        if missing := self.missing():
            raise PluginError(who, missing)
