"""Whatever the clock does, nobody is told anything twice: every tick of the timetable over a busy county."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

from schedules.runner import run_once
from schedules.timetable import TIMETABLE
from tests.databases import opened
from tests.deskside import Desk
from tests.schedules.everything_due import (
    CHORES,
    HOUR,
    announce,
    clockwork_of,
    count_said,
    moments,
    run_all,
    said_twice,
    settled,
    state_of,
)
from tests.village import MONITOR, ZONE


async def test_every_tick_has_something_to_do_here(desk: Desk) -> None:
    await settled(desk)

    idle = {tick.name for tick in TIMETABLE} - CHORES
    for moment in moments(days=10):
        desk.now = moment
        if moment.day == 25:
            announce(desk, date(2026, 11, 27))
        for tick in TIMETABLE:
            before = await state_of(desk) if tick.name in idle else ""
            await run_once(tick, clockwork_of(desk))
            if before and await state_of(desk) != before:
                idle.discard(tick.name)

    assert idle == set()


async def test_a_clock_that_jumps_back_and_forth_by_an_hour_says_nothing_twice(desk: Desk) -> None:
    before = await settled(desk)

    for moment in moments(days=4):
        jumps = (moment, moment - HOUR, moment, moment + HOUR, moment, moment + HOUR)
        for jumped in jumps:
            await run_all(desk, jumped)
        once = await count_said(desk)
        for jumped in jumps:
            await run_all(desk, jumped)
        assert await count_said(desk) == once, moment

    assert await said_twice(desk, before) == []


async def test_after_a_week_what_still_matters_is_said_once_and_what_is_too_late_never(desk: Desk) -> None:
    before = await settled(desk)
    await run_all(desk, datetime(2026, 11, 23, 12, tzinfo=ZONE))
    known = {one.key for one in await desk.outbox()}

    back = datetime(2026, 11, 30, 12, tzinfo=ZONE)
    for _ in range(2):  # what one tick finds may be for another to say
        await run_all(desk, back)
    once = await count_said(desk)
    for minutes in (0, 1, 2):
        await run_all(desk, back + timedelta(minutes=minutes))

    assert await count_said(desk) == once
    assert await said_twice(desk, before) == []
    since = [one for one in await desk.outbox() if one.key not in known]
    assert since
    for one in since:
        due = one.content.arguments.get("due_at")
        if one.template == "tick.soon" and isinstance(due, str):
            assert datetime.fromisoformat(due) > back


async def test_two_processes_on_the_same_rows_say_nothing_twice(desk: Desk, database_url: str) -> None:
    before = await settled(desk)
    await desk.send_on_leave(MONITOR, 3)

    async with opened(database_url) as second:
        twin = Desk(second)
        for moment in moments(days=4):
            if moment.day == 25:
                announce(desk, date(2026, 11, 27))
            twin.shared = replace(desk.shared)
            await asyncio.gather(run_all(desk, moment), run_all(twin, moment))
            together = await count_said(desk)
            await run_all(desk, moment)
            assert await count_said(desk) == together, moment

    assert await said_twice(desk, before) == []
