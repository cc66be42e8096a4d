"""Leave over time: cases move by reading, come back by reading, and nobody who is away is reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.staff.change import By
from desk.actions.staff.leave import Absence, call_off, deputies_for, superiors_of, take_leave
from desk.domain.cases.case import Case
from desk.domain.deadlines.days import day_in, day_named
from desk.domain.people.people import Leave
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from tests.actions.casework import accepted, report, stored, templates
from tests.deskside import Desk
from tests.village import (
    COMPLAINTS,
    DUTY,
    MONITOR,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    WATER_DESK,
    ZONE,
    Character,
)

OFFICIAL = By("official")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


async def ticks(desk: Desk) -> None:
    """One pass of the minute's watch."""

    async def nothing(*_: str) -> None:
        return None

    class Quiet:
        async def beat(self, tick: str, outcome: str) -> None:
            """Nobody looks at it."""

    await watch_cases(Clockwork(desk.work, Quiet(), nothing, nothing, nothing))


async def takes(desk: Desk, who: Character, absence: Absence) -> Leave | Refusal:
    staff = await desk.official(who)
    async with desk.work() as work:
        return await take_leave(work, OFFICIAL, staff, absence)


async def away(desk: Desk, who: Character, until: date = MONDAY, deputy: Character | None = None) -> Leave:
    deputy_id = None if deputy is None else (await desk.official(deputy)).id
    leave = await takes(desk, who, Absence(MONDAY, until, deputy_id))
    assert isinstance(leave, Leave), leave
    return leave


async def owner(desk: Desk, case: Case) -> int | None:
    return (await stored(desk, case)).told_staff_id


async def neighbour_monitor(desk: Desk) -> Character:
    """Somebody else of the same village, who may act for the monitor."""
    other = Character(2002, "孟庆华", "+8613800002002", MONITOR.role, VILLAGE)
    await desk.appoint(other)
    return other


async def test_a_case_goes_to_the_deputy_within_a_minute_and_comes_back_at_the_end(desk: Desk) -> None:
    other, case = await neighbour_monitor(desk), await accepted(desk)
    monitor, deputy = await desk.official(MONITOR), await desk.official(other)

    await away(desk, MONITOR, deputy=other)
    await ticks(desk)
    during = await owner(desk, case)
    desk.now = datetime(2026, 11, 24, 0, 1, tzinfo=ZONE).astimezone(UTC)
    await ticks(desk)

    assert (during, await owner(desk, case)) == (deputy.id, monitor.id)
    assert "task.card" in await templates(desk, other)
    told = [one for one in await desk.told(RESIDENT) if one.template == "tell.new_owner"]
    assert [one.content.arguments["owner"] for one in told] == [other.name, MONITOR.name]
    # At night nobody is told: the second message waits for the morning.
    assert told[1].row.not_before.astimezone(ZONE) == datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)
    assert (await stored(desk, case)).state is case.state


async def test_when_the_deputy_is_away_as_well_the_town_answers(desk: Desk) -> None:
    other, case = await neighbour_monitor(desk), await accepted(desk)
    await away(desk, MONITOR, until=TUESDAY, deputy=other)
    await away(desk, other)

    await ticks(desk)
    first = await owner(desk, case)
    desk.wait(days=1)
    await ticks(desk)

    assert first == (await desk.official(TOWN_DESK)).id
    assert await owner(desk, case) == (await desk.official(other)).id


async def test_without_a_deputy_the_town_answers_and_is_told_beforehand(desk: Desk) -> None:
    case = await report(desk)

    await away(desk, MONITOR)
    await ticks(desk)

    assert await owner(desk, case) == (await desk.official(TOWN_DESK)).id
    assert "leave.told" in await templates(desk, TOWN_DESK)


async def test_who_is_away_gets_no_reminder_not_even_one_that_waits_for_the_morning(desk: Desk) -> None:
    case = await accepted(desk)
    desk.now = datetime(2026, 11, 24, 20, 30, tzinfo=ZONE).astimezone(UTC)
    await ticks(desk)
    waiting = [one.key for one in await desk.told(MONITOR) if one.key.startswith("due:")]

    await takes(desk, MONITOR, Absence(date(2026, 11, 24), date(2026, 11, 25)))
    await ticks(desk)

    assert waiting
    assert not [one.key for one in await desk.told(MONITOR) if one.key.startswith("due:")]
    assert await owner(desk, case) == (await desk.official(TOWN_DESK)).id


async def test_the_only_one_left_is_accountable_on_leave_and_left_in_peace(desk: Desk) -> None:
    for who in (MONITOR, TOWN_DESK, DUTY):
        await away(desk, who, until=date(2026, 12, 4))
    case = await report(desk)
    desk.now = datetime(2026, 11, 30, 10, 0, tzinfo=ZONE).astimezone(UTC)

    await ticks(desk)

    assert await owner(desk, case) == (await desk.official(DUTY)).id
    assert not [one.key for one in await desk.told(DUTY) if one.key.startswith("due:")]


