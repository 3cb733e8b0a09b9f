"""Every pattern that is compiled for any annotator takes time in proportion to the text, whatever the text.

Growth is told by CPU time: one long text may take four times as long as eight texts an eighth of its length, where quadratic
growth makes it eight times. What fails is measured again, so that a busy machine is no failure.
"""

from __future__ import annotations

import contextlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
import regex

from apostil import Document, Engine, Plugins, patterns
from conftest import SEED_FILES

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="needs a timer of CPU time")
SIZE = 400
TIMES = 8
MOST = 4
WHOLE = 60_000
"""Characters of a text in one window."""
BRIEF = 0.01
"""CPU seconds that are too short to tell growth from noise: on 3,200 characters, quadratic time takes more."""
LONG = 0.5
"""CPU seconds that are too long even where it is no growth, but the bounds of a pattern that make it so."""
RUNS = [" ", "1", "1 ", "1,", "1.", "A", "AB ", "A. ", "ab ", "a-", "d'", "(", ":", "a::::b "]


class Recorder:
    """A module of patterns that keeps what it compiles."""

    def __init__(self, module: Any, kept: list[Any]) -> None:
        self._module, self._kept = module, kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def compile(self, *arguments: Any) -> Any:
        self._kept.append(self._module.compile(*arguments))
        return self._kept[-1]


def registered() -> list[Any]:
    """Patterns compiled for the annotators of a language, those too that only a text asks for."""
    found: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "re", Recorder(re, found))
        patch.setattr(patterns, "regex", Recorder(regex, found))
        plugins = Plugins.discover()
        for language in ("fr", "en"):
            engine = Engine(plugins, language=language)
            for path in SEED_FILES:
                engine.annotate(Document(path.read_text("utf-8"), path.name))
    return found


def of_modules() -> Iterator[Any]:
    """Patterns at the top of a module of ours."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("apostil"):
            yield from (value for value in vars(module).values() if isinstance(value, re.Pattern | regex.Pattern))


def sample(nodes: Any) -> str:
    """A text that a parsed pattern matches, or nearly so: the first branch of each, each repeat once."""
    said = []
    for kind, given in nodes:
        match str(kind):
            case "LITERAL":
                said.append(chr(given))
            case "IN":
                said.append(sample(given[:1]))
            case "RANGE":
                said.append(chr(given[0]))
            case "CATEGORY":
                said.append("1" if "DIGIT" in str(given) else " " if "SPACE" in str(given) else "a")
            case "BRANCH":
                said.append(sample(given[1][0]))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                said.append(sample(given[2]) * max(1, given[0]))
            case "SUBPATTERN":
                said.append(sample(given[3]))
            case "ATOMIC_GROUP":
                said.append(sample(given))
            case "ANY" | "NOT_LITERAL":
                said.append("a")
    return "".join(said)


def own(pattern: Any) -> str:
    """What a pattern looks for, or some of its words."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    try:
        return sample(parser.parse(source, re.VERBOSE if pattern.flags & regex.VERBOSE else 0))
    except re.error:  # what only `regex` understands
        return " ".join(re.findall(r"[^\W\d_]{2,}", source)[:4])


def hostile(pattern: Any) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Texts of any length for a pattern, by what is repeated in them: runs that many stumble over, and what it looks for. Each
    with that at its end, too, behind what no pattern holds: some look for it first, and give up early where it is not there."""
    found = own(pattern)
    for piece in dict.fromkeys([*RUNS, found, found + " ", found.split(" ")[0]]):
        for end in ("", found) if piece else ():
            yield piece, lambda n, piece=piece, end=end: f"{(piece * n)[:n]}\0{end}"  # type: ignore[misc]


def everywhere(pattern: Any, text: str) -> None:
    """Use a pattern as annotators do: one to be searched for is, any other is tried wherever a hit may be."""
    if isinstance(pattern, regex.Pattern):
        for _ in pattern.finditer(text):
            pass
    else:
        for position in range(len(text)):
            pattern.match(text, position)


def whole(pattern: Any, text: str) -> None:
    """Use a pattern as importers and exporters do."""
    text = text if isinstance(pattern.pattern, str) else text.encode()
    pattern.fullmatch(text)
    pattern.match(text)


class TooLong(Exception):
    """A pattern has taken twice as long as any may."""


def too_long(number: int, frame: object) -> None:
    raise TooLong


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let nothing run away for good: a search can be interrupted."""
    before = signal.signal(signal.SIGVTALRM, too_long)
    yield
    signal.signal(signal.SIGVTALRM, before)


def seconds(use: Callable[[Any, str], None], pattern: Any, text: str, times: int = 1) -> float:
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * LONG)
    with contextlib.suppress(TooLong):
        for _ in range(times):
            use(pattern, text)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def runs_away(use: Callable[[Any, str], None], pattern: Any, text: Callable[[int], str]) -> float:
    """Seconds that a pattern takes for `TIMES * SIZE` characters, where that is too long; else 0."""
    small, large = text(SIZE), text(TIMES * SIZE)
    for _ in range(3):
        long = seconds(use, pattern, large)
        if long < BRIEF or (long < LONG and long <= MOST * seconds(use, pattern, small, TIMES)):
            return 0
    return long


def too_dear(use: Callable[[Any, str], None], found: list[Any]) -> Iterator[str]:
    """What each pattern runs away on."""
    for pattern in {(type(pattern), pattern.pattern): pattern for pattern in found}.values():
        for piece, text in hostile(pattern):
            if took := runs_away(use, pattern, text):
                yield f"{took:.3f} s on {piece!r}: {pattern.pattern.strip()[:100]!r}"


def test_every_pattern_of_every_annotator_is_linear() -> None:
    found = registered()
    assert len(found) > 100
    assert list(too_dear(everywhere, found)) == []


def test_patterns_at_the_top_of_modules_are_linear_on_what_is_one_field() -> None:
    assert list(too_dear(whole, list(of_modules()))) == []


@pytest.mark.parametrize(
    "repeated",
    [
        "la SCP Tarvel et Molinard, avocats. ",
        "la société La Maison des pierres, société à responsabilité limitée. ",
        "Korvia SA, Korvia et ses filiales (ex-Telva) ",
        "elle a déposé une nouvelle offre, une offre, ",
        "du 13 au 18 et le 26, ",
    ],
)
def test_what_repeats_costs_no_more_each_time(repeated: str) -> None:
    engine = Engine(Plugins.discover(), language="fr")

    def spent(size: int) -> float:
        start = time.process_time()
        engine.annotate(Document((repeated * size)[:size], "d"))
        return time.process_time() - start

    spent(1000)
    assert any(spent(WHOLE) <= MOST * TIMES * spent(WHOLE // TIMES) for _ in range(3))


@pytest.mark.parametrize("source", [r"\d+(?:[ ,.]\d+)*\s*%", r"[A-Z]\w*(?: [A-Z]\w*)* SA", r"\s+%"])
def test_what_is_quadratic_is_found_out(source: str) -> None:
    """At the second or third look, where other work on the machine blurs the first."""
    assert any(next(too_dear(everywhere, [regex.compile(source)]), "") for _ in range(3))


@pytest.mark.parametrize("source", [r"(?:\w{1,2}){1,40}:", r"(\S+):(\S+)((?: \S+:\S+)*) ?"])
def test_what_is_exponential_is_found_out(source: str) -> None:
    assert next(too_dear(whole, [re.compile(source)]), "")
