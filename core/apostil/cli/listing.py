"""What `apostil plugins` shows."""

from __future__ import annotations

import json
from typing import Any

import attrs
import click

from apostil.annotators import Annotator
from apostil.cli.tables import aligned
from apostil.errors import PluginError
from apostil.exporter import Exporter, Importer
from apostil.plugins import Plugin, Plugins
from apostil.reader import Reader

_HOOKS: dict[str, tuple[str, type[Any]]] = {
    "annotator": ("apostil_annotators", Annotator),
    "exporter": ("apostil_exporters", Exporter),
    "importer": ("apostil_importers", Importer),
    "reader": ("apostil_readers", Reader),
    "command": ("apostil_commands", click.Command),
}


def describe(plugins: Plugins) -> list[dict[str, Any]]:
    """One row a plugin, in loading order."""
    return [_row(plugin, _gives(plugins, plugin)) for plugin in plugins.loaded]


def _gives(plugins: Plugins, plugin: Plugin) -> dict[str, list[str]]:
    gives: dict[str, list[str]] = {}
    try:
        for kind, (hook, type_) in _HOOKS.items():
            for _, item in plugins.given(hook, type_, of=plugin.name) if not plugin.error else ():
                missing = item.extra.missing() if getattr(item, "extra", None) else ""
                gives.setdefault(kind, []).append(f"{item.name} ({missing})" if missing else item.name)
                if settings := getattr(item, "settings", None):
                    gives["setting"] = [f"{item.name}.{field.name}" for field in attrs.fields(settings)]
    except PluginError as error:
        plugin.error = error.why
    return gives


def _row(plugin: Plugin, gives: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "module": getattr(plugin.module, "__file__", None),
        "gives": gives,
        "error": plugin.error or None,
    }


def table(rows: list[dict[str, Any]], as_json: bool) -> str:
    """Rows as aligned text or as JSON."""
    if as_json:
        return json.dumps(rows, indent=1, ensure_ascii=False)
    lines = [("plugin", "from", "gives")]
    for row in rows:
        given = "; ".join(f"{kind} {', '.join(names)}" for kind, names in row["gives"].items()) or "words"
        origin = f"{row['distribution']} {row['version']}"
        lines.append((row["name"], origin, f"BROKEN: {row['error']}" if row["error"] else given))
    return aligned(lines)
