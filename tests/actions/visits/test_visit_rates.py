"""Figures of visits equal those that somebody counts by hand, window after window."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from desk.actions.visits.record import ToldVisit, record_visit
from desk.domain.households.household import HouseholdClass
from desk.domain.people.people import Role
from desk.domain.visits.rates import Count, counted_by, counted_windows, masked_name, month_of
from desk.domain.visits.visit import How, Pause, PauseReason
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from storage.visits.rates import VisitRateRows
from tests.actions.staffroom import NEWCOMER
from tests.deskside import SEAL, Desk
from tests.register import WANGS, other, register
from tests.village import MONITOR, NEIGHBOUR_VILLAGE, OTHER_TOWN_DESK, VILLAGE

DECEMBER = month_of(2026, 12)
HERE = (VILLAGE, NEIGHBOUR_VILLAGE)


async def county(desk: Desk) -> list[int]:
    """Households of two villages: some with an officer, some paused, some that work away."""
    await desk.appoint(replace(NEWCOMER, role=Role.VILLAGE_MONITOR, area=NEIGHBOUR_VILLAGE))
    officer = (await desk.official(OTHER_TOWN_DESK)).id
    homes = [
        other(
            WANGS,
            f"H{number:02}",
            members=(replace(WANGS.head, id_number=""),),
            area_code=HERE[number % 2],
            officer_id=officer if number % 3 == 0 else None,
            lives_away=number % 5 == 4,
            household_class=HouseholdClass.LIFTED if number % 4 == 3 else HouseholdClass.MONITORED,
            monitored_kind=None if number % 4 == 3 else WANGS.monitored_kind,
        )
        for number in range(12)
    ]
    return [*await register(desk, *homes)]


async def a_month_and_a_half(
    desk: Desk, clockwork: Clockwork, home_ids: list[int], random: Random
) -> set[int]:
    """Visits here and there until the middle of January; gives the households paused in December."""
    paused = set(home_ids[1:3])
    async with desk.work() as work:
        for one in paused:
            days = date(2026, 12, 5), date(2026, 12, 30)
            await work.visits.pause(Pause(one, PauseReason.AWAY, *days), None)
    for number in range(52):
        desk.wait(days=1)
        await tend_periods(clockwork)
        who = random.choice([MONITOR, OTHER_TOWN_DESK, NEWCOMER])
        day = desk.now.date() - timedelta(days=random.randrange(5))
        async with desk.work() as work:
            person = await work.people.find_by_user(who.user_id)
            assert person is not None
            told = ToldVisit(f"told:{number}", random.choice([*How]), day)
            recorded = await record_visit(work, person, random.choice(home_ids), told)
        assert recorded is not None
    return paused


@pytest.mark.parametrize("seed", [1, 2])
async def test_rates_and_cover_equal_those_counted_by_hand(
    desk: Desk, clockwork: Clockwork, seed: int
) -> None:
    home_ids = await county(desk)
    paused = await a_month_and_a_half(desk, clockwork, home_ids, Random(seed))

    async with desk.database.reading() as connection:
        rows = VisitRateRows(connection, SEAL, HERE, DECEMBER)
        tallies, cover, windows = await rows.tallies(), await rows.cover(), await rows.windows()
        periods = [dict(one) for one in await connection.fetch_all("SELECT * FROM visit_periods")]
        visits = [dict(one) for one in await connection.fetch_all("SELECT * FROM household_visits")]

    ended = [one for one in periods if "2026-12-01" <= one["due_by"] <= "2026-12-31"]
    states = Counter(one["state"] for one in ended)
    assert counted_windows(tallies) == Count(
        states["fulfilled"], states["missed"], states["open"], states["lifted"]
    )
    for name, found in counted_by(tallies, lambda one: one.duty).items():
        of_duty = Counter(one["state"] for one in ended if one["duty"] == name)
        assert (found.fulfilled, found.missed) == (of_duty["fulfilled"], of_duty["missed"])
    by_official = Counter(one["owed_by"] for one in ended if one["state"] in ("fulfilled", "missed"))
    assert {
        one: found.rate.counted
        for one, found in counted_by(tallies, lambda one: one.staff_id).items()
        if found.rate.counted
    } == by_official
    under = {
        one["household_id"]
        for one in periods
        if one["state"] != "lifted" and one["due_from"] <= "2026-12-31" and one["due_by"] >= "2026-12-01"
    }
    in_december = [one for one in visits if one["visited_on"].startswith("2026-12")]
    assert cover.visited.of == len(under)
    assert cover.visited.counted == len(under & {one["household_id"] for one in in_december})
    assert cover.late_visits == sum(bool(one["late"]) for one in in_december)
    assert cover.paused == len(paused)
    assert len(windows) == len(ended)
    assert {one.head for one in windows} == {"王**"}
    assert states["fulfilled"]
    assert states["missed"]


async def test_another_area_has_nothing_of_it(desk: Desk, clockwork: Clockwork) -> None:
    await county(desk)
    await tend_periods(clockwork)

    async with desk.database.reading() as connection:
        rows = VisitRateRows(connection, SEAL, ["370283119267"], DECEMBER)
        tallies, cover = await rows.tallies(), await rows.cover()

    assert (tallies, cover.visited.of, cover.visited.share) == ([], 0, None)
    assert counted_windows(tallies).share is None


async def test_a_window_that_is_open_counts_for_whoever_has_to_go_now_and_in_no_rate(
    desk: Desk, clockwork: Clockwork
) -> None:
    await county(desk)
    await tend_periods(clockwork)
    officer = await desk.official(OTHER_TOWN_DESK)

    async with desk.database.reading() as connection:
        tallies = await VisitRateRows(connection, SEAL, HERE, DECEMBER).tallies()

    theirs = counted_by(tallies, lambda one: one.staff_id)[officer.id]
    assert theirs.open
    assert (theirs.rate.counted, theirs.share) == (0, None)


def test_a_masked_name_shows_its_first_sign() -> None:
    assert [masked_name(name) for name in ("王秀兰", "王", "欧阳小红", "")] == ["王**", "王", "欧***", ""]
