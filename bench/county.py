"""The county of the bench: the demo's real villages and staff, and residents whom the desk knows already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bench.loads import RESIDENT, UPDATES_IN_STORY
from bot.demo import load_demo
from desk.domain.county.rules import Rules
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.people.people import PeopleRows

# Villages with a monitor who has joined, and one whose cases go to the town.
_VILLAGES = ("370283122215", "370283122222", "370283120281", "370283105222", "370283122381")


async def settle_county(database: Database, seal: Seal, rules: Rules, now: datetime, updates: int) -> None:
    """Enter areas, staff, and one resident for each story, who has consented and said where they live."""
    await load_demo(database, seal, now, rules.invitation_days)
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM outbox")  # the officials' welcome is not what is measured
        people = PeopleRows(connection, seal, now)
        for number in range(updates // UPDATES_IN_STORY):
            person = await people.add(RESIDENT + number, "Song", "zh_CN")
            known = replace(
                person,
                phone=f"129{number:08d}",
                area_code=_VILLAGES[number % len(_VILLAGES)],
                consented_at=now,
                consent_version=rules.consent_version,
            )
            await people.save(known)
