"""One call for those who have a text and want its annotations."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from apostil.engine import Engine
from apostil.model import Annotated, Document


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """The engine of all installed plugins: built once, since loading them costs thousands of times one annotation."""
    return Engine()


def annotate(text: str, *, language: str | None = None, reference_date: dt.date | None = None) -> Annotated:
    """Annotate `text` with every installed plugin. `language` is an ISO 639-1 code; None: told from the text.

    Raises `PluginError` for a broken plugin, `DocumentError` for a text that is not Unicode.
    """
    return _engine().annotate(Document(text, language=language, reference_date=reference_date))
