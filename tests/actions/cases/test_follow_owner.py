"""Time changes who answers for what departments hold and for what stands outside the line."""

from __future__ import annotations

from desk.actions.cases.door import NOT_YOURS
from desk.actions.handing_over.receivers import Target, receiver_code
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.handling.reply import reply_to_resident
from desk.domain.cases.case import Case, Hold
from desk.domain.county.areas import Level
from desk.domain.people.people import Role
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.village import (
    COMPLAINTS,
    COUNTY,
    DUTY,
    HOUSING_DESK,
    MEDICAL_DESK,
    MONITOR,
    RESIDENT,
    TOWN_DESK,
    Character,
)

LEADER = Character(7201, "高山", "+8613800007201", Role.LEADER, COUNTY)


async def watched(desk: Desk) -> None:
    """Two minutes go by."""
    signs = Signs()
    for _ in range(2):
        desk.wait(minutes=1)
        await watch_cases(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))


async def with_housing(desk: Desk) -> Case:
    """The housing office has it."""
    await desk.appoint(HOUSING_DESK, MEDICAL_DESK)
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    target = Target(receiver_code(Hold(Level.COUNTY, "住建局")))
    async with desk.work() as work:
        return sure(await transfer_case(work, monitor, case.id, target, spoken("")))


async def outside_the_line(desk: Desk) -> Case:
    """A complaint about an official, as the desk holds it."""
    case = await report(desk)
    answers = {"id": case.id, "yes": True, "level": "county", "told": (await desk.official(COMPLAINTS)).id}
    async with desk.database.transaction() as connection:
        await connection.execute(
            "UPDATE cases SET outside = :yes, level = :level, told_staff_id = :told WHERE id = :id", answers
        )
    return await stored(desk, case)


async def reassigned(desk: Desk) -> list[str]:
    """What the ledger says of changes with time."""
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all("SELECT details FROM ledger WHERE act = 'reassign' ORDER BY id", {})
    return [row["details"] for row in rows]


async def test_a_deputy_gets_what_the_department_holds_and_the_resident_knows(desk: Desk) -> None:
    case = await with_housing(desk)
    await desk.send_on_leave(HOUSING_DESK, 5, deputy=MEDICAL_DESK)

    await watched(desk)

    after = await stored(desk, case)
    assert (after.told_staff_id, after.hold) == ((await desk.official(MEDICAL_DESK)).id, case.hold)
    assert (await templates(desk, MEDICAL_DESK)).count("task.card") == 1
    why = (await desk.last_told(MEDICAL_DESK)).text
    assert "由住建局来办" in why
    assert f"{HOUSING_DESK.name} 请假了" in why
    assert (await templates(desk, HOUSING_DESK))[-1] == "task.elsewhere"
    assert MEDICAL_DESK.name in (await desk.last_told(RESIDENT)).text
    assert await reassigned(desk) == ["county:away county:chosen_deputy"]


async def test_after_the_leave_it_comes_back(desk: Desk) -> None:
    case = await with_housing(desk)
    await desk.send_on_leave(HOUSING_DESK, 1, deputy=MEDICAL_DESK)
    await watched(desk)

    desk.wait(days=1)
    await watched(desk)

    assert (await stored(desk, case)).told_staff_id == (await desk.official(HOUSING_DESK)).id
    assert len(await reassigned(desk)) == 2


async def test_a_department_without_anybody_falls_to_the_county_office(desk: Desk) -> None:
    case = await with_housing(desk)
    await desk.send_on_leave(HOUSING_DESK, 5)

    await watched(desk)

    after = await stored(desk, case)
    assert (after.told_staff_id, after.department) == ((await desk.official(DUTY)).id, "住建局")
    assert (await desk.last_told(DUTY)).template == "task.why_you"


async def test_a_complaint_outside_never_falls_back_into_the_line(desk: Desk) -> None:
    await desk.appoint(LEADER)
    case = await outside_the_line(desk)
    await desk.send_on_leave(COMPLAINTS, 5)

    await watched(desk)

    assert (await stored(desk, case)).told_staff_id == (await desk.official(LEADER)).id
    why = await desk.last_told(LEADER)
    assert why.template == "task.why_you"
    assert "不经过镇村" in why.text
    for kept_out in (TOWN_DESK, DUTY):
        assert all(told.template != "task.card" for told in await desk.told(kept_out))
    town = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        assert await reply_to_resident(work, town, case.id, spoken("没有的事")) == NOT_YOURS


async def test_a_deputy_for_complaints_is_asked_before_anybody_else(desk: Desk) -> None:
    await desk.appoint(LEADER, MEDICAL_DESK)
    case = await outside_the_line(desk)
    await desk.send_on_leave(COMPLAINTS, 5, deputy=MEDICAL_DESK)

    await watched(desk)

    assert (await stored(desk, case)).told_staff_id == (await desk.official(MEDICAL_DESK)).id
    assert await reassigned(desk) == ["county:away county:chosen_deputy"]
