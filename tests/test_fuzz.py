"""Every target of the fuzzer holds on its corpus, and on what is near: the same inputs in every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import corpus, targets

from conftest import ROOT

TARGETS = targets()
PIECES = [
    b"\xff",
    b"\xed\xa0\x80",
    b"\0",
    b"\r\n",
    b"\t",
    b'"',
    b"\\",
    b"{",
    b"[",
    b"]",
    b"<",
    b"&",
    b"-1",
    b"1e999",
    b"9" * 5000,
]
PIECES += [b"null", b"[" * 2000, b"\\ud800", *(c.encode() for c in "😀\u0301\u2028\x85\u202f²½٣Ⅳ")]
PIECES += [b" 5 ", b"1,5 ", "12 M€ ".encode(), b"20 % ", b" 31/02/2024", b" mars ", b"; Microsoft SA ", b"\n\n", b" d'"]


@st.composite
def near(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """One of `seeds` with some places changed, doubled or cut out."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 12)))
        put = draw(st.sampled_from([*PIECES, data[start:end] * 2, b""]) | st.binary(max_size=4))
        data = data[:start] + put + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds(name: str) -> None:
    seeds = corpus(name)
    for data in seeds:
        TARGETS[name](data)

    @settings(settings.default, max_examples=settings.default.max_examples // 2)
    @given(near(seeds))
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()


def test_every_target_has_a_corpus() -> None:
    assert [name for name in TARGETS if len(corpus(name)) < 2] == []


def test_the_command_names_targets_and_replays_files(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, ROOT / "fuzz" / "run.py", *words], capture_output=True, text=True, cwd=tmp_path)

    assert run().stderr.split() == list(TARGETS)
    (tmp_path / "a").write_bytes(b"{")
    assert run("decode", "a").returncode == 0
