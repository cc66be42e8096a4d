"""The tick that watches open cases, with a moved clock."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from desk.actions.handling.accept import accept_case
from desk.actions.handling.visited import record_case_visit
from desk.actions.people.unreachable import mark_unreachable
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, Kind
from desk.domain.reports.report import read_report
from schedules.clockwork import Clockwork, SomeFailed
from schedules.ticks.cases import watch_cases
from tests.actions.casework import accepted, report, spoken, stored, sure
from tests.deskside import Desk
from tests.village import DUTY, MONITOR, RESIDENT, TOWN_DESK, VILLAGE, ZONE, Character


async def said(desk: Desk, who: Character, template: str) -> int:
    return sum(1 for one in await desk.told(who) if one.template == template)


def at(desk: Desk, day: int, hour: int, minute: int = 0) -> None:
    """A moment of November 2026; the 23rd is the Monday."""
    desk.now = datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


async def test_the_owner_is_reminded_on_the_working_day_before(desk: Desk, clockwork: Clockwork) -> None:
    await accepted(desk)

    at(desk, 24, 8, 29)
    await watch_cases(clockwork)
    assert await said(desk, MONITOR, "tick.soon") == 0

    at(desk, 24, 8, 31)
    await watch_cases(clockwork)
    assert await said(desk, MONITOR, "tick.soon") == 1


async def test_running_twice_says_nothing_twice(desk: Desk, clockwork: Clockwork) -> None:
    await report(desk)
    at(desk, 23, 18, 1)

    await watch_cases(clockwork)
    once = await desk.outbox()
    for _ in range(3):
        desk.wait(minutes=1)
        await watch_cases(clockwork)

    assert await desk.outbox() == once
    assert await said(desk, MONITOR, "tick.overdue") == 1
    assert await said(desk, TOWN_DESK, "tick.overdue_copy") == 1


async def test_a_recorded_visit_silences_the_reminder_that_waits(desk: Desk, clockwork: Clockwork) -> None:
    case = await accepted(desk)
    at(desk, 25, 7)
    await watch_cases(clockwork)
    assert await said(desk, MONITOR, "tick.soon") == 1

    monitor = await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await record_case_visit(work, monitor, case.id, "home", [spoken("看过了")]))

    assert await said(desk, MONITOR, "tick.soon") == 0


async def test_a_missed_visit_is_left_to_the_notice_of_the_ladder(desk: Desk, clockwork: Clockwork) -> None:
    await accepted(desk)
    at(desk, 26, 9)

    await watch_cases(clockwork)

    assert await said(desk, MONITOR, "tick.overdue") == 0
    assert await said(desk, TOWN_DESK, "tick.overdue_copy") == 0


async def test_a_kind_that_never_climbs_is_called_overdue_at_once(desk: Desk, clockwork: Clockwork) -> None:
    person = await desk.resident()
    answers = {"place": VILLAGE, "story": [spoken("村口装个路灯")]}
    async with desk.work() as work:
        case = await submit_report(work, person, read_report(Kind.SUGGESTION, answers))
    town = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        sure(await accept_case(work, town, case.id, case.version))
    desk.now = case.reply_due_at

    await watch_cases(clockwork)

    assert await said(desk, TOWN_DESK, "tick.overdue") == 1


async def test_nobody_is_reminded_at_night_or_on_a_day_off(desk: Desk, clockwork: Clockwork) -> None:
    await report(desk)
    at(desk, 28, 3)  # the bot was away until the night to Saturday

    await watch_cases(clockwork)

    [overdue] = [one for one in await desk.told(MONITOR) if one.template == "tick.overdue"]
    assert overdue.row.not_before == datetime(2026, 11, 30, 8, 30, tzinfo=ZONE)


async def test_after_a_week_without_power_only_what_still_matters_is_said(
    desk: Desk, clockwork: Clockwork
) -> None:
    await report(desk)
    desk.wait(days=8)

    await watch_cases(clockwork)

    assert await said(desk, MONITOR, "tick.soon") == 0
    assert await said(desk, MONITOR, "tick.overdue") == 1


async def test_danger_climbs_to_the_town_and_then_to_the_county(desk: Desk, clockwork: Clockwork) -> None:
    await report(desk, danger=True)

    heard = []
    for _ in range(4):
        await watch_cases(clockwork)
        heard.append(
            (await said(desk, TOWN_DESK, "tick.danger_first"), await said(desk, DUTY, "tick.danger_county"))
        )
        desk.wait(minutes=10)

    assert heard == [(0, 0), (0, 0), (1, 0), (1, 1)]
    assert await said(desk, DUTY, "task.card") == 1


async def test_danger_waits_for_no_morning(desk: Desk, clockwork: Clockwork) -> None:
    at(desk, 28, 23)
    await report(desk, danger=True)
    desk.wait(minutes=16)

    await watch_cases(clockwork)

    [alert] = [one for one in await desk.told(TOWN_DESK) if one.template == "tick.danger_first"]
    assert alert.row.not_before <= desk.now
    assert alert.row.lane == 1


async def test_danger_that_was_taken_up_is_quiet(desk: Desk, clockwork: Clockwork) -> None:
    case, monitor = await report(desk, danger=True), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await accept_case(work, monitor, case.id, case.version))
    desk.wait(hours=1)

    await watch_cases(clockwork)

    assert await said(desk, TOWN_DESK, "tick.danger_first") == 0


async def test_the_tick_follows_an_owner_who_left(desk: Desk, clockwork: Clockwork) -> None:
    case = await accepted(desk)
    async with desk.work() as work:
        await mark_unreachable(work, MONITOR.user_id)

    for _ in range(2):
        await watch_cases(clockwork)

    assert (await stored(desk, case)).told_staff_id == (await desk.official(TOWN_DESK)).id
    assert await said(desk, TOWN_DESK, "task.card") == 1


async def test_two_machines_say_everything_once(desk: Desk, clockwork: Clockwork) -> None:
    left, late = await report(desk), await report(desk, danger=True)
    async with desk.work() as work:
        await mark_unreachable(work, MONITOR.user_id)
    desk.wait(days=4)

    await asyncio.gather(*(watch_cases(clockwork) for _ in range(3)))

    keys = [one.key for one in await desk.told(TOWN_DESK)]
    assert len(keys) == len(set(keys))
    for case in (left, late):
        assert (await stored(desk, case)).told_staff_id == (await desk.official(TOWN_DESK)).id
    assert await said(desk, TOWN_DESK, "tick.overdue") == 1
    assert await said(desk, RESIDENT, "tell.new_owner") == 2


async def test_one_bad_case_does_not_hide_the_others(desk: Desk, clockwork: Clockwork) -> None:
    bad, good = await report(desk), await report(desk)
    await _misplace(desk, bad)
    desk.wait(days=1)

    with pytest.raises(SomeFailed):
        await watch_cases(clockwork)

    keys = {one.key for one in await desk.told(MONITOR)}
    assert any(key.startswith(f"due:{good.id}:") for key in keys)


async def _misplace(desk: Desk, case: Case) -> None:
    """An area that the county no longer has: nobody can be chosen."""
    async with desk.work() as work:
        now = await work.cases.find(case.id)
        assert now is not None
        assert await work.cases.save(replace(now, version=now.version + 1, area_code="999999999999"))
