"""The configuration of a brat folder, from the declarations of labels and what was written."""

from __future__ import annotations

from collections.abc import Iterable

from apostil import Labels
from apostil_brat.naming import brat_name
from apostil_brat.vocabulary import attribute, vocabularies

TOOLS = """\
[options]
Tokens\ttokenizer:whitespace
Sentences\tsplitter:newline
Validation\tvalidate:all
"""


def annotation_conf(labels: Labels, seen: Iterable[str], roles: dict[str, set[str]]) -> str:
    """`annotation.conf`: labels declared and `seen`, `roles` with the labels that have them, closed vocabularies."""
    entities = dict.fromkeys(brat_name(name) for name in [*labels, *sorted(seen)])
    given = {role: set(owners) for role, owners in roles.items()}
    for name, label in labels.items():
        for role in label.roles:
            given.setdefault(brat_name(role), set()).add(brat_name(name))
    relations = [f"{role}\tArg1:{'|'.join(sorted(owners))}, Arg2:<ENTITY>" for role, owners in sorted(given.items())]
    overlap = "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
    return "\n".join(
        ["[entities]", *entities, "[relations]", *relations, overlap, "[events]", "[attributes]", *_attributes(labels), ""]
    )


def _attributes(labels: Labels) -> Iterable[str]:
    for name, label in labels.items():
        for field, options in vocabularies(label).items():
            values = f", Value:{'|'.join(options)}" if options else ""
            yield f"{attribute(name, field)}\tArg:{brat_name(name)}{values}"


def visual_conf(labels: Labels) -> str:
    """`visual.conf`: a colour a label, and the values of attributes shown."""
    colours = [f"{brat_name(name)}\tfgColor:black, bgColor:{label.colour}" for name, label in labels.items()]
    defaults = [
        "SPAN_DEFAULT\tfgColor:black, bgColor:#dddddd, borderColor:darken",
        "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5",
        "ATTRIBUTE_DEFAULT\tglyph:*",
    ]
    return "\n".join(["[labels]", *(f"{brat_name(n)} | {n}" for n in labels), "[drawing]", *defaults, *colours, ""])