async def test_a_leave_that_is_called_off_ends_at_once(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.official(MONITOR)
    leave = await away(desk, MONITOR, until=date(2026, 11, 27))
    await ticks(desk)
    desk.wait(hours=1)

    async with desk.work() as work:
        result = await call_off(work, OFFICIAL, monitor, leave.id)
    await ticks(desk)

    assert isinstance(result, Leave)
    assert await owner(desk, case) == monitor.id
    assert "leave.told_back" in await templates(desk, TOWN_DESK)
    async with desk.work() as work:
        assert await work.leaves.not_over(monitor.id) == []
        assert await call_off(work, OFFICIAL, monitor, leave.id) == NOT_YOURS


async def test_a_leave_to_come_that_is_called_off_never_begins(desk: Desk) -> None:
    monitor = await desk.official(MONITOR)
    leave = await takes(desk, MONITOR, Absence(TUESDAY, TUESDAY))
    assert isinstance(leave, Leave)
    async with desk.work() as work:
        await call_off(work, OFFICIAL, monitor, leave.id)

    desk.wait(days=1)

    assert not (await desk.official(MONITOR)).away
    assert isinstance(await takes(desk, MONITOR, Absence(TUESDAY, TUESDAY)), Leave)


async def test_nobody_calls_off_the_leave_of_somebody_else(desk: Desk) -> None:
    leave, town = await away(desk, MONITOR), await desk.official(TOWN_DESK)

    async with desk.work() as work:
        result = await call_off(work, OFFICIAL, town, leave.id)

    assert result == NOT_YOURS
    assert (await desk.official(MONITOR)).away


@pytest.mark.parametrize(
    ("absence", "key"),
    [
        (Absence(TUESDAY, MONDAY), "wrong_order"),
        (Absence(date(2026, 11, 20), date(2026, 11, 22)), "wrong_order"),
        (Absence(MONDAY, date(2027, 11, 23)), "too_long"),
        (Absence(TUESDAY, date(2026, 11, 30)), "overlaps"),
        (Absence(MONDAY, date(2026, 11, 26)), "overlaps"),
        (Absence(date(2026, 12, 1), date(2026, 12, 2), 999), "no_deputy"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(desk: Desk, absence: Absence, key: str) -> None:
    entered = await takes(desk, MONITOR, Absence(date(2026, 11, 25), date(2026, 11, 26)))

    refused = await takes(desk, MONITOR, absence)

    assert isinstance(entered, Leave)
    assert isinstance(refused, Refusal)
    assert refused.template == f"leave.refused.{key}"
    assert isinstance(await takes(desk, MONITOR, Absence(date(2026, 11, 27), date(2026, 11, 27))), Leave)


async def test_deputies_are_of_the_same_place_or_beside_or_above_it(desk: Desk) -> None:
    other = await neighbour_monitor(desk)
    await desk.appoint(WATER_DESK)
    monitor, complaints = await desk.official(MONITOR), await desk.official(COMPLAINTS)

    async with desk.work() as work:
        for_monitor = [one.name for one in await deputies_for(work, monitor)]
        for_complaints = await deputies_for(work, complaints)

    assert for_monitor == [other.name, TOWN_DESK.name]
    assert for_complaints == []  # nobody of the line may act outside it


async def test_the_next_above_hears_of_it(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    asked = [await desk.official(who) for who in (MONITOR, TOWN_DESK, DUTY, COMPLAINTS, WATER_DESK)]

    async with desk.work() as work:
        found = {staff.name: [one.name for one in await superiors_of(work, staff)] for staff in asked}

    assert found == {
        MONITOR.name: [TOWN_DESK.name],
        TOWN_DESK.name: [DUTY.name],
        DUTY.name: [],
        COMPLAINTS.name: [DUTY.name],
        WATER_DESK.name: [DUTY.name],
    }


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月1日", date(2026, 12, 1)),
        ("１２月１号", date(2026, 12, 1)),
        ("2027年3月5日", date(2027, 3, 5)),
        ("2026-12-01", date(2026, 12, 1)),
        ("12.1", date(2026, 12, 1)),
        ("到12/1", date(2026, 12, 1)),
        ("1月5日", date(2027, 1, 5)),
        ("25号", date(2026, 11, 25)),
        ("5", date(2026, 12, 5)),
        ("2月29日", date(2028, 2, 29)),
        ("2月30日", None),
        ("2026年13月1日", None),
        ("下个礼拜", None),
        ("", None),
        ("13800001001", None),
    ],
)
def test_days_are_understood_as_people_type_them(text: str, day: date | None) -> None:
    assert day_in(text, MONDAY) == day


def test_days_behind_buttons_count_the_first_one() -> None:
    named = [day_named(code, MONDAY) for code in ("today", "tomorrow", "days_3", "days_x", "soon")]

    assert named == [MONDAY, TUESDAY, MONDAY + timedelta(days=2), None, None]
