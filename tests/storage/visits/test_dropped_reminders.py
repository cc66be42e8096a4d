"""Days on which reminders were not sent are noted once, whoever looks."""

from __future__ import annotations

import asyncio
from datetime import date

from desk.actions.visits.dropped_reminders import DROPPED, drop_days
from storage.engine.database import Database
from tests.deskside import Desk

DAYS = (date(2026, 11, 19), date(2026, 11, 20))


async def test_of_two_processes_that_look_at_once_one_notes_the_days(database: Database) -> None:
    desk = Desk(database)

    async def look() -> None:
        async with desk.work() as work:
            await drop_days(work, "morning", DAYS)

    await asyncio.gather(look(), look())
    await look()

    async with database.reading() as connection:
        noted = await connection.fetch_all("SELECT id FROM ledger WHERE act = :act", {"act": DROPPED})
    assert len(noted) == len(DAYS)
