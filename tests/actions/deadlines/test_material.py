"""Waiting for what a resident must bring: the clock stands still, and runs again as it should."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.actions.cases.door import STALE, TOO_LATE
from desk.actions.deadlines.material import HELP_FIRST, OVER, ask_for_material, resume_case
from desk.actions.handling.visited import record_case_visit
from desk.actions.reports.additions import add_to_case
from desk.domain.cases.case import Case, DueStage, State
from desk.domain.deadlines import deadlines
from desk.domain.deadlines.calendar import is_workday, workdays_between
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from schedules.ticks.deadlines import tend_clocks
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk, rules
from tests.village import MONDAY, MONITOR, RESIDENT, TOWN_DESK, ZONE

NEW_YEAR = datetime(2026, 1, 1, tzinfo=ZONE)
MOMENTS = st.integers(0, 330 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
PAUSES = st.timedeltas(timedelta(0), timedelta(days=40))


async def waiting(desk: Desk, words: str = "请补一张出院小结") -> Case:
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        return sure(await ask_for_material(work, monitor, case.id, spoken(words)))


async def test_the_clock_stands_still_and_both_sides_see_it(desk: Desk) -> None:
    case = await waiting(desk)

    card, told = await desk.last_told(MONITOR), await desk.last_told(RESIDENT)
    assert (case.state, case.due_stage, case.paused_at) == (
        State.AWAITING_MATERIAL,
        DueStage.MATERIAL,
        desk.now,
    )
    assert "时限停着" in card.text
    assert "请补一张出院小结" in card.text
    assert (told.template, list(told.buttons.values())) == ("material.told", [f"o:{case.id}:add"])
    assert "办理时间先停着" in told.text


async def test_what_the_resident_adds_lets_the_clock_run_again(desk: Desk) -> None:
    before, person = await waiting(desk), await desk.person(RESIDENT)
    desk.wait(days=3)

    async with desk.work() as work:
        case = sure(await add_to_case(work, person, before.id, [spoken("这是出院小结")]))

    assert (case.state, case.paused_at, case.due_stage) == (State.IN_WORK, None, DueStage.VISIT)
    assert case.due_at == case.visit_due_at == before.visit_due_at + timedelta(days=5)  # over a weekend
    assert case.reply_due_at > before.reply_due_at
    assert "task.added" in await templates(desk, MONITOR)


async def test_the_owner_goes_on_without_it(desk: Desk) -> None:
    before, monitor = await waiting(desk), await desk.person(MONITOR)
    desk.wait(days=1)

    async with desk.work() as work:
        stale = await resume_case(work, monitor, before.id, before.version - 1)
        case = sure(await resume_case(work, monitor, before.id, before.version))

    assert stale == STALE
    assert case.state is State.IN_WORK
    assert (await templates(desk, RESIDENT))[-1] == "material.resumed"


async def test_a_case_that_does_not_wait_is_not_resumed(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        assert await resume_case(work, monitor, case.id, case.version) == TOO_LATE


async def test_a_visit_that_was_made_keeps_its_deadline(desk: Desk) -> None:
    case, monitor, person = await accepted(desk), await desk.person(MONITOR), await desk.person(RESIDENT)
    async with desk.work() as work:
        before = sure(await record_case_visit(work, monitor, case.id, "home", [spoken("看过")]))
        sure(await ask_for_material(work, monitor, case.id, spoken("要户口簿")))
    desk.wait(days=4)

    async with desk.work() as work:
        after = sure(await add_to_case(work, person, case.id, [spoken("户口簿")]))

    assert after.visit_due_at == before.visit_due_at
    assert (after.due_stage, after.due_at) == (DueStage.REPLY, after.reply_due_at)
    assert after.reply_due_at > before.reply_due_at


async def test_help_comes_before_papers(desk: Desk) -> None:
    case, monitor = await report(desk, danger=True), await desk.person(MONITOR)
    await desk.presses(MONITOR, "受理")

    async with desk.work() as work:
        assert await ask_for_material(work, monitor, case.id, spoken("先交证明")) == HELP_FIRST

    assert (await stored(desk, case)).paused_at is None


async def test_a_clock_that_has_run_out_does_not_stop_any_more(desk: Desk) -> None:
    """Or an overdue case could be put out of sight by asking for a paper."""
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    desk.wait(days=20)

    async with desk.work() as work:
        assert await ask_for_material(work, monitor, case.id, spoken("要户口簿")) == OVER


async def test_time_up_lets_the_clock_run_and_nobody_is_called_late_meanwhile(
    desk: Desk, clockwork: Clockwork
) -> None:
    before = await waiting(desk)
    desk.wait(days=9)
    await watch_cases(clockwork)
    await tend_clocks(clockwork)
    assert (await stored(desk, before)).state is State.AWAITING_MATERIAL

    desk.wait(days=4)
    for _ in range(2):
        await tend_clocks(clockwork)
    desk.wait(days=2)
    for _ in range(2):
        await watch_cases(clockwork)
        await tend_clocks(clockwork)

    after = await stored(desk, before)
    assert (after.state, after.paused_at) == (State.IN_WORK, None)
    assert after.reply_due_at > desk.now
    told = await templates(desk, RESIDENT)
    assert [told.count(one) for one in ("material.soon", "material.not_given")] == [1, 1]
    assert (await templates(desk, MONITOR)).count("material.time_up") == 1
    assert "tick.overdue_copy" not in await templates(desk, TOWN_DESK)


@given(due_at=MOMENTS, paused_at=MOMENTS, pause=PAUSES)
def test_a_pause_never_makes_a_deadline_earlier(
    due_at: datetime, paused_at: datetime, pause: timedelta
) -> None:
    after = deadlines.resumed(due_at, paused_at, rules(), paused_at + pause)

    assert after >= due_at
    if due_at > paused_at and after > due_at:
        left = workdays_between(paused_at.date(), due_at.date(), rules().calendar)
        assert workdays_between((paused_at + pause).date(), after.date(), rules().calendar) == left
        assert left == 0 or is_workday(after.date(), rules().calendar)


@given(due_at=MOMENTS, paused_at=MOMENTS, hours=st.integers(0, 23))
def test_a_pause_within_one_day_moves_nothing(due_at: datetime, paused_at: datetime, hours: int) -> None:
    later = min(paused_at + timedelta(hours=hours), paused_at.replace(hour=23, minute=59, second=59))

    assert deadlines.resumed(due_at, paused_at, rules(), max(later, paused_at)) == due_at


@given(first=PAUSES, between=PAUSES, second=PAUSES, days=st.integers(1, 30))
def test_two_pauses_add_up(first: timedelta, between: timedelta, second: timedelta, days: int) -> None:
    """Whether the clock stands still once or twice, as many working days are worked on the case."""
    calendar, due_at = rules().calendar, MONDAY.replace(hour=18) + timedelta(days=days)
    once = deadlines.resumed(due_at, MONDAY, rules(), MONDAY + first)
    again = MONDAY + first + between
    if once <= again:
        return
    twice = deadlines.resumed(once, again, rules(), again + second)

    worked = workdays_between((MONDAY + first).date(), again.date(), calendar)
    left = workdays_between((again + second).date(), twice.date(), calendar)
    assert worked + left == workdays_between(MONDAY.date(), due_at.date(), calendar)
