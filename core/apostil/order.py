"""Which annotators run, and in what order: each after all that it requires or uses."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from apostil.annotators import Annotator
from apostil.errors import PluginError
from apostil.plugins import Plugin


def in_order(found: dict[str, tuple[Plugin, Annotator]], only: set[str], without: set[str]) -> list[tuple[Plugin, Annotator]]:
    """Annotators so that each comes after all that it requires or uses; ties by name. Without `only`, those that are default.

    Raises `PluginError` for an unknown name, a requirement or library that is missing, and for a cycle.
    """
    if unknown := (only | without) - found.keys():
        raise PluginError(f"annotator {min(unknown)}", f"not found; there are {', '.join(sorted(found))}")
    default = {name for name, (_, annotator) in found.items() if annotator.default}
    wanted = (_closure(found, only) if only else default) - without
    graph: dict[str, set[str]] = {}
    for name in sorted(wanted):
        annotator = found[name][1]
        if annotator.extra:
            annotator.extra.demand(f"annotator {name}")
        if missing := set(annotator.requires) - wanted:
            raise PluginError(f"annotator {name}", f"requires {min(missing)!r}, which is not there: --without {name}")
        graph[name] = (set(annotator.requires) | set(annotator.uses)) & wanted
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        raise PluginError("annotators", f"require each other in a circle: {' → '.join(error.args[1])}") from None
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return [found[name] for name in order]


def _closure(found: dict[str, tuple[Plugin, Annotator]], names: set[str]) -> set[str]:
    """`names` and all that they require, and the label-less annotators that they use: these show nothing of their own."""
    todo, seen = list(names), set(names)
    while todo:
        annotator = found[todo.pop()][1]
        hidden = {name for name in annotator.uses if name in found and not found[name][1].labels}
        new = ((set(annotator.requires) & found.keys()) | hidden) - seen
        seen |= new
        todo += new
    return seen
