"""When each tick last ran."""

from __future__ import annotations

from datetime import timedelta

from storage.engine.database import Database
from storage.mail.heartbeats import LastRun, beat, load_heartbeats
from tests.storage.cast import MONDAY


async def test_a_tick_is_remembered_by_its_last_run(database: Database) -> None:
    async with database.transaction() as connection:
        await beat(connection, "deadlines", MONDAY, "2 rows failed")
        await beat(connection, "deadlines", MONDAY + timedelta(minutes=1), "done")

        assert await load_heartbeats(connection) == {
            "deadlines": LastRun(MONDAY + timedelta(minutes=1), "done")
        }
