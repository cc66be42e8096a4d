"""A department has a case from the village: it answers from its office, and the village goes and looks."""

from __future__ import annotations

from desk.actions.cases.joint_parts import open_parts
from desk.actions.handing_over.joint_part_done import finish_part
from desk.actions.handing_over.receivers import Target, receiver_code
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.handling.accept import accept_case
from desk.actions.handling.visited import record_case_visit
from desk.domain.cases.case import Act, Case, DueStage, Hold
from desk.domain.cases.joint_parts import VILLAGE, Helper
from desk.domain.county.areas import Level
from tests.actions.casework import accepted, spoken, stored, sure
from tests.deskside import Desk
from tests.village import MONITOR, RESIDENT, WATER_DESK

WATER = Target(receiver_code(Hold(Level.COUNTY, WATER_DESK.department)))


async def given(desk: Desk, case: Case) -> Case:
    """The monitor gives the case to the department of water."""
    await desk.appoint(WATER_DESK)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        return sure(await transfer_case(work, person, case.id, WATER, spoken("水管在路下面")))


async def taken_up(desk: Desk, case: Case) -> Case:
    """The department takes it up."""
    person = await desk.person(WATER_DESK)
    async with desk.work() as work:
        return sure(await accept_case(work, person, case.id, case.version))


async def parts(desk: Desk, case: Case) -> list[Helper]:
    """Who was asked for a part."""
    async with desk.work() as work:
        return list(await work.helpers.asked_in(case.id))


async def test_the_department_owes_an_answer_and_the_village_a_visit_by_its_own_day(
    desk: Desk,
) -> None:
    case = await given(desk, await accepted(desk))

    [part] = await parts(desk, case)
    assert (part.department, part.told_staff_id) == (VILLAGE, (await desk.official(MONITOR)).id)
    card = await desk.last_told(MONITOR)
    assert (card.template, "去他家看一看" in card.text) == ("task.card", True)
    assert "协办完成" in " ".join(card.buttons)
    told = (await desk.last_told(RESIDENT)).text
    assert MONITOR.name in told
    assert WATER_DESK.name in told

    case = await taken_up(desk, case)

    assert (case.due_stage, case.due_at) == (DueStage.REPLY, case.reply_due_at)
    assert "上门" not in (await desk.last_told(RESIDENT)).text
    assert "村里" in (await desk.last_told(WATER_DESK)).text


async def test_what_the_village_saw_stands_with_the_department_and_counts_as_the_visit(desk: Desk) -> None:
    case = await taken_up(desk, await given(desk, await accepted(desk)))
    person = await desk.person(MONITOR)

    async with desk.work() as work:
        sure(await finish_part(work, person, case.id, spoken("看过了，三家没水")))

    after = await stored(desk, case)
    assert after.visited_at == desk.now
    assert (after.due_stage, after.department) == (DueStage.REPLY, WATER_DESK.department)
    assert [one.done_at for one in await parts(desk, case)] == [desk.now]
    news = next(one.text for one in await desk.told(WATER_DESK) if one.template == "task.helped")
    assert "村里" in news
    assert "三家没水" in news


async def test_nobody_goes_twice_where_somebody_was_already(desk: Desk) -> None:
    case, person = await accepted(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        case = sure(await record_case_visit(work, person, case.id, "home", [spoken("看过了")]))

    case = await given(desk, case)

    assert await parts(desk, case) == []


async def test_the_village_is_asked_once_though_the_case_goes_round(desk: Desk) -> None:
    case = await given(desk, await accepted(desk))
    person = await desk.person(WATER_DESK)
    async with desk.work() as work:
        back = Target(receiver_code(Hold(Level.VILLAGE)))
        case = sure(await transfer_case(work, person, case.id, back, spoken("是村里的管子")))
        assert await open_parts(work, case) == ()

    case = await given(desk, case)

    assert len(await parts(desk, case)) == 1
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT capacity FROM ledger WHERE act = :act", {"act": Act.JOIN.value}
        )
    assert [row["capacity"] for row in rows] == ["desk"]
