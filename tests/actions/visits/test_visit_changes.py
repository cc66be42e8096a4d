"""What becomes of a window when something changes in the middle of it; each decision with its dates."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from desk.actions.visits.due import find_due_visits
from desk.actions.visits.record import Recorded, ToldVisit, record_visit
from desk.domain.households.household import HouseholdClass
from desk.domain.visits.duties import Every
from desk.domain.visits.visit import How, Pause, PauseReason
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from storage.households.bulk_entry import RegisterRows
from tests.deskside import SEAL, Desk
from tests.register import WANGS, register
from tests.village import MONITOR, TOWN_DESK

PERIODS = "SELECT duty, due_from, due_by, state FROM visit_periods ORDER BY duty, due_from"
Windows = list[tuple[str, str, str]]


async def windows(desk: Desk, duty: str) -> Windows:
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all(PERIODS)
    return [(row["due_from"], row["due_by"], row["state"]) for row in rows if row["duty"] == duty]


async def until(desk: Desk, clockwork: Clockwork, day: date) -> None:
    """Every day passes with its tick."""
    while desk.now.date() < day:
        desk.wait(days=1)
        await tend_periods(clockwork)


async def change(desk: Desk, clockwork: Clockwork, **fields: Any) -> None:
    """The register says something else of the Wangs from now on."""
    async with desk.database.transaction() as connection:
        rows = RegisterRows(connection, SEAL, desk.now)
        known = await rows.listed([WANGS.number])
        await rows.save([dataclasses.replace(known[WANGS.number], **fields)], known, "operator")
    await tend_periods(clockwork)


async def tell(desk: Desk, home: int, day: date, key: str = "") -> Recorded:
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        recorded = await record_visit(work, person, home, ToldVisit(key or f"{day}", How.HOME, day))
    assert isinstance(recorded, Recorded)
    return recorded


async def owed(desk: Desk) -> set[str]:
    staff = await desk.official(MONITOR)
    async with desk.work() as work:
        return {due.period.duty for due in await find_due_visits(work, staff)}


async def pause(desk: Desk, home: int, first: date, last: date) -> None:
    async with desk.work() as work:
        await work.visits.pause(Pause(home, PauseReason.AWAY, first, last), None)


@pytest.fixture
async def home(desk: Desk, clockwork: Clockwork) -> int:
    """The Wangs, there since the 23rd of November; their first windows end with December."""
    cadre = (await desk.official(TOWN_DESK)).id
    (one,) = await register(desk, dataclasses.replace(WANGS, cadre_id=cadre))
    await tend_periods(clockwork)
    return one


async def test_a_pause_inside_a_window_leaves_it_open_and_excuses_it_when_little_is_left(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await pause(desk, home, date(2026, 11, 25), date(2026, 12, 20))

    await until(desk, clockwork, date(2026, 12, 10))
    in_it = await owed(desk)
    await until(desk, clockwork, date(2026, 12, 21))
    after_it = await owed(desk)
    await until(desk, clockwork, date(2027, 1, 5))

    assert (in_it, after_it) == (set(), {"monitor_monthly", "officer_monthly"})
    assert await windows(desk, "monitor_monthly") == [
        ("2026-11-23", "2026-12-31", "lifted"),
        ("2027-01-01", "2027-01-31", "open"),
    ]


async def test_after_a_pause_over_the_beginning_a_window_begins_that_day_and_half_of_one_is_left(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await pause(desk, home, date(2026, 12, 20), date(2027, 1, 20))

    await until(desk, clockwork, date(2027, 1, 21))

    assert await windows(desk, "monitor_monthly") == [
        ("2026-11-23", "2026-12-31", "lifted"),
        ("2027-01-21", "2027-02-28", "open"),
    ]


async def test_who_comes_back_sooner_than_said_is_owed_a_visit_again_on_the_same_day(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await pause(desk, home, date(2026, 12, 20), date(2027, 3, 20))
    await until(desk, clockwork, date(2027, 1, 8))

    async with desk.work() as work:
        await work.visits.end_pauses(home, date(2027, 1, 7))
    await tend_periods(clockwork)

    assert (await windows(desk, "monitor_monthly"))[1:] == [("2027-01-08", "2027-01-31", "open")]


async def test_a_month_that_becomes_a_fortnight_is_ended_as_it_was_begun_and_leaves_no_hole(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await until(desk, clockwork, date(2026, 12, 10))
    duties = tuple(
        dataclasses.replace(one, every=Every.DAYS, days=14) if one.name == "monitor_monthly" else one
        for one in desk.shared.rules.duties
        if not one.name.startswith("officer")
    )
    desk.shared = dataclasses.replace(
        desk.shared, rules=dataclasses.replace(desk.shared.rules, duties=duties)
    )

    await until(desk, clockwork, date(2027, 2, 1))

    found = [(first, last) for first, last, _ in await windows(desk, "monitor_monthly")]
    assert found == [
        ("2026-11-23", "2026-12-31"),
        ("2027-01-01", "2027-01-13"),  # the rest of the fortnight, which is half of it at least
        ("2027-01-14", "2027-01-27"),
        ("2027-01-28", "2027-02-10"),
    ]
    assert {state for *_, state in await windows(desk, "officer_monthly")} == {"lifted"}


async def test_without_a_cadre_the_cadre_s_window_is_lifted_and_the_others_stay(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await change(desk, clockwork, cadre_id=None)

    assert [state for *_, state in await windows(desk, "cadre_fortnight")] == ["lifted"]
    assert [state for *_, state in await windows(desk, "monitor_monthly")] == ["open"]


async def test_who_comes_under_a_duty_again_in_the_same_window_begins_anew(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await until(desk, clockwork, date(2027, 1, 5))
    await change(desk, clockwork, household_class=HouseholdClass.ORDINARY, monitored_kind=None)
    await until(desk, clockwork, date(2027, 1, 25))
    await change(desk, clockwork, household_class=WANGS.household_class, monitored_kind=WANGS.monitored_kind)

    assert (await windows(desk, "monitor_monthly"))[1:] == [
        ("2027-01-01", "2027-01-31", "lifted"),
        ("2027-01-25", "2027-02-28", "open"),
    ]


async def test_a_class_that_is_put_right_on_the_same_day_changes_nothing(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await change(desk, clockwork, household_class=HouseholdClass.ORDINARY, monitored_kind=None)
    await change(desk, clockwork, household_class=WANGS.household_class, monitored_kind=WANGS.monitored_kind)

    assert await windows(desk, "monitor_monthly") == [("2026-11-23", "2026-12-31", "open")]


async def test_a_change_in_the_days_of_grace_does_not_excuse_what_was_over(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await until(desk, clockwork, date(2027, 1, 2))
    await change(desk, clockwork, household_class=HouseholdClass.ORDINARY, monitored_kind=None)
    await until(desk, clockwork, date(2027, 1, 5))

    assert [state for *_, state in await windows(desk, "monitor_monthly")] == ["missed", "lifted"]


async def test_visits_told_while_the_windows_were_not_open_yet_count(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    desk.wait(days=42)  # the 4th of January: nothing ran since November
    await tell(desk, home, date(2027, 1, 2))
    await tell(desk, home, date(2026, 12, 30))

    await tend_periods(clockwork)

    assert await windows(desk, "monitor_monthly") == [
        ("2026-11-23", "2026-12-31", "fulfilled"),
        ("2027-01-01", "2027-01-31", "fulfilled"),
    ]


async def test_a_visit_in_time_that_is_told_after_a_later_one_takes_its_lateness_away(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await until(desk, clockwork, date(2027, 1, 3))

    later = await tell(desk, home, date(2027, 1, 2))
    in_time = await tell(desk, home, date(2026, 12, 30))

    assert later.visit.late
    assert not in_time.visit.late
    async with desk.work() as work:
        assert [visit.late for visit in await work.visits.newest(home, 9)] == [False, False]
    assert {state for *_, state in await windows(desk, "monitor_monthly")} == {"fulfilled"}


async def test_of_two_late_visits_the_first_day_is_the_one_whichever_is_told_first(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    await until(desk, clockwork, date(2027, 1, 20))

    await tell(desk, home, date(2027, 1, 18))
    await tell(desk, home, date(2027, 1, 9))

    async with desk.work() as work:
        late = {visit.visited_on: visit.late for visit in await work.visits.newest(home, 9)}
    assert late == {date(2027, 1, 18): False, date(2027, 1, 9): True}


async def test_after_months_without_the_desk_every_month_is_there_and_nothing_is_there_twice(
    desk: Desk, clockwork: Clockwork, home: int
) -> None:
    desk.wait(days=100)  # the 3rd of March

    await tend_periods(clockwork)
    await tend_periods(clockwork)

    assert await windows(desk, "monitor_monthly") == [
        ("2026-11-23", "2026-12-31", "missed"),
        ("2027-01-01", "2027-01-31", "missed"),
        ("2027-02-01", "2027-02-28", "open"),  # it may still be told of until today
        ("2027-03-01", "2027-03-31", "open"),
    ]
