"""/sweeps on the screen: three presses for nothing wrong, one message, and every press that was not meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.sweeps.sweep import Missing, TickResult
from desk.domain.talk.said import SaidKind
from schedules.clockwork import Clockwork
from schedules.ticks.sweeps import tend_sweeps
from tests.deskside import Desk, desk
from tests.register import WANGS, register
from tests.schedules.conftest import clockwork, signs
from tests.sweeping import houses, objects_of, sweep
from tests.village import (
    DUTY,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN,
    TOWN_DESK,
    VILLAGE,
    Character,
)

__all__ = ["clockwork", "desk", "signs"]


async def shown(desk: Desk, who: Character = MONITOR) -> str:
    return (await desk.last_told(who)).text


async def test_nothing_wrong_takes_three_presses_from_the_command_in_one_message(desk: Desk) -> None:
    await sweep(desk, houses(3))
    made = await sweep(desk, houses(2, first=4), "firm", name="企业用工排查")

    await desk.types(MONITOR, "/sweeps")
    both = await shown(desk)
    await desk.presses(MONITOR, "企业用工排查")
    await desk.presses(MONITOR, "1")
    card = await shown(desk)
    (answer,) = await desk.presses(MONITOR, "没问题")

    assert "汛前房屋排查</b>：还剩 <b>3</b>，12月4日前查完" in both
    assert "<b>4号房</b>\n企业 · 旧店镇九里夼村 · 村东头第4家\n编号 F215-4\n土坯房" in card
    assert answer.template == "sweep.ticked"
    assert [one.found for one in (await objects_of(desk, made)).values()] == [TickResult.FINE, None]
    assert "✅ 4号房：没问题" in await shown(desk)
    told = [one for one in await desk.told(MONITOR) if one.template.startswith("sweep.")]
    assert [one.row.method for one in told] == ["send", "edit", "edit", "edit"]
    assert {one.row.target_id for one in told[1:]} == {told[0].row.id}


async def test_who_has_one_sweep_sees_its_objects_at_once_and_turns_pages(desk: Desk) -> None:
    await sweep(desk, houses(10))

    await desk.types(MONITOR, "/sweeps")
    first = await shown(desk)
    await desk.presses(MONITOR, "下一页")
    second = await shown(desk)
    await desk.presses(MONITOR, "上一页")

    assert ("8号房" in first, "9号房" in first) == (True, False)
    assert ("8号房" in second, "9号房" in second) == (False, True)
    assert await shown(desk) == first


async def test_a_page_before_the_first_is_the_first(desk: Desk) -> None:
    made = await sweep(desk, houses(2))

    await desk.presses_code(MONITOR, f"x:p:{made.id}:{VILLAGE}:o<0:")

    assert "1号房" in await shown(desk)


async def test_the_button_among_more_opens_the_same(desk: Desk) -> None:
    await sweep(desk, houses(2))

    await desk.types(MONITOR, "更多")
    await desk.presses(MONITOR, "排查")

    assert "还剩 <b>2</b> 处" in await shown(desk)


async def test_not_found_asks_why_and_another_reason_in_words(desk: Desk) -> None:
    made = await sweep(desk, houses(2))

    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "找不到")
    await desk.presses(MONITOR, "搬走了")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "找不到")
    await desk.presses(MONITOR, "其他原因")
    await desk.hears(MONITOR, SaidKind.VOICE, file_id="VOICE-1")
    assert "sweep.in_words" in [told.template for told in await desk.told(MONITOR)]
    await desk.types(MONITOR, "门锁着，邻居也不知道")

    first, second = (await objects_of(desk, made)).values()
    assert (first.found, first.missing, first.said) == (TickResult.MISSING, Missing.MOVED, "")
    assert (second.missing, second.said) == (Missing.ELSE, "门锁着，邻居也不知道")


async def test_a_wrong_tick_is_found_among_those_done_and_changed(desk: Desk) -> None:
    made = await sweep(desk, houses(2))
    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "没问题")

    await desk.presses(MONITOR, "查过的")
    await desk.presses(MONITOR, "1")
    card = await shown(desk)
    await desk.presses(MONITOR, "找不到")
    await desk.presses(MONITOR, "名单有误")

    assert "已记：没问题\n赵永强" in card
    assert next(iter((await objects_of(desk, made)).values())).missing is Missing.WRONG_ENTRY


async def test_a_household_s_problem_is_asked_what_it_is_about_and_goes_with_photo_and_voice(
    desk: Desk,
) -> None:
    [household_id] = await register(desk, WANGS)
    listed = replace(houses(1)[0], name="王秀兰", household_id=household_id)
    made = await sweep(desk, [listed], "household")

    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "有问题")
    await desk.presses(MONITOR, "看病")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="PHOTO-1")
    await desk.types(MONITOR, "报销卡在医院")
    await desk.presses(MONITOR, "说完了")
    asked = await shown(desk)
    await desk.presses(MONITOR, "报上去")

    assert "语音、照片：1 份" in asked
    [one] = (await objects_of(desk, made)).values()
    async with desk.work() as work:
        case = await work.cases.find(one.case_id or 0)
        assert case is not None
        words = await work.cases.words(case.id)
    assert (case.trouble, case.subject) == ("illness", "王秀兰 F215-1")
    assert [word.body.get("file_id", word.body.get("text")) for word in words] == ["PHOTO-1", "报销卡在医院"]


async def test_a_town_chooses_among_its_empty_villages_and_goes_on_by_itself(desk: Desk) -> None:
    await sweep(desk, [*houses(1), *houses(1, NEIGHBOUR_VILLAGE)], office=TOWN)
    await desk.send_on_leave(MONITOR, 3)

    await desk.types(TOWN_DESK, "/sweeps")
    await desk.presses(TOWN_DESK, "剩 2")
    await desk.presses(TOWN_DESK, "换一个村")
    await desk.presses(TOWN_DESK, "旧店村（1）")
    there = await shown(desk, TOWN_DESK)
    await desk.presses(TOWN_DESK, "1")
    await desk.presses(TOWN_DESK, "没问题")

    assert "旧店镇旧店村" in there
    assert "九里夼村\n还剩 <b>1</b>" in await shown(desk, TOWN_DESK)


async def test_the_county_looks_who_is_slow_and_draws_a_sample_that_an_inspector_looks_at(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(INSPECTOR)
    await sweep(desk)
    await tend_sweeps(clockwork)
    await desk.types(MONITOR, "/sweeps")
    for _ in range(2):
        await desk.presses(MONITOR, "1")
        await desk.presses(MONITOR, "没问题")

    await desk.presses(DUTY, "看哪里慢")
    slow = await shown(desk, DUTY)
    await desk.presses(DUTY, "旧店镇")
    town = await shown(desk, DUTY)
    await desk.presses(DUTY, "抽查")
    (answer,) = await desk.presses(DUTY, "抽 10 处")
    await tend_sweeps(clockwork)
    await desk.presses(INSPECTOR, "复核（2）")
    await desk.presses(INSPECTOR, "1")
    card = await shown(desk, INSPECTOR)
    await desk.presses(INSPECTOR, "✅ 一样")
    await desk.presses(INSPECTOR, "1")
    await desk.presses(INSPECTOR, "不一样")
    await desk.hears(INSPECTOR, SaidKind.VOICE, file_id="VOICE-1")
    await desk.types(INSPECTOR, "屋顶漏了一个洞")
    desk.wait(minutes=1)
    await tend_sweeps(clockwork)

    assert "· 旧店镇：2/13" in slow
    assert "· 九里夼村：2/10 赵永强" in town
    assert answer.template == "sweep.drawing"
    assert "填的是：<b>没问题</b>" in card
    assert MONITOR.name not in card
    assert "抽查 2 处，一致 1/2（50%）" in await shown(desk, DUTY)
    await desk.presses(MONITOR, "去看看")
    assert "督查看过：不一致" in await shown(desk)


async def test_without_a_sweep_or_a_post_it_says_so(desk: Desk) -> None:
    await desk.types(MONITOR, "/sweeps")
    await desk.types(RESIDENT, "/sweeps")

    assert (await desk.last_told(MONITOR)).template == "sweep.nothing"
    assert (await desk.last_told(RESIDENT)).template == "desk.officials_only"


async def test_a_story_half_told_is_not_thrown_away_for_a_finding(desk: Desk) -> None:
    await sweep(desk, houses(2))
    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    problem = next(
        code for label, code in (await desk.last_told(MONITOR)).buttons.items() if "有问题" in label
    )
    await desk.types(MONITOR, "我家房子漏雨")

    (answer,) = await desk.presses_code(MONITOR, problem)

    assert answer.template == "task.finish_first"


async def test_a_form_that_was_overtaken_says_so_and_opens_no_case(desk: Desk) -> None:
    made = await sweep(desk, houses(1))
    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    fine = next(code for label, code in (await desk.last_told(MONITOR)).buttons.items() if "没问题" in label)
    await desk.presses(MONITOR, "有问题")
    await desk.types(MONITOR, "墙裂了")
    await desk.presses_code(MONITOR, fine)
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "报上去")

    assert "sweep.changed" in [told.template for told in await desk.told(MONITOR)]
    [one] = (await objects_of(desk, made)).values()
    assert (one.found, one.case_id) == (TickResult.FINE, None)


@pytest.mark.parametrize("who", [OTHER_TOWN_DESK, NEIGHBOUR])
async def test_buttons_in_the_wrong_hands_are_answered_like_those_of_nothing(
    desk: Desk, who: Character
) -> None:
    made = await sweep(desk, houses(1))
    [one] = (await objects_of(desk, made)).values()
    codes = [
        *(f"x:{verb}:{one.id}:1:" for verb in "fq"),
        *(f"x:{verb}:{one.id}:" for verb in "on"),
        f"x:m:{one.id}:1:gone:",
        f"x:s:{made.id}:",
        f"x:v:{made.id}:0:",
        f"x:p:{made.id}:{VILLAGE}:o>0:",
        f"x:w:{made.id}:{TOWN}:",
        f"x:t:{made.id}:",
        f"x:z:{made.id}:10:0:",
    ]

    for code in codes:
        for pressed in (code, code.replace(f":{one.id}:", ":999:", 1)):
            (answer,) = await desk.presses_code(who, pressed)
            assert (answer.template, answer.alert) == ("common.not_yours", True), pressed

    assert (await objects_of(desk, made))[one.listed.number] == one


@pytest.mark.parametrize(
    "code",
    [
        *("x", "x:", "x:f", "x:f:1", "x:f:1:1", "x:f:１:1:", "x:f:1:1:x", "x:f:1:1::", "x:k:1:1:"),
        *(
            "x:m:1:1:why:",
            "x:m:1:1:gone",
            "x:o:-1:",
            "x:p:1::o>0",
            "x:p:1:37:o>0:",
            "x:p:1::x>0:",
            "x:p:1::o=0:",
        ),
        *(
            "x:p:1::o>:",
            "x:p:1::o>-1:",
            "x:p:1::o>zzzzzzzzzzzzz:",
            "x:w:1:h:",
            "x:w:1::",
            "x:z:1:10:",
            "x:y:1:1",
        ),
        *("x:d:1:1:", "x:i:", "x:j:0:", "x:j:0", "x:r:1:1", "x:v:1::", "x:l:1", "x:t:9999999999999999999:"),
    ],
)
async def test_codes_of_nobody_s_making_do_nothing(desk: Desk, code: str) -> None:
    (answer,) = await desk.presses_code(MONITOR, code)

    assert answer.template in ("form.stale", "sweep.no_checks")


async def test_it_is_all_there_in_english(desk: Desk) -> None:
    await desk.person(MONITOR, language="en")
    await sweep(desk, houses(2))

    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "Nothing wrong")

    assert "✅ 1号房: nothing wrong" in await shown(desk)
    assert "<b>1</b> of 2 houses left, until 4/12" in await shown(desk)
