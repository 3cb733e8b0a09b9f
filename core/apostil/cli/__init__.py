"""The command line. One file a command; its body parses, calls and writes."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module

import click

from apostil.errors import ApostilError, one_line

COMMANDS = ("annotate", "diff", "evaluate", "explain", "export", "import", "plugins", "schema", "validate")
BUG, INTERRUPTED, REFUSED, TERMINATED = 3, 130, 2, 143


class Terminated(KeyboardInterrupt):
    """The system asked the run to end."""


class LazyGroup(click.Group):
    """Loads a command's module when it is asked for, and plugins only for a command that is not ours."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in COMMANDS:
            command: click.Command = import_module(f"apostil.cli.{name.replace('import', 'import_')}").command
            return command
        from apostil.plugins import Plugins

        return next((c for c in Plugins.discover(skip_broken=True).commands() if c.name == name), None)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="apostil", message="apostil %(version)s")
@click.option("--config", type=click.Path(), help="Settings file, instead of apostil.toml or [tool.apostil] found upward.")
@click.option(
    "--debug", is_flag=True, help="Show the trace of an internal error, and of what annotators raise in this process."
)
@click.pass_context
def cli(context: click.Context, config: str | None, debug: bool) -> None:
    """Set typed, normalised notes beside a text: who, how much, what share, when, and on what terms.

    Exit status: 0 all well; 1 finished, with problems recorded in the output; 2 nothing done (bad usage, unreadable
    input, broken plugin); 3 a bug of apostil; 130 or 143 interrupted.
    """
    from apostil.cli.settings import load_settings

    if debug:
        import logging

        logging.basicConfig(format="apostil: %(message)s")
        logging.getLogger("apostil").setLevel(logging.DEBUG)
    context.default_map = load_settings(config)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(_status(words))


def _status(words: list[str]) -> int:
    try:
        status = cli.main(words, prog_name="apostil", standalone_mode=False)
        if sys.stdout is not None:  # it is where the caller has closed it
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.ClickException as error:
        error.show()
        return REFUSED
    except (click.Abort, KeyboardInterrupt) as error:
        say(": ".join(filter(None, ["interrupted", str(error.__cause__ or error)])))
        return TERMINATED if isinstance(error.__cause__, Terminated) else INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except SystemExit:  # what click makes of a pipe that is closed while a command writes; it also wraps the stream
        if not type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            raise
        _silence_stdout()
        return 0
    except ApostilError as error:
        say(one_line(error))
        return REFUSED
    except OSError as error:  # standard output on a full disk, say; files name themselves
        _silence_stdout()
        say(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return REFUSED
    except Exception as error:
        if "--debug" in words:
            raise
        say(f"internal error, please report it (--debug shows where): {one_line(error)}")
        return BUG


def say(message: str) -> None:
    """One line to standard error."""
    click.echo(f"apostil: {message}", err=True)


def _silence_stdout() -> None:
    """Whoever read our output is gone: what is still buffered must not raise again at exit."""
    if sys.stdout is not None:
        with contextlib.suppress(ValueError):  # closed already: nothing is buffered
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
