"""Cores of names: their words without the corporate ones at the end, and what words alone tell of a short form."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from apostil import Words

from .gazetteer import NAMES, Row, word_list
from .runs import KEPT

Core = tuple[list[str], list[str], int, bool]


@define
class Forms:
    """Words by which a name may be longer without naming another organisation, and words too common to stand for one."""

    corporate: frozenset[str]
    tails: frozenset[str]
    """What a firm's name may say of its trade: `Éoliade Énergie` is `Éoliade` for short."""
    wide: frozenset[str]
    """Last words by which a listed name too may be longer: `Cisco Systems` is `Cisco` for short."""
    common: frozenset[str]
    short: frozenset[str]
    articles: frozenset[str]
    first_names: frozenset[str]
    places: frozenset[str]
    listed: Mapping[str, Row]
    titles: bool
    """Whether the words of a headline all have capitals, as in English."""
    cores: dict[str, Core] = field(factory=dict)

    def short_of(self, surface: str) -> str:
        """`surface` without the corporate words at its end."""
        words, _, end, _ = self.core(surface)
        return " ".join(words[:end])

    def partners(self, words: list[str]) -> bool:
        """Whether `words`, the rest of a name, are the last partners of a firm, which its short form leaves out: `Harwell` for
        `Harwell Moyne & Vandal`; not another firm (`Harwell & Renault`)."""
        return "&" in words and not any(word in self.listed or word in self.places for word in words)

    def core(self, surface: str) -> Core:
        """Words of a name, the same in small letters, how many are left without the corporate ones at its end, and whether
        the first is an article or corporate too. Names repeat between documents, so it is remembered."""
        found = self.cores.get(surface)
        if found is None:
            if len(self.cores) >= KEPT:
                self.cores.clear()
            words = [word.rstrip(",") for word in surface.split(" ")]
            end = len(words)
            while end > 1 and words[end - 1].rstrip(".") in self.corporate:
                end -= 1
            article = end > 1 and (words[0].lower() in self.articles or words[0] in self.corporate)
            found = self.cores[surface] = words, [word.lower() for word in words], end, article
        return found


def forms_of(words: Words, first_names: frozenset[str]) -> Forms:
    common = {w for name in ("tail", "start", "not", "opening", "people", "time") for w in words[f"organisation_{name}"]}
    return Forms(
        corporate=frozenset(words["organisation_form"]) | frozenset(words["organisation_corporate"]),
        tails=frozenset(words["organisation_tail"]) | frozenset(words["organisation_trade"]),
        wide=frozenset(words["organisation_wide"]),
        common=frozenset(w.lower() for w in common) | frozenset(w.lower() for w in words["organisation_head"]),
        short=frozenset(words["organisation_short"]),
        articles=frozenset(words["organisation_name_article"]),
        first_names=first_names,
        places=word_list("places"),
        listed=words[NAMES],
        titles=words.language == "en",
    )
