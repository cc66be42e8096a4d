"""The database that a command works on, opened and closed again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.county.guards import DEMO, refuse_demo
from bot.settings import Settings
from bot.settings_paths import SQLITE
from storage.engine.database import Connection, Database, StorageError
from storage.engine.facts import get_fact
from storage.engine.opening import open_database
from storage.engine.seal import Seal
from storage.keys.key_file import unlock


def clock() -> datetime:
    """The moment of the command."""
    return datetime.now(UTC)


def require_file(settings: Settings) -> None:
    """For whoever makes no database: to open a file that is not there would make it. Raises StorageError."""
    url = settings.database_url
    if url.startswith(SQLITE) and not Path(path := url.removeprefix(SQLITE)).exists():
        raise StorageError(
            f"There is no database {path} yet: start the desk or run `bangfu init`, "
            "or name another in BANGFU_DATABASE_URL or BANGFU_DATA_DIR."
        )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database of the settings."""
    database = await open_database(settings.database_url)
    try:
        yield database
    finally:
        await database.close()


async def heed_demo(connection: Connection, settings: Settings) -> None:
    """Lists may be tried on the demo, which is said. Beside a bot token they are meant for a real county.

    Raises WrongDatabase.
    """
    if await get_fact(connection, DEMO) != "yes":
        return
    if settings.live:
        await refuse_demo(connection)
    click.echo("This is the demo county, which never goes live: try whatever you like.", err=True)


@asynccontextmanager
async def sealed_transaction(
    database: Database, settings: Settings
) -> AsyncIterator[tuple[Connection, Seal]]:
    """A writing transaction with the seal of this database."""
    async with database.transaction() as connection:
        yield connection, await unlock(connection, settings.key_file)
