"""Whoever is away: each open window is on exactly one official's list, as long as anybody is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, combinations

from desk.actions.visits.due import find_due_visits
from desk.actions.visits.rounds import homes_owed, rounds_of
from desk.domain.people.people import Role
from desk.domain.staff.staffing import NewPost
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from storage.staff.staff import StaffRows
from tests.actions.staffroom import NEWCOMER, OTHER_MONITOR
from tests.deskside import SEAL, Desk
from tests.register import WANGS, other, register
from tests.village import DUTY, MONITOR, NEIGHBOUR_VILLAGE, OTHER_TOWN_DESK, TOWN_DESK, VILLAGE

IN_LINE = (MONITOR, OTHER_MONITOR, TOWN_DESK, DUTY)
EVERYBODY = (*IN_LINE, OTHER_TOWN_DESK, NEWCOMER)


async def county(desk: Desk) -> None:
    """Two villages; some households have somebody of another town by name, for whom NEWCOMER stands in."""
    await desk.appoint(OTHER_MONITOR, NEWCOMER)
    officer, stand_in = (await desk.official(OTHER_TOWN_DESK)).id, (await desk.official(NEWCOMER)).id
    async with desk.database.transaction() as connection:
        rows = StaffRows(connection, SEAL, desk.now)
        (post,) = [one for one in await rows.posts_of(officer) if one.role is Role.TOWN_DESK]
        await rows.end_post(post.id)
        await rows.add_post(NewPost(post.role, post.area_code, officer, stand_in_id=stand_in))
    homes = [
        other(
            WANGS,
            f"H{number:02}",
            members=(replace(WANGS.head, id_number=""),),
            area_code=(VILLAGE, NEIGHBOUR_VILLAGE)[number % 2],
            officer_id=officer if number % 3 == 0 else None,
            cadre_id=officer if number % 4 == 0 else None,
        )
        for number in range(12)
    ]
    await register(desk, *homes)


async def lists(desk: Desk) -> Counter[int]:
    """On how many lists each open window is."""
    found: Counter[int] = Counter()
    for who in EVERYBODY:
        staff = await desk.official(who)
        async with desk.work() as work:
            if staff.present:
                found.update(due.period.id for due in await find_due_visits(work, staff))
    return found


async def cards(desk: Desk) -> Counter[int]:
    """On how many morning cards each household is, that has something due."""
    async with desk.work() as work:
        rounds = await rounds_of(work)
        walks = [await homes_owed(work, rounds, walk) for walk in rounds.walks]
    return Counter(home.household.id for home in chain(*walks))


async def test_every_window_is_on_exactly_one_list_whoever_is_away(desk: Desk, clockwork: Clockwork) -> None:
    await county(desk)
    await tend_periods(clockwork)
    everything = set((await lists(desk)).elements())
    assert len(everything) == 12 * 2 + 3

    away = (OTHER_TOWN_DESK, MONITOR, OTHER_MONITOR, TOWN_DESK)
    for absent in chain.from_iterable(combinations(away, size) for size in range(len(away) + 1)):
        desk.wait(days=1)
        for who in absent:
            await desk.send_on_leave(who, 1)

        found = await lists(desk)

        assert set(found) == everything, [one.name for one in absent]
        assert set(found.values()) == {1}, [one.name for one in absent]
        assert set(await cards(desk)) == set(range(1, 13))


async def test_two_monitors_of_a_village_share_it_and_a_third_of_another_village_gets_nothing(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(OTHER_MONITOR, replace(NEWCOMER, role=Role.VILLAGE_MONITOR, area=NEIGHBOUR_VILLAGE))
    homes = [other(WANGS, f"H{n:02}", members=(replace(WANGS.head, id_number=""),)) for n in range(20)]
    await register(desk, *homes)
    await tend_periods(clockwork)

    shares = {}
    for who in (MONITOR, OTHER_MONITOR, NEWCOMER):
        staff = await desk.official(who)
        async with desk.work() as work:
            shares[who] = len({due.household.id for due in await find_due_visits(work, staff)})

    assert shares == {MONITOR: 10, OTHER_MONITOR: 10, NEWCOMER: 0}
