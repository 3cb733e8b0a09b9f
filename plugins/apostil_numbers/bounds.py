"""What a word before a number makes of it: `more than 3`, `a minimum royalty of 5`; in `shot up to 7` it bounds nothing."""

from __future__ import annotations

from typing import Any

from apostil import Hit, Words, finder, pattern

CUE_DISTANCE = 60
"""Characters from a word that bounds to its number."""
_MONEY = r"(?:[a-z]{0,3}[$£¥¤\x80][ ]?|[a-z]{3,4}[ ])? \Z"
_FILLER = rf"""'?(?:[ ]?["»])?[ \n]{{0,40}} (?:(?:<<number_filler>>)[ \n]?){{0,2}} ["«]?[ ]? {_MONEY}"""
_LEAST_OF = (
    rf"""(?! [ ](?:<<number_least_not>>)(?!\w) ) (?:[ ][a-zà-ÿ-]{{3,16}}){{1,3}} [ ](?:<<number_least_of>>)[ ]? {_MONEY}"""
)


class Bounds:
    """Patterns of one language for what stands between a bound and its number."""

    def __init__(self, words: Words) -> None:
        self.filler = pattern(_FILLER, words)
        self.risen = finder(r"(?<!\w)(?:<<number_risen>>)\ $", words)
        self.up, self.least = frozenset(words["number_up"]), frozenset(words["number_least"])
        self.least_of = pattern(_LEAST_OF, words)
        self.more = frozenset(words["number_more"])
        self.not_more = finder(r"(?<!\w)(?:<<number_may_not>>)(?!\w)[^,.;:\n]{0,45}$", words)

    def of(self, folded: str, cue: Hit, number: int) -> Any:
        """The bound that `cue` is of the number which begins at `number`, or None."""
        end, word = cue.end, folded[cue.start : cue.end]
        if word in self.up and self.risen.search(folded, max(0, cue.start - 12), cue.start):
            return None
        near = folded[end:number] == " " or self.filler.match(folded, end, number)
        if not near and not (word in self.least and self.least_of.match(folded, end, number)):
            return None
        return "max" if cue.value == "min" and self._refused(folded, cue) else cue.value

    def _refused(self, folded: str, cue: Hit) -> bool:
        """Whether `more than` is what may not be: `may not rise by more than 3 %`."""
        if folded[cue.start : cue.end] not in self.more:
            return False
        return self.not_more.search(folded, max(0, cue.start - CUE_DISTANCE), cue.start) is not None
