"""督办: who may press, who hears it, and that the mark stays until the case is finished."""

from __future__ import annotations

from desk.actions.callbacks.follow_up import rate_case
from desk.actions.cases.door import NOT_YOURS, TOO_LATE
from desk.actions.escalation.supervise import receive_step, supervise_case
from desk.actions.handing_over.dispute import dispute_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.worklists.today import find_due
from desk.domain.cases.case import Case, Rating
from desk.domain.escalation.ladder import LadderStep
from schedules.ticks.escalation import tend_ladder
from tests.actions.casework import accepted, replied, report, spoken, stored, sure, templates
from tests.actions.pressure import clockwork_of, steps_of
from tests.deskside import Desk
from tests.village import (
    COUNTY_LEADER,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    Character,
)


async def pressed(desk: Desk, case: Case, who: Character, words: str = "") -> Case:
    person = await desk.person(who)
    async with desk.work() as work:
        return sure(await supervise_case(work, person, case.id, spoken(words)))


async def test_a_leader_presses_the_owner_hears_the_words_and_the_town_has_a_copy(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case = await pressed(desk, await accepted(desk), TOWN_LEADER, "周五前必须修好")

    assert case.supervised_at == desk.now
    owner = [one for one in await desk.told(MONITOR) if one.template == "supervise.owner"][-1]
    assert "高建军督办" in owner.text
    assert "周五前必须修好" in owner.text
    assert [*owner.buttons] == ["收到", "看卡片"]
    assert (await desk.last_told(TOWN_DESK)).template == "supervise.copy"
    assert "supervise.copy" not in await templates(desk, DUTY)


async def test_the_mark_stands_on_cards_and_lists_until_the_end(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case = await pressed(desk, await accepted(desk), TOWN_LEADER)

    card = [one for one in await desk.told(MONITOR) if one.template == "task.card"][-1]
    assert "🔴 <b>督办</b>" in card.text
    await desk.types(MONITOR, "/today")
    assert "🔴督办" in (await desk.last_told(MONITOR)).text
    monitor, resident = await desk.person(MONITOR), await desk.person(RESIDENT)
    async with desk.work() as work:
        assert await find_due(work, monitor, 0) is not None
        sure(await reply_to_resident(work, monitor, case.id, spoken("修好了")))
    async with desk.work() as work:
        sure(await rate_case(work, resident, case.id, 1, Rating.SATISFIED))
    card = [one for one in await desk.told(MONITOR) if one.template.startswith("task.")][-1]
    assert "督办" not in card.text


async def test_whoever_pressed_is_told_when_it_is_solved(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER)
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    await pressed(desk, case, TOWN_LEADER)
    await pressed(desk, case, COUNTY_LEADER, "再催一次")
    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, case.id, spoken("屋顶修好了")))

    for _ in range(2):
        await tend_ladder(clockwork_of(desk))

    for who in (TOWN_LEADER, COUNTY_LEADER):
        told = [one for one in await desk.told(who) if one.template == "ladder.struck"]
        assert ["屋顶修好了" in one.text for one in told] == [True]
    assert (await steps_of(desk, case))[LadderStep.SUPERVISION].struck_at == desk.now


async def test_pressing_again_opens_the_supervision_again(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    await pressed(desk, case, TOWN_LEADER)
    async with desk.work() as work:
        sure(await receive_step(work, monitor, case.id, LadderStep.SUPERVISION))
    desk.wait(hours=1)

    await pressed(desk, case, TOWN_LEADER)

    step = (await steps_of(desk, case))[LadderStep.SUPERVISION]
    assert (step.taken_at, step.received_at) == (desk.now, None)


async def test_a_superior_may_press_and_gets_no_copy_of_their_own_words(desk: Desk) -> None:
    await pressed(desk, await accepted(desk), TOWN_DESK, "抓紧")

    assert "supervise.owner" in await templates(desk, MONITOR)
    assert "supervise.copy" not in await templates(desk, TOWN_DESK)


async def test_over_a_disputed_case_the_ruling_superior_is_pressed(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER)
    case, monitor = await report(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await dispute_case(work, monitor, case.id, spoken("不归我管")))

    await pressed(desk, case, COUNTY_LEADER)

    assert (await desk.last_told(TOWN_DESK)).template == "supervise.owner"
    assert (await desk.last_told(DUTY)).template == "supervise.copy"


async def test_others_cannot_press(desk: Desk) -> None:
    case = await accepted(desk)

    for who in (MONITOR, OTHER_TOWN_DESK, RESIDENT, NEIGHBOUR):
        person = await desk.person(who)
        async with desk.work() as work:
            assert await supervise_case(work, person, case.id, spoken("快点")) == NOT_YOURS

    assert (await stored(desk, case)).supervised_at is None


async def test_what_is_answered_needs_no_pressing(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case, leader = await replied(desk), await desk.person(TOWN_LEADER)

    async with desk.work() as work:
        assert await supervise_case(work, leader, case.id, spoken("")) == TOO_LATE


async def test_pressed_at_night_is_heard_in_the_morning(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case = await accepted(desk)
    desk.wait(hours=14)

    await pressed(desk, case, TOWN_LEADER)

    owner = [one for one in await desk.told(MONITOR) if one.template == "supervise.owner"][-1]
    assert owner.row.not_before > desk.now
