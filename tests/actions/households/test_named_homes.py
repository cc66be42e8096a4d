"""Households go to the heir of their official; what was before stays with who had it then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.actions.households import follow_successor as named_homes
from desk.actions.visits.due import find_due_visits
from desk.actions.visits.record import Recorded, ToldVisit, record_visit
from desk.domain.people.people import Role
from desk.domain.visits.visit import How
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from schedules.ticks.visits import tend_periods
from storage.households.bulk_entry import RegisterRows
from tests.actions.staff.test_handover import hand_over
from tests.actions.staffroom import NEWCOMER, ledger
from tests.deskside import SEAL, Desk
from tests.register import WANGS, other, register
from tests.village import MONITOR, NEIGHBOUR_VILLAGE, OTHER_TOWN_DESK, TOWN_DESK, Character

OFFICER = OTHER_TOWN_DESK  # somebody of another place, who has households here by name


async def looked_after(desk: Desk, count: int) -> list[int]:
    """Households with the officer, every other one also paired with them."""
    officer = (await desk.official(OFFICER)).id
    cadre = (await desk.official(TOWN_DESK)).id
    homes = [
        other(
            WANGS,
            f"H{number}",
            members=(replace(WANGS.head, id_number=""),),
            officer_id=officer,
            cadre_id=officer if number % 2 else cadre,
        )
        for number in range(count)
    ]
    return [*await register(desk, *homes)]


async def named(desk: Desk, home_ids: list[int]) -> list[tuple[int | None, int | None]]:
    async with desk.work() as work:
        found = [await work.visits.visited(one) for one in home_ids]
    return [(one.officer_id, one.cadre_id) for one in found if one is not None]


async def owed(desk: Desk, who: Character) -> int:
    staff = await desk.official(who)
    async with desk.work() as work:
        return len(await find_due_visits(work, staff))


async def minutes_later(clockwork: Clockwork) -> None:
    await watch_cases(clockwork)
    await tend_periods(clockwork)


async def test_every_household_goes_to_the_heir_with_an_entry_each_however_many_they_are(
    desk: Desk, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named_homes, "AT_ONCE", 2)
    await desk.appoint(NEWCOMER)
    home_ids = await looked_after(desk, 5)
    giver, heir, cadre = [(await desk.official(one)).id for one in (OFFICER, NEWCOMER, TOWN_DESK)]

    await hand_over(desk, OFFICER)
    await minutes_later(clockwork)

    assert await named(desk, home_ids) == [
        (heir, cadre),
        (heir, heir),
        (heir, cadre),
        (heir, heir),
        (heir, cadre),
    ]
    entries = [await ledger(desk, f"household:{one}") for one in home_ids]
    assert [one[-1] for one in entries[:2]] == [
        ("update", "desk", f"officer_id:{giver}>{heir}"),
        ("update", "desk", f"officer_id:{giver}>{heir} cadre_id:{giver}>{heir}"),
    ]
    assert {len(one) for one in entries} == {2}


async def test_open_windows_fall_to_the_heir_and_old_visits_stay_with_who_made_them(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(NEWCOMER)
    first, second = await looked_after(desk, 2)
    await minutes_later(clockwork)
    giver = await desk.official(OFFICER)
    person = await desk.person(OFFICER)
    async with desk.work() as work:
        done = await record_visit(work, person, first, ToldVisit("old", How.HOME, date(2026, 11, 23)))
    assert isinstance(done, Recorded)
    before = await owed(desk, OFFICER)

    await hand_over(desk, OFFICER)
    await watch_cases(clockwork)

    assert (before, await owed(desk, OFFICER), await owed(desk, NEWCOMER)) == (2, 0, 2)
    async with desk.work() as work:
        (visit,) = await work.visits.newest(first, 9)
        assert not await work.visits.newest(second, 9)
    assert visit.staff_id == giver.id


async def test_what_was_missed_or_done_before_is_counted_for_who_had_it_then(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(NEWCOMER)
    first, _ = await looked_after(desk, 2)
    await minutes_later(clockwork)
    giver, heir = [(await desk.official(one)).id for one in (OFFICER, NEWCOMER)]
    person = await desk.person(OFFICER)
    async with desk.work() as work:
        await record_visit(work, person, first, ToldVisit("old", How.HOME, date(2026, 11, 23)))
    desk.wait(days=40)  # the 2nd of January: the window is over, and may still be told of

    await hand_over(desk, OFFICER)
    desk.wait(days=3)
    await minutes_later(clockwork)

    async with desk.work() as work:
        lags = await work.periods.lags([WANGS.area_code], date(2026, 12, 31), date(2026, 12, 31))
    by_officer = {one.staff_id: one.rate for one in lags if one.visitor == "officer"}
    assert {one: (rate.fulfilled, rate.missed) for one, rate in by_officer.items()} == {giver: (1, 1)}
    assert heir not in by_officer


async def test_a_household_that_moved_is_owed_by_the_monitor_of_its_new_village(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(replace(NEWCOMER, role=Role.VILLAGE_MONITOR, area=NEIGHBOUR_VILLAGE))
    (home_id,) = await register(desk, WANGS)
    await minutes_later(clockwork)
    async with desk.work() as work:
        before = await work.households.find(home_id)
    assert before is not None
    was = (await owed(desk, MONITOR), await owed(desk, NEWCOMER))

    async with desk.database.transaction() as connection:
        rows = RegisterRows(connection, SEAL, desk.now)
        await rows.save([replace(before, area_code=NEIGHBOUR_VILLAGE)], {before.number: before}, "operator")
    await minutes_later(clockwork)

    assert was == (2, 0)
    assert (await owed(desk, MONITOR), await owed(desk, NEWCOMER)) == (0, 2)
