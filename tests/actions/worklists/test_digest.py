"""Numbers for those who answer for an area: counted once, in one way, and never outside the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from desk.actions.handling.reply import reply_to_resident
from desk.actions.worklists.counts import NOT_YET, count_overdue, count_totals, since_last_morning
from desk.actions.worklists.leader_digest import find_view
from desk.domain.cases.case import Case
from desk.domain.escalation.ladder import LadderStep
from desk.domain.worklists.counts import Scope
from schedules.ticks.worklists import send_digests
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.actions.pressure import MORNINGS, climb_to, clockwork_of
from tests.deskside import Desk, Told
from tests.village import (
    AREAS,
    COUNTY,
    COUNTY_LEADER,
    DUTY,
    HOUSING_DESK,
    MONITOR,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    ZONE,
    Character,
)

EVERYWHERE = Scope([area.code for area in AREAS])


async def outside(desk: Desk, case: Case) -> None:
    """The case is a complaint about an official."""
    now = await stored(desk, case)
    async with desk.work() as work:
        assert await work.cases.save(replace(now, version=now.version + 1, outside=True))


async def digests(desk: Desk, who: Character) -> list[Told]:
    return [one for one in await desk.told(who) if one.template == "digest.leader"]


async def test_totals_say_what_is_new_solved_open_and_overdue(desk: Desk) -> None:
    first, monitor = await accepted(desk), await desk.person(MONITOR)
    await report(desk, danger=True)
    await outside(desk, await report(desk))
    since = desk.now
    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, first.id, spoken("修好了")))
    desk.wait(hours=1)

    async with desk.work() as work:
        totals = await count_totals(work, EVERYWHERE, since)
        later = await count_totals(work, EVERYWHERE, desk.now)

    assert (totals.new, totals.solved, totals.closed, totals.open) == (2, 1, 0, 1)
    assert (totals.overdue, totals.danger, totals.supervised, totals.due_today) == (1, 1, 0, 0)
    assert (later.new, later.solved) == (0, 0)


async def test_overdue_is_counted_by_step_unit_and_person(desk: Desk) -> None:
    for place in (None, None, OTHER_VILLAGE):
        await (accepted(desk) if place is None else report(desk, place=place))
    await outside(desk, await accepted(desk))
    await climb_to(desk, LadderStep.RECTIFICATION)
    late = await report(desk)
    desk.now = late.due_at or desk.now
    desk.wait(minutes=1)

    async with desk.work() as work:
        overdue = await count_overdue(work, EVERYWHERE)

    assert overdue.total == 4
    assert [(one.code, one.count) for one in overdue.steps] == [(NOT_YET, 1), (LadderStep.RECTIFICATION, 3)]
    assert [(one.name, one.count) for one in overdue.units] == [
        ("旧店镇九里夼村", 3),
        ("店子镇石桥村", 1),
    ]
    assert [(one.name, one.count) for one in overdue.people] == [("赵永强", 3), ("周涛", 1)]


async def test_a_department_counts_what_its_desk_holds(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    now = await stored(desk, await accepted(desk))
    await accepted(desk)
    async with desk.work() as work:
        await work.cases.save(replace(now, version=now.version + 1, department=HOUSING_DESK.department))
    await climb_to(desk, LadderStep.NOTICE)

    await desk.types(HOUSING_DESK, "/overdue")

    told = await desk.last_told(HOUSING_DESK)
    assert told.content.arguments["total"] == 1
    assert "住建局：1" in told.text


async def test_the_list_of_a_town_shows_its_own_area_and_the_worst_to_open(desk: Desk) -> None:
    case = await accepted(desk)
    await report(desk, place=OTHER_VILLAGE)
    await climb_to(desk, LadderStep.NOTICE)

    await desk.types(TOWN_DESK, "/overdue")

    told = await desk.last_told(TOWN_DESK)
    assert "共 <b>1</b> 件" in told.text
    assert "告知：1" in told.text
    assert f"m:card:{case.id}" in told.buttons.values()
    await desk.types(DUTY, "/overdue")
    assert "共 <b>2</b> 件" in (await desk.last_told(DUTY)).text


@pytest.mark.parametrize("who", [MONITOR, RESIDENT])
async def test_others_get_no_numbers(desk: Desk, who: Character) -> None:
    await desk.resident()

    await desk.types(who, "/overdue")

    assert (await desk.last_told(who)).template == "digest.officials_only"
    async with desk.work() as work:
        assert await find_view(work, await work.people.get(1)) is None


async def test_nothing_overdue_is_good_news(desk: Desk) -> None:
    await accepted(desk)

    await desk.types(TOWN_DESK, "/overdue")

    assert "没有超期的" in (await desk.last_told(TOWN_DESK)).text


async def test_a_leader_reads_the_digest_once_on_a_working_morning(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case = await accepted(desk)
    await climb_to(desk, LadderStep.NOTICE)

    for _ in range(3):
        await send_digests(clockwork_of(desk))
        desk.wait(hours=1)

    [digest] = await digests(desk, TOWN_LEADER)
    assert digest.key == f"digest:{(await desk.official(TOWN_LEADER)).id}:2026-11-26"
    assert "在办 <b>1</b> · 超期 <b>1</b>" in digest.text
    assert "告知 1" in digest.text
    assert case.number in digest.text
    assert RESIDENT.name not in digest.text
    assert [code.partition(":")[0] for code in digest.buttons.values()] == ["m", "k", "m"]


@pytest.mark.parametrize(("day", "hour"), [(26, 8), (26, 19), (28, 10)])
async def test_no_digest_before_opening_after_closing_or_on_a_day_off(
    desk: Desk, day: int, hour: int
) -> None:
    await desk.appoint(TOWN_LEADER)
    desk.now = datetime(2026, 11, day, hour, 0, tzinfo=ZONE)

    await send_digests(clockwork_of(desk))

    assert await digests(desk, TOWN_LEADER) == []


async def test_the_next_working_day_has_a_digest_of_its_own(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER)
    for day in (27, 30):
        desk.now = datetime(2026, 11, day, 8, 30, tzinfo=ZONE)
        await send_digests(clockwork_of(desk))

    first, second = await digests(desk, COUNTY_LEADER)
    assert "11月27日（周五）以来" in second.text
    assert "平度市" in first.text
    async with desk.work() as work:
        assert since_last_morning(work) == datetime(2026, 11, 27, 8, 30, tzinfo=ZONE)


async def test_the_deputy_of_a_leader_on_leave_reads_it(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER)
    await desk.send_on_leave(COUNTY_LEADER, 5, DUTY)
    desk.now = MORNINGS[LadderStep.NOTICE]

    await send_digests(clockwork_of(desk))

    assert await digests(desk, COUNTY_LEADER) == []
    assert len(await digests(desk, DUTY)) == 1


async def test_complaints_outside_the_line_are_in_no_number_and_no_list(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER)
    case = await accepted(desk)
    await outside(desk, case)
    desk.now = MORNINGS[LadderStep.NOTICE]

    await send_digests(clockwork_of(desk))

    [digest] = await digests(desk, COUNTY_LEADER)
    assert case.number not in digest.text
    assert "在办 <b>0</b> · 超期 <b>0</b>" in digest.text
    assert "tick.overdue" not in await templates(desk, COUNTY_LEADER)
    assert COUNTY in EVERYWHERE.area_codes
