"""What can go wrong, each with its culprit: messages read `what: where: why`, one line, remedy last."""

import sys

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
    """What any exception says, on one printable line of at most `MESSAGE_LIMIT` characters; never raises.

    The message of an exception that is not ours may quote the document (`invalid literal for int(): 'Jean Dupont'`): of such
    a one the type and the place where it was raised are told.
    """
    name = "" if isinstance(error, ApostilError) else type(error).__name__
    try:
        message = str(error)[: MESSAGE_LIMIT * 2] if _is_quotable(error) else ""
        place = "" if message else _place(error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a plugin's exception may raise anything, SystemExit included
        message, place = "(message not printable)", ""
    text = f"{name}: {message}" if name and message else name or message
    return printable(f"{text}{place}")[:MESSAGE_LIMIT]


def trace(culprit: str, error: BaseException) -> None:
    """Show whoever listens to the logger `apostil`, as `--debug` does, where an exception was raised that will only be told
    in a line."""
    if logging := sys.modules.get("logging"):  # else nobody listens, and an annotator may have left us no file to read it from
        logging.getLogger("apostil").debug("%s failed", culprit, exc_info=error)


def _is_quotable(error: BaseException) -> bool:
    """Whether the message is known not to quote a document: it is ours, the system's, or of a plugin that does not load."""
    ours = type(error).__module__.partition(".")[0] == "apostil"
    return ours or isinstance(error, (ApostilError, OSError, ImportError, SyntaxError))


def _place(error: BaseException) -> str:
    """Module and line that raised `error`; empty where it was never raised."""
    frame = error.__traceback__
    if frame is None:
        return ""
    while frame.tb_next is not None:
        frame = frame.tb_next
    return f" at {frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno}"


def printable(text: str) -> str:
    """`text` with control characters and line separators escaped: input must not drive a terminal or forge a log line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)
