"""`bangfu restore`: the whole way back from a backup."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from bot.cli.alone import alone
from bot.cli.desk_work import desk_work
from bot.cli.place_of_work import clock, opened
from bot.process.lock import AlreadyRunning, only_process, present
from bot.settings import Settings, load_settings
from bot.settings_paths import SQLITE
from desk.actions.broadcasts.restored import note_restored
from storage.cases.media import missing_files
from storage.engine.database import StorageError
from storage.engine.restoring import prepare, put_in_place
from storage.engine.whole_file import unfinished
from storage.keys.key_file import open_seal
from storage.mail.after_restore import Doubted, doubt_unsent
from storage.mail.heartbeats import load_heartbeats

_ON_POSTGRES: Final = (
    "This database lies on PostgreSQL: stop every process of the desk, bring the backup back with "
    "`pg_restore --clean --if-exists --no-owner --single-transaction "
    '--dbname="$BANGFU_DATABASE_URL" {file}`, then run `bangfu restore --doubt` and `bangfu doctor`.'
)


@click.command()
@click.argument("source", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--without-files", is_flag=True, help="Also when files of residents are missing for good.")
@click.option("--doubt", is_flag=True, help="Restore nothing; do what comes after a restore by other means.")
def restore(source: Path | None, *, without_files: bool, doubt: bool) -> None:
    """Put the backup FILE in the place of the SQLite database, once it was seen to fit.

    The desk must not run. The database that was there is put aside, not deleted. Whatever the backup holds as
    unsent may have been said since: it goes again with a mark, and broadcasts wait for a person.
    """
    settings = load_settings()
    if (source is None) != doubt:
        raise click.UsageError("Name a backup, or say --doubt.")
    if source is None:
        with alone(settings):
            _say(asyncio.run(_doubted_in_place(settings)))
        return
    if settings.sqlite_file is None:
        raise click.ClickException(_ON_POSTGRES.format(file=source))
    with only_process(settings.sqlite_file):
        _restore(settings, settings.sqlite_file, source, without_files=without_files)


def _restore(settings: Settings, database: Path, source: Path, *, without_files: bool) -> None:
    aside = database.with_name(f"{database.name}.before-{clock():%Y%m%d-%H%M%S}")
    with unfinished(database) as part:
        prepare(source, part, database)
        there = settings.model_copy(update={"database_url": f"{SQLITE}{part}"})
        missing = asyncio.run(_fitting(there))
        if missing and not without_files:
            raise StorageError(
                f"{missing} in {settings.media_folder}: copy the folder back first, or say --without-files."
            )
        doubted = asyncio.run(_doubted(there))
        replaced = put_in_place(part, database, aside)
    click.echo(f"{source} is the database {database} now.")
    if replaced:
        click.echo(f"The one that was there lies in {aside}; remove it when it is not needed any more.")
    if missing:
        click.echo(f"{missing}.")
    _say(doubted)


async def _fitting(settings: Settings) -> str:
    """What is missing beside the database. Raises KeyFileError unless the keys belong to it."""
    async with opened(settings) as database, database.reading() as connection:
        await open_seal(connection, settings.key_file)
        missing, named = await missing_files(connection, settings.media_folder)
    return f"{missing} of {named} files of residents are missing" if missing else ""


async def _doubted_in_place(settings: Settings) -> Doubted:
    async with opened(settings) as database, present(database, _bot_id(settings)) as nobody_else:
        if not nobody_else:
            raise AlreadyRunning("The bot is running: stop it first.")
        return await _doubted(settings)


async def _doubted(settings: Settings) -> Doubted:
    """In this order: what is said about it afterwards is new, and in no doubt."""
    async with opened(settings) as database, database.transaction() as connection:
        await open_seal(connection, settings.key_file)
        beats = await load_heartbeats(connection)
        doubted = await doubt_unsent(connection)
    async with desk_work(settings) as work:
        await note_restored(work, _newest([beat.at for beat in beats.values()]))
    return doubted


def _newest(moments: list[datetime]) -> str:
    return max(moments).isoformat(timespec="minutes") if moments else ""


def _bot_id(settings: Settings) -> int:
    return int(settings.bot_token.get_secret_value().partition(":")[0] or 0)


def _say(doubted: Doubted) -> None:
    click.echo(
        f"Messages that had not left and go again, marked as perhaps said: {doubted.marked}; "
        f"of broadcasts, held for their authors: {doubted.held}."
    )
    click.echo("What came in after the backup is lost: `bangfu doctor`, start, and tell the villages.")
