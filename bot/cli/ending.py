"""How a command ends: with nothing to say, or with one sentence and code 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bot.connecting.errors import CannotStart, TokenRefused
from bot.connecting.proxy import BrokenProxy
from bot.county.guards import WrongDatabase
from bot.process.lock import AlreadyRunning
from bot.process.logging import redacted, set_up_logging
from bot.process.missing import missing_library
from bot.process.private import private
from bot.process.sandbox import SandboxFailed
from bot.rules.reading import BrokenRules
from bot.settings import BrokenSettings
from bot.tables import BadRows
from storage.engine.database import StorageError
from storage.engine.reasons import reason_of
from storage.engine.seal import SealError
from storage.keys.key_file import KeyFileError

FAILED = 2
INTERRUPTED = 130
_EXPECTED = (
    AlreadyRunning,
    BrokenProxy,
    BrokenRules,
    BrokenSettings,
    CannotStart,
    KeyFileError,
    SandboxFailed,
    SealError,
    StorageError,
    TokenRefused,
    WrongDatabase,
)


def run_command(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; what is expected to go wrong is said without a traceback."""
    try:
        with private():
            code = command.main(arguments, prog_name="bangfu", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        return _fail(error.format_message())
    except BadRows as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        return _fail(f"Nothing was imported: {_things(len(error.problems))} to be put right.")
    except _EXPECTED as error:
        return _fail(str(error))
    except Exception as error:
        sentence = _of_system(error) or missing_library(error)
        if not sentence:
            raise
        return _fail(sentence)
    return code if isinstance(code, int) else 0


def _of_system(error: Exception) -> str:
    """A file, a disk or a port that the system refuses, wherever that was; empty for anything else."""
    if not isinstance(error, OSError):
        return ""
    reason = reason_of(error) or str(error) or type(error).__name__
    if error.filename is None:
        return f"The system refused something that is needed: {reason}."
    return f"{error.filename} cannot be used: {reason}."


def _fail(sentence: str) -> int:
    click.echo(redacted(sentence), err=True)
    return FAILED


def _things(count: int) -> str:
    return "there is one thing" if count == 1 else f"there are {count} things"


def leave(command: click.Command) -> None:
    """Run a command and end the process with its code; what nobody expected is one line of the log."""
    set_up_logging("WARNING")
    sys.exit(run_command(command))
