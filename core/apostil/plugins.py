"""Which plugins there are, whether they may be loaded, and what each of them gives.

Each entry point and each hook is called on its own: pluggy's fan-out would stop at the first exception.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import Any, TypeVar

import pluggy
from attrs import define, field

from apostil import hookspecs
from apostil.annotators import Annotator, Label
from apostil.errors import PluginError, one_line
from apostil.exporter import Exporter, Importer
from apostil.fence import Fence
from apostil.lexicon import Lexicon
from apostil.model import LABEL_NAME
from apostil.reader import Reader

T = TypeVar("T")
DISTRIBUTION = "apostil"
ALLOW = "APOSTIL_PLUGINS"
"""Environment variable: names of the plugins, beside the built-ins, that may be loaded, separated by commas."""
LOADING = 30.0
"""Seconds that a plugin of a stranger may take to be imported."""
_NEEDED = re.compile(
    r"apostil\s{0,9}(?:\[[^\]]{0,99}\])?[\s(]{0,9}(?:[<>=!~][^;]{0,99}?,\s{0,9})?>=\s{0,9}(\d{1,9}(?:\.\d{1,9}){0,9})",
    re.IGNORECASE,
)
"""Of what a distribution requires, the oldest version of ours."""


def _new_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


@define
class Plugin:
    """A loaded plugin and where it came from. `error` says why a broken one is not used."""

    name: str
    module: Any = None
    distribution: str = ""
    version: str = ""
    error: str = ""

    @property
    def builtin(self) -> bool:
        return self.distribution == DISTRIBUTION


@define
class Plugins:
    """Loaded plugins, sorted by name, built-ins first. There is no global one: pass it on."""

    loaded: list[Plugin] = field(factory=list)
    banned: set[str] = field(factory=set)
    """Installed plugins left out on request."""
    _manager: pluggy.PluginManager = field(factory=_new_manager, repr=False)

    @classmethod
    def discover(cls, *, without: Iterable[str] = (), skip_broken: bool = False) -> Plugins:
        """Load every installed plugin that is allowed (see `ALLOW`) and not named in `without`.

        Raises `PluginError` naming the first broken one, unless `skip_broken`: then `loaded` tells its error.
        """
        plugins, banned = cls(), set(without)
        for point, distribution, release in _allowed(entry_points(group=hookspecs.PROJECT)):
            if point.name in banned:
                plugins.banned.add(point.name)
                continue
            plugin = Plugin(point.name, None, distribution, release)
            try:
                plugins.add(plugin, _loader(point))
            except PluginError as error:
                if not skip_broken:
                    raise
                plugin.error = error.why
                plugins.loaded.append(plugin)
        return plugins

    def add(self, plugin: Plugin, load: Callable[[], Any]) -> None:
        """Import a plugin and register its hooks. Raises `PluginError`."""
        remedy = f"--without {plugin.name} runs without it, --skip-broken without any broken plugin"
        who = f"plugin {plugin.name}" + (f" ({plugin.distribution} {plugin.version})" if plugin.distribution else "")
        if other := next((p for p in self.loaded if p.name == plugin.name and not p.error), None):
            raise PluginError(who, f"the name is that of {other.distribution} {other.version}: --skip-broken runs that one")
        try:
            plugin.module = _loaded(plugin, load)
            self._manager.register(plugin.module, plugin.name)
            self._manager.check_pending()
            self._refuse_odd_hooks(plugin)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a plugin may raise anything while it is imported, SystemExit included
            if self._manager.has_plugin(plugin.name):
                self._manager.unregister(name=plugin.name)
            why = str(error) if isinstance(error, pluggy.PluginValidationError) else one_line(error)
            raise PluginError(who, f"cannot be loaded: {' '.join(why.split())[:300]}: {remedy}") from error
        self.loaded.append(plugin)

    def _refuse_odd_hooks(self, plugin: Plugin) -> None:
        callers = self._manager.get_hookcallers(plugin.module)
        if not callers:
            raise PluginError("", "it gives nothing: its hooks are functions called apostil_… with @hookimpl above them")
        own = [impl for caller in callers for impl in caller.get_hookimpls() if impl.plugin is plugin.module]
        if any(impl.wrapper or impl.hookwrapper for impl in own):
            raise PluginError("", "it wraps hooks of others: a hook returns what its own plugin gives")

    def ask(self, hook: str, *arguments: object, of: str | None = None) -> Iterator[tuple[Plugin, Any]]:
        """What each plugin, or only the one called `of`, returns for `hook`, item by item.

        Raises `PluginError` naming the one that fails.
        """
        for plugin in self.loaded:
            if of not in (None, plugin.name):
                continue
            function = getattr(plugin.module, hook, None)
            if plugin.error or function is None or not hasattr(function, f"{hookspecs.PROJECT}_impl"):
                continue
            try:
                with _unheard(plugin):
                    items = list(function(*arguments))
            except (PluginError, KeyboardInterrupt):
                raise
            except BaseException as error:  # SystemExit too
                raise PluginError(f"plugin {plugin.name}", f"{hook} failed: {one_line(error)}") from error
            yield from ((plugin, item) for item in items)

    def annotators(self) -> dict[str, tuple[Plugin, Annotator]]:
        """Annotators by name. Raises `PluginError` where two have one name."""
        return self._by_name("apostil_annotators", Annotator)

    def exporters(self) -> dict[str, tuple[Plugin, Exporter]]:
        return self._by_name("apostil_exporters", Exporter)

    def importers(self) -> dict[str, tuple[Plugin, Importer]]:
        return self._by_name("apostil_importers", Importer)

    def readers(self) -> dict[str, tuple[Plugin, Reader]]:
        return self._by_name("apostil_readers", Reader)

    def commands(self) -> list[Any]:
        return [command for _, command in self.ask("apostil_commands")]

    def given(self, hook: str, kind: type[T], of: str | None = None) -> Iterator[tuple[Plugin, T]]:
        """As `ask`, each item being of its `kind`. Raises `PluginError` for one that is not, too."""
        for plugin, item in self.ask(hook, of=of):
            if not isinstance(item, kind):
                raise PluginError(f"plugin {plugin.name}", f"{hook} gave a {type(item).__name__}, not a {kind.__name__}")
            yield plugin, item

    def lexicons(self, language: str, idle: Collection[str] = ()) -> list[Lexicon]:
        """Words of `language` from all plugins that are not `idle`."""
        asked = (plugin for plugin in self.loaded if plugin.name not in idle)
        return [lexicon for plugin in asked for _, lexicon in self.ask("apostil_lexicons", language, of=plugin.name)]

    def labels(self) -> dict[str, Label]:
        """Label declarations by name. Raises `PluginError` for a name that a file could not hold, and where two plugins
        declare different values for one."""
        found: dict[str, Label] = {}
        for name, (_, annotator) in self.annotators().items():
            for label in annotator.labels:
                if not LABEL_NAME.fullmatch(label.name):
                    raise PluginError(f"annotator {name}", f"label {label.name!r}: a letter, then letters, digits, . : _ or -")
                other = found.setdefault(label.name, label)
                if other.value is not label.value:
                    raise PluginError(f"annotator {name}", f"label {label.name!r} is declared elsewhere with another value")
        return found

    def lexicon_file(self, path: Path) -> list[Lexicon]:
        """Words of a user's file. Raises `PluginError` where it cannot be read, or no plugin knows how."""
        if not path.is_file():
            raise PluginError(str(path), "no such file")
        found = [lexicon for _, lexicon in self.ask("apostil_lexicon_file", path)]
        if not found:
            raise PluginError(str(path), "no plugin reads words from such a file: organisation reads names from .csv")
        return found

    def _by_name(self, hook: str, kind: type[T]) -> dict[str, tuple[Plugin, T]]:
        found: dict[str, tuple[Plugin, T]] = {}
        for plugin, item in self.given(hook, kind):
            name: str = item.name  # type: ignore[attr-defined]
            if name in found:
                raise PluginError(
                    f"plugin {plugin.name} ({plugin.distribution})",
                    f"{kind.__name__.lower()} {name!r} is already given by {found[name][0].name} "
                    f"({found[name][0].distribution}): --without {plugin.name}",
                )
            found[name] = (plugin, item)
        return found


