"""Reminders of visits: one card a day, one word to the household, nothing twice and nothing too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desk.actions.visits.record import ToldVisit as Said
from desk.actions.visits.record import record_visit
from desk.domain.visits.visit import How, Pause, PauseReason
from schedules.clockwork import Clockwork
from schedules.ticks.visits import refresh_visit_cards, send_visit_cards, tell_households, tend_periods
from tests.actions.casework import report
from tests.deskside import Desk, Told
from tests.register import LIS, WANGS, register
from tests.village import MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, ZONE, Character

MORNING = datetime(2026, 11, 24, 8, 31, tzinfo=ZONE)  # a Tuesday
LAST_DAY = datetime(2026, 12, 31, 8, 31, tzinfo=ZONE)


@pytest.fixture
async def household_id(desk: Desk, clockwork: Clockwork) -> int:
    """A monitored household of the village, whose two windows end with December."""
    (one,) = await register(desk, WANGS)
    await tend_periods(clockwork)
    return one


async def cards(desk: Desk, who: Character = MONITOR) -> list[Told]:
    """The cards of visits that this official got by the clock, without what changed them."""
    told = await desk.told(who)
    return [one for one in told if one.template == "visits.list" and one.row.method != "edit"]


async def at(desk: Desk, clockwork: Clockwork, moment: datetime) -> None:
    desk.now = moment
    await tend_periods(clockwork)
    await send_visit_cards(clockwork)
    await refresh_visit_cards(clockwork)
    await tell_households(clockwork)


async def visit(desk: Desk, who: Character, household_id: int, key: str = "elsewhere") -> None:
    person = await desk.person(who)
    async with desk.work() as work:
        said = Said(key, How.HOME, desk.now.astimezone(ZONE).date(), unchanged=True)
        await record_visit(work, person, household_id, said)


async def plan(desk: Desk, household_id: int, on: date, who: Character = MONITOR) -> None:
    staff = await desk.official(who)
    async with desk.work() as work:
        await work.visits.plan(household_id, staff.id, on)


async def dropped(desk: Desk) -> list[str]:
    """What the ledger says of reminders that came too late."""
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all(
            "SELECT details FROM ledger WHERE act = 'reminder_dropped' AND chain = 'desk' ORDER BY position"
        )
    return [row["details"] for row in rows]


async def test_in_the_morning_whoever_owes_visits_gets_one_card_and_nobody_else(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    for minutes in (0, 10, 20):
        await at(desk, clockwork, MORNING + timedelta(minutes=minutes))

    (card,) = await cards(desk)
    assert "王秀兰" in "".join(card.buttons)
    assert "早上好" in card.text
    assert await cards(desk, TOWN_DESK) == []


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 24, 7, 59, tzinfo=ZONE),
        datetime(2026, 11, 24, 18, 1, tzinfo=ZONE),
        datetime(2026, 11, 28, 9, 0, tzinfo=ZONE),  # a Saturday
        datetime(2027, 1, 1, 9, 0, tzinfo=ZONE),  # a holiday
    ],
)
async def test_outside_working_hours_no_card_is_sent(
    desk: Desk, clockwork: Clockwork, household_id: int, moment: datetime
) -> None:
    await at(desk, clockwork, moment)

    assert await cards(desk) == []


async def test_whoever_acts_for_somebody_on_leave_gets_the_card(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await desk.send_on_leave(MONITOR, 5)

    await at(desk, clockwork, MORNING)

    assert await cards(desk) == []
    assert len(await cards(desk, TOWN_DESK)) == 1


async def test_the_card_names_the_officer_of_a_household_and_not_its_village(
    desk: Desk, clockwork: Clockwork
) -> None:
    officer = await desk.official(TOWN_DESK)
    await register(desk, replace(LIS, officer_id=officer.id))

    await at(desk, clockwork, MORNING)

    assert await cards(desk) == []
    assert len(await cards(desk, TOWN_DESK)) == 1


async def test_a_visit_recorded_elsewhere_changes_the_card_of_today_once(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await at(desk, clockwork, MORNING)
    desk.wait(minutes=5)
    await visit(desk, MONITOR, household_id)

    for minutes in (10, 11):
        await at(desk, clockwork, MORNING + timedelta(minutes=minutes))

    last = await desk.last_told(MONITOR)
    assert last.row.method == "edit"
    assert last.row.target_id == (await cards(desk))[0].row.id
    assert "没有要走访的户" in last.text
    assert len([one for one in await desk.told(MONITOR) if one.row.method == "edit"]) == 1


async def test_of_several_changes_that_wait_only_the_newest_is_sent(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    (second,) = await register(desk, replace(LIS, area_code=WANGS.area_code))
    await at(desk, clockwork, MORNING)
    for number, home in enumerate((household_id, second), start=1):
        desk.wait(seconds=30)
        await visit(desk, MONITOR, home, f"elsewhere{number}")
        await at(desk, clockwork, MORNING + timedelta(minutes=number))

    (change,) = [one for one in await desk.told(MONITOR) if one.row.method == "edit"]
    assert "没有要走访的户" in change.text


async def test_a_visit_recorded_on_the_card_itself_is_left_to_it(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await at(desk, clockwork, MORNING)
    desk.wait(minutes=5)
    await desk.presses(MONITOR, WANGS.head.name)
    await desk.presses(MONITOR, "没有变化")
    shown = await desk.last_told(MONITOR)

    await at(desk, clockwork, MORNING + timedelta(minutes=10))

    assert "已记下" in shown.text
    assert (await desk.last_told(MONITOR)).key == shown.key


async def test_in_the_afternoon_only_what_ends_today_is_named(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await at(desk, clockwork, MORNING)
    await at(desk, clockwork, MORNING.replace(hour=15, minute=35))
    assert len(await cards(desk)) == 1

    await at(desk, clockwork, LAST_DAY)
    for minutes in (0, 10):
        await at(desk, clockwork, LAST_DAY.replace(hour=15, minute=30 + minutes))

    *_, last = await cards(desk)
    assert [one.key.rpartition(":")[2] for one in await cards(desk)] == ["0.20261231", "1.20261231"]
    assert "今天最后一天" in last.text


async def test_whoever_is_done_hears_nothing_in_the_afternoon(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await at(desk, clockwork, LAST_DAY)
    await visit(desk, MONITOR, household_id)

    await at(desk, clockwork, LAST_DAY.replace(hour=15, minute=30))

    assert len(await cards(desk)) == 1


async def test_a_morning_card_that_comes_in_the_late_afternoon_is_the_only_one(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    for minute in (0, 10, 20):
        await at(desk, clockwork, LAST_DAY.replace(hour=16, minute=minute))

    (card,) = await cards(desk)
    assert "早上好" in card.text


async def test_after_a_week_todays_card_goes_once_and_each_lost_day_is_noted_once(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await at(desk, clockwork, MORNING)
    await at(desk, clockwork, MORNING.replace(hour=15, minute=30))

    back = datetime(2026, 12, 1, 14, tzinfo=ZONE)
    for moment in (back, back + timedelta(minutes=1), back - timedelta(hours=1), back + timedelta(hours=1)):
        await at(desk, clockwork, moment)

    assert [one.key.rpartition(".")[2] for one in await cards(desk)] == ["20261201"]
    days = ("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30")
    noted = [f"kind:morning day:{day}" for day in days]
    assert await dropped(desk) == [*noted, "kind:card day:2026-11-24 count:1"]


async def test_the_household_hears_the_evening_before_who_comes(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await desk.resident()
    await plan(desk, household_id, date(2026, 11, 25))
    await at(desk, clockwork, MORNING.replace(hour=16, minute=59))
    assert await desk.told(RESIDENT) == []

    for minute in (0, 1):
        await at(desk, clockwork, MORNING.replace(hour=17, minute=minute))

    (told,) = await desk.told(RESIDENT)
    assert "明天" in told.text
    assert MONITOR.name in told.text
    assert MONITOR.phone in told.text


async def test_what_is_planned_late_in_the_evening_is_said_in_the_morning(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await desk.resident()
    desk.now = MORNING.replace(hour=21, minute=30)
    await plan(desk, household_id, date(2026, 11, 25))
    await at(desk, clockwork, MORNING.replace(hour=21, minute=31))
    assert await desk.told(RESIDENT) == []

    await at(desk, clockwork, datetime(2026, 11, 25, 8, 0, tzinfo=ZONE))

    (told,) = await desk.told(RESIDENT)
    assert "今天" in told.text


async def test_what_could_not_be_said_by_noon_is_dropped_with_one_note_for_the_day(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await desk.resident()
    await plan(desk, household_id, date(2026, 11, 25))

    for hour in (12, 14):
        await at(desk, clockwork, datetime(2026, 11, 25, hour, tzinfo=ZONE))
    for minute in (0, 1):
        await at(desk, clockwork, datetime(2026, 11, 26, 8, minute, tzinfo=ZONE))

    assert await desk.told(RESIDENT) == []
    assert await dropped(desk) == ["kind:household day:2026-11-25 count:1"]


@pytest.mark.parametrize("why", ["visited", "paused", "called off"])
async def test_nobody_is_told_of_a_visit_that_is_not_to_be(
    desk: Desk, clockwork: Clockwork, household_id: int, why: str
) -> None:
    await desk.resident()
    desk.now = MORNING
    await plan(desk, household_id, date(2026, 11, 25))
    if why == "visited":
        await visit(desk, MONITOR, household_id)
    async with desk.work() as work:
        if why == "paused":
            pause = Pause(household_id, PauseReason.AWAY, date(2026, 11, 24), date(2026, 12, 24))
            await work.visits.pause(pause, None)
        if why == "called off":
            await work.visits.drop_plans(household_id)

    await at(desk, clockwork, MORNING.replace(hour=17, minute=5))

    assert await desk.told(RESIDENT) == []


async def test_several_visits_to_one_person_are_one_message(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await desk.resident()
    (second,) = await register(desk, replace(LIS, phone=WANGS.phone))
    await plan(desk, household_id, date(2026, 11, 25))
    await plan(desk, second, date(2026, 11, 25), TOWN_DESK)

    await at(desk, clockwork, MORNING.replace(hour=17, minute=5))

    (told,) = await desk.told(RESIDENT)
    assert MONITOR.name in told.text
    assert TOWN_DESK.name in told.text
    assert "李建国家" in told.text


async def test_a_member_is_told_where_the_household_has_no_telephone_in_the_chat(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.resident(NEIGHBOUR)
    head, *others = WANGS.members
    known = replace(head, phone=NEIGHBOUR.phone)
    (home,) = await register(desk, replace(WANGS, members=(known, *others)))
    await plan(desk, home, date(2026, 11, 25))

    await at(desk, clockwork, MORNING.replace(hour=17, minute=5))

    assert len(await desk.told(NEIGHBOUR)) == 1


async def test_words_that_have_not_left_by_noon_of_the_day_are_dropped_and_noted(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await desk.resident()
    await plan(desk, household_id, date(2026, 11, 25))
    await at(desk, clockwork, MORNING.replace(hour=17, minute=5))
    await at(desk, clockwork, datetime(2026, 11, 25, 11, 59, tzinfo=ZONE))
    assert len(await desk.told(RESIDENT)) == 1

    for minute in (0, 1):
        await at(desk, clockwork, datetime(2026, 11, 25, 12, minute, tzinfo=ZONE))

    assert await desk.told(RESIDENT) == []
    assert "kind:notice day:2026-11-25 count:1" in await dropped(desk)


async def test_the_morning_card_says_what_else_ends_today(
    desk: Desk, clockwork: Clockwork, household_id: int
) -> None:
    await report(desk)  # to be taken up by the evening
    await at(desk, clockwork, desk.wait(minutes=5))

    (card,) = await cards(desk)
    assert "今天还有 <b>1</b> 件事到期" in card.text
