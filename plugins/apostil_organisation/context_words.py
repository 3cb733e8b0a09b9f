"""The words of a language that stand before a name, read from its tables."""

from __future__ import annotations

from apostil import Words

from .context import Context
from .cue_words import listed
from .gazetteer import word_list


def context_of(words: Words, first_names: frozenset[str]) -> Context:
    nouns: dict[str, str] = {f"{noun}s": kind for noun, kind in words["organisation_noun"].items() if noun[-1] not in "sx"}
    nouns |= words["organisation_noun"]
    return Context(
        of=listed(words, "of"),
        source=tuple(word + gap for word in words["organisation_source"] for gap in (" : ", ": ")),
        article=listed(words, "article"),
        determiner=listed(words, "determiner"),
        stop=listed(words, "stop"),
        before={cue: float(weight) for cue, weight in words["organisation_before"].items()},
        noun=nouns,
        role=listed(words, "role"),
        weak_role=listed(words, "role_weak"),
        deals=listed(words, "deals"),
        person_role=listed(words, "role_person"),
        national=listed(words, "nationality", "people", "regional"),
        seats=tuple(f"-{word}" for word in words["organisation_seated"]),
        title=listed(words, "title"),
        product=listed(words, "product"),
        place=listed(words, "place_before"),
        registry=listed(words, "registry"),
        joining=listed(words, "joining"),
        joint=listed(words, "joint"),
        to=listed(words, "to"),
        selling=listed(words, "selling"),
        called=listed(words, "called"),
        firm=listed(words, "firm"),
        such=listed(words, "such"),
        within=listed(words, "within"),
        countries=frozenset(place.lower() for place in word_list("places")),
        first_names=frozenset(name.lower() for name in first_names),
        endings=(*words["organisation_ending"], "é", "ée", "és", "ées", "ant", "ante", "ants", "antes"),
        direct=frozenset(cue.rpartition(" ")[2] for cue in words["organisation_before"]) | listed(words, "joining", "to"),
        between={
            **dict.fromkeys(listed(words, "adjective", "nationality", "people", "of") | {","}, "modifier"),
            **dict.fromkeys((f"{word}s" for word in listed(words, "nationality")), "modifier"),
            **dict.fromkeys(listed(words, "stop"), "stop"),
            **dict.fromkeys(listed(words, "product"), "product"),
            **dict.fromkeys(nouns, "noun"),
        },
    )
