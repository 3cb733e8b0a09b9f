"""The words around a piece: part of a period, determiner, what bounds it, the tense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from apostil import View, Words, pattern
from apostil_date.backward import backward
from apostil_date.piece import Piece
from apostil_date.tables import folded_set, table

BACK = 44
"""Characters read before a piece."""
SENTENCE = 120
"""Characters read on each side for the tense."""
FAR = 10_000
NEAR = 14
"""Characters between a date and a word such as `by` that makes it future."""


class Frames:
    """Patterns of one language for the words around a date."""

    def __init__(self, words: Words) -> None:
        part = r"(?<![\w-])(?!<<date_part_not>>)(?P<part><<date_part>>)(?:[ -](?:<<date_link>>)|-)?[ ]?"
        whole = r"(?:(?:<<date_article>>)\ ?)?(?:(?:<<date_year_noun>>)[ ])?"
        self.part = backward(part + whole, words, ("date_part", "date_link", "date_article", "date_year_noun"))
        lists = (
            "date_part",
            "date_link",
            "date_article",
            "date_year_noun",
            "date_det",
            "date_mod",
            "date_mod_filler",
            "date_week_of",
        )
        self.led = backward("", words, lists)
        self.noun = backward(r"(?<!\w)(?P<noun><<date_year_noun>>)[ ]", words, ("date_year_noun",))
        self.week_of = backward(r"(?<!\w)(?:<<date_week_of>>)\ ", words, ("date_week_of",))
        self.fiscal = folded_set(words, "date_fiscal_noun")
        self.article = backward(r"(?<!\w)(?:<<date_det>>)[ ]?", words, ("date_det",))
        self.mod = backward(
            r"(?<!\w)(?P<mod><<date_mod>>)[ \n]?(?:(?:<<date_mod_filler>>)[ ]?)?", words, ("date_mod", "date_mod_filler")
        )
        self.length_mod = backward(
            r"(?<!\w)(?P<mod><<date_length_mod>>)[ ]?(?:(?:<<date_mod_filler>>)[ ]?)?(?:\w{4,16}ment\ )?",
            words | {"adverb": ("ment",)},
            ("date_length_mod", "date_mod_filler", "adverb"),
        )
        self.mod_after = pattern(r"[ ](?P<mod><<date_mod_after>>)(?!\w)", words)
        self.mods: Mapping[str, str] = table(words, "date_mod")
        self.length_mods: Mapping[str, str] = table(words, "date_length_mod")
        self.after_mods: Mapping[str, str] = table(words, "date_mod_after")
        self.parts: Mapping[str, str] = table(words, "date_part")
        self.fused = folded_set(words, "date_fused")
        self.part_det = backward(r"(?<!\w)(?:<<date_part_det>>)\ ?", words, ("date_part_det",))
        self.part_before = backward(r"(?<!\w)(?:<<date_part_of_day_before>>)[ ]?", words, ("date_part_of_day_before",))
        self.past_words, self.be = folded_set(words, "date_past_word"), folded_set(words, "date_be")
        self.future_ends, self.past_ends = tuple(words["date_future_end"]), tuple(words["date_past_end"])
        self.participle = backward(r"(?<!\w)(?P<word>\w{2,16}ée?s?)\ (?:(?:<<date_det>>|en|ce)\ )?", words)
        self.future_words = folded_set(words, "date_future_word")
        self.clause_links = folded_set(words, "date_clause_link")
        self.near_words = folded_set(words, "date_future_near")
        self.past_verbs, self.past_verb_ends = folded_set(words, "date_past_verb"), tuple(words["date_past_verb_end"])
        self.no_past_verbs, self.no_past_after = folded_set(words, "date_no_past_verb"), folded_set(words, "date_no_past_after")
        self.no_future_after = folded_set(words, "date_no_future_after")
        self.sides = table(words, "date_side")
        self.onwards = pattern(r"[ ](?:<<date_onwards>>)(?!\w)", words)

    def framed(self, view: View, p: Piece, known: bool) -> bool:
        """Whether `p` counts; its span, `mod` and tense are set."""
        folded = view.folded
        if p.kind in ("length", "set"):
            return self._length(folded, p)
        if p.bare and not self._bare(folded, p):
            return False
        led = self.led.may_end(folded, p.start)
        if led:
            if p.kind == "fixed" or (p.year is not None and p.month is None and not p.sub and p.until is None):
                self._noun(folded, p)
            elif p.day and p.month and p.until is None and not p.part_of_day:
                self._week(folded, p)
            self._part(folded, p)
        if p.until is not None:
            p.mod = None
        if not self._told(p, known):
            return False
        if led and not p.inner:
            if p.relative:
                self._determiner(folded, p)
            self._mod(folded, p)
        if known and p.kind == "calendar" and p.year is None and not p.n and not p.prefer:
            self._tense(folded, p)
        return True

    def _told(self, p: Piece, known: bool) -> bool:
        """Whether a date that needs another one to lean on has it, or says enough."""
        if p.rule == "part-of-period":
            return known and p.inner
        return known or not (p.rule == "range" and p.until is not None and p.until.is_weekday)

    def _length(self, folded: str, p: Piece) -> bool:
        if p.kind == "length":
            found = self.length_mod.match(folded, max(0, p.start - BACK), p.start)
            if found:
                if (
                    found["mod"] != "over"
                    or folded[p.start].isdigit()
                    or (p.rule == "length" and not folded.startswith(("a ", "the "), p.start))
                ):
                    p.mod = self.length_mods[found["mod"]]
            elif after := self.mod_after.match(folded, p.end):
                p.mod = self.after_mods[after["mod"]]
        return True

    def _bare(self, folded: str, p: Piece) -> bool:
        """A part of the day counts after a word of time: `dans la soirée`; a season only with its determiner."""
        if p.rule == "part-of-period":
            return True
        if p.part_of_day[1:2].isalpha():
            before = self.part_before.match(folded, max(0, p.start - 30), p.start)
            if not before:
                return False
            if det := self.part_det.match(folded, max(0, p.start - 6), p.start):
                p.start = det.start()
            return True
        return bool(p.part_of_day)

    def _noun(self, folded: str, p: Piece) -> None:
        found = self.noun.match(folded, max(0, p.start - 20), p.start)
        if found:
            skip = 2 if found["noun"].startswith("l'") else 0
            p.start = found.start() + skip
            if found["noun"] in self.fiscal:
                self._fiscal(p)

    def _fiscal(self, p: Piece) -> None:
        """`exercice 2023`, and `exercice 2022-2023`, which is the one that ends in 2023."""
        first, _, last = (p.value or "").partition("/")
        if p.rule == "year" or (p.rule == "year-range" and int(last) == int(first) + 1):
            p.kind, p.unit, p.rule = "calendar", "F", f"fiscal-{p.rule}"

    def _week(self, folded: str, p: Piece) -> None:
        """`la semaine du 18 mars`: the week that the day lies in."""
        if found := self.week_of.match(folded, max(0, p.start - 20), p.start):
            p.start, p.unit, p.rule = found.start(), "W", "week-of-day"

    def _part(self, folded: str, p: Piece) -> None:
        found = self.part.match(folded, max(0, p.start - BACK), p.start)
        if not found or (p.n and p.kind == "shift" and (p.unit == "D" or p.rule[-5:] in ("ength", "later"))):
            return
        p.start = found.start()
        p.mod, p.inner = self.parts[found["part"]] or None, True

    def _determiner(self, folded: str, p: Piece) -> None:
        found = self.article.match(folded, max(0, p.start - 8), p.start)
        if found and found[0].strip() not in self.fused:
            p.start = found.start()

    def _mod(self, folded: str, p: Piece) -> None:
        found = self.mod.match(folded, max(0, p.start - BACK), p.start)
        if not found:
            return
        mod = self.mods[found["mod"]]
        if mod == "from" and not self.onwards.match(folded, p.end):
            return
        mod = "since" if mod == "from" else mod
        if p.until is not None or (p.value and "/" in p.value):
            return
        p.mod = mod
        if side := self.sides.get(found["mod"]):
            p.prefer = 2 * side

    def _tense(self, folded: str, p: Piece) -> None:
        """Which side of the reference the nearest verb or word of time in the sentence puts `p` on."""
        low, high = max(0, p.start - SENTENCE), min(len(folded), p.end + SENTENCE)
        low = max(low, folded.rfind(". ", low, p.start) + 1, folded.rfind("\n", low, p.start) + 1)
        stop = folded.find(". ", p.end, high)
        before, after = folded[low : p.start].split(), folded[p.end : high if stop < 0 else stop].split()
        before.reverse()
        near, far = self._cues(before, -1), self._cues(after, 1)
        if after and after[0] in self.clause_links and min(near) < FAR:
            far = FAR, FAR  # `met on Friday and will …`: what follows is another verb's
        ahead, back = (min(pair) for pair in zip(near, far, strict=True))
        if (done := self.participle.match(folded, low, p.start)) and done["word"] not in self.future_words:
            back = FAR if self._to_come(folded[low : done.start()].split()[-2:]) else 0
        if min(ahead, back) > SENTENCE:
            return
        p.prefer = (2 if ahead < 14 else 1) if ahead <= back else -1
        if p.weekday is not None and p.day is None and ahead > 40:
            p.prefer = -1
        if p.until is not None:
            p.until.prefer = p.prefer

    def _cues(self, words: list[str], step: int) -> tuple[int, int]:
        """Characters to the nearest sign of the future and of the past among `words`, which lead away from the date.

        `step` is -1 where `words` are read backwards: then the participle of `est mort` comes before its verb.
        """
        ahead = back = FAR
        distance, last = 0, ""
        for i, raw in enumerate(words):
            word = raw.strip(",;:()\"'")
            participle = last if step < 0 else words[i + 1] if i + 1 < len(words) else ""
            previous = words[i - step] if 0 <= i - step < len(words) else ""
            if (
                ahead == FAR
                and previous not in self.no_future_after
                and (self._to_come((word, f"{previous} {word}")) or (step < 0 and distance < NEAR and word in self.near_words))
            ):
                ahead = distance
            if back == FAR and (
                word in self.past_words
                or (word in self.be and participle.endswith(self.past_ends))
                or self._is_past_verb(word, previous, last if step < 0 else participle)
            ):
                back = distance
            if ahead < FAR and back < FAR:
                break
            distance, last = distance + len(raw) + 1, word
        return ahead, back

    def _to_come(self, words: Iterable[str]) -> bool:
        """Whether one of `words` is a sign of the future: a word of the list, or a verb by its ending (`rouvrira`)."""
        return any(w in self.future_words or (len(w) > 3 and " " not in w and w.endswith(self.future_ends)) for w in words)

    def _is_past_verb(self, word: str, previous: str, following: str) -> bool:
        """Whether `word` is a past tense (`cut`, `raised`), and not `to cut`, `is set`, `a rate cut`."""
        verb = word in self.past_verbs or (
            len(word) > 4
            and word.endswith(self.past_verb_ends)
            and word not in self.no_past_verbs
            and word not in self.future_words
        )
        return verb and following != "by" and previous not in self.no_past_after and previous[-2:] != "'s"
