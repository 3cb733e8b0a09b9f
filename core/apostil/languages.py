"""Languages of documents: which one a text is in, and what is compiled once for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from time import process_time
from typing import Any

from attrs import define, field

from apostil.annotators import Annotator
from apostil.errors import one_line, trace
from apostil.folding import WORDS_ONLY, fold_bytes
from apostil.garbage import no_collections
from apostil.lexicon import Lexicon, Words
from apostil.plugins import Plugin, Plugins
from apostil.scan import Scanner

LANGUAGES = ("fr", "en")
"""Languages that `auto` chooses from, by the number of function words found; the first where nothing tells."""
LANGUAGE_PLUGIN = "language"
"""The plugin that gives the function words. Asked alone, so that telling a language does not load all words of the others."""
SAMPLE = 600
"""Characters read to tell the language."""


@define
class Language:
    """What is compiled once for a language."""

    scanner: Scanner
    setups: dict[str, Any]
    broken: dict[str, str]


@define
class Languages:
    """The languages that `plugins` know, for `annotators`, with the words of a run added."""

    plugins: Plugins
    annotators: Sequence[tuple[Plugin, Annotator]]
    idle: Collection[str]
    """Plugins none of whose annotators run: their words are not looked for."""
    lexicons: list[Lexicon]
    compiling: float = 0.0
    """CPU seconds that went, once a language, into compiling words and setting up annotators."""
    _compiled: dict[str, Language | None] = field(factory=dict)
    _tellers: dict[str, frozenset[bytes]] = field(factory=dict)
    _known: dict[str, bool] = field(factory=dict)

    def of(self, text: str) -> str:
        """The language of `text` among `LANGUAGES`: the one of which most function words occur in its beginning."""
        found = set(fold_bytes(text[:SAMPLE]).translate(WORDS_ONLY).split())
        return max(LANGUAGES, key=lambda language: len(found & self._function_words(language)))

    def known(self, code: str) -> bool:
        """Whether some plugin has words of a language: the one that tells languages apart, or a language pack. Where the
        first is left out nothing is known of languages, and any will do."""
        if code not in self._known:
            told = bool(self._function_words(code)) or not any(map(self._function_words, LANGUAGES))
            self._known[code] = told or self._in_a_pack(code)
        return self._known[code]

    def _in_a_pack(self, code: str) -> bool:
        packs = {plugin.name for plugin in self.plugins.loaded if not plugin.builtin}
        return any(lexicon.words for name in packs for _, lexicon in self.plugins.ask("apostil_lexicons", code, of=name))

    def _function_words(self, code: str) -> frozenset[bytes]:
        if code not in self._tellers:
            given = self.plugins.ask("apostil_lexicons", code, of=LANGUAGE_PLUGIN)
            words = (word for _, lexicon in given for word in lexicon.words)
            self._tellers[code] = frozenset(fold_bytes(word).translate(WORDS_ONLY) for word in words)
        return self._tellers[code]

    def compiled(self, code: str, heeds_interrupts: bool) -> Language:
        """What a language needs, compiled where it is first met: its words, and the annotators set up. What a stranger's
        annotator raises breaks that annotator alone, a `KeyboardInterrupt` too unless it is heeded.
        """
        if code not in self._compiled:
            start = process_time()
            with no_collections():
                given = self.plugins.lexicons(code, self.idle)
                # however many languages documents say they are in, one without words is like another
                self._compiled[code] = self._compile(code, given, heeds_interrupts) if given or not code else None
            self.compiling += process_time() - start
        return self._compiled[code] or self.compiled("", heeds_interrupts)

    def _compile(self, code: str, given: list[Lexicon], heeds_interrupts: bool) -> Language:
        lexicons = [*given, *self.lexicons]
        scanner = Scanner(lexicons)  # first: it says what is wrong with a word
        words, setups, broken = Words(lexicons, code), dict[str, Any](), dict[str, str]()
        for plugin, annotator in self.annotators:
            try:
                setups[annotator.name] = annotator.setup(words) if annotator.setup else None
            except BaseException as error:  # SystemExit too
                if plugin.builtin or (isinstance(error, KeyboardInterrupt) and heeds_interrupts):
                    raise
                trace(f"set-up of annotator {annotator.name}", error)
                broken[annotator.name] = one_line(error)
        return Language(scanner, setups, broken)
