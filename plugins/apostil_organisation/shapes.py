"""Shapes of names in the text: patterns over the text itself, since they turn on capitals."""

from __future__ import annotations

CAPITAL = "A-ZÀ-ÖØ-ÞŒŠŽ"
SMALL = "a-zà-öø-ÿœšž"
SPACE = "[ \u00a0\u202f]"

WORD = rf"[{CAPITAL}](?:\.(?={SPACE}[{CAPITAL}])|\w{{0,40}}(?:[.&'’-]\w{{1,40}}){{0,4}}(?:(?<=s)['’](?={SPACE}[{CAPITAL}]))?)"
RUN = rf"{WORD}(?:{SPACE}(?:&[ ]|[ae]l-|v[ao]n[ ]|bin[ ]|ben[ ]|d(?:i|ei|el|ella|elle)[ ]|und[ ])?{WORD}){{0,15}}"
"""A run of capitalised words: `Société Générale`, `Procter & Gamble`, `Amazon.com`, `D'Air France`."""

OF = r"(?:de[ ]la[ ]|de[ ]l['’][ ]?|du[ ]|des[ ]|de[ ]|d['’][ ]?|pour[ ](?:l[ae]s?[ ]|l['’])?)"
"""What links a French name to its complement."""
NOUN = rf"(?P<word>[{SMALL}][{SMALL}-]{{2,24}})(?:['’][{SMALL}]{{2,24}})?"
ADJECTIVE = rf"[ ](?P<word>[{SMALL}][{SMALL}-]{{2,24}})(?![\w'’])"

ENGLISH_NAME = rf"""
    (?:[ ]{RUN})?
    [ ](?:of|for|on)[ ](?:the[ ])?{RUN}(?:[ ](?:of(?:[ ]the)?|for[ ]the)[ ]{RUN})?
    (?:,?[ ]and[ ](?:the[ ])?{RUN})?
"""
"""What follows an English head: `Ministry of …`, `Department for …`."""
