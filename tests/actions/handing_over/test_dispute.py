"""«Not ours», and what cannot be solved here: who decides, who has it then, and who is told."""

from __future__ import annotations

from desk.actions.cases.door import NOT_YOURS, TOO_LATE
from desk.actions.handing_over.dispute import dispute_case, return_case
from desk.actions.handing_over.pass_up import NOBODY_ABOVE, pass_up_case
from desk.actions.handing_over.receivers import Target, receiver_code
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.handling.accept import take_case
from desk.domain.cases.case import Case, DueStage, Hold, State
from desk.domain.county.areas import Level
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.village import COUNTY, DUTY, HOUSING_DESK, MONITOR, OTHER_VILLAGE, RESIDENT, TOWN_DESK


async def disputed(desk: Desk) -> Case:
    case, monitor = await report(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        return sure(await dispute_case(work, monitor, case.id, spoken("这户归旧店村")))


async def test_a_dispute_puts_reason_and_decision_before_the_town(desk: Desk) -> None:
    case = await disputed(desk)

    card = await desk.last_told(TOWN_DESK)
    assert case.state is State.DISPUTED
    assert card.content.arguments["notes"] == [
        {"kind": "reason", "text": "这户归旧店村", "file": False, "unit": ""}
    ]
    acts = [code.rpartition(":")[2] for code in card.buttons.values()]
    assert acts[:4] == ["return", "take", "transfer", "why"]
    assert list((await desk.last_told(MONITOR)).buttons.values()) == [f"c:{case.id}:why", f"c:{case.id}:more"]
    assert (await templates(desk, RESIDENT))[-1] == "tell.disputed"


async def test_a_returned_case_cannot_be_disputed_again(desk: Desk) -> None:
    case, town, monitor = await disputed(desk), await desk.person(TOWN_DESK), await desk.person(MONITOR)

    async with desk.work() as work:
        case = sure(await return_case(work, town, case.id, case.version))
    async with desk.work() as work:
        again = await dispute_case(work, monitor, case.id, spoken("还是不归我"))

    assert case.state is State.ASSIGNED
    assert again == TOO_LATE
    buttons = (await desk.last_told(MONITOR)).buttons
    assert [code.rpartition(":")[2] for code in buttons.values()] == [
        "accept",
        "visit",
        "pass_up",
        "why",
        "more",
    ]


async def test_the_town_may_take_a_disputed_case(desk: Desk) -> None:
    case, town = await disputed(desk), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        case = sure(await take_case(work, town, case.id, case.version))

    assert (case.state, case.level, case.due_stage) == (State.ACCEPTED, Level.TOWN, DueStage.VISIT)
    told = await desk.last_told(RESIDENT)
    assert (told.template, told.content.arguments["owner"]) == ("tell.taken", TOWN_DESK.name)


async def test_who_disputes_does_not_rule(desk: Desk) -> None:
    case, monitor = await disputed(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        assert await return_case(work, monitor, case.id, case.version) == NOT_YOURS


async def test_the_deadline_of_the_resident_stays_where_it_was(desk: Desk) -> None:
    before = await report(desk)
    monitor = await desk.person(MONITOR)

    async with desk.work() as work:
        after = sure(await dispute_case(work, monitor, before.id, spoken("不归我")))

    assert after.reply_due_at == before.reply_due_at


async def test_a_case_passed_up_belongs_to_the_town_and_the_resident_knows(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        case = sure(await pass_up_case(work, monitor, case.id, spoken("要住建来鉴定")))

    assert (case.state, case.level, case.due_stage) == (State.ASSIGNED, Level.TOWN, DueStage.ACCEPT)
    assert case.told_staff_id == (await desk.official(TOWN_DESK)).id
    assert (await desk.last_told(TOWN_DESK)).template == "task.card"
    assert (await desk.last_told(MONITOR)).template == "task.elsewhere"
    told = await desk.last_told(RESIDENT)
    assert (told.template, told.content.arguments["phone"]) == (
        "tell.passed_up",
        (await desk.official(TOWN_DESK)).phone,
    )


async def test_nobody_stands_above_the_county(desk: Desk) -> None:
    case, duty = await report(desk, place=COUNTY), await desk.person(DUTY)

    async with desk.work() as work:
        assert await pass_up_case(work, duty, case.id, spoken("办不了")) == TOO_LATE
    card = await desk.last_told(DUTY)

    assert [code.rpartition(":")[2] for code in card.buttons.values()] == ["accept", "visit", "why", "more"]
    assert NOBODY_ABOVE.template == "task.nobody_above"


async def test_a_dispute_whose_judges_have_gone_is_ruled_by_whoever_is_left(desk: Desk) -> None:
    case, monitor = await report(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await dispute_case(work, monitor, case.id, spoken("不归我管")))
    for gone in (MONITOR, TOWN_DESK):
        await desk.person(gone, reachable=False)
    signs = Signs()
    await watch_cases(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))

    await desk.presses(DUTY, "我来办")

    after = await stored(desk, case)
    assert (after.state, after.level) == (State.ACCEPTED, Level.COUNTY)
    assert DUTY.name in (await desk.last_told(RESIDENT)).text


async def test_the_superior_reads_whose_it_should_be_and_finds_it_first(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    case = await report(desk)

    await desk.presses(MONITOR, "不归我管")
    await desk.types(MONITOR, "是公家的房子")
    await desk.presses(MONITOR, "住建局")

    assert "建议：住建局" in (await desk.last_told(TOWN_DESK)).text
    await desk.presses(TOWN_DESK, "转办")
    first = next(iter((await desk.last_told(TOWN_DESK)).buttons))
    assert first == "👉 住建局"
    await desk.presses(TOWN_DESK, "👉 住建局")
    await desk.presses(TOWN_DESK, "跳过")

    after = await stored(desk, case)
    assert (after.state, after.department, after.disputes) == (State.ASSIGNED, "住建局", 1)
    assert after.told_staff_id == (await desk.official(HOUSING_DESK)).id


async def test_another_village_may_be_suggested(desk: Desk) -> None:
    case = await report(desk)

    await desk.presses(MONITOR, "不归我管")
    await desk.types(MONITOR, "他户口在石桥村")
    await desk.presses(MONITOR, "别的村")
    await desk.types(MONITOR, "店子镇石桥村")
    await desk.presses(TOWN_DESK, "转办")
    await desk.presses(TOWN_DESK, "👉")
    await desk.presses(TOWN_DESK, "跳过")

    assert (await stored(desk, case)).area_code == OTHER_VILLAGE


async def test_a_suggestion_that_was_ruled_meanwhile_leads_nowhere(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    case, town = await report(desk), await desk.person(TOWN_DESK)
    await desk.presses(MONITOR, "不归我管")
    await desk.types(MONITOR, "是公家的房子")
    await desk.presses(MONITOR, "住建局")
    await desk.presses(TOWN_DESK, "转办")
    await desk.presses(TOWN_DESK, "👉")
    before = await stored(desk, case)
    async with desk.work() as work:
        sure(await return_case(work, town, case.id, before.version))

    await desk.presses(TOWN_DESK, "跳过")

    assert (await desk.last_told(TOWN_DESK)).template == "transfer.not_offered"
    assert (await stored(desk, case)).level is Level.VILLAGE


async def test_the_dispute_of_a_department_is_ruled_by_the_county_office(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    case, housing = await accepted(desk), await desk.person(HOUSING_DESK)
    monitor, code = await desk.person(MONITOR), receiver_code(Hold(Level.COUNTY, "住建局"))
    async with desk.work() as work:
        sure(await transfer_case(work, monitor, case.id, Target(code), spoken("")))
    async with desk.work() as work:
        case = sure(await dispute_case(work, housing, case.id, spoken("是村里的事"), Target("nowhere")))

    card = await desk.last_told(DUTY)

    assert [code.rpartition(":")[2] for code in card.buttons.values()][:3] == ["return", "take", "transfer"]
    assert "是村里的事" in card.text
    assert "建议" not in card.text
    assert (await desk.last_told(RESIDENT)).content.arguments["owner"] == DUTY.name
