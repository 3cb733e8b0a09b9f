"""The writer of spaCy's documents."""

from __future__ import annotations

import msgspec
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from apostil import Annotated, Sink, encode
from apostil_spacy.marks import GROUP
from apostil_spacy.tokens import tokens

SHARD = 5_000_000
"""Characters of text after which a folder gets another file: spaCy holds a DocBin whole, in 40 bytes a character."""


class DocBinWriter:
    """Documents with a group of spans, one an annotation and its id that of the span; the standoff itself in `user_data`."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._written = 0
        self._begin()

    def write(self, annotated: Annotated) -> None:
        """Add a document. One that failed has no text and is left to the report of the run."""
        if annotated.failed:
            return
        words, blanks = tokens(annotated.document.text, annotated.annotations)
        doc = Doc(self._vocab, words=words, spaces=blanks)
        doc.spans[GROUP] = [doc.char_span(a.start, a.end, a.label, span_id=a.id) for a in annotated.annotations]
        doc.user_data[GROUP] = msgspec.json.decode(encode(annotated))
        self._bin.add(doc)
        self._size += len(doc.text)
        if self._sink.folder and self._size >= SHARD:
            self._flush()

    def close(self) -> None:
        """Write what is held: all of it, where the output is one file."""
        if not self._sink.folder:
            self._sink.stream().write(self._bin.to_bytes())
        elif len(self._bin) or not self._written:
            self._flush()

    def _begin(self) -> None:
        self._vocab = Vocab()  # a new one for each file, since it keeps every word it has seen
        self._bin = DocBin(attrs=[], store_user_data=True)
        self._size = 0

    def _flush(self) -> None:
        self._written += 1
        with self._sink.file(f"annotations-{self._written:05}.spacy") as stream:
            stream.write(self._bin.to_bytes())
        self._begin()
