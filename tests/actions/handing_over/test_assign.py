"""Who answers for a case, and what happens when that changes."""

from __future__ import annotations

from desk.actions.handing_over.assign import follow_owner
from desk.actions.people.unreachable import mark_reachable, mark_unreachable
from desk.domain.cases.case import Case
from tests.actions.casework import accepted, replied, report, templates
from tests.deskside import Desk
from tests.village import DUTY, MONITOR, NEIGHBOUR_VILLAGE, RESIDENT, TOWN_DESK


async def followed(desk: Desk, case: Case) -> Case:
    async with desk.work() as work:
        return await follow_owner(work, case)


async def test_a_village_without_a_post_falls_to_the_town_which_learns_why(desk: Desk) -> None:
    await report(desk, place=NEIGHBOUR_VILLAGE)

    card, why = await desk.told(TOWN_DESK)
    assert (card.template, why.template) == ("task.card", "task.why_you")
    assert [step["code"] for step in why.content.arguments["steps"]] == ["no_post"]
    assert "没有设岗" in why.text


async def test_officials_who_never_joined_are_passed_over(empty_desk: Desk) -> None:
    duty, person = await empty_desk.official(DUTY), await empty_desk.person(DUTY)
    async with empty_desk.work() as work:
        assert await work.staff.bind(duty.id, person.id)

    case = await report(empty_desk)

    assert case.told_staff_id == duty.id


async def test_nothing_is_said_while_the_owner_stays(desk: Desk) -> None:
    case = await accepted(desk)
    before = await desk.outbox()

    assert await followed(desk, case) == case
    assert await desk.outbox() == before


async def test_an_owner_who_blocks_the_bot_is_followed_by_the_town(desk: Desk) -> None:
    case = await accepted(desk)
    async with desk.work() as work:
        await mark_unreachable(work, MONITOR.user_id)

    case = await followed(desk, case)

    assert case.told_staff_id == (await desk.official(TOWN_DESK)).id
    assert "task.card" in await templates(desk, TOWN_DESK)
    assert (await templates(desk, MONITOR))[-1] == "task.elsewhere"
    told = await desk.last_told(RESIDENT)
    assert (told.template, told.content.arguments["owner"]) == ("tell.new_owner", TOWN_DESK.name)


async def test_the_owner_who_comes_back_gets_the_case_back(desk: Desk) -> None:
    case = await accepted(desk)
    for mark in (mark_unreachable, mark_reachable):
        async with desk.work() as work:
            await mark(work, MONITOR.user_id)
        case = await followed(desk, case)

    assert case.told_staff_id == (await desk.official(MONITOR)).id


async def test_the_resident_is_not_woken_for_a_new_owner(desk: Desk) -> None:
    case = await accepted(desk)
    desk.wait(hours=13)
    async with desk.work() as work:
        await mark_unreachable(work, MONITOR.user_id)

    await followed(desk, case)

    told = await desk.last_told(RESIDENT)
    assert told.template == "tell.new_owner"
    assert told.row.not_before > desk.now


async def test_a_resident_who_blocks_the_bot_is_telephoned_once_for_a_case(desk: Desk) -> None:
    await accepted(desk)

    for _ in range(2):
        async with desk.work() as work:
            await mark_unreachable(work, RESIDENT.user_id)
        async with desk.work() as work:
            await mark_reachable(work, RESIDENT.user_id)

    calls = [one for one in await desk.told(MONITOR) if one.template == "task.phone_needed"]
    assert len(calls) == 1
    assert RESIDENT.phone in calls[0].text


async def test_a_case_that_waits_for_the_resident_alone_has_no_new_owner(desk: Desk) -> None:
    case = await replied(desk)

    async with desk.work() as work:
        unfinished = await work.cases.find_unfinished(0, 10)

    assert case.id not in [one.id for one in unfinished]
