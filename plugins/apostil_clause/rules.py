"""What is compiled once for a language: frames, what they ask for, and the words of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from apostil import Words, fold, fold_all, pattern, unaccented
from apostil_clause.cases import Case, Verdict
from apostil_clause.cues import HEADING, LAYER, OPENING, PREFIX, WORD_LAYER, Masks
from apostil_clause.frames import THRESHOLD, Bits, Frame, bits_in, load_frames
from apostil_clause.gaps import Gaps
from apostil_clause.headings import Meaning, gives_way, meanings
from apostil_clause.roles import Roles
from apostil_clause.status import STATUSES, Status
from apostil_clause.taxonomy import taxonomy

CASES = 4096
"""Cases kept: a long document has some hundreds."""
VERDICTS = 64
"""Verdicts kept of a case."""
_FIRST = re.compile(r"\W")


@define
class Marks:
    """Bits of the cues that tell a contract, or the news."""

    certain: int
    party: int
    role: int
    news: int
    any: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.any = self.certain | self.party | self.role | self.news

    def weight(self, mask: int, capitalised: bool) -> int:
        """What a cue weighs for a contract. Names of parties count for a third (`le bailleur`), and where the press has them
        too (`le client`), as much as other cues if they are capitalised, not at all if not. Words of the news weigh against."""
        if mask & self.certain or (capitalised and mask & self.role):
            return 3
        return 1 if mask & self.party else -3 if mask & self.news else 0


@define
class Rules:
    """Everything that typing a sentence needs."""

    bits: Bits
    cue_masks: Masks
    gaps: Gaps
    word_masks: Masks
    frames: Mapping[int, Sequence[Frame]]
    """By bit of a class that they are looked up by."""
    against: Mapping[str, Sequence[Frame]]
    """Exclusions by type."""
    annotated: int
    """Features that annotations tell."""
    around: int
    """Features that the sentences before and the headings above tell."""
    beginning: int
    """The feature of a place before the sentence that its first cues stand near to."""
    telling: Mapping[int, int]
    """Features that frames look at, and neither annotations nor what is around tell; of those that can hold in a contract
    or not, by its bit."""
    starting: Mapping[int, int]
    """Classes by which these frames are looked up."""
    previous: Mapping[str, int]
    """Bit by type of the sentence before."""
    under: Mapping[str, int]
    """Bit by type of a heading over the sentence."""
    titles: re.Pattern[str]
    """Words of headings of any class, tried at the beginning of a word."""
    title_words: frozenset[str]
    """First words of these."""
    title_bits: Mapping[str, int]
    meanings: Sequence[Meaning]
    statuses: Sequence[tuple[Status, int]]
    """Bits of the cues of each status, in the order in which they are asked."""
    gives_way: Mapping[str, frozenset[str]]
    marks: Marks
    roles: Roles
    recitals: tuple[str, ...]
    """First words of recitals, which tell why a contract is made and state no term of it."""
    cases: dict[int, Case] = field(factory=dict)

    def case(self, mask: int) -> Case:
        """The case of the features `mask`: those that frames look at."""
        if len(self.cases) >= CASES:
            self.cases.clear()
        held = (self.frames[bit] for bit in bits_in(mask | self.annotated) if bit in self.frames)
        more = self.annotated | self.around
        found = sorted({f for under in held for f in under if f.possible(mask, more)}, key=lambda f: f.place)
        around = [*found, *(f for kind in {f.type for f in found} for f in self.against.get(kind, ()))]
        asked = self.bits.joined(f.asked for f in around)
        case = self.cases[mask] = Case(found, asked, asked & self.annotated, asked & self.around)
        return case

    def verdict(self, case: Case, mask: int) -> Verdict:
        """What sentences of the features `mask` state."""
        if len(case.verdicts) >= VERDICTS:
            case.verdicts.clear()
        frames = [frame for frame in case.frames if frame.possible(mask) and frame.found(mask)]
        against = (frame for kind in {f.type for f in frames} for frame in self.against.get(kind, ()))
        frames += [frame for frame in against if frame.possible(mask) and frame.found(mask)]
        tests = tuple({test: None for frame in frames for test in frame.tests})
        verdict = Verdict(frames, tests, self.bits.joined(left | right for left, right, *_ in tests))
        case.verdicts[mask & case.asked] = verdict
        return verdict

    def stated(self, verdict: Verdict, told: tuple[bool, ...]) -> dict[str, str]:
        """Types for which the frames that hold weigh enough, each with the rule that weighs most."""
        types = verdict.types[told] = self._weighed(self.holding(verdict, told))
        return types

    def holding(self, verdict: Verdict, told: tuple[bool, ...]) -> list[Frame]:
        """The frames whose cues also stand as asked."""
        failed = {test for test, stood in zip(verdict.tests, told, strict=True) if not stood}
        return [frame for frame in verdict.frames if failed.isdisjoint(frame.tests)]

    def _weighed(self, frames: Iterable[Frame]) -> dict[str, str]:
        weights: dict[str, float] = {}
        best: dict[str, Frame] = {}
        for frame in frames:
            kind = frame.type
            weights[kind] = weights.get(kind, 0.0) + frame.weight
            if kind not in best or frame.weight > best[kind].weight:
                best[kind] = frame
        stated = {kind: best[kind] for kind, weight in weights.items() if weight >= THRESHOLD}
        kept = self._kept(stated)
        return {kind: frame.rule for kind, frame in stated.items() if kind in kept}

    def _kept(self, stated: Mapping[str, Frame]) -> set[str]:
        """The types that do not give way: those that only weak frames state do, to one that is kept itself."""
        kept = {kind for kind, frame in stated.items() if frame.weight > THRESHOLD or kind not in self.gives_way}
        open_ = {kind: self.gives_way[kind] for kind in self.gives_way if kind in stated and kind not in kept}
        while open_:
            open_ = {kind: others for kind, others in open_.items() if kept.isdisjoint(others)}
            free = {kind for kind, others in open_.items() if open_.keys().isdisjoint(others)}
            kept |= free or set([*open_][-1:])  # all wait for one another: the last of the table is the most specific
            open_ = {kind: others for kind, others in open_.items() if kind not in kept}
        return kept


def setup(words: Words) -> Rules:
    titles = _classes(words)
    lazy = frozenset(name for payload in words[WORD_LAYER].values() for name in str(payload).split())
    frames = load_frames(taxonomy(), lazy)
    bits = frames.bits
    classes = {name for payload in words[LAYER].values() for name in str(payload).split()}
    gaps = Gaps.of(classes, bits)
    contract = bits["contract"]
    annotated = bits.of(("amount", "rate", "date", "duration", "moment", "period", "party", "several"))
    around = bits.of(f"{where}.{kind}" for where in ("prev", "under") for kind in taxonomy())
    everywhere = [f for under in frames.by_class.values() for f in under]
    press = [f for f in everywhere if contract not in f.known]
    return Rules(
        bits,
        Masks(bits, words[LAYER], gaps),
        gaps,
        Masks(bits, words[WORD_LAYER]),
        {bits[name]: under for name, under in frames.by_class.items()},
        frames.against,
        annotated,
        around,
        bits["beginning"],
        {contract: _asked(bits, everywhere, annotated | around), 0: _asked(bits, press, annotated | around)},
        {contract: _keys(bits, everywhere), 0: _keys(bits, press)},
        {kind: bits["prev." + kind] for kind in taxonomy()},
        {kind: bits["under." + kind] for kind in taxonomy()},
        _standing(titles),
        frozenset(_FIRST.split(phrase, maxsplit=1)[0] for phrase in titles),
        {phrase: bits.of(names) for phrase, names in titles.items()},
        meanings(bits),
        [(name, bits["status_" + name]) for name in STATUSES],
        {kind: frozenset(others) for kind, others in gives_way().items()},
        Marks(bits["contract_mark"], bits["contract_party"], bits["contract_role"], bits["contract_news"]),
        Roles.of(words),
        tuple(fold_all(words[f"{PREFIX}{OPENING}recital"])),
    )


def _asked(bits: Bits, frames: Iterable[Frame], later: int) -> int:
    return bits.joined(frame.asked for frame in frames) & ~later


def _keys(bits: Bits, frames: Iterable[Frame]) -> int:
    return bits.joined(bits.of(frame.keys) for frame in frames)


def _classes(words: Words) -> dict[str, list[str]]:
    """Classes of each word of headings, folded, with accents and without, as headings in capitals are often written."""
    found: dict[str, list[str]] = {}
    for name in words:
        if name.startswith(PREFIX + HEADING):
            for phrase in words[name]:
                for form in {fold(phrase), unaccented(fold(phrase))}:
                    found.setdefault(form, []).append(name[len(PREFIX) :])
    return found


def _standing(phrases: Iterable[str]) -> re.Pattern[str]:
    return pattern(r"<<phrase>> (?: (?<=') | (?!\w) )", {"phrase": list(phrases)})
