"""Batches: workers that die, hang, leak or meddle; runs that are killed, resumed, locked out, interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from apostil import Annotated, Annotation, Document, Exporter, Problem, encode
from apostil.batch.budget import Budget
from apostil.batch.here import annotate_here
from apostil.batch.lock import LOCK, locked
from apostil.batch.plan import MOST, Limits, Plan, chunks
from apostil.batch.pool import Pool
from apostil.batch.session import Session
from apostil.batch.shards import ShardSink
from apostil.errors import ExportError
from apostil.frame import BLOCK
from apostil.output import FolderSink
from apostil.run import Outcome
from conftest import Command, engine_of, heed_interrupts

FAULT = """
import decimal, gc, json, os, signal, sys, threading, time, warnings
from apostil import Annotation, Label, annotator, hookimpl

KEPT = []

def hang():
    while True:
        try:
            time.sleep(0.01)
        except BaseException:
            pass

FAULTS = {
    "exits": lambda: os._exit(0),
    "segfaults": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "sleeps": lambda: time.sleep(1e6),
    "hangs": hang,
    "computes": lambda: sum(range(10**12)),
    "allocates": lambda: [bytearray(10**8) for _ in range(64)],
    "leaks": lambda: KEPT.append(bytearray(3 * 10**8)),
    "opens": lambda: KEPT.extend(open(os.devnull) for _ in range(4096)),
    "interrupts": lambda: (_ for _ in ()).throw(KeyboardInterrupt),
    "leaves a thread": lambda: threading.Thread(target=time.sleep, args=(1e6,)).start(),
    "prints": lambda: print("noise " * 10000),
    "closes": lambda: (sys.stdout.close(), os.close(1), os.close(2)),
    "warns": lambda: warnings.warn("of something"),
    "chdir": lambda: os.chdir("/"),
    "environment": lambda: os.environ.update(LANG="xx"),
    "decimal": lambda: setattr(decimal.getcontext(), "prec", 1),
    "signals": lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
    "recursion": lambda: sys.setrecursionlimit(200),
    "gc": gc.disable,
    "json": lambda: setattr(json, "dumps", None),
}

@annotator("fault", labels=[Label("fault")])
def fault(view):
    if "FAULT" in view.text:
        FAULTS[os.environ["FAULT"]]()
    yield Annotation(0, 1, "fault")

@annotator("after", requires=["fault"], labels=[Label("after")])
def after(view):
    yield Annotation(0, 1, "after")

@hookimpl
def apostil_annotators():
    return [fault, after]
