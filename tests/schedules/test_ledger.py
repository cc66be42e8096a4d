"""The days of the ledger, closed by the clock."""

from __future__ import annotations

from datetime import timedelta

from schedules.clockwork import Clockwork
from schedules.runner import DONE, run_once
from schedules.timetable import TIMETABLE
from storage.ledger.ledger_days import SQL_DAYS, LedgerDayRows
from tests.actions.casework import accepted, replied
from tests.deskside import SEAL, Desk
from tests.village import ZONE

[LEDGER] = [tick for tick in TIMETABLE if tick.name == "ledger"]


async def test_each_day_is_closed_once_however_often_the_clock_asks(desk: Desk, clockwork: Clockwork) -> None:
    monday = desk.now.astimezone(ZONE).date()
    await accepted(desk)
    outcomes = []
    for _ in range(6):
        desk.wait(hours=12)
        await replied(desk)
        outcomes += [await run_once(LEDGER, clockwork) for _ in range(2)]

    async with desk.database.transaction() as connection:
        days = await connection.fetch_all(SQL_DAYS)
        broken = await LedgerDayRows(connection, SEAL, desk.now).verify(ZONE)

    assert set(outcomes) == {DONE}
    assert [row["day"] for row in days] == [str(monday + timedelta(days=number)) for number in range(3)]
    assert all(row["entries"] > 0 for row in days)
    assert broken is None


async def test_a_desk_that_was_off_for_days_closes_them_all(desk: Desk, clockwork: Clockwork) -> None:
    await accepted(desk)
    desk.wait(days=4)

    outcome = await run_once(LEDGER, clockwork)

    async with desk.database.transaction() as connection:
        days = await connection.fetch_all(SQL_DAYS)
    assert outcome == DONE
    assert [row["entries"] > 0 for row in days] == [True, False, False, False]
