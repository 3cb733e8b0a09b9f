"""What is read of a calendar expression before it is known what day it stands for."""

from __future__ import annotations

from typing import Literal

import msgspec
from attrs import define


@define
class Date:
    """Value of a `date` annotation, after TIMEX3."""

    type: Literal["DATE", "TIME", "DURATION", "SET"]
    """A point or period of the calendar, a time of the day, a length of time, or a repetition."""
    value: str | None
    """`2024-05-05`, `2024-05`, `2024`, `2024-Q1`, `2024-H1`, `2024-SU`, `199X`, `2024-W12`, `2024-W12-WE`, `2024-05-05T14:30`,
    `2016-12-28TEV`, `P15D`, `PXY`, `XXXX-02`, `PAST_REF`, a range `A/B`; None for a day that does not exist."""
    mod: str | None
    """`start`, `mid`, `end`, `approx`, `before`, `after`, `since`, `until`, `more_than`, `less_than`, or None."""


class Piece(msgspec.Struct, gc=False):
    """A part of a text that speaks of time. Offsets are those of the view.

    `kind` says which fields count: `calendar` (year … part_of_day), `shift` (n units of `unit` from an anchor), `clock`,
    `length` and `set` (`value`), `fixed` (`value` as it stands).
    """

    start: int
    end: int
    kind: str
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    sub: str = ""
    """A period of a year: `Q1`, `H2`, `SU`, `W12`; a decade or century in full (`199X`); a holiday's name."""
    part_of_day: str = ""
    """`TMO`, `TAF`, `TEV`, `TNI`, or a clock time `T14:30`."""
    unit: str = ""
    n: int = 0
    """Units from the anchor, or where an incomplete date lies: -1 before the reference, 1 after it, 0 not said."""
    prefer: int = 0
    """The same, from the tense of the words around: less binding."""
    text_anchor: bool = False
    """Whether it leans on the last date of the text and not on the reference date."""
    value: str | None = None
    mod: str | None = None
    inner: bool = False
    """Whether a word inside the span gave `mod`: words before it do not change that."""
    relative: bool = False
    """Whether the span takes its determiner."""
    until: Piece | None = None
    """The other end of a range."""
    this: bool = False
    """Whether `ce` or `this` stands before it: the nearest one."""
    bare: bool = False
    """Whether it needs a word beside it to count: the name of a season, a part of the day."""
    follows: bool = False
    """Whether it is a weekday listed after another: `lundi soir et mardi`."""
    dayless: bool = False
    """Whether an hour is of no day that the text has told: `on the Closing Date`."""
    of: Piece | None = None
    """The period that it is part of, said in its own right: `mars de [l'année dernière]`."""

    @property
    def time_alone(self) -> bool:
        """Whether it is an hour or a part of the day and says no day."""
        if not self.part_of_day or self.kind != "calendar" or self.of is not None or self.sub:
            return False
        return self.month is None and self.weekday is None and self.day is None

    @property
    def is_day(self) -> bool:
        if self.kind == "shift":
            return self.unit == "D" or self.weekday is not None
        return self.kind == "calendar" and (self.day is not None or self.weekday is not None or self.unit == "holiday")

    @property
    def is_weekday(self) -> bool:
        """Whether it is a weekday without a date or an adjective."""
        return self.kind == "calendar" and self.weekday is not None and self.day is None and not self.relative
