"""Run the command line, and end with the code that says how it went."""

from collections.abc import Sequence
from io import StringIO

import click

from kpicascade.cli.commands import program
from kpicascade.cli.exits import Exit
from kpicascade.cli.streams import say
from kpicascade.errors import CannotReadError, CannotWriteError, KpicascadeError, UnknownNameError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those of the process unless given.

    Whatever a user may do wrong ends in a message on standard error, never in a traceback.
    """
    try:
        return int(program.main(arguments, prog_name="kpicascade", standalone_mode=False))
    except click.UsageError as problem:
        shown = StringIO()
        problem.show(shown)
        say(shown.getvalue().rstrip())
        return Exit.USAGE
    except UnknownNameError as problem:
        return _ended(Exit.USAGE, problem)
    except CannotReadError as problem:
        return _ended(Exit.CANNOT_READ, problem)
    except CannotWriteError as problem:
        return _ended(Exit.CANNOT_WRITE, problem)
    except (click.Abort, KeyboardInterrupt):
        say("kpicascade: stopped")
        return Exit.STOPPED


def _ended(code: Exit, problem: KpicascadeError) -> Exit:
    say(f"kpicascade: {problem}")
    return code
