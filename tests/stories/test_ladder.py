"""Stories of pressure: what happens when nobody moves, told with the buttons that people press."""

from __future__ import annotations

from desk.domain.escalation.ladder import FileDecision, LadderStep
from schedules.ticks.cases import watch_cases
from schedules.ticks.danger import raise_alarms
from schedules.ticks.escalation import tend_ladder
from schedules.ticks.worklists import send_digests
from tests.actions.casework import accepted, templates
from tests.actions.pressure import MORNINGS, climb_to, clockwork_of, steps_of
from tests.deskside import Desk
from tests.village import COUNTY_LEADER, DUTY, MONITOR, RESIDENT, TOWN_DESK, TOWN_LEADER

FEW_LINES = 25


async def test_zhao_yongqiang_forgets_a_roof_and_the_four_ones_follow(desk: Desk) -> None:
    """process.md §4, seeds' 四个一: 告知, 整改, 督查, 问责 file, each once, and 销号 with the answer."""
    await desk.appoint(COUNTY_LEADER)
    case = await accepted(desk)

    await climb_to(desk, LadderStep.NOTICE)
    [answer] = await desk.presses(MONITOR, "收到")
    assert answer.template == "ladder.received"
    await climb_to(desk, LadderStep.RECTIFICATION)
    await desk.presses(MONITOR, "写整改")
    await desk.types(MONITOR, "明天带施工队去看")
    await desk.presses(MONITOR, "说完了")
    assert "明天带施工队去看" in (await desk.last_told(TOWN_DESK)).text
    await climb_to(desk, LadderStep.INSPECTION)
    await desk.presses(TOWN_DESK, "写督查情况")
    await desk.types(TOWN_DESK, "到户看过，施工队没来")
    await desk.presses(TOWN_DESK, "说完了")
    await climb_to(desk, LadderStep.ACCOUNTABILITY)
    file = await desk.last_told(COUNTY_LEADER)
    assert file.template == "ladder.file"
    assert len(file.text.splitlines()) <= FEW_LINES
    await desk.presses(COUNTY_LEADER, "作出决定")
    await desk.presses(COUNTY_LEADER, "约谈")
    await desk.types(COUNTY_LEADER, "拖了半个月，请镇里约谈")
    assert "不能再改" in (await desk.last_told(COUNTY_LEADER)).text
    await desk.presses(COUNTY_LEADER, "确定")

    assert "约谈" in (await desk.last_told(MONITOR)).text
    steps = await steps_of(desk, case)
    assert steps[LadderStep.ACCOUNTABILITY].decision is FileDecision.TALK
    assert all(steps[step].received_at for step in steps)
    await desk.presses(MONITOR, "看卡片")
    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "房顶修好了")
    await desk.presses(MONITOR, "发给群众")
    await tend_ladder(clockwork_of(desk))
    [struck] = [one for one in await desk.told(TOWN_DESK) if one.template == "ladder.struck"]
    assert "房顶修好了" in struck.text
    assert all(step.struck_at for step in (await steps_of(desk, case)).values())


async def test_gao_jianjun_reads_his_digest_and_presses(desk: Desk) -> None:
    """process.md §1: the leader reads the digest, presses 督办; told when it is solved."""
    await desk.appoint(TOWN_LEADER)
    case = await accepted(desk)
    await climb_to(desk, LadderStep.NOTICE)
    await send_digests(clockwork_of(desk))
    digest = await desk.last_told(TOWN_LEADER)
    assert len(digest.text.splitlines()) <= FEW_LINES

    await desk.presses(TOWN_LEADER, "督办")
    await desk.types(TOWN_LEADER, "老人住着呢，周五前修好")

    assert "老人住着呢" in (await desk.last_told(MONITOR)).text
    await desk.presses_code(TOWN_LEADER, f"m:card:{case.id}")
    card = [one for one in await desk.told(TOWN_LEADER) if one.template == "task.card"][-1]
    assert card.text.startswith("🔴 <b>督办</b>")
    await desk.presses(TOWN_LEADER, "督办")
    await desk.presses(TOWN_LEADER, "跳过")
    assert (await templates(desk, MONITOR)).count("supervise.owner") == 2
    await desk.presses_code(TOWN_LEADER, "m:overdue")
    assert "赵永强：1" in (await desk.last_told(TOWN_LEADER)).text


async def test_sun_li_presses_from_her_own_card(desk: Desk) -> None:
    """A superior may press at any time from the card they open; the card stays whole."""
    case = await accepted(desk)
    await desk.presses_code(TOWN_DESK, f"m:card:{case.id}")
    await desk.presses(TOWN_DESK, "更多操作")
    shown = await desk.last_told(TOWN_DESK)
    assert (shown.template, "🔴 督办" in shown.buttons) == ("task.card", True)

    await desk.presses(TOWN_DESK, "督办")
    await desk.presses(TOWN_DESK, "跳过")

    assert "supervise.owner" in await templates(desk, MONITOR)


async def test_wang_xiulan_writes_at_night_that_there_is_nothing_to_eat(desk: Desk) -> None:
    """process.md §3 rule 3: help first, quiet hours do not hold it back, somebody says that they call."""
    await desk.appoint(TOWN_LEADER)
    await desk.resident()
    desk.wait(hours=14)
    await desk.types(RESIDENT, "家里断粮了，老人三天没吃饭")
    desk.wait(minutes=16)
    await desk.types(RESIDENT, "快来人")
    await raise_alarms(clockwork_of(desk))
    await desk.presses(TOWN_LEADER, "我来联系")

    for who in (MONITOR, TOWN_DESK):
        assert "高建军" in (await desk.last_told(who)).text
    desk.wait(minutes=20)
    await raise_alarms(clockwork_of(desk))
    assert await templates(desk, DUTY) == []


async def test_nothing_is_said_twice_between_reminders_and_the_ladder(desk: Desk) -> None:
    """process.md §6: nothing is sent twice; the first day over is one notice, not a reminder and a notice."""
    await accepted(desk)
    for moment in sorted(MORNINGS.values())[:2]:
        desk.now = moment
        for _ in range(2):
            await watch_cases(clockwork_of(desk))
            await tend_ladder(clockwork_of(desk))

    heard = [one for one in await templates(desk, MONITOR) if one.startswith(("tick.", "ladder."))]
    assert heard == ["ladder.notice.owner", "ladder.rectification.owner"]
