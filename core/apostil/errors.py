"""What can go wrong, each with its culprit: messages read `what: where: why`, one line, remedy last."""

MESSAGE_LIMIT = 500
"""Longest message kept, in characters: a plugin can raise an exception whose text is megabytes long."""


class ApostilError(Exception):
    """Root of every error raised on purpose. `culprit` names what is to blame: a file, a plugin, a document."""

    def __init__(self, culprit: str, why: str) -> None:
        super().__init__(f"{culprit}: {why}" if culprit else why)
        self.culprit = culprit
        self.why = why


class PluginError(ApostilError):
    """A plugin cannot be loaded, or declares something impossible."""


class DocumentError(ApostilError):
    """A document cannot be annotated: its text is not a valid sequence of Unicode scalar values, say."""


class InputError(ApostilError):
    """A file cannot be read as what it claims to be."""


class StandoffError(InputError):
    """A standoff file that does not hold to the contract."""


class ExportError(ApostilError):
    """An output cannot be written, or a format cannot hold what it is given."""


def one_line(error: BaseException) -> str:
    """The message of any exception on one printable line of at most `MESSAGE_LIMIT` characters, never raising."""
    try:
        message = str(error)[: MESSAGE_LIMIT * 2]
    except Exception:
        message = "(message not printable)"
    name = "" if isinstance(error, ApostilError) else type(error).__name__
    text = f"{name}: {message}" if name and message else name or message
    return printable(text)[:MESSAGE_LIMIT]


def printable(text: str) -> str:
    """`text` with control characters and line separators escaped: input must not drive a terminal or forge a log line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)
