"""Which side of the reference day the nearest verb, or word of time, puts a date on that does not say its year."""

from __future__ import annotations

from apostil import EURO, Words
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import folded_set

SENTENCE = 120
"""Characters read on each side of a date."""
FAR = 10_000
NEAR = 14
"""Characters between a date and a word such as `by` that makes it future. Presents (`begins`) never count as that near."""
RELATIVE = 12
"""Words before a date among which a relative pronoun tells that a comma after it ends the clause."""
KEPT = 20_000
"""Words remembered before all are forgotten."""

_MONEY = ("$", "£", EURO)
"""Signs of an amount: `rose by £25m in May` tells nothing of what is to come."""
_FUTURE, _PHRASE, _NEAR_WORD, _PAST, _BE, _PAST_VERB = 1, 2, 4, 8, 16, 32
_AHEAD, _BACK = _FUTURE | _PHRASE | _NEAR_WORD, _PAST | _BE | _PAST_VERB


class Signs(dict[str, tuple[str, int]]):
    """For a word as it stands between spaces: the bare word, and of what it may be a sign. Told once: few words are one."""

    def __init__(self, words: Words) -> None:
        self.present = folded_set(words, "date_present_word")
        self.future = folded_set(words, "date_future_word") | self.present
        self.future_ends = tuple(words["date_future_end"])
        self.phrase_ends = {phrase.rpartition(" ")[2] for phrase in self.future if " " in phrase}
        self.near = folded_set(words, "date_future_near")
        self.past, self.be = folded_set(words, "date_past_word"), folded_set(words, "date_be")
        self.past_verbs, self.no_past_verbs = folded_set(words, "date_past_verb"), folded_set(words, "date_no_past_verb")
        self.past_verb_ends = tuple(words["date_past_verb_end"])

    def __missing__(self, raw: str) -> tuple[str, int]:
        if len(self) >= KEPT:
            self.clear()
        word = raw.strip(",;:.!?()\"'")
        signs = _FUTURE * self.to_come(word) | _PHRASE * (word in self.phrase_ends) | _NEAR_WORD * (word in self.near)
        signs |= _PAST * (word in self.past) | _BE * (word in self.be) | _PAST_VERB * self._past_verb(word)
        self[raw] = word, signs
        return word, signs

    def to_come(self, word: str) -> bool:
        """Whether `word` is a sign of the future: a word of the list, or a verb by its ending (`rouvrira`)."""
        return word in self.future or (len(word) > 3 and word.endswith(self.future_ends))

    def _past_verb(self, word: str) -> bool:
        """Whether `word` may be a past tense: `cut`, `raised`."""
        if word in self.past_verbs:
            return True
        return len(word) > 4 and word.endswith(self.past_verb_ends) and not (word in self.no_past_verbs or word in self.future)


class Tense:
    """The signs of one language."""

    def __init__(self, words: Words) -> None:
        self.signs = Signs(words)
        self.participle = backward(
            r"(?<!\w)(?P<word>\w{2,16}ée?s?)\ (?:(?:dans|durant|pendant)\ )?(?:(?:<<date_det>>|en|ce)\ )?", words
        )
        self.clause_links = folded_set(words, "date_clause_link")
        self.reports = folded_set(words, "date_report_word")
        self.relatives = folded_set(words, "date_relative")
        self.conjunctions = folded_set(words, "date_that")
        self.past_ends = tuple(words["date_past_end"])
        self.no_past_after, self.no_future_after = (
            folded_set(words, "date_no_past_after"),
            folded_set(words, "date_no_future_after"),
        )

    def tell(self, folded: str, p: Piece) -> None:
        """Give `p` the side that the sentence tells, if it does."""
        low, high = max(0, p.start - SENTENCE), min(len(folded), p.end + SENTENCE)
        low = max(low, folded.rfind(". ", low, p.start) + 1, folded.rfind("\n", low, p.start) + 1)
        stop = folded.find(". ", p.end, high)
        before, after = folded[low : p.start].split(), folded[p.end : high if stop < 0 else stop].split()
        if p.sub[:1] in ("Q", "H") and not self.reports.isdisjoint(word.strip(",:()") for word in (*before, *after)):
            return  # `publiera les ventes du premier semestre`
        before.reverse()
        near, far = self._nearest(before, -1), self._nearest(after, 1)
        if min(far) < FAR and not self.conjunctions.isdisjoint(before[:2]):
            near = FAR, FAR  # `said that on Friday it would …`
        if after and after[0] in self.clause_links and min(near) < FAR:
            far = FAR, FAR  # `met on Friday and will …`: what follows is another verb's
        elif folded.startswith(",", p.end) and min(near) < FAR and not self.relatives.isdisjoint(before[:RELATIVE]):
            far = FAR, FAR  # `…, which rose in May, will …`
        ahead, back = min(near[0], far[0]), min(near[1], far[1])
        if (done := self.participle.match(folded, low, p.start)) and done["word"] not in self.signs.future:
            back = FAR if any(map(self.signs.to_come, folded[low : done.start()].split()[-2:])) else 0
        if min(ahead, back) > SENTENCE:
            return
        p.prefer = (2 if ahead < NEAR else 1) if ahead <= back else -1
        if p.weekday is not None and p.day is None and ahead > 40:
            p.prefer = -1
        if p.until is not None:
            p.until.prefer = p.prefer

    def _nearest(self, words: list[str], step: int) -> tuple[int, int]:
        """Characters to the nearest sign of the future and of the past among `words`, which lead away from the date.

        `step` is -1 where `words` are read backwards: then the participle of `est mort` comes before its verb.
        """
        ahead = back = FAR
        distance, last, signs = 0, "", self.signs
        for i, raw in enumerate(words):
            word, sign = signs[raw]
            if sign:
                previous = words[i - step] if 0 <= i - step < len(words) else ""
                near = step < 0 and distance < NEAR and not last[:1].isdigit() and last[:1] not in _MONEY
                if ahead == FAR and sign & _AHEAD and self._is_ahead(word, sign, previous, near):
                    present = word in signs.present or f"{previous} {word}" in signs.present
                    ahead = max(distance, NEAR) if present else distance
                if back == FAR and sign & _BACK:
                    following = last if step < 0 else words[i + 1] if i + 1 < len(words) else ""
                    back = distance if self._is_back(sign, previous, following) else back
                if ahead < FAR and back < FAR:
                    break
            distance, last = distance + len(raw) + 1, word
        return ahead, back

    def _is_ahead(self, word: str, sign: int, previous: str, near: bool) -> bool:
        if previous in self.no_future_after:
            return False
        phrase = sign & _PHRASE and f"{previous} {word}" in self.signs.future
        return bool(sign & _FUTURE or phrase or (near and sign & _NEAR_WORD))

    def _is_back(self, sign: int, previous: str, following: str) -> bool:
        """Whether a word is a past tense, and not `to cut`, `is set`, `a rate cut`."""
        if sign & _PAST or (sign & _BE and following.endswith(self.past_ends)):
            return True
        return bool(sign & _PAST_VERB) and following != "by" and previous not in self.no_past_after and previous[-2:] != "'s"