def _loaded(plugin: Plugin, load: Callable[[], Any]) -> Any:
    """What `load` returns, interrupted where it takes too long."""
    if plugin.builtin:
        return load()
    fence = Fence(LOADING)
    fence.enter(plugin.name)
    with _unheard(plugin), fence.watch():
        return load()


def _unheard(plugin: Plugin) -> AbstractContextManager[object]:
    """Standard output is for annotations: while the block runs, what a stranger prints goes to standard error."""
    return nullcontext() if plugin.builtin else redirect_stdout(sys.stderr)


def _loader(point: EntryPoint) -> Callable[[], Any]:
    """What imports the module of an entry point. It raises `PluginError` where its distribution needs a newer apostil."""

    def load() -> Any:
        needed = [found[1] for text in (point.dist and point.dist.requires) or () if (found := _NEEDED.match(text))]
        own = version(DISTRIBUTION) if needed else ""
        if newer := [text for text in needed if _numbers(text) > _numbers(own)]:
            raise PluginError("", f"it needs apostil {newer[0]}, this is {own}")
        return point.load()

    return load


def _numbers(release: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,9}", release)]


def _allowed(points: Iterable[EntryPoint]) -> list[tuple[EntryPoint, str, str]]:
    """Entry points that may be imported, with the name and version of their distribution: built-ins first, then by name; a
    plugin not allowed is not even imported."""
    allowed = os.environ.get(ALLOW)
    names = None if allowed is None else {name.strip() for name in allowed.split(",")}
    origins: dict[int, tuple[str, str]] = {}  # asking a distribution for its name reads a file each time
    unique: dict[tuple[str, str, str], tuple[EntryPoint, str, str]] = {}
    for point in points:
        dist = point.dist
        if id(dist) not in origins:
            origins[id(dist)] = (dist.name, dist.version) if dist else ("", "")
        name, release = origins[id(dist)]
        unique[point.name, point.value, name] = point, name, release
    ordered = sorted(unique.values(), key=lambda item: (item[1] != DISTRIBUTION, item[0].name, item[1]))
    return [item for item in ordered if names is None or item[1] == DISTRIBUTION or item[0].name in names]
