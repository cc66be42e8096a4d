"""Files that are fetched later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage.cases.media import MediaRows
from storage.engine.database import Database
from storage.engine.seal import Seal
from tests.storage.cast import MONDAY, add_case


async def test_a_file_waits_until_it_is_fetched_and_is_asked_for_once(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        media = MediaRows(connection, seal, MONDAY)
        for file_id in ("photo-1", "photo-1", "voice-1", "photo-2", "photo-3"):
            await media.fetch_later(case.id, file_id, "photo")
        fetched, later, failed, waiting = await media.find_waiting(limit=10)

        await media.mark_fetched(fetched.id, "media/1.jpg")
        tried = replace(later, attempts=1)
        await media.put_off(tried, MONDAY + timedelta(minutes=5), "timed out")
        await media.give_up(failed.id, "too big")

        assert await media.find_waiting(limit=10) == [waiting]
        after = MediaRows(connection, seal, MONDAY + timedelta(minutes=5))
        found = {file.file_id: file.attempts for file in await after.find_waiting(limit=10)}
        assert found == {later.file_id: 1, waiting.file_id: 0}
