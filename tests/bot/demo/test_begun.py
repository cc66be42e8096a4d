"""A past that was cut short is forgotten whole; one that was lived, or never begun, is left alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.connecting.errors import CannotStart
from bot.demo import load_demo
from bot.demo.begun import forget_cut_short, has_past, is_begun, note_lived, sandbox_folder
from bot.process.lock import only_poller
from bot.process.sandbox import BOT_ID
from bot.settings import Settings
from storage.engine.database import Database
from storage.engine.facts import get_fact, set_fact
from tests.databases import opened
from tests.deskside import SEAL

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAYS = 14
BEGINS = NOW - timedelta(days=30)
Made = Callable[[Database], Awaitable[None]]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A data folder in which the sandbox and a case have left something."""
    settings = Settings(database_url=database_url, data_dir=tmp_path, key_file=tmp_path / "keys.json")
    for folder in (sandbox_folder(settings), settings.media_folder):
        folder.mkdir()
        (folder / "left").touch()
    return settings


async def test_a_past_that_was_cut_short_leaves_nothing_behind(settings: Settings) -> None:
    async with opened(settings.database_url) as database:
        await load_demo(database, SEAL, NOW, DAYS, begins=BEGINS)
        assert await is_begun(database)

    await forget_cut_short(settings)

    assert not sandbox_folder(settings).exists()
    assert not settings.media_folder.exists()
    async with opened(settings.database_url) as database:
        assert await _facts(database) == (None, None)
        await load_demo(database, SEAL, NOW, DAYS, begins=BEGINS)  # it may begin again
        assert await is_begun(database)


@pytest.mark.parametrize("dialect", [pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_a_past_that_another_process_is_living_through_is_not_disturbed(settings: Settings) -> None:
    async with opened(settings.database_url) as database:
        await load_demo(database, SEAL, NOW, DAYS, begins=BEGINS)

        async with only_poller(database, BOT_ID):
            with pytest.raises(CannotStart, match="wait until it is ready"):
                await forget_cut_short(settings)

        assert await is_begun(database)


async def _lived(database: Database) -> None:
    await load_demo(database, SEAL, NOW, DAYS, begins=BEGINS)
    await note_lived(database)


async def _began_today(database: Database) -> None:
    await load_demo(database, SEAL, NOW, DAYS)


async def _of_an_earlier_version(database: Database) -> None:
    await load_demo(database, SEAL, NOW, DAYS)
    async with database.transaction() as connection:
        await set_fact(connection, "demo_files", "another cast")
    await load_demo(database, SEAL, NOW, DAYS, begins=BEGINS)


async def _a_real_county(database: Database) -> None:
    await load_demo(database, SEAL, NOW, DAYS, begins=BEGINS)
    async with database.transaction() as connection:
        await set_fact(connection, "demo", "no")


@pytest.mark.parametrize("made", [_lived, _began_today, _of_an_earlier_version, _a_real_county])
async def test_whatever_was_not_cut_short_stays(settings: Settings, made: Made) -> None:
    async with opened(settings.database_url) as database:
        await made(database)

    await forget_cut_short(settings)

    assert (sandbox_folder(settings) / "left").exists()
    async with opened(settings.database_url) as database:
        assert await _fact(database, "county_code") == "370283000000"


async def test_only_a_demo_that_was_never_entered_gets_a_past(settings: Settings) -> None:
    async with opened(settings.database_url) as database:
        await _of_an_earlier_version(database)
        assert not await has_past(database)
        assert not await is_begun(database)


async def _facts(database: Database) -> tuple[str | None, str | None]:
    return await _fact(database, "county_code"), await _fact(database, "demo")


async def _fact(database: Database, name: str) -> str | None:
    async with database.reading() as connection:
        return await get_fact(connection, name)
