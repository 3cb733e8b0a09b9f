"""What a run may not do, told by the interpreter itself: it watches while documents are annotated and exported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from apostil import Plugins
from conftest import SEEDS

WATCHED = """
import json, sys, typing
from apostil.cli import main

SEEN, ENDS = [], []
NEVER = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pickle.find_class",
         "urllib.", "ftplib.", "http.", "smtplib.", "webbrowser.", "ctypes.dlopen")
CODE = ("<frozen importlib._bootstrap>", typing.__file__)

def is_code():
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename not in CODE:
        frame = frame.f_back
    return frame is not None

def watch(event, arguments):
    if event.startswith(NEVER) or event in ("exec", "compile") and not is_code():
        SEEN.append(f"{event} {arguments!r:.200}")

sys.addaudithook(watch)
for words in json.loads(sys.argv[1]):
    try:
        main(words)
    except SystemExit as end:
        ENDS.append(end.code)
print(json.dumps([SEEN, ENDS]))
"""
"""Runs commands and prints what it saw. Code is compiled and run while a module is imported: that is what importing is, and
named tuples and attrs classes write themselves then. Types of fields are, when `typing` is asked for them: our modules hold
them as text. At no other time, and never of what was read."""


def watched(tmp_path: Path, commands: list[list[str]], code: str = WATCHED) -> tuple[list[str], list[int]]:
    done = subprocess.run([sys.executable, "-c", code, json.dumps(commands)], cwd=tmp_path, capture_output=True, timeout=600)
    assert done.returncode == 0, done.stderr
    seen, ends = json.loads(done.stdout.splitlines()[-1])
    return seen, ends


def test_annotating_and_exporting_opens_no_connection_starts_no_process_and_runs_no_text(tmp_path: Path) -> None:
    formats = [name for name, (_, exporter) in Plugins.discover().exporters().items() if not exporter.extra]
    assert len(formats) > 10
    commands = [["annotate", str(SEEDS), "-q", "--with-text", "-o", "notes/"]]
    commands += [["export", "notes", "-t", name, "-q", "-o", f"{name}/"] for name in formats]
    commands += [["validate", "notes"], ["explain", str(next(SEEDS.glob("press-*.txt")))], ["plugins"], ["schema"]]
    seen, ends = watched(tmp_path, commands)
    assert seen == []
    assert set(ends) == {0}


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    done = (
        "import pickle, socket, subprocess; eval('1'); subprocess.run(['true']); pickle.loads(pickle.dumps(print));"
        "socket.socket().connect_ex(('127.0.0.1', 9))"
    )
    seen, _ = watched(tmp_path, [], WATCHED.replace("print(json", f"{done}\nprint(json"))
    names = {event.split()[0] for event in seen}
    assert names >= {"compile", "exec", "subprocess.Popen", "pickle.find_class", "socket.connect"}
