"""Runs annotators over documents: in order, each behind its own border, overlaps settled, annotations numbered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, evolve

from apostil.annotators import Annotator, View
from apostil.border import BadSpan, check_values, checked, checked_hits
from apostil.errors import DocumentError, InputError, PluginError, one_line
from apostil.folding import LOWER, WORDS_ONLY, fold_bytes
from apostil.layer import Layer
from apostil.lexicon import Lexicon, Words, is_language
from apostil.model import Annotated, Document, Problem
from apostil.order import in_order
from apostil.overlap import Settled, in_reading_order
from apostil.plugins import Plugins
from apostil.scan import Scanner
from apostil.window import windows

LANGUAGES = ("fr", "en")
"""Languages that `auto` chooses from, by the number of function words found; the first where nothing tells."""
LANGUAGE_PLUGIN = "language"
"""The plugin that gives the function words. Asked alone, so that telling a language does not load all words of the others."""
SAMPLE = 600
"""Characters read to tell the language."""


@define
class _Language:
    """What is compiled once for a language."""

    scanner: Scanner
    setups: dict[str, Any]
    broken: dict[str, str]


@define
class _Run:
    """One document on its way through the annotators."""

    result: Annotated
    memories: dict[str, dict[str, Any]]
    failed: set[str]


class Engine:
    """Annotates documents with the annotators of `plugins`.

    `only` keeps these annotators and what they require; `without` leaves some out. Raises `PluginError` for an unknown name,
    a requirement that nobody gives, or a cycle of requirements, which it spells out.
    """

    def __init__(
        self,
        plugins: Plugins | None = None,
        *,
        only: Iterable[str] = (),
        without: Iterable[str] = (),
        language: str | None = None,
        reference_date: dt.date | None = None,
        lexicons: Iterable[Lexicon] = (),
        keep_losers: bool = False,
    ) -> None:
        self.plugins = plugins or Plugins.discover()
        self.language = None if language == "auto" else language
        if self.language is not None and not is_language(self.language):
            raise InputError(f"language {language!r}", "is not an ISO 639-1 code, such as fr or en")
        self.reference_date = reference_date
        self.keep_losers = keep_losers
        self.annotators = in_order(self.plugins.annotators(), set(only), set(without))
        self._priorities = {a.name: a.priority for _, a in self.annotators}
        self.versions = {a.name: plugin.version for plugin, a in self.annotators if a.labels}
        self._trusted = {a.name for plugin, a in self.annotators if plugin.builtin}
        """Annotators whose values our own tests check, so that a run need not."""
        running = {a.name for _, a in self.annotators}
        given = self.plugins.annotators().items()
        self.labels = {label.name: label for name, (_, a) in given if name in running for label in a.labels}
        """Declarations, in the order of `Plugins.labels`: that of columns and legends."""
        givers = {(plugin.name, name in running) for name, (plugin, _) in self.plugins.annotators().items()}
        self._idle = {name for name, runs in givers if not runs and (name, True) not in givers}
        """Plugins none of whose annotators run: their words are not looked for."""
        self._lexicons = list(lexicons)
        self._languages: dict[str, _Language] = {}
        self._tellers: dict[str, frozenset[bytes]] = {}

    def annotate(self, document: Document) -> Annotated:
        """The annotations of `document` in reading order, and the problems met.

        Raises `DocumentError` for a text that is not Unicode (lone surrogates).
        """
        _refuse_surrogates(document)
        language = document.language or self.language or self.detect(document.text)
        document = evolve(document, language=language, reference_date=document.reference_date or self.reference_date)
        compiled = self._compiled(language)
        run = _Run(Annotated(document, annotators=self.versions), {}, set())
        for start, end in windows(document.text):
            self._annotate_window(run, compiled, start, end)
        in_reading_order(run.result.annotations)
        return run.result

    def annotate_json(self, document: Document) -> bytes:
        """One standoff object, UTF-8, without a line end."""
        from apostil.standoff import encode

        return encode(self.annotate(document))

    def annotate_all(self, documents: Iterable[Document]) -> Iterator[Annotated]:
        """Lazily, in order. A document that cannot be annotated comes back with a problem and no annotation."""
        for document in documents:
            try:
                yield self.annotate(document)
            except DocumentError as error:
                yield Annotated(document, problems=[Problem("engine", error.why, "not_unicode")], failed=True)

    def detect(self, text: str) -> str:
        """Language of `text` among `LANGUAGES`: the one of which most function words occur in its beginning."""
        found = set(fold_bytes(text[:SAMPLE]).translate(WORDS_ONLY).split())
        return max(LANGUAGES, key=lambda language: len(found & self._function_words(language)))

    def _function_words(self, language: str) -> frozenset[bytes]:
        if language not in self._tellers:
            given = self.plugins.ask("apostil_lexicons", language, of=LANGUAGE_PLUGIN)
            words = (word for _, lexicon in given for word in lexicon.words)
            self._tellers[language] = frozenset(fold_bytes(word).translate(WORDS_ONLY) for word in words)
        return self._tellers[language]

    def _compiled(self, language: str) -> _Language:
        if language not in self._languages:
            given = self.plugins.lexicons(language, self._idle) if is_language(language) else []
            if not given and language:  # however many languages documents say they are in, one without words is like another
                return self._compiled("")
            lexicons = [*given, *self._lexicons]
            words, setups, broken = Words(lexicons, language), {}, {}
            for plugin, annotator in self.annotators:
                try:
                    setups[annotator.name] = annotator.setup(words) if annotator.setup else None
                except BaseException as error:  # SystemExit too
                    if plugin.builtin or isinstance(error, KeyboardInterrupt):
                        raise
                    broken[annotator.name] = one_line(error)
            self._languages[language] = _Language(Scanner(lexicons), setups, broken)
        return self._languages[language]

    def _annotate_window(self, run: _Run, compiled: _Language, start: int, end: int) -> None:
        document = run.result.document
        text = document.text if end - start == len(document.text) else document.text[start:end]
        lowered = fold_bytes(text).translate(LOWER)
        folded = lowered.decode("latin-1")
        layers: dict[str, Layer[Any]] = dict(compiled.scanner.layers(text, lowered, folded))
        settled = Settled(self.labels, self._priorities, self.keep_losers)
        for _, annotator in self.annotators:
            name = annotator.name
            if name in run.failed:
                continue
            view = View(text, folded, document, document.language or "", layers, run.memories.setdefault(name, {}), start == 0)
            try:
                layers[name] = self._layer(annotator, view, compiled, run.failed, settled)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # a plugin may raise anything, SystemExit and GeneratorExit included
                code = "bad_span" if isinstance(error, BadSpan) else "error"
                run.failed.add(name)
                run.result.annotations = [a for a in run.result.annotations if a.annotator != name]
                run.result.problems.append(Problem(name, one_line(error), code))
        annotations, losers = settled.result()
        if start:
            for annotation in (*annotations, *(lost.annotation for lost in losers)):
                annotation.start += start
                annotation.end += start
        run.result.annotations += annotations
        run.result.losers += losers

    def _layer(self, annotator: Annotator, view: View, compiled: _Language, failed: set[str], settled: Settled) -> Layer[Any]:
        if annotator.name in compiled.broken:
            raise PluginError("", f"setup failed: {compiled.broken[annotator.name]}")
        if missing := failed.intersection(annotator.requires):
            raise PluginError("", f"not run: {min(missing)} failed")
        call: Any = annotator.annotate
        found = call(view, compiled.setups[annotator.name]) if annotator.setup else call(view)
        if not annotator.labels:
            return Layer(checked_hits(found, len(view.text)))
        annotations = checked(found, annotator, view.text)
        if annotator.name not in self._trusted:
            check_values(annotations, annotator)
        return Layer(settled.add(annotator, annotations))


def _refuse_surrogates(document: Document) -> None:
    try:
        document.text.encode("utf-8")
    except UnicodeEncodeError as error:
        why = f"not Unicode text: lone surrogate at character {error.start}"
        raise DocumentError(document.id or "document", why) from None