"""
TEXTS = ["Le prix est de 5 euros.", "Un FAULT de 7 euros.", "Le loyer est de 9 euros."]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a distribution whose annotator does what the variable `FAULT` says."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "apostil_fault.py").write_text(FAULT)
    info = folder / "apostil_fault-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: apostil-fault\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[apostil]\nfault = apostil_fault\n")
    return str(folder)


def lines(texts: list[str]) -> bytes:
    return b"".join(json.dumps({"id": f"d{i}", "text": text}).encode() + b"\n" for i, text in enumerate(texts))


ONLY = ("--only", "money", "--only", "after", "-l", "fr")


def labels(written: dict[str, Any]) -> set[str]:
    return {a["label"] for a in written["annotations"]}


SOFT = {"sleeps": "timeout", "allocates": "memory", "opens": "error", "interrupts": "error"}
HARD = {"exits": "crashed", "segfaults": "crashed", "hangs": "timeout", "computes": "timeout"}
STATE = dict.fromkeys(["chdir", "environment", "decimal", "signals", "recursion", "gc", "json"], "state_changed")


@pytest.mark.parametrize(("fault", "code"), {**SOFT, **HARD, **STATE}.items())
def test_a_faulty_annotator_costs_its_own_annotations_on_that_document_only(
    apostil: Command, site: str, fault: str, code: str
) -> None:
    ran = apostil(
        "annotate", "-", *ONLY, "-j", "1", "--timeout", "3", "--memory", "512", data=lines(TEXTS), site=site, FAULT=fault
    )
    assert ran.returncode == 1
    first, bad, last = ran.lines
    assert labels(first) == labels(last) == {"money", "fault", "after"}
    assert first["problems"] == last["problems"] == []
    assert labels(bad) == {"money"}
    assert [(p["annotator"], p["code"]) for p in bad["problems"]] == [("fault", code), ("after", "error")]


@pytest.mark.parametrize("fault", ["leaks", "leaves a thread", "prints", "closes", "warns"])
def test_what_a_worker_can_bear_leaves_no_trace_in_the_output(apostil: Command, site: str, fault: str) -> None:
    ran = apostil("annotate", "-", *ONLY, "-j", "1", "--memory", "512", data=lines(TEXTS), site=site, FAULT=fault)
    assert ran.returncode == 0
    assert [labels(written) for written in ran.lines] == [{"money", "fault", "after"}] * 3
    assert ran.err.count("a plugin") == (fault in ("prints", "warns"))


def test_neither_the_bytes_nor_their_order_depend_on_the_number_of_workers(apostil: Command, site: str) -> None:
    texts = ["Le prix est de 5 euros." * (1 + i % 5) + " FAULT" * (i == 300) for i in range(2 * MOST + 90)]
    runs = [
        apostil("annotate", "-", *ONLY, *jobs, data=lines(texts), site=site, FAULT=fault)
        for fault in ("chdir",)
        for jobs in ([], ["-j", "1"], ["-j", "3"])
    ]
    assert [ran.returncode for ran in runs] == [1, 1, 1]
    assert len(runs[0].lines) == len(texts)
    assert runs[0].stdout == runs[1].stdout == runs[2].stdout


@pytest.mark.parametrize("form", ["csv", "summary", "json", "brat"])
def test_every_format_is_the_same_from_workers(apostil: Command, tmp_path: Path, form: str) -> None:
    (tmp_path / "in").mkdir()
    for name, text in zip("abc", TEXTS, strict=True):
        (tmp_path / "in" / f"{name}.txt").write_text(f"😀 {text} Soit 20 % le 5 mai 2024 pour Microsoft.")
    for output, jobs in (("one", []), ("two", ["-j", "2"])):
        assert apostil("annotate", "in", "-t", form, "-o", f"{output}/", "--offsets", "utf16", *jobs).returncode == 0
    one, two = ({p.relative_to(tmp_path / o): p.read_bytes() for p in (tmp_path / o).rglob("*.*")} for o in ("one", "two"))
    assert len(one) > 1
    one.pop(Path("report.json"))
    two.pop(Path("report.json"))
    assert one == two


# --- budget


def failing(n: int, code: str = "error") -> list[Annotated]:
    return [Annotated(Document("x", str(i)), problems=[Problem("a", "why", code)]) for i in range(n)]


def test_an_annotator_is_disabled_after_so_many_failures_among_the_last_documents() -> None:
    budget = Budget(3)
    for annotated in failing(2):
        budget.add(annotated.problems)
    for _ in range(1000):
        budget.add([])
    budget.add(failing(1)[0].problems)
    assert budget.spent == []
    budget.add(failing(1)[0].problems)
    budget.add(failing(1)[0].problems)
    assert [(p.annotator, p.code) for p in budget.spent] == [("a", "disabled")]


def test_crashes_count_for_more_and_the_engine_is_never_disabled() -> None:
    budget = Budget(20)
    budget.add([Problem("a", "", "timeout"), Problem("engine", "", "crashed")])
    assert budget.spent == []
    budget.add([Problem("a", "", "crashed"), Problem("engine", "", "crashed")])
    assert budget.disabled() == {"a"}


def test_a_disabled_annotator_is_told_on_each_document_whatever_the_number_of_workers(apostil: Command, site: str) -> None:
    texts = ["FAULT, 5 euros"] * (2 * MOST)
    runs = [
        apostil("annotate", "-", *ONLY, "--error-budget", "40", *jobs, data=lines(texts), site=site, FAULT="interrupts")
        for jobs in (["-j", "1"], ["-j", "2"])
    ]
    assert runs[0].stdout == runs[1].stdout
    codes = [written["problems"][0]["code"] for written in runs[0].lines]
    assert codes == ["error"] * codes.index("disabled") + ["disabled"] * codes.count("disabled")
    assert 40 <= codes.index("disabled") < 40 + BLOCK
    assert "fault not run: 40 failures" in runs[0].err


def test_chunks_depend_on_the_documents_only() -> None:
    documents = [Document("x" * length, str(i)) for i, length in enumerate([10, 256_000, 1, 300_000, *[5] * (MOST + 1)])]
    sizes = [len(list(chunk)) for chunk in chunks(documents)]
    assert sizes == [2, 2, MOST, 1]


# --- resume, shards, lock, report


def sample(tmp_path: Path, count: int = 30) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(count):
        (folder / f"{i:03}.txt").write_text(f"Le prix {i} est de {i} euros, soit {i} %.")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "report.json"}


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_finished_run_is_resumed_without_doing_anything_again(apostil: Command, tmp_path: Path, form: str) -> None:
    sample(tmp_path)
    words = ("annotate", "in", "--only", "money", "-o", "out/", "-t", form, "--resume")
    apostil(*words)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir() if p.name != "report.json"}
    assert apostil(*words).returncode == 0
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir() if p.name != "report.json"}
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert (report["documents"], report["resumed"], report["annotated"]) == (30, 30, 30)
    assert "annotations" not in report  # tools that look for standoff go by this key


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_run_of_other_options_is_not_resumed(apostil: Command, tmp_path: Path, form: str) -> None:
    sample(tmp_path, 3)
    apostil("annotate", "in", "--only", "money", "-o", "out/", "-t", form)
    ran = apostil("annotate", "in", "--only", "percentage", "-o", "out/", "-t", form, "--resume")
    assert ran.returncode == 2
    assert "other options" in ran.err
    assert apostil("annotate", "in", "--only", "percentage", "-o", "out/", "-t", form).returncode == 0


def test_a_changed_text_is_annotated_again_and_an_old_file_is_not_kept(apostil: Command, tmp_path: Path) -> None:
    folder = sample(tmp_path, 3)
    words = ("annotate", "in", "--only", "money", "-o", "out/", "--resume")
    apostil(*words)
    (folder / "001.txt").write_text("Le prix est de 99 euros.")
    os.utime(tmp_path / "out" / "002.txt.json", (1, 1))
    apostil(*words)
    assert b"99 euros" in (tmp_path / "out" / "001.txt.json").read_bytes()
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["resumed"] == 1


def test_other_documents_than_the_sealed_ones_are_refused(apostil: Command, tmp_path: Path) -> None:
    folder = sample(tmp_path, 3)
    words = ("annotate", "in", "--only", "money", "-o", "out/", "-t", "jsonl", "--resume")
    apostil(*words)
    (folder / "0005.txt").write_text("new")
    ran = apostil(*words)
    assert ran.returncode == 2
    assert "not these any more" in ran.err


def test_resume_needs_a_folder(apostil: Command, tmp_path: Path) -> None:
    sample(tmp_path, 1)
    ran = apostil("annotate", "in", "--resume")
    assert ran.returncode == 2
    assert "--resume" in ran.err


def shard_sink(folder: Path, resume: bool) -> ShardSink:
    sink = ShardSink(folder, "notes.jsonl", durable=True, run="r")
    sink.resume(resume)
    return sink


def put(sink: ShardSink, ids: Iterator[str] | range) -> None:
    for i in ids:
        sink.stream().write(f'"{i}"\n'.encode())
        sink.passed(Annotated(Document("x", str(i))))


def test_shards_are_sealed_in_turn_and_a_broken_off_one_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil.batch.shards.DOCUMENTS", 10)
    with shard_sink(tmp_path / "whole", False) as sink:
        put(sink, range(25))
    sink = shard_sink(tmp_path / "part", False)
    put(sink, range(17))
    sink.__exit__(RuntimeError, RuntimeError(), None)
    assert sorted(p.name for p in (tmp_path / "part").iterdir()) == ["notes-00000.jsonl", "notes-00000.seal"]
    outcome, documents = Outcome(), iter([Document("x", str(i)) for i in range(25)])
    with shard_sink(tmp_path / "part", True) as sink:
        rest = [d.id for d in sink.rest(documents, outcome) if isinstance(d, Document)]
        put(sink, iter(rest))
    assert rest == [str(i) for i in range(10, 25)]
    assert (outcome.documents, outcome.resumed) == (10, 10)
    assert tree(tmp_path / "part") == tree(tmp_path / "whole")
    assert len(tree(tmp_path / "whole")) == 6


def test_a_shorter_run_takes_the_shards_of_a_longer_one_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil.batch.shards.DOCUMENTS", 10)
    for count in (25, 5):
        with shard_sink(tmp_path, False) as sink:
            put(sink, range(count))
    assert sorted(tree(tmp_path)) == ["notes-00000.jsonl", "notes-00000.seal"]


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
@pytest.mark.parametrize("n", range(1, 7))
def test_a_disk_that_fails_at_any_call_leaves_sealed_shards_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, n: int
) -> None:
    monkeypatch.setattr("apostil.batch.shards.DOCUMENTS", 10)
    real, calls = getattr(os, call), 0

    def failing(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == n:
            raise OSError(28, "No space left on device")
        return real(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, failing)
        try:
            with shard_sink(tmp_path, False) as sink:
                put(sink, range(25))
        except (ExportError, OSError):
            pass
        else:
            assert calls < n
    assert not list(tmp_path.glob("*.tmp"))
    with shard_sink(tmp_path, True) as sink:
        documents = iter([Document("x", str(i)) for i in range(25)])
        put(sink, iter([d.id for d in sink.rest(documents, Outcome()) if isinstance(d, Document)]))
    data = b"".join(tree(tmp_path)[f"notes-{i:05}.jsonl"] for i in range(3))
    assert data == b"".join(f'"{i}"\n'.encode() for i in range(25))


def test_a_second_run_on_a_folder_is_refused_naming_the_first(apostil: Command, tmp_path: Path) -> None:
    sample(tmp_path, 1)
    with locked(tmp_path / "out", "other", False):
        ran = apostil("annotate", "in", "-o", "out")
    assert ran.returncode == 2
    assert f"process {os.getpid()}" in ran.err
    assert apostil("annotate", "in", "-o", "out").returncode == 0


def test_the_lock_of_a_dead_run_is_taken_over_and_its_temporary_files_go(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path, "r", False) as first:
        raise RuntimeError
    (tmp_path / ".apostil-x.tmp").touch()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path, "r", True) as second:
        assert second.begun == first.begun
        assert not (tmp_path / ".apostil-x.tmp").exists()
    assert not (tmp_path / LOCK).exists()


def test_the_report_counts_and_names_but_quotes_no_text(apostil: Command, tmp_path: Path) -> None:
    folder = sample(tmp_path, 3)
    (folder / "bad.txt").write_bytes(b"\xff")
    (folder / "z.txt").write_text("Un secret de 5 euros.")
    assert apostil("annotate", "in", "-o", "out", "-j", "1", "--report", "r.json").returncode == 1
    report = json.loads((tmp_path / "r.json").read_bytes())
    assert (report["inputs"], report["documents"], report["complete"], report["failed"]) == (5, 5, 4, 1)
    assert report["problems"] == {"reader: unreadable": 1}
    assert report["versions"].keys() >= {"python", "money", "standoff"}
    assert "secret" not in (tmp_path / "r.json").read_text()


def test_reports_are_no_standoff(apostil: Command, tmp_path: Path) -> None:
    sample(tmp_path, 2)
    apostil("annotate", "in", "-o", "out", "-q")
    ran = apostil("validate", "out")
    assert (ran.returncode, ran.err) == (0, "apostil: 2 valid; 0 not\n")


def test_documents_that_get_lost_are_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apostil.batch.session.annotate_here", lambda engine, documents, budget: iter(list(documents)[:0]))
    session = Session(Plan(), engine_of(), Exporter("x", ".x", lambda sink, labels: Nothing()), FolderSink(tmp_path / "out"))
    with pytest.raises(AssertionError, match="2 documents taken, 0 accounted for"):
        session.run([Document("a", "a"), Document("b", "b")], lambda outcome: None)


class Nothing:
    def write(self, annotated: Annotated) -> None:
        """It writes nothing."""

    def close(self) -> None:
        """Nothing follows."""


# --- interruption


def started(tmp_path: Path, site: str, *words: str, fault: str = "hangs") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "apostil", "annotate", "in", *words]
    environment = {**os.environ, "PYTHONPATH": site, "FAULT": fault}
    return subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heed_interrupts
    )


def wait_for(holds: Callable[[], Any]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Processes that any thread of `pid` has started."""
    return [int(n) for path in Path(f"/proc/{pid}/task").glob("*/children") for n in path.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_ends_soon_and_leaves_neither_orphans_nor_half_files(
    tmp_path: Path, site: str, apostil: Command, number: int, status: int
) -> None:
    folder = sample(tmp_path, 2)
    (folder / "x.txt").write_text("FAULT")
    words = (*ONLY, "-t", "jsonl", "-o", "out/", "-j", "2", "--timeout", "600")
    process = started(tmp_path, site, *words)
    assert process.stderr
    wait_for(lambda: children(process.pid))
    time.sleep(3)
    workers = children(process.pid)
    process.send_signal(number)
    start = time.monotonic()
    assert process.wait(timeout=20) == status
    assert time.monotonic() - start < 5  # on a loaded machine; the promise is 2
    assert process.stderr.read().endswith(b"apostil: interrupted: again with --resume to go on\n")
    process.stderr.close()
    assert workers
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    assert os.listdir(tmp_path / "out") == [LOCK]
    (folder / "x.txt").unlink()
    assert apostil("annotate", "in", *words, "--resume", site=site).returncode == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("fault", ["hangs", "computes"])
def test_workers_die_with_their_parent(tmp_path: Path, site: str, fault: str) -> None:
    folder = sample(tmp_path, 1)
    (folder / "x.txt").write_text("FAULT")
    process = started(tmp_path, site, *ONLY, "-j", "1", "-o", "out/", "--timeout", "600", fault=fault)
    wait_for(lambda: children(process.pid))
    time.sleep(3)
    workers = children(process.pid)
    process.kill()
    process.communicate()
    assert workers
    wait_for(lambda: not [pid for pid in workers if Path(f"/proc/{pid}").exists() and not is_zombie(pid)])


def is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


# --- in the library


def test_a_pool_gives_what_the_engine_gives() -> None:
    documents: list[Document | Annotated] = [Document(text, f"d{i}", metadata={"n": i}) for i, text in enumerate(TEXTS)]
    documents.insert(1, Annotated(Document("", "unread"), problems=[Problem("reader", "why", "unreadable")], failed=True))
    documents.append(Document("lone \ud800", "surrogate"))
    plan = Plan(only=["money"], limits=Limits())
    here = list(annotate_here(plan.engine(), documents, Budget()))
    with Pool(plan, 1) as pool:
        there = list(pool.annotate(documents, Budget()))
    assert [encode(a) for a in here] == [encode(a) for a in there]
    assert [[span(x) for x in a.annotations] for a in here] == [[span(x) for x in a.annotations] for a in there]
    assert pool.losses == []


def span(a: Annotation) -> tuple[int, int, str, str]:
    return a.start, a.end, a.label, a.text
