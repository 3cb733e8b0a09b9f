"""What is told of an error: enough to find it, nothing of the document."""

from __future__ import annotations

import pytest

from apostil import InputError, one_line


class Exits(ValueError):
    def __str__(self) -> str:
        raise SystemExit


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


LINE = raised.__code__.co_firstlineno + 2


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("invalid literal for int() with base 10: 'Jean Dupont'"), f"ValueError at {__name__}:{LINE}"),
        (KeyError("Jean Dupont"), f"KeyError at {__name__}:{LINE}"),
        (Exits(), f"Exits at {__name__}:{LINE}"),
        (InputError("a.txt", "byte 3 is not utf-8"), "a.txt: byte 3 is not utf-8"),
        (FileNotFoundError(2, "No such file"), "FileNotFoundError: [Errno 2] No such file"),
        (ModuleNotFoundError("No module named 'x'"), "ModuleNotFoundError: No module named 'x'"),
    ],
)
def test_messages_that_are_not_ours_are_left_out_and_their_place_told(error: BaseException, told: str) -> None:
    assert one_line(raised(error)) == told


def test_a_message_that_exits_is_no_exit() -> None:
    class Hostile(OSError):
        __str__ = Exits.__str__

    assert one_line(Hostile()) == "Hostile: (message not printable)"
