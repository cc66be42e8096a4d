"""Visits: what is due, what a record fulfils, and what stays missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.visits.due import find_due_visits
from desk.actions.visits.record import Recorded, ToldVisit, record_visit
from desk.domain.visits.visit import DueVisit, How
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from tests.deskside import Desk
from tests.register import LIS, WANGS, register
from tests.village import MONITOR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK, Character


async def due(desk: Desk, who: Character) -> list[tuple[str, date]]:
    """The duties that fall to this official, with the last days of their windows."""
    staff = await desk.official(who)
    async with desk.work() as work:
        found: list[DueVisit] = [*await find_due_visits(work, staff)]
    return [(one.period.duty, one.period.due_by) for one in found]


async def tell(
    desk: Desk, who: Character, household_id: int, day: date, how: How = How.HOME
) -> Recorded | Refusal:
    person = await desk.person(who)
    told = ToldVisit(f"{who.user_id}:{day}:{how}", how, day, unchanged=True)
    async with desk.work() as work:
        return await record_visit(work, person, household_id, told)


@pytest.fixture
async def household_id(desk: Desk, clockwork: Clockwork) -> int:
    """A monitored household of the village, without a responsible officer; its windows are open."""
    await desk.settle(MONITOR, TOWN_DESK)
    (one,) = await register(desk, WANGS)
    await tend_periods(clockwork)
    return one


async def test_a_new_household_in_the_last_week_has_until_the_end_of_the_next_month(
    desk: Desk, household_id: int
) -> None:
    assert set(await due(desk, MONITOR)) == {
        ("officer_monthly", date(2026, 12, 31)),
        ("monitor_monthly", date(2026, 12, 31)),
    }
    assert await due(desk, TOWN_DESK) == []


async def test_a_visit_fulfils_every_duty_that_fell_to_the_visitor(desk: Desk, household_id: int) -> None:
    recorded = await tell(desk, MONITOR, household_id, date(2026, 11, 23))

    assert isinstance(recorded, Recorded)
    assert {one.duty for one in recorded.fulfilled} == {"officer_monthly", "monitor_monthly"}
    assert await due(desk, MONITOR) == []


async def test_the_same_record_told_twice_is_kept_once(desk: Desk, household_id: int) -> None:
    await tell(desk, MONITOR, household_id, date(2026, 11, 23))
    again = await tell(desk, MONITOR, household_id, date(2026, 11, 23))

    assert isinstance(again, Recorded)
    assert again.again
    async with desk.work() as work:
        assert len(await work.visits.newest(household_id, 9)) == 1


async def test_a_call_fulfils_nothing_where_somebody_has_to_go(desk: Desk, household_id: int) -> None:
    recorded = await tell(desk, MONITOR, household_id, date(2026, 11, 23), How.PHONE)

    assert isinstance(recorded, Recorded)
    assert not recorded.fulfilled
    assert len(await due(desk, MONITOR)) == 2


async def test_a_visit_told_two_days_after_the_window_still_fulfils_it(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    desk.wait(days=40)  # the 2nd of January
    await tend_periods(clockwork)

    recorded = await tell(desk, MONITOR, household_id, date(2026, 12, 31))

    assert isinstance(recorded, Recorded)
    assert len(recorded.fulfilled) == 2
    assert not recorded.visit.late
    assert {one for _, one in await due(desk, MONITOR)} == {date(2027, 1, 31)}


async def test_a_window_without_a_visit_stays_missed_and_the_late_visit_is_called_late(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    desk.wait(days=43)  # the 5th of January
    await tend_periods(clockwork)

    recorded = await tell(desk, MONITOR, household_id, date(2027, 1, 5))

    assert isinstance(recorded, Recorded)
    assert recorded.visit.late
    assert {one.due_by for one in recorded.late} == {date(2026, 12, 31)}
    assert {one.due_by for one in recorded.fulfilled} == {date(2027, 1, 31)}
    async with desk.work() as work:
        lags = await work.periods.lags([WANGS.area_code], date(2026, 12, 1), date(2026, 12, 31))
    assert sum(one.rate.missed for one in lags) == 2
    assert sum(one.rate.fulfilled for one in lags) == 0


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 1, 1)])
async def test_a_day_to_come_and_one_long_ago_are_refused(desk: Desk, household_id: int, day: date) -> None:
    assert isinstance(await tell(desk, MONITOR, household_id, day), Refusal)
    async with desk.work() as work:
        assert not await work.visits.newest(household_id, 9)


@pytest.mark.parametrize("who", [OTHER_TOWN_DESK, RESIDENT])
async def test_whoever_has_nothing_to_do_with_the_household_is_told_no_more_than_that(
    desk: Desk, household_id: int, who: Character
) -> None:
    assert await tell(desk, who, household_id, date(2026, 11, 23)) == NOT_YOURS


async def test_while_the_monitor_is_away_the_town_goes(desk: Desk, household_id: int) -> None:
    await desk.send_on_leave(MONITOR, 5)

    assert await due(desk, MONITOR) == []
    assert len(await due(desk, TOWN_DESK)) == 2
    recorded = await tell(desk, TOWN_DESK, household_id, date(2026, 11, 23))
    assert isinstance(recorded, Recorded)
    assert len(recorded.fulfilled) == 2


async def test_who_only_looks_in_is_recorded_and_fulfils_nothing(desk: Desk, household_id: int) -> None:
    recorded = await tell(desk, TOWN_DESK, household_id, date(2026, 11, 23))

    assert isinstance(recorded, Recorded)
    assert not recorded.visit.as_visitors
    assert len(await due(desk, MONITOR)) == 2


async def test_people_who_work_away_are_owed_a_call_a_quarter(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    (away,) = await register(desk, replace(LIS, lives_away=True))
    await tend_periods(clockwork)
    assert ("officer_away", date(2027, 3, 31)) in await due(desk, MONITOR)

    recorded = await tell(desk, MONITOR, away, date(2026, 11, 23), How.PHONE)

    assert isinstance(recorded, Recorded)
    assert [one.duty for one in recorded.fulfilled] == ["officer_away"]
