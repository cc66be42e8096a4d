"""Other departments add their part: the owner stays, each part has its own card, deadline and end."""

from __future__ import annotations

import pytest

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.handing_over.join_department import join_department
from desk.actions.handing_over.joint_part_done import finish_part
from desk.actions.handing_over.receivers import NOT_OFFERED, receiver_code
from desk.actions.reports.withdraw import withdraw_case
from desk.domain.cases.case import Case, Hold
from desk.domain.cases.joint_parts import Helper
from desk.domain.county.areas import Level
from schedules.clockwork import Clockwork
from schedules.ticks.handing_over import watch_helpers
from tests.actions.casework import accepted, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.village import (
    DUTY,
    HOUSING_DESK,
    MEDICAL_DESK,
    MONITOR,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
    Character,
)

HOUSING = receiver_code(Hold(Level.COUNTY, HOUSING_DESK.department))
WATER = receiver_code(Hold(Level.COUNTY, WATER_DESK.department))


@pytest.fixture
def clockwork(desk: Desk) -> Clockwork:
    """The ticks' view of this desk."""
    signs = Signs()
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)


async def asked(desk: Desk, case: Case, who: Character = MONITOR, code: str = HOUSING) -> Case | Refusal:
    """A department is asked to look at the house."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await join_department(work, person, case.id, code, spoken("请来鉴定房子"))


async def joined(desk: Desk) -> Case:
    """The housing office was asked for its part."""
    await desk.appoint(HOUSING_DESK, WATER_DESK)
    return sure(await asked(desk, await accepted(desk)))


async def helpers(desk: Desk, case: Case) -> list[Helper]:
    """Who was asked."""
    async with desk.work() as work:
        return list(await work.helpers.asked_in(case.id))


async def helped(desk: Desk, case: Case, who: Character) -> Case | Refusal:
    """They say that their part is done."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await finish_part(work, person, case.id, spoken("鉴定为丙级"))


async def test_the_owner_stays_and_the_helper_gets_a_card_with_its_own_deadline(desk: Desk) -> None:
    case = await joined(desk)

    [helper] = await helpers(desk, case)
    assert case.told_staff_id == (await desk.official(MONITOR)).id
    assert (helper.department, f"{helper.due_at:%m-%d}") == ("住建局", "11-26")  # three working days
    card = await desk.last_told(HOUSING_DESK)
    assert [code.rpartition(":")[2] for code in card.buttons.values()][:2] == ["help", "why"]
    assert "请来鉴定房子" in card.text
    assert "11月26日" in card.text
    assert MONITOR.name in card.text
    assert "住建局" in (await desk.last_told(MONITOR)).text
    told = await desk.last_told(RESIDENT)
    assert told.template == "tell.joined"
    assert "住建局也来帮忙" in told.text
    assert MONITOR.name in told.text


async def test_what_the_helper_did_stands_on_the_owners_card(desk: Desk) -> None:
    case = await joined(desk)
    desk.wait(hours=5)

    after = sure(await helped(desk, case, HOUSING_DESK))

    [helper] = await helpers(desk, case)
    assert helper.done_at == desk.now
    assert (after.state, after.reply_due_at) == (case.state, case.reply_due_at)
    assert (await templates(desk, MONITOR))[-2:] == ["task.card", "task.helped"]
    card = (await desk.told(MONITOR))[-2].text
    assert "鉴定为丙级" in card
    assert "住建局：已办完" in card
    assert (await desk.last_told(HOUSING_DESK)).template == "task.elsewhere"


async def test_several_departments_owe_each_their_own_part(desk: Desk) -> None:
    case = await joined(desk)
    case = sure(await asked(desk, case, TOWN_DESK, WATER))  # a superior may ask as well

    sure(await helped(desk, case, WATER_DESK))

    parts = {one.department: one.done_at is not None for one in await helpers(desk, case)}
    assert parts == {"住建局": False, "水利局": True}
    assert "help" in [
        code.rpartition(":")[2] for code in (await desk.last_told(HOUSING_DESK)).buttons.values()
    ]


async def test_nobody_is_asked_twice_and_a_part_is_done_once(desk: Desk) -> None:
    case = await joined(desk)

    assert await asked(desk, case) == NOT_OFFERED
    assert await asked(desk, case, MONITOR, "d00000000") == NOT_OFFERED
    sure(await helped(desk, case, HOUSING_DESK))

    assert await helped(desk, case, HOUSING_DESK) == NOT_YOURS
    assert await helped(desk, case, WATER_DESK) == NOT_YOURS
    assert await asked(desk, case, HOUSING_DESK, WATER) == NOT_YOURS


async def test_a_helper_on_leave_is_followed_by_the_deputy(desk: Desk, clockwork: Clockwork) -> None:
    await desk.appoint(MEDICAL_DESK)
    case = await joined(desk)
    await desk.send_on_leave(HOUSING_DESK, 5, deputy=MEDICAL_DESK)
    desk.wait(minutes=1)

    for _ in range(2):
        await watch_helpers(clockwork)

    assert (await templates(desk, MEDICAL_DESK)).count("task.card") == 1
    assert (await templates(desk, HOUSING_DESK))[-1] == "task.elsewhere"
    assert (await helpers(desk, case))[0].told_staff_id == (await desk.official(MEDICAL_DESK)).id
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all("SELECT details FROM ledger WHERE act = 'reassign'", {})
    assert [row["details"] for row in rows] == ["住建局 county:away county:chosen_deputy"]
    sure(await helped(desk, case, MEDICAL_DESK))


async def test_an_empty_department_is_helped_for_by_the_county(desk: Desk) -> None:
    case = sure(await asked(desk, await accepted(desk)))

    assert (await desk.last_told(DUTY)).template == "task.card"
    sure(await helped(desk, case, DUTY))


async def test_a_late_part_is_reminded_once_and_its_end_silences(desk: Desk, clockwork: Clockwork) -> None:
    case = await joined(desk)
    desk.wait(days=4)

    for _ in range(3):
        await watch_helpers(clockwork)
        desk.wait(minutes=1)

    assert (await templates(desk, HOUSING_DESK)).count("tick.help_overdue") == 1
    assert (await templates(desk, MONITOR)).count("tick.help_overdue_copy") == 1
    sure(await helped(desk, case, HOUSING_DESK))
    assert "tick.help_overdue" not in await templates(desk, HOUSING_DESK)


async def test_of_a_case_that_is_over_nobody_owes_a_part(desk: Desk, clockwork: Clockwork) -> None:
    case, resident = await joined(desk), await desk.person(RESIDENT)
    async with desk.work() as work:
        sure(await withdraw_case(work, resident, case.id))
    desk.wait(days=9)

    await watch_helpers(clockwork)

    assert "tick.help_overdue" not in await templates(desk, HOUSING_DESK)
    assert (await stored(desk, case)).due_at is None
