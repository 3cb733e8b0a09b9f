"""What `apostil plugins` shows."""

from __future__ import annotations

import json
from typing import Any

import attrs

from apostil.cli.tables import aligned
from apostil.errors import PluginError
from apostil.plugins import Plugin, Plugins

_HOOKS = {
    "annotator": "apostil_annotators",
    "exporter": "apostil_exporters",
    "importer": "apostil_importers",
    "reader": "apostil_readers",
    "command": "apostil_commands",
}


def describe(plugins: Plugins) -> list[dict[str, Any]]:
    """One row a plugin, in loading order."""
    gives: dict[str, dict[str, list[str]]] = {plugin.name: {} for plugin in plugins.loaded}
    for kind, hook in _HOOKS.items():
        try:
            for plugin, item in plugins.ask(hook):
                missing = item.extra.missing() if getattr(item, "extra", None) else ""
                gives[plugin.name].setdefault(kind, []).append(f"{item.name} ({missing})" if missing else item.name)
                if settings := getattr(item, "settings", None):
                    gives[plugin.name]["setting"] = [f"{item.name}.{field.name}" for field in attrs.fields(settings)]
        except PluginError as error:
            _blame(plugins, error)
    return [_row(plugin, gives[plugin.name]) for plugin in plugins.loaded]


def _blame(plugins: Plugins, error: PluginError) -> None:
    for plugin in plugins.loaded:
        if error.culprit == f"plugin {plugin.name}":
            plugin.error = error.why


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
