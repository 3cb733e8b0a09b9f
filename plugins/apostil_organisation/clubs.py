"""Clubs called by their town alone, in a text about sport: `Sunderland have signed …`, `pas retenu par Paris`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define

from apostil import View, Words, pattern

from .context import Context
from .gazetteer import NAMES, Row, word_list
from .mentions import LOOKED_AT, Name
from .pieces import key_of
from .weigh import ENOUGH

ENOUGH_WORDS = 3
"""Words of sport in a text about it; each of two listed clubs counts for one."""
MOVED = 7
"""Words from a club back to what is done with it."""
_POSITIVE = frozenset(("form", "tail", "head", "start", "branch", "joined", "trade", "extends", "place"))


@define
class Clubs:
    """Words that tell a club from its town."""

    names: Mapping[str, Row]
    places: frozenset[str]
    marks: frozenset[str]
    """Words of a club's name beside that of its town: `FC`, `United`."""
    before: frozenset[str]
    moves: frozenset[str]
    """What players and clubs do: `prêté`, `but`."""
    joining: frozenset[str]
    """What stands between that and the club: `par`, `contre`."""
    after: re.Pattern[str]
    others: frozenset[str]
    """Towns whose club is called otherwise: `Rennes`, of the Stade rennais."""
    towns: frozenset[str] | None = None

    def of_towns(self) -> frozenset[str]:
        """Towns that a listed club is named for, gathered when the first text about sport needs them."""
        if self.towns is None:
            found = set(self.others)
            for surface, row in self.names.items():
                if row[1] == "sports":
                    rest = [word for word in surface.split(" ") if word not in self.marks]
                    if len(rest) == 1 and " " in surface:
                        found.add(rest[0])
            self.towns = frozenset(found)
        return self.towns

    def plays(self, words: list[str], folded: str, end: int) -> bool:
        """Whether the words before a town or those after its `end` are of what only a club has or does."""
        if any(" ".join(words[-size:]) in self.before for size in (1, 2, 3) if len(words) >= size):
            return True
        if words and words[-1] in self.joining and not self.moves.isdisjoint(words[-MOVED:-1]):
            return True
        return self.after.match(folded, end) is not None


def clubs_of(words: Words) -> Clubs:
    return Clubs(
        names=words[NAMES],
        places=word_list("places"),
        marks=frozenset(words["organisation_club_mark"]),
        before=frozenset(words["organisation_club_before"]),
        moves=frozenset(words["organisation_club_move"]),
        joining=frozenset(words["organisation_club_join"]),
        others=frozenset(words["organisation_club_town"]),
        after=pattern(
            r"""(?:'s[ ](?:[\w-]{1,16}[ ])?|[ ])(?:<<organisation_club_has>>)(?!\w)
            |[ ](?:<<organisation_club_does>>)(?!\w)""",
            words,
        ),
    )


def fielded(names: dict[str, Name], view: View, clubs: Clubs, context: Context) -> None:
    """Take for a club each town that has a listed one and does what clubs do, in a text about sport."""
    words = {view.folded[hit.start : hit.end] for hit in view["organisation_sport"]}
    listed = sum(name.kind == "sports" and name.entry is not None for name in names.values()) if words else 0
    if not words or len(words) + min(listed, 2) < ENOUGH_WORDS:
        return
    for name in names.values():
        if (
            " " in name.surface
            and name.score < ENOUGH
            and name.entry is None
            and not _POSITIVE & name.evidence
            and name.words[-1] not in clubs.places
        ):
            for word in (name.words[0], name.words[-1]):  # a player by the first name alone
                if (
                    (short := names.get(key_of(word))) is not None
                    and short.entry is None
                    and not _POSITIVE & short.piece.evidence
                ):
                    short.add("surname")
    for name in names.values():
        listed_town = name.entry is not None and name.entry.kind == "sports"
        if name.score < ENOUGH and (listed_town or (name.entry is None and name.surface in clubs.of_towns())):
            spans = name.mentions[:LOOKED_AT]
            name.played = tuple(
                (start, end) for start, end in spans if clubs.plays(context.words_before(view.folded, start), view.folded, end)
            )
            if name.played:
                name.add("club")
                name.kind = "sports"
