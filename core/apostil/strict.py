"""JSON read strictly: what two readers could take for different things is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

DEPTH = 64
"""Deepest nesting that is read."""
LARGEST = 2**53
"""Integers beyond are read differently by different JSON readers."""


def strict_json(data: bytes) -> Any:
    """What `data` says. Raises `ValueError` for all that is not UTF-8 JSON without duplicate keys, NaN, infinities, lone
    surrogates, nesting beyond `DEPTH` and integers beyond `LARGEST`.
    """
    try:
        text = data.decode("utf-8")
        loaded = json.loads(text, object_pairs_hook=_pairs, parse_constant=_refuse, parse_float=_number, parse_int=_integer)
        _refuse_depth(loaded)
        json.dumps(loaded, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8") from None
    except UnicodeEncodeError:
        raise ValueError("a lone surrogate (\\ud800 to \\udfff)") from None
    except RecursionError:
        raise ValueError(f"nested more than {DEPTH} deep") from None
    return loaded


def _refuse_depth(loaded: Any) -> None:
    level = [loaded] if isinstance(loaded, dict | list) else []
    for _ in range(DEPTH):
        if not level:
            return
        items = (item for container in level for item in (container.values() if isinstance(container, dict) else container))
        level = [item for item in items if isinstance(item, dict | list)]
    if level:
        raise ValueError(f"nested more than {DEPTH} deep")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _number(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:20]} is out of range")
    return number


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST:
        raise ValueError(f"{digits[:20]} is out of range")
    return int(digits)
