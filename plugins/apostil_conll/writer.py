"""The writer of CoNLL-U Plus: `ID FORM APOSTIL:START APOSTIL:END` and a column of IOB2 tags for each label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from apostil import Annotated, Annotation, Labels, OffsetMap, Sink, printable
from apostil_conll.tagging import Tokens, tagged

TOLD = {
    "overlapping": "annotations that share a token with another of their label, left out",
    "widened": "annotations that begin or end inside a token, all of which their tags cover",
    "no token": "annotations that hold no token, left out",
    "undeclared": "annotations whose label no plugin declares, left out",
    "empty": "documents that hold no token, left out",
}


class ConllWriter:
    """Labels have a column each, since they nest in one another; within a label, of annotations that overlap one is written."""

    def __init__(self, sink: Sink, labels: Labels) -> None:
        self._sink = sink
        self._stream = sink.stream()
        self._labels = list(labels)
        self._lost: Counter[str] = Counter()
        columns = ["ID", "FORM", "APOSTIL:START", "APOSTIL:END", *(f"APOSTIL:{label}" for label in self._labels)]
        self._stream.write(f"# global.columns = {' '.join(columns)}\n".encode())

    def write(self, annotated: Annotated) -> None:
        """Write a document. One that failed has no text and is left to the report of the run."""
        document = annotated.document
        if annotated.failed:
            return
        tokens = Tokens.of(document.text)
        columns = self._columns(annotated.annotations, tokens)
        if not tokens.words:
            self._lost["empty"] += 1
            return
        offsets = OffsetMap.of(document.text, self._sink.offset_unit)
        self._stream.write(f"# newdoc id = {printable(document.id)}\n".encode())
        self._stream.writelines(line.encode("utf-8") for line in _lines(document.text, tokens, columns, offsets))

    def close(self) -> None:
        """Tell what the format could not hold."""
        for kind, told in TOLD.items():
            if self._lost[kind]:
                self._sink.note(f"{told}: {self._lost[kind]}")

    def _columns(self, annotations: list[Annotation], tokens: Tokens) -> list[dict[int, str]]:
        """Tags by token for each label."""
        by_label: dict[str, list[Annotation]] = {label: [] for label in self._labels}
        for a in annotations:
            if a.label in by_label:
                by_label[a.label].append(a)
            else:
                self._lost["undeclared"] += 1
        return [tagged(tokens, found, self._lost) for found in by_label.values()]


def _lines(text: str, tokens: Tokens, columns: list[dict[int, str]], offsets: OffsetMap) -> Iterator[str]:
    """A line a token. Sentences end at blank lines, but not inside an annotation: its tags would begin with `I-`."""
    number = last = 0
    for i, (word, start, end) in enumerate(zip(tokens.words, tokens.starts, tokens.ends, strict=True)):
        tags = [tags.get(i, "O") for tags in columns]
        if number and _is_break(text[last:start]) and not any(tag.startswith("I-") for tag in tags):
            yield "\n"
            number = 0
        number, last = number + 1, end
        yield "\t".join((str(number), word, str(offsets.out(start)), str(offsets.out(end)), *tags)) + "\n"
    yield "\n"


def _is_break(gap: str) -> bool:
    """Whether a blank line is in `gap`, whatever ends its lines."""
    return max(gap.count("\n"), gap.count("\r")) > 1
