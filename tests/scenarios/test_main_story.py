"""From a resident's first word to the answered call-back, through two processes and HTTP."""

from __future__ import annotations

from tests.scenarios.puppet import text_of
from tests.scenarios.stage import Stage
from tests.village import DUTY, MONITOR, RESIDENT, TOWN_DESK


async def tells_a_leaking_roof(stage: Stage) -> None:
    await comes_to_the_last_question(stage)
    await stage.puppet(RESIDENT.user_id).presses("发送")


async def comes_to_the_last_question(stage: Stage) -> None:
    resident = stage.puppet(RESIDENT.user_id)
    await resident.opens()
    await resident.presses("我有困难")
    await resident.presses("同意")
    await resident.presses("房子")
    await resident.sees("哪个村")
    await resident.says("旧店镇九里夼村")
    await resident.sees("怎么回事")
    await resident.says("房顶漏雨")
    await resident.sends_voice()
    await resident.sends_photo("就是这里")
    await resident.presses("说完了")
    await resident.presses("没有危险")
    await resident.shares_contact()
    await resident.sees("请看一看对不对", "房顶漏雨")


async def test_a_leaking_roof_is_reported_visited_answered_and_closed(stage: Stage):
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)

    await tells_a_leaking_roof(stage)
    await resident.sees("已经报上去了", MONITOR.name)
    await monitor.sees("房顶漏雨", "九里夼村")
    await monitor.presses("受理")
    await resident.sees(MONITOR.name, "接手")
    await monitor.presses("已走访")
    await monitor.presses("上门")
    await monitor.says("看过了,瓦片坏了二十来块")
    await monitor.sends_photo()
    await monitor.presses("说完了")
    await monitor.sees("走访记下了")
    await resident.sees_nothing_of("二十来块")
    await monitor.presses("答复")
    await monitor.sees("选一条写好的答复")
    await monitor.says("明天上午请人来换瓦,不用您出钱")
    await monitor.presses("发")
    await resident.sees("明天上午请人来换瓦")
    await resident.presses("满意")
    await resident.sees("谢谢")

    await resident.presses("我报的事")
    await resident.sees("已办完")


async def test_a_reply_that_did_not_help_reopens_the_case_with_the_words(stage: Stage):
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)
    await tells_a_leaking_roof(stage)
    await monitor.presses("受理")
    await resident.sees("接手")
    await monitor.presses("答复")
    await monitor.sees("选一条写好的答复")
    await monitor.says("已经修好")
    await monitor.presses("发")

    await resident.sees("已经修好")
    await resident.presses("不满意")
    await resident.says("根本没人来修")
    await resident.presses("说完了")

    await monitor.sees("根本没人来修")
    await stage.puppet(TOWN_DESK.user_id).sees("根本没人来修")


async def test_a_press_on_a_card_of_yesterday_changes_nothing(stage: Stage):
    monitor = stage.puppet(MONITOR.user_id)
    await tells_a_leaking_roof(stage)
    card = await monitor.sees("房顶漏雨")
    await monitor.presses("受理")

    answer = await monitor.presses_again(card, "受理")

    assert answer
    assert "房顶漏雨" in text_of(card)


async def test_a_village_without_a_monitor_is_the_towns(stage: Stage):
    resident = stage.puppet(RESIDENT.user_id)
    await resident.opens("v_370283122381")
    await resident.says("家里自来水停了")
    await resident.presses("请人来")
    await resident.presses("同意")
    await resident.presses("没有危险")
    await resident.presses("跳过")
    await resident.presses("发送")

    await resident.sees("已经报上去了", TOWN_DESK.name)
    await stage.puppet(TOWN_DESK.user_id).sees("自来水停了")
    await stage.puppet(DUTY.user_id).sees_nothing_of("自来水停了")
