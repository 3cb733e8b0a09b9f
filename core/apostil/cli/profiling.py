"""What `annotate --profile` shows."""

from __future__ import annotations

from collections.abc import Iterator

from apostil.batch.profile import Profile
from apostil.cli.tables import aligned
from apostil.errors import printable

RULES = 3
"""Rules shown of an annotator: those with the most annotations."""
WIDTH = 40
"""Characters shown of the name of a rule."""


def table(profile: Profile) -> str:
    """CPU time of a run: what grows with the texts, dearest annotator first, and below it what is spent once."""
    head = ["", "CPU ms", "passes", "annotations", "rules with the most annotations"]
    return aligned([head, *_rows(profile)], range(1, 4))


def _rows(profile: Profile) -> Iterator[list[str]]:
    unit, spent = profile.one_pass, profile.clock.spent

    def row(name: str, seconds: float, *more: str) -> list[str]:
        passes = f"{seconds / unit:.2f}" if unit else ""
        return [name, _milliseconds(seconds), passes, *more, *[""] * (2 - len(more))]

    yield row("reading", profile.reading)
    yield row("scan and engine", profile.engine_itself)
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        rules = profile.rules[name]
        most = ", ".join(f"{printable(rule)[:WIDTH] or '(none)'} {count}" for rule, count in rules.most_common(RULES))
        yield row(printable(name), seconds, str(rules.total()) if rules else "", most)
    yield row("writing", profile.writing)
    whole = profile.reading + profile.engine_itself + sum(spent.values()) + profile.writing
    yield row("in all", whole, str(sum(rules.total() for rules in profile.rules.values())))
    yield row(r"one pass of \w+", unit)
    for name, seconds in (("once: start", profile.start), ("once: words", profile.engine.languages.compiling)):
        yield [name, _milliseconds(seconds), "", "", ""]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
