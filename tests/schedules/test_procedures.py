"""Procedures with time: who is asked follows the posts, reminders come once, the year is assessed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from desk.domain.procedures.procedure import ProcedureAct, ProcedureKind, Stage
from schedules.ticks.procedures import tend_procedures
from tests.actions.leading import begun, does, goes_to
from tests.deskside import Desk
from tests.procedures import entered, household, procedure_of
from tests.register import LIS, WANGS, other, register
from tests.schedules.everything_due import clockwork_of
from tests.village import MONITOR, RESIDENT, TOWN_DESK, ZONE, Character


async def tick(desk: Desk, at: datetime | None = None) -> None:
    """Twice: what would be said twice shows."""
    desk.now = at or desk.now
    for _ in range(2):
        await tend_procedures(clockwork_of(desk))


async def said(desk: Desk, who: Character, template: str) -> list[str]:
    """What they were told by this text, as new messages."""
    told = await desk.told(who)
    return [one.text for one in told if one.template == f"procedure.{template}" and one.row.method != "edit"]


def on(month: int, day: int, hour: int = 9) -> datetime:
    """A moment of that winter."""
    return datetime(2026, month, day, hour, tzinfo=ZONE)


async def test_a_step_that_is_near_and_then_late_is_said_once_each_with_a_copy_upwards(desk: Desk) -> None:
    one = await begun(desk)

    await tick(desk, on(11, 24))
    early = await said(desk, MONITOR, "soon")
    await tick(desk, on(11, 25))
    near = await said(desk, MONITOR, "soon")
    await tick(desk, on(11, 25, 22))
    await tick(desk, on(11, 26))
    await tick(desk, on(11, 27))

    assert early == []
    assert len(near) == 1
    assert "王秀兰家" in near[0]
    assert len(await said(desk, MONITOR, "late")) == 1
    [copy] = await said(desk, TOWN_DESK, "late_copy")
    assert MONITOR.name in copy
    [late] = [told for told in await desk.told(MONITOR) if told.template == "procedure.late"]
    assert late.row.not_before >= on(11, 26, 8)
    assert (await procedure_of(desk, one.household_id)).stage is Stage.VERIFICATION


async def test_whoever_acts_for_an_absent_monitor_gets_the_card_and_the_household_hears(
    desk: Desk,
) -> None:
    one = await begun(desk)
    before = await procedure_of(desk, one.household_id)
    await desk.send_on_leave(MONITOR, 10)

    await tick(desk)

    after = await procedure_of(desk, one.household_id)
    assert after.told_staff_id == (await desk.official(TOWN_DESK)).id
    assert after.turn == before.turn + 1
    assert after.due_at == before.due_at
    assert len(await said(desk, TOWN_DESK, "card")) == 1
    told = await said(desk, RESIDENT, "told.inclusion.verification")
    assert TOWN_DESK.name in told[-1]


async def test_when_the_notice_has_hung_long_enough_its_end_is_asked_for_once(desk: Desk) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, Stage.ON_NOTICE)

    desk.wait(days=4, hours=23)
    await tick(desk)
    early = await said(desk, MONITOR, "soon")
    desk.wait(hours=2)
    await tick(desk)

    assert early == []
    assert len(await said(desk, MONITOR, "soon")) == 1
    assert (await procedure_of(desk, one.household_id)).version == procedure.version


async def test_at_the_end_of_the_year_every_watched_household_is_assessed_once_and_decided_by_people(
    desk: Desk,
) -> None:
    ids = await register(desk, WANGS, LIS, other(WANGS, "N3", members=LIS.members))
    await tick(desk, on(11, 30))
    assert await said(desk, MONITOR, "sweep") == []

    for day in (1, 2, 15, 31):
        await tick(desk, on(12, day))

    [told] = await said(desk, MONITOR, "sweep")
    assert "2" in told
    assert await said(desk, MONITOR, "card") == []
    for household_id in (ids[0], ids[2]):
        procedure = await procedure_of(desk, household_id)
        assert (procedure.kind, procedure.stage) == (ProcedureKind.EXIT, Stage.ASSESSMENT)
        assert (await household(desk, household_id)).monitored_kind is WANGS.monitored_kind
    async with desk.work() as work:
        assert await work.procedures.open_of(ids[1]) is None


async def test_who_was_judged_not_yet_is_not_asked_about_again_that_year_but_the_next(desk: Desk) -> None:
    household_id = await entered(desk, WANGS)
    await tick(desk, on(12, 1))
    first = await procedure_of(desk, household_id)
    await does(desk, MONITOR, ProcedureAct.REFUSE, first)

    await tick(desk, on(12, 3))
    same_year = await procedure_of(desk, household_id)
    await tick(desk, on(12, 1).replace(year=2027))

    assert same_year.id == first.id
    assert (await procedure_of(desk, household_id)).sweep_year == 2027


async def test_what_is_left_of_the_yearly_assessments_is_named_together_when_it_is_late(desk: Desk) -> None:
    rules = desk.shared.rules
    soon = replace(rules.procedures, sweep_month=11, sweep_day=1)
    desk.shared = replace(desk.shared, rules=replace(rules, procedures=soon))
    await register(desk, WANGS, other(WANGS, "N3", members=LIS.members))
    await tick(desk)

    await tick(desk, on(12, 24))
    await tick(desk, on(12, 25))

    [late] = await said(desk, MONITOR, "sweep_late")
    assert "2" in late
    assert await said(desk, MONITOR, "late") == []


async def test_a_household_that_came_under_watch_lately_is_not_assessed_for_an_exit(desk: Desk) -> None:
    one = await begun(desk)
    await goes_to(desk, one, Stage.DONE)

    await tick(desk, on(12, 20))

    async with desk.work() as work:
        assert await work.procedures.open_of(one.household_id) is None


@pytest.mark.parametrize("stage", [Stage.MEETING, Stage.COUNTY_APPROVAL])
async def test_a_tick_moves_no_procedure_on(desk: Desk, stage: Stage) -> None:
    one = await begun(desk)
    procedure = await goes_to(desk, one, stage)

    await tick(desk, on(12, 28))

    after = await procedure_of(desk, one.household_id)
    assert (after.stage, after.turn, after.deciders) == (procedure.stage, procedure.turn, procedure.deciders)
