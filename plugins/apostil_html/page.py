"""What stands around the documents: head, style sheet, legend. Nothing on a page is loaded or run."""

from __future__ import annotations

import base64
import hashlib
import re

from apostil import Labels
from apostil_html.escaping import escaped

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_GREY = "#cccccc"
_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.9 system-ui,sans-serif;max-width:52em;margin:2em auto;padding:0 1em}
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
mark,.legend li{color:inherit;background:#cccccc33;border-bottom:2px solid #cccccc;border-radius:3px;unicode-bidi:isolate}
mark{padding:1px 0}
mark:not(.on)::before{content:attr(data-label);font-size:.6em;vertical-align:super;opacity:.7;margin:0 .2em}
.legend{display:flex;flex-wrap:wrap;gap:.5em;padding:0;list-style:none}
.legend li{padding:0 .4em}
.problem{color:#b00020}
"""


def head(labels: Labels, title: str) -> str:
    """All before the first document. Only this style sheet may be used, by its hash: not even a style attribute."""
    style = _STYLE + "".join(_rule(label.colour, number) for number, label in enumerate(labels.values()))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    legend = "".join(
        f'<li class="l{number}" title="{escaped(label.description)}">{escaped(name)}</li>'
        for number, (name, label) in enumerate(labels.items())
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<ul class="legend">{legend}</ul>\n'
    )


TAIL = "</body>\n</html>\n"


def _rule(colour: str, number: int) -> str:
    colour = colour if _COLOUR.fullmatch(colour) else _GREY
    return f"mark.l{number},.legend .l{number}{{background:{colour}33;border-color:{colour}}}\n"
