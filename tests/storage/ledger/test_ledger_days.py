"""A closed day keeps what the ledger held that evening: nothing can be cut off afterwards unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.ledger.ledger import LedgerRows
from storage.ledger.ledger_days import LedgerDayRows
from tests.storage.cast import MONDAY, add_case
from tests.storage.ledger.test_ledger import OPEN_THE_GUARD, three_acts

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = MONDAY.astimezone(SHANGHAI).date()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


async def close_all(days: LedgerDayRows) -> list[date]:
    closed = []
    while (day := await days.next_to_close(SHANGHAI)) is not None:
        await days.close(day, SHANGHAI)
        closed.append(day)
    return closed


async def test_a_day_is_closed_an_hour_after_it_is_over_in_the_countys_time(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        await three_acts(connection, seal, case.id)
        tomorrow = TODAY + timedelta(days=1)
        early, due, late = (
            LedgerDayRows(connection, seal, at(tomorrow, hour, minute))
            for hour, minute in ((0, 59), (1, 0), (23, 0))
        )

        assert await early.next_to_close(SHANGHAI) is None
        assert await close_all(due) == [TODAY]
        assert await late.next_to_close(SHANGHAI) is None


async def test_an_empty_ledger_has_no_day_to_close(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        assert await LedgerDayRows(connection, seal, MONDAY).next_to_close(SHANGHAI) is None


async def test_days_missed_in_an_outage_are_closed_one_by_one(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        await three_acts(connection, seal, case.id)

        days = LedgerDayRows(connection, seal, at(TODAY + timedelta(days=3), 9))

        closed = await close_all(days)

        assert closed == [TODAY + timedelta(days=number) for number in range(3)]
        assert await days.verify(SHANGHAI) is None


async def closed_day(connection: Connection, seal: Seal, case_id: int) -> LedgerDayRows:
    await three_acts(connection, seal, case_id)
    days = LedgerDayRows(connection, seal, at(TODAY + timedelta(days=1), 9))
    await close_all(days)
    return days


async def test_what_comes_the_next_day_leaves_the_closed_day_as_it_was(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        days = await closed_day(connection, seal, case.id)

        later = LedgerRows(connection, seal, at(TODAY + timedelta(days=1), 10).astimezone(UTC))
        await later.erase_words(case.id)

        assert await days.verify(SHANGHAI) is None


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM ledger WHERE position = 3",  # cut off at the end: its chain still holds
        "UPDATE ledger SET digest = 'x' WHERE position = 2",
        "UPDATE ledger_days SET entries = 2",
    ],
)
async def test_what_was_cut_off_or_changed_is_found_by_the_day(
    database: Database, seal: Seal, change: str
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        days = await closed_day(connection, seal, case.id)
        for statement in OPEN_THE_GUARD[connection.dialect]:
            await connection.execute(statement)
        await connection.execute("DELETE FROM ledger_words")

        await connection.execute(change)

        assert await days.verify(SHANGHAI) == TODAY.isoformat()
