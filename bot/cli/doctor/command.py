"""`bangfu doctor`: whether the desk is well, seen from beside it."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import click

from bot.cli.doctor.files import look_at_files
from bot.cli.doctor.remarks import (
    UNAGREED_DAYS,
    Remark,
    on_disk,
    on_families,
    on_heartbeats,
    on_mail,
    on_people,
    on_search,
    on_step,
)
from bot.cli.doctor.telegram import look_at_telegram
from bot.cli.place_of_work import clock, opened, require_file
from bot.process.ground import problems
from bot.settings import Settings, load_settings
from policy.search.semantic import installed
from storage.danger.mutes import muted_people
from storage.engine.database import Connection, StorageError
from storage.engine.migration_step import migration_step
from storage.households.families import count_claims
from storage.keys.key_file import KeyFileError, check_keys
from storage.ledger.ledger import dropped_unagreed
from storage.mail.health import look_at_mail
from storage.mail.heartbeats import load_heartbeats

UNWELL = 1


@click.command()
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to read in the database file, to see whether it is whole; 0 leaves that out.",
)
def doctor(patience: float) -> int:
    """Look whether everything is well, also while the desk runs; changes nothing.

    The exit code is 1 when something is wrong.
    """
    remarks = asyncio.run(_examine(load_settings(), patience))
    for remark in remarks:
        click.echo(f"{'ok   ' if remark.fine else 'WRONG'}  {remark.sentence}")
    return 0 if all(remark.fine for remark in remarks) else UNWELL


async def _examine(settings: Settings, patience: float) -> list[Remark]:
    try:
        remarks = [remark async for remark in _of_database(settings, patience)]
    except (StorageError, sqlite3.Error) as error:
        remarks = [Remark(fine=False, sentence=str(error))]
    return [
        *remarks,
        await look_at_telegram(settings),
        *_of_disk(settings),
        on_search(settings.policy_semantic, has_encoder=installed()),
    ]


async def _of_database(settings: Settings, patience: float) -> AsyncIterator[Remark]:
    require_file(settings)
    async with opened(settings) as database, database.reading() as connection:
        step = on_step(await migration_step(connection))
        yield step
        if step.fine:
            yield await _of_keys(connection, settings.key_file)
            async for remark in look_at_files(settings, connection, patience):
                yield remark
            yield on_families(await count_claims(connection))
            for remark in on_heartbeats(await load_heartbeats(connection), clock()):
                yield remark
            for remark in on_mail(await look_at_mail(connection, now := clock()), now):
                yield remark
            dropped = await dropped_unagreed(connection, now - timedelta(days=UNAGREED_DAYS))
            for remark in on_people(await muted_people(connection, now), dropped):
                yield remark


async def _of_keys(connection: Connection, path: Path) -> Remark:
    try:
        await check_keys(connection, path)
    except KeyFileError as error:
        return Remark(fine=False, sentence=str(error))
    return Remark(fine=True, sentence=f"The key file {path} belongs to this database.")


def _of_disk(settings: Settings) -> Iterator[Remark]:
    """Of the data folder, or of the folder in which it will be made; and whether all can be written."""
    yield from (Remark(fine=False, sentence=problem) for problem in problems(settings))
    folder = settings.data_dir.absolute()
    while not folder.exists():
        folder = folder.parent
    yield on_disk(shutil.disk_usage(folder).free, settings.data_dir)
