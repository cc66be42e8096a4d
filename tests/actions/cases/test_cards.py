"""Cards: one live copy a chat, and whoever may look gets one."""

from __future__ import annotations

from desk.actions.handing_over.dispute import dispute_case, return_case
from desk.actions.handling.accept import take_case
from desk.domain.escalation.ladder import LadderStep
from schedules.ticks.cases import watch_cases
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.actions.pressure import climb_to, clockwork_of, overdue
from tests.deskside import Desk, Told
from tests.village import MONITOR, TOWN_DESK, VILLAGE, Character


async def cards(desk: Desk, who: Character) -> list[Told]:
    """What the cards of this chat look like after every edit that was decided, oldest first."""
    told = await desk.told(who)
    newest = {one.row.id: one for one in told if one.template == "task.card" and one.row.target_id is None}
    for one in told:
        if one.row.target_id in newest:
            newest[one.row.target_id] = one
    return list(newest.values())


async def test_of_two_cards_in_one_chat_only_the_newest_keeps_its_buttons(desk: Desk) -> None:
    case, monitor, town = await report(desk), await desk.person(MONITOR), await desk.person(TOWN_DESK)
    async with desk.work() as work:
        case = sure(await dispute_case(work, monitor, case.id, spoken("这是镇上管的路")))

    async with desk.work() as work:
        sure(await take_case(work, town, case.id, case.version))

    *old, new = await cards(desk, TOWN_DESK)
    assert [one.template for one in old] == ["task.newer"]
    assert [one.buttons for one in old] == [{}]
    assert new.buttons


async def test_an_owner_who_gets_the_case_back_has_one_card_with_buttons(desk: Desk) -> None:
    case, monitor, town = await report(desk), await desk.person(MONITOR), await desk.person(TOWN_DESK)
    async with desk.work() as work:
        case = sure(await dispute_case(work, monitor, case.id, spoken("不归我管")))

    async with desk.work() as work:
        sure(await return_case(work, town, case.id, case.version))

    shown = await cards(desk, MONITOR)
    assert [bool(one.buttons) for one in shown] == [False, True]


async def test_an_official_opens_the_card_of_their_own_report(desk: Desk) -> None:
    await desk.resident(MONITOR, VILLAGE)
    await desk.types(MONITOR, "我自己家的房子漏雨")
    for label in ("请人来", "没有危险", "发送"):
        await desk.presses(MONITOR, label)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
    before = len(await cards(desk, MONITOR))

    await desk.presses_code(MONITOR, f"m:card:{case.id}")

    assert len(await cards(desk, MONITOR)) == before + 1


async def test_whoever_gets_an_overdue_case_is_told_so_in_place_of_who_had_it(desk: Desk) -> None:
    case = await report(desk)
    desk.now = (await stored(desk, case)).due_at or desk.now
    await watch_cases(clockwork_of(desk))
    before = await templates(desk, MONITOR)
    await desk.person(MONITOR, reachable=False)

    await watch_cases(clockwork_of(desk))

    assert "tick.overdue" in before
    assert "tick.overdue" not in await templates(desk, MONITOR)  # it had not been sent yet
    assert (await templates(desk, TOWN_DESK)).count("tick.overdue") == 1


async def test_whoever_gets_a_case_after_the_notice_went_to_somebody_else_learns_that_it_is_late(
    desk: Desk,
) -> None:
    await overdue(desk)
    await desk.person(MONITOR, reachable=False)

    for _ in range(2):
        await watch_cases(clockwork_of(desk))

    assert (await templates(desk, TOWN_DESK)).count("tick.overdue") == 1


async def test_whoever_gets_an_overdue_visit_before_the_notice_is_told_by_the_notice(desk: Desk) -> None:
    case = await accepted(desk)
    desk.now = (await stored(desk, case)).due_at or desk.now
    await desk.person(MONITOR, reachable=False)
    await watch_cases(clockwork_of(desk))

    before = await templates(desk, TOWN_DESK)
    await climb_to(desk, LadderStep.NOTICE)

    assert "tick.overdue" not in before
    assert "ladder.notice.owner" in await templates(desk, TOWN_DESK)
