"""A command that writes for long never does so beside the running bot: SQLite has one writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

from bot.cli.place_of_work import require_file
from bot.process.ground import require_ground
from bot.process.lock import AlreadyRunning, only_process
from bot.process.private import tighten
from bot.settings import Settings
from bot.settings_paths import SQLITE
from storage.engine.migrate import migrate


@contextmanager
def alone(settings: Settings, *, making: bool = False) -> Iterator[None]:
    """The database up to date and, on SQLite, ours alone; only with `making` is it made.

    Raises AlreadyRunning while the bot has it, CannotStart where nothing can be written, StorageError.
    """
    require_ground(settings)
    if not making:
        require_file(settings)
    url = settings.database_url
    held = only_process(Path(url.removeprefix(SQLITE))) if url.startswith(SQLITE) else nullcontext()
    with held:
        migrate(url)
        tighten(settings)
        yield


@contextmanager
def alone_or_beside(settings: Settings) -> Iterator[None]:
    """As `alone`, or beside the running bot, which has brought the database up to date.

    For commands that write in short transactions: SQLite lets one process write after the other.
    """
    with ExitStack() as held:
        with suppress(AlreadyRunning):
            held.enter_context(alone(settings))
        yield


def bring_up_to_date(settings: Settings) -> None:
    """For commands that only read: a bot that runs has done it already."""
    with suppress(AlreadyRunning), alone(settings):
        pass
