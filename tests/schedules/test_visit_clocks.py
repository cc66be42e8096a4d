"""Reminders of visits when the clock jumps, stops for a week, or ticks twice over the same rows."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest

from schedules.clockwork import Clockwork, SomeFailed
from schedules.ticks.cases import watch_cases
from schedules.ticks.visits import (
    refresh_visit_cards,
    send_visit_cards,
    tell_households,
    tell_who_lags,
    tend_periods,
)
from tests.actions.casework import report
from tests.actions.pressure import clockwork_of
from tests.databases import opened
from tests.deskside import Desk
from tests.register import LIS, WANGS, other, register
from tests.village import MONITOR, NEIGHBOUR_VILLAGE, RESIDENT, TOWN_DESK, ZONE, Character

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)
TICKS = (tend_periods, send_visit_cards, refresh_visit_cards, tell_households, tell_who_lags)


async def settled(desk: Desk) -> None:
    """Two households of the village with a resident in the chat; the monitor comes on two of the days."""
    await desk.resident()
    homes = await register(desk, WANGS, LIS)
    staff = await desk.official(MONITOR)
    async with desk.work() as work:
        await work.visits.plan(homes[0], staff.id, date(2026, 11, 24))
        await work.visits.plan(homes[1], staff.id, date(2026, 11, 30))


async def run_all(desk: Desk, at: datetime) -> None:
    desk.now = at
    for tick in TICKS:
        await tick(clockwork_of(desk))


async def said(desk: Desk, who: Character, template: str) -> list[str]:
    """The keys of what this person was told in these words and has not been dropped."""
    told = await desk.told(who)
    return [one.key for one in told if one.template == template and one.row.method != "edit"]


async def notes(desk: Desk) -> list[str]:
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all("SELECT details FROM ledger WHERE act = 'reminder_dropped'")
    return [row["details"] for row in rows]


async def test_a_clock_that_jumps_by_an_hour_sends_no_card_twice(desk: Desk) -> None:
    await settled(desk)
    for moment in (MONDAY, MONDAY.replace(hour=15, minute=35), MONDAY.replace(hour=17, minute=5)):
        for jumped in (moment, moment - HOUR, moment, moment + HOUR, moment):
            await run_all(desk, jumped)

    assert await said(desk, MONITOR, "visits.list") == [f"visits:{MONITOR.user_id}:0.20261123"]
    assert len(await said(desk, RESIDENT, "visit_reminders.come")) == 1
    assert await notes(desk) == []


async def test_two_processes_on_the_same_rows_send_and_note_everything_once(
    desk: Desk, database_url: str
) -> None:
    await settled(desk)
    await run_all(desk, MONDAY)

    async with opened(database_url) as second:
        twin = Desk(second)
        twin.shared = desk.shared
        for day, hour in ((25, 9), (25, 16), (26, 9), (29, 17), (30, 9)):
            moment = datetime(2026, 11, day, hour, 40, tzinfo=ZONE)
            await asyncio.gather(run_all(desk, moment), run_all(twin, moment))

    keys = [one.key for one in await desk.outbox()]
    assert len(keys) == len(set(keys))
    assert await said(desk, MONITOR, "visits.list") == [f"visits:{MONITOR.user_id}:0.20261130"]
    assert len(await said(desk, RESIDENT, "visit_reminders.come")) == 0
    unsent = [f"kind:card day:2026-11-{day} count:{count}" for day, count in ((23, 1), (25, 1), (26, 1))]
    expected = ["kind:household day:2026-11-24 count:1", "kind:morning day:2026-11-24"]
    assert sorted(await notes(desk)) == [*unsent, *expected, "kind:morning day:2026-11-27"]


async def test_after_a_week_reminders_are_dropped_and_danger_is_not(desk: Desk) -> None:
    await settled(desk)
    case = await report(desk, danger=True)
    await run_all(desk, MONDAY)
    alerts = [one.key for one in await desk.outbox() if one.row.lane <= 2]
    assert alerts

    desk.now = MONDAY + timedelta(days=7)
    await watch_cases(clockwork_of(desk))
    await run_all(desk, desk.now)

    waiting = {one.key for one in await desk.outbox()}
    assert waiting.issuperset(alerts)
    since = [one for one in await desk.told(TOWN_DESK) if one.key not in alerts]
    assert any(case.number in one.text and "🆘" in one.text for one in since)
    assert await said(desk, MONITOR, "visits.list") == [f"visits:{MONITOR.user_id}:0.20261130"]


async def test_one_broken_household_keeps_nobody_else_from_their_card(
    desk: Desk, clockwork: Clockwork
) -> None:
    broken, _ = await register(desk, WANGS, other(LIS, "3702832150009", area_code=NEIGHBOUR_VILLAGE))
    async with desk.database.transaction() as connection:
        await connection.execute(
            "UPDATE household_members SET name = :x WHERE household_id = :id", {"x": b"x", "id": broken}
        )
    desk.now = MONDAY
    await tend_periods(clockwork)

    for minutes in (0, 10):
        desk.now = MONDAY + timedelta(minutes=minutes)
        with pytest.raises(SomeFailed):
            await send_visit_cards(clockwork)

    assert await said(desk, MONITOR, "visits.list") == []
    assert len(await said(desk, TOWN_DESK, "visits.list")) == 1
