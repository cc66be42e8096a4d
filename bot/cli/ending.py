"""How a command ends: with nothing to say, or with one sentence and code 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bot.county.guards import WrongDatabase
from bot.county.tables import BadRows
from bot.errors import TokenRefused
from bot.lock import AlreadyRunning
from bot.logging import redacted
from bot.proxy import BrokenProxy
from bot.rules import BrokenRules
from bot.sandbox import SandboxFailed
from bot.settings import BrokenSettings
from storage.database import StorageError
from storage.keys import KeyFileError
from storage.seal import SealError

FAILED = 2
INTERRUPTED = 130
_EXPECTED = (
    AlreadyRunning,
    BrokenProxy,
    BrokenRules,
    BrokenSettings,
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
        code = command.main(arguments, prog_name="bangfu", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return _fail(error.format_message())
    except BadRows as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        return _fail(f"Nothing was imported: {_things(len(error.problems))} to be put right.")
    except _EXPECTED as error:
        return _fail(str(error))
    return code if isinstance(code, int) else 0


def _fail(sentence: str) -> int:
    click.echo(redacted(sentence), err=True)
    return FAILED


def _things(count: int) -> str:
    return "there is one thing" if count == 1 else f"there are {count} things"


def leave(command: click.Command) -> None:
    """Run a command and end the process with its code."""
    sys.exit(run_command(command))
