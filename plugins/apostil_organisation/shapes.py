"""Shapes of names in the text: patterns over the text itself, since they turn on capitals."""

from __future__ import annotations

CAPITAL = "A-ZÀ-ÖØ-ÞŒŠŽ"
SMALL = "a-zà-öø-ÿœšž"
SPACE = "[ \u00a0\u202f]"

WORD = rf"[{CAPITAL}](?:\.(?={SPACE}[{CAPITAL}])|\w{{0,40}}(?:[.&'’-]\w{{1,40}}){{0,4}})"
RUN = rf"{WORD}(?:{SPACE}(?:&[ ]|[ae]l-|v[ao]n[ ]|bin[ ]|ben[ ])?{WORD}){{0,15}}"
"""A run of capitalised words: `Société Générale`, `Procter & Gamble`, `Amazon.com`, `D'Air France`."""

_DE = r"(?:de[ ]la[ ]|de[ ]l['’][ ]?|du[ ]|des[ ]|de[ ]|d['’][ ]?|pour[ ](?:l[ae][ ]|les[ ]|l['’])?)"
_ADJECTIVE = (
    rf"(?:[ ](?:(?:<<organisation_adjective>>|<<organisation_nationality>>|[{SMALL}-]{{2,18}}<<organisation_ending>>)(?!\w)))"
)
_NOUN = rf"(?!(?:<<organisation_generic>>)(?!\w))[{SMALL}][{SMALL}-]{{2,24}}(?:['’][{SMALL}]{{2,24}})?"
_COMMON = rf"(?:{_DE}{_NOUN}{_ADJECTIVE}{{0,2}}(?:[ ]et[ ](?:{_DE})?{_NOUN}{_ADJECTIVE}{{0,2}})?)"
_TASK = rf"[ ](?:pour[ ](?:l[ae]s?[ ]|l['’])|aux[ ]){_NOUN}(?:[ ]{_DE}{_NOUN})?"
_UNION = rf"(?:[ ](?:<<organisation_union>>)(?!\w)(?:[ ]en[ ]{RUN}|{_TASK})?)"
FRENCH_NAME = rf"""
    (?P<adjective>{_ADJECTIVE}{{0,3}})
    (?P<common>(?:[ ]{_COMMON}){{0,3}})
    (?P<proper>(?:[ ]{RUN}[ ](?:du|de[ ]la|des)[ ]{RUN}|[ ](?:{_DE})?(?:[ae]l-)?{RUN}{_UNION}?)?)
"""
"""What follows a French head: adjectives, then complements of common nouns, then at most one proper name."""

FRENCH_MINISTRY = rf"""
    {_ADJECTIVE}{{0,1}}
    [ ]{_DE}(?:{RUN}|{_NOUN}){_ADJECTIVE}{{0,2}}
    (?:,[ ]{_DE}(?:{RUN}|{_NOUN}){_ADJECTIVE}{{0,2}}){{0,6}}
    (?:[ ]et[ ]{_DE}(?:{RUN}|{_NOUN}){_ADJECTIVE}{{0,2}})?
"""
"""What follows `ministère`: a list of its matters."""

ENGLISH_NAME = rf"""
    (?:[ ]{RUN})?
    [ ](?:of|for|on)[ ](?:the[ ])?{RUN}
    (?:,?[ ]and[ ](?:the[ ])?{RUN})?
"""
"""What follows an English head: `Ministry of …`, `Department for …`."""
