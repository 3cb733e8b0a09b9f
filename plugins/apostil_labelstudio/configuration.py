"""The labelling configuration of a project, from the declarations of labels and what was written."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

import attrs

from apostil import Label, Labels, printable, vocabularies
from apostil_labelstudio.fields import control

Controls = dict[str, dict[str, None] | None]
"""By field of a label the choices it has, in their order, or None where its text is typed in."""


class Configuration:
    """Labels, roles and a control for each field. It grows by what no loaded plugin declares and the annotations have."""

    def __init__(self, labels: Labels) -> None:
        self._colours = {name: label.colour for name, label in labels.items()}
        self._roles = {role: None for label in labels.values() for role in label.roles}
        self._controls = {name: _controls(label) for name, label in labels.items()}

    def add_roles(self, roles: list[str]) -> None:
        self._roles.update(dict.fromkeys(roles))

    def add_label(self, label: str) -> None:
        self._controls.setdefault(label, {})

    def is_choice(self, label: str, field: str, text: str) -> bool:
        """Whether `field` is chosen, and not typed in. `text` is from now on one of its choices."""
        choices = self._controls[label].setdefault(field, None)
        if choices is not None:
            choices[text] = None
        return choices is not None

    def xml(self) -> bytes:
        view = Element("View")
        SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
        if self._roles:
            relations = SubElement(view, "Relations", choice="multiple")
            for role in self._roles:
                SubElement(relations, "Relation", value=printable(role))
        names = SubElement(view, "Labels", name="label", toName="text")
        for label in self._controls:
            SubElement(names, "Label", value=label, background=self._colours.get(label, "#cccccc"))
        SubElement(view, "Text", name="text", value="$text")
        for label, controls in self._controls.items():
            for field, choices in controls.items():
                _add_control(view, label, field, choices)
        indent(view)
        return tostring(view, encoding="unicode").encode("utf-8") + b"\n"


def _controls(label: Label) -> Controls:
    closed = vocabularies(label)
    fields = [a.name for a in attrs.fields(label.value)] if label.value is not None and attrs.has(label.value) else []
    return {field: dict.fromkeys(closed[field] or ("true", "false")) if field in closed else None for field in fields}


def _add_control(view: Element, label: str, field: str, choices: dict[str, None] | None) -> None:
    """A control that shows while a region of `label` is selected."""
    when = {"visibleWhen": "region-selected", "whenTagName": "label", "whenLabelValue": label}
    part = SubElement(view, "View", when)
    SubElement(part, "Header", value=f"{label}: {field}", size="5")
    own = {"name": control(label, field), "toName": "text", "perRegion": "true"}
    if choices is None:
        SubElement(part, "TextArea", {**own, "editable": "true", "maxSubmissions": "1"})
        return
    options = SubElement(part, "Choices", {**own, "choice": "single", "showInline": "true"})
    for choice in choices:
        SubElement(options, "Choice", value=printable(choice))
