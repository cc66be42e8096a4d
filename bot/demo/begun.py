"""Whether the demo's past was lived through to its end; one that was cut short is forgotten whole.

A past is hundreds of transactions, and half of it would be half a county: cards in chats of which the
database knows nothing, or the other way round. So its beginning is noted in the transaction that enters the
demo, its end when everything is done, and a start that finds a beginning without an end begins from an empty
database and an empty sandbox. Only invented people are lost by that.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Final

import click

from bot.connecting.errors import CannotStart
from bot.county.guards import DEMO
from bot.process.lock import only_poller
from bot.process.sandbox import BOT_ID
from bot.settings import Settings
from storage.engine.database import Connection, Database
from storage.engine.emptying import empty_database
from storage.engine.facts import get_fact, set_fact
from storage.engine.migrate import migrate
from storage.engine.opening import open_database

_PAST: Final = "demo_past"
_BEGUN, _LIVED = "begun", "lived"


async def note_begun(connection: Connection) -> None:
    """From now on there is a past to be lived, in the transaction that enters the demo."""
    await set_fact(connection, _PAST, _BEGUN)


async def note_lived(database: Database) -> None:
    """The past is whole."""
    async with database.transaction() as connection:
        await set_fact(connection, _PAST, _LIVED)


async def has_past(database: Database) -> bool:
    """Whether there is a past, lived or about to be: an older demo, or one that began today, has none."""
    async with database.reading() as connection:
        return await get_fact(connection, _PAST) is not None


async def is_begun(database: Database) -> bool:
    """Whether a past was begun and not ended, in a demo's database."""
    async with database.reading() as connection:
        return await get_fact(connection, _PAST) == _BEGUN and await get_fact(connection, DEMO) == "yes"


async def forget_cut_short(settings: Settings) -> None:
    """Begin from nothing where the last start ended in the middle of the past. Before anything is open.

    Raises CannotStart while another process is living through it.
    """
    database = await open_database(settings.database_url)
    try:
        cut_short = await is_begun(database)
        async with only_poller(database, BOT_ID) as ours:
            if cut_short and not ours:
                raise CannotStart("Another process is setting up the demo county: wait until it is ready.")
    finally:
        await database.close()
    if cut_short:
        click.echo("The last start was ended before the demo county was ready: beginning anew …")
        await asyncio.to_thread(empty_database, settings.database_url)
        await asyncio.to_thread(migrate, settings.database_url)
        forget_chats(settings)


def forget_chats(settings: Settings) -> None:
    """Old chats do not stand before a new past, nor files of cases that are gone."""
    for folder in (sandbox_folder(settings), settings.media_folder):
        shutil.rmtree(folder, ignore_errors=True)


def sandbox_folder(settings: Settings) -> Path:
    """Where the sandbox keeps its world."""
    return settings.data_dir / "sandbox"
