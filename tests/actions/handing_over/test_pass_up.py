"""What a level cannot solve goes up: to the department that leads, or to the county office."""

from __future__ import annotations

from desk.actions.callbacks.follow_up import rate_case
from desk.actions.cases.door import TOO_LATE
from desk.actions.handing_over.pass_up import NOBODY_ABOVE, pass_up_case
from desk.actions.handing_over.receivers import NOT_OFFERED, receiver_code, receivers_above
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.domain.cases.case import Case, Hold, Rating, State
from desk.domain.county.areas import Level
from desk.domain.people.people import Role
from tests.actions.casework import accepted, report, spoken, stored, sure
from tests.deskside import Desk
from tests.village import (
    COUNTY,
    DUTY,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
    Character,
)

WATER = receiver_code(Hold(Level.COUNTY, WATER_DESK.department))
LEADER = Character(7101, "高山", "+8613800007101", Role.LEADER, COUNTY)


async def in_town(desk: Desk) -> Case:
    """Water trouble in a village without a monitor: the town has it."""
    await desk.appoint(WATER_DESK)
    return await report(desk, trouble="water", place=NEIGHBOUR_VILLAGE)


async def passed(desk: Desk, case: Case, who: Character, code: str = "") -> Case:
    """Passed up by them."""
    person = await desk.person(who)
    async with desk.work() as work:
        return sure(await pass_up_case(work, person, case.id, spoken("要打深井"), code))


async def test_a_town_passes_to_the_department_that_leads(desk: Desk) -> None:
    before = await in_town(desk)

    case = await passed(desk, before, TOWN_DESK, WATER)

    assert (case.state, case.hold) == (State.ASSIGNED, Hold(Level.COUNTY, "水利局"))
    assert case.reply_due_at == before.reply_due_at
    assert case.transfers == 0
    assert (await desk.last_told(WATER_DESK)).template == "task.card"
    assert WATER_DESK.name in (await desk.last_told(RESIDENT)).text


async def test_a_department_passes_up_to_the_county_office(desk: Desk) -> None:
    case = await passed(desk, await in_town(desk), TOWN_DESK, WATER)
    async with desk.work() as work:
        assert await receivers_above(work, case) == ()

    case = await passed(desk, case, WATER_DESK)

    assert (case.hold, case.told_staff_id) == (Hold(Level.COUNTY), (await desk.official(DUTY)).id)


async def test_a_village_has_one_way_up(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    before = await accepted(desk)
    async with desk.work() as work:
        assert await receivers_above(work, before) == ()

    case = await passed(desk, before, MONITOR)

    assert case.hold == Hold(Level.TOWN)


async def test_what_a_department_solves_is_closed_at_county_level(desk: Desk) -> None:
    case, water = await passed(desk, await in_town(desk), TOWN_DESK, WATER), await desk.person(WATER_DESK)
    async with desk.work() as work:
        case = sure(await accept_case(work, water, case.id, case.version))
        case = sure(await reply_to_resident(work, water, case.id, spoken("井打好了")))

    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        sure(await rate_case(work, person, case.id, 1, Rating.SATISFIED))

    assert (await stored(desk, case)).closed_level is Level.COUNTY


async def test_a_forged_department_changes_nothing(desk: Desk) -> None:
    case, town = await in_town(desk), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        assert await pass_up_case(work, town, case.id, spoken("办不了"), "d00000000") == NOT_OFFERED

    assert await stored(desk, case) == case


async def test_a_leader_is_pressed_and_never_handed_a_case(desk: Desk) -> None:
    await desk.appoint(LEADER)
    case, duty = await report(desk), await desk.person(DUTY)
    for gone in (MONITOR, TOWN_DESK):
        await desk.person(gone, reachable=False)

    async with desk.work() as work:
        assert await pass_up_case(work, duty, case.id, spoken("办不了")) == NOBODY_ABOVE


async def test_the_county_office_is_the_last(desk: Desk) -> None:
    case, duty = await report(desk, place=COUNTY), await desk.person(DUTY)

    async with desk.work() as work:
        assert await pass_up_case(work, duty, case.id, spoken("办不了")) == TOO_LATE
