"""Danger is over when an official has rung up or looked, and never because somebody pressed a button."""

from __future__ import annotations

import pytest

from desk.domain.cases.case import Case, State
from tests.deskside import Desk
from tests.stories.steps import acts, last, ledger, newest_case, now, once, replies, tells, tick, visits
from tests.village import DUTY, MONITOR, RESIDENT, TOWN_DESK


async def in_danger(desk: Desk) -> Case:
    """A danger case, taken up by nobody yet."""
    await desk.resident()
    return await tells(desk, "其他", "救命，有人拿刀要杀我", danger="")


async def takes_back(desk: Desk, case: Case) -> None:
    """As residents do it, by the buttons."""
    await desk.presses_code(RESIDENT, f"o:{case.id}:withdraw")
    await desk.presses(RESIDENT, "不用办了")


async def test_whoever_takes_danger_back_reads_that_it_goes_on_until_somebody_has_looked(desk: Desk) -> None:
    case = await in_danger(desk)

    await takes_back(desk, case)

    after = await now(desk, case)
    asked, answered = (
        await last(desk, RESIDENT, "mine.withdraw_ask"),
        await once(desk, RESIDENT, "mine.wish_kept"),
    )
    assert (after.state, after.due_at) == (case.state, case.due_at)
    assert "平安" in asked.text
    assert MONITOR.name in answered
    assert "110" in answered
    assert (await acts(desk, case))[-1] == "ask_withdrawal"


async def test_the_owner_hears_of_the_wish_at_once_and_sees_it_on_the_card(desk: Desk) -> None:
    case = await in_danger(desk)

    await takes_back(desk, case)

    assert case.number in await once(desk, MONITOR, "task.withdrawal_asked")
    card = await last(desk, MONITOR, "task.card")
    assert "群众说不用办了" in card.text
    assert any("确认不用办了" in label for label in card.buttons)


async def test_the_wish_said_again_rings_nobody_again(desk: Desk) -> None:
    case = await in_danger(desk)
    await takes_back(desk, case)
    before = len(await desk.told(MONITOR))

    await takes_back(desk, case)

    assert len(await desk.told(MONITOR)) == before
    assert (await last(desk, RESIDENT, "mine.wish_kept")).text


async def test_danger_climbs_although_its_reporter_took_it_back(desk: Desk) -> None:
    case = await in_danger(desk)
    await takes_back(desk, case)

    await tick(desk, minutes=31)

    assert [one for one in await desk.told(TOWN_DESK) if one.template.startswith("tick.danger")]
    assert (await now(desk, case)).state is case.state


@pytest.mark.parametrize(("way", "code"), [("打过电话", "phone"), ("上门看过", "home")])
async def test_the_owner_makes_sure_and_then_it_is_over_and_the_reporter_is_told(
    desk: Desk, way: str, code: str
) -> None:
    case = await in_danger(desk)
    await takes_back(desk, case)

    await desk.presses(MONITOR, "确认不用办了")
    await desk.presses(MONITOR, way)

    after = await now(desk, case)
    assert (after.state, after.due_at) == (State.WITHDRAWN, None)
    assert MONITOR.name in await once(desk, RESIDENT, "tell.withdrawn")
    assert (await acts(desk, case))[-1] == "confirm_withdrawal"
    assert (await ledger(desk, case))[-1].details == code


async def test_who_is_not_sure_yet_leaves_it_open(desk: Desk) -> None:
    case = await in_danger(desk)
    await takes_back(desk, case)

    await desk.presses(MONITOR, "确认不用办了")
    await desk.presses(MONITOR, "还没有确认")

    assert (await now(desk, case)).state is case.state


async def test_without_a_wish_no_button_ends_danger_that_nobody_has_looked_at(desk: Desk) -> None:
    case = await in_danger(desk)
    await desk.presses(MONITOR, "受理")
    version = (await now(desk, case)).version

    answers = [
        (await desk.presses_code(MONITOR, f"k:{case.id}:{version}:{act}"))[0].template
        for act in ("reply", "confirm_withdrawal")
    ]

    assert answers == ["task.look_first", "common.too_late"]


async def test_after_a_look_it_is_answered_and_judged_like_any_other(desk: Desk) -> None:
    case = await in_danger(desk)
    await desk.presses(MONITOR, "受理")
    await visits(desk, MONITOR, "人送到派出所了，平安", "打电话")

    await replies(desk, MONITOR, "人已经平安")
    await desk.presses(RESIDENT, "😊 满意")

    assert (await now(desk, case)).state is State.CLOSED


async def test_what_is_no_danger_is_taken_back_at_once(desk: Desk) -> None:
    await desk.resident()
    case = await tells(desk, "吃水", "没水")

    await takes_back(desk, case)

    assert (await now(desk, case)).state is State.WITHDRAWN


async def test_danger_said_later_keeps_a_case_open_too(desk: Desk) -> None:
    await desk.resident()
    case = await tells(desk, "吃水", "没水")
    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "他拿刀要杀我")
    await desk.presses(RESIDENT, "说完了")

    await takes_back(desk, await newest_case(desk))

    assert (await now(desk, case)).state is State.ASSIGNED


@pytest.mark.parametrize("way", ["cancel", "declines", "edits"])
async def test_nothing_done_in_the_form_calls_an_alarm_off(desk: Desk, way: str) -> None:
    """Neither «cancel», nor «I do not agree», nor a harmless text in place of the old."""
    await desk.types(RESIDENT, "救命，有人拿刀要杀我")

    match way:
        case "cancel":
            await desk.types(RESIDENT, "/cancel")
        case "declines":
            await desk.presses(RESIDENT, "跳过")
            await desk.presses(RESIDENT, "不同意")
        case "edits":
            await desk.hears(RESIDENT, text="没事了，打错了", edited=True, message_id=1)
    await tick(desk, minutes=31)

    rung = [one for one in await desk.told(DUTY) if one.template == "alarm.card"]
    assert any("还没人联系" in one.text for one in rung) or await came_of_it(desk)


async def came_of_it(desk: Desk) -> bool:
    """Whether it became a case meanwhile, which climbs by itself."""
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        return any(case.danger for case in await work.cases.find_of_reporter(person.id))
