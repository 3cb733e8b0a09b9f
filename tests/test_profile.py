"""What a run cost: told where it is asked, and no part of the output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from apostil import Annotation, Label, annotator
from apostil.batch.plan import Plan
from apostil.batch.profile import Profile
from apostil.exporter import Exporter
from apostil.model import Annotated, Document
from apostil.output import FolderSink
from conftest import SEEDS, Command, engine_of

ROW = re.compile(r"(\S.*?\S)  +([\d.]+)(?:  +([\d.]+))?(?:  +(\d+))?(?:  +(\S.*))?")


def test_the_table_has_every_annotator_its_annotations_and_what_is_beside_them(apostil: Command) -> None:
    plain = apostil("annotate", SEEDS, "-l", "fr", "-q")
    ran = apostil("annotate", SEEDS, "-l", "fr", "-q", "--profile")
    assert (ran.returncode, ran.stdout) == (0, plain.stdout)
    assert plain.err == ""
    head, *lines = ran.err.splitlines()
    assert head.split() == ["CPU", "ms", "passes", "annotations", "rules", "with", "the", "most", "annotations"]
    rows = {found[1]: found.groups()[1:] for found in map(ROW.fullmatch, lines) if found}
    assert len(rows) == len(lines)
    assert rows.keys() >= {"reading", "scan and engine", "money", "numbers", "writing", "in all", "once: start", "once: words"}
    written = [a for line in ran.lines for a in line["annotations"]]
    assert rows["money"][2] == str(sum(a["annotator"] == "money" for a in written))
    assert rows["in all"][2] == str(len(written))
    assert rows[r"one pass of \w+"][1] == "1.00"
    parts = [float(rows[name][0]) for name in rows if not name.startswith(("once", "one", "in all"))]
    assert abs(sum(parts) - float(rows["in all"][0])) < 0.1 * len(parts)


def test_workers_are_not_profiled(apostil: Command) -> None:
    ran = apostil("annotate", SEEDS, "--profile", "-j", "2")
    assert (ran.returncode, ran.err) == (2, "apostil: --profile: measures one process: leave out -j\n")


@annotator("dear", labels=[Label("dear")])
def dear(view: object) -> Iterator[Annotation]:
    yield Annotation(0, 1, "dear", rule="first")
    sum(range(3_000_000))


@annotator("failing", labels=[Label("failing")])
def failing(view: object) -> Iterator[Annotation]:
    sum(range(3_000_000))
    raise ValueError


class Nothing:
    def write(self, annotated: Annotated) -> None:
        """It writes nothing."""

    def close(self) -> None:
        """Nothing follows."""


def test_time_is_laid_on_the_one_that_took_it_also_lazily_and_in_vain(tmp_path: Path) -> None:
    engine = engine_of(dear, failing)
    profile = Profile(Plan(), engine, Exporter("x", ".x", lambda sink, labels: Nothing()), FolderSink(tmp_path / "out"))
    profile.run([Document("a b", "a"), Annotated(Document("", "b"), failed=True)], lambda outcome: None)
    assert profile.clock.spent.keys() == {"dear", "failing"}
    assert min(profile.clock.spent.values()) > 10 * max(profile.reading, profile.one_pass)
    assert profile.rules == {"dear": {"first": 1}}
