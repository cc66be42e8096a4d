"""Clocks that stop and move, and cases that end another way: residents and officials in their own chats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, Kind, Rating, State
from desk.domain.reports.report import read_report
from desk.domain.talk.said import SaidKind
from schedules.clockwork import Clockwork
from schedules.ticks.callbacks import close_silent
from tests.actions.casework import accepted, report, spoken, stored, templates
from tests.deskside import Desk, rules
from tests.schedules.conftest import Signs
from tests.village import DUTY, INSPECTOR, MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, VILLAGE, Character


@pytest.fixture
def clockwork(desk: Desk) -> Clockwork:
    """The ticks' view of this desk."""
    signs = Signs()
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)


async def newest(desk: Desk, who: Character, template: str) -> str:
    """The newest message of this kind, as its reader sees it."""
    told = [one.text for one in await desk.told(who) if one.template == template]
    return told[-1]


async def test_wang_xiulan_sends_a_photo_of_the_paper_that_was_missing(desk: Desk) -> None:
    """待补充: the only thing that stops a clock, and everybody sees it (process, section 3; B07)."""
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "要群众补材料")
    await desk.types(MONITOR, "请拍一下房产证")
    assert "时限停着" in await newest(desk, MONITOR, "task.card")

    desk.wait(days=2)
    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="deed")
    assert "是补给那件事的吗" in (await desk.last_told(RESIDENT)).text
    await desk.presses(RESIDENT, "是，补给这件事")
    await desk.types(RESIDENT, "这是房产证")
    await desk.presses(RESIDENT, "说完了")

    after = await stored(desk, case)
    assert (after.state, after.paused_at) == (State.IN_WORK, None)
    assert after.reply_due_at > case.reply_due_at
    assert "您补的收到了" in (await desk.last_told(RESIDENT)).text
    assert "addition.done" not in [one.template for one in await desk.told(RESIDENT)]  # said once
    assert "deed" in [one.file_id for one in await desk.told(MONITOR)]


async def test_she_presses_the_button_and_types_it(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "要群众补材料")
    await desk.types(MONITOR, "身份证号后四位")

    await desk.presses(RESIDENT, "补材料")
    await desk.types(RESIDENT, "1234")
    await desk.presses(RESIDENT, "说完了")

    assert (await stored(desk, case)).state is State.IN_WORK


async def test_what_she_says_about_something_else_becomes_a_report_of_its_own(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "要群众补材料")
    await desk.types(MONITOR, "请拍一下房产证")

    await desk.types(RESIDENT, "水管也冻住了，三天没水吃")
    await desk.presses(RESIDENT, "另外的事")

    assert (await stored(desk, case)).state is State.AWAITING_MATERIAL
    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    assert draft is not None
    assert draft.form == "report"


async def test_zhao_yongqiang_goes_on_without_the_paper(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "要群众补材料")
    await desk.types(MONITOR, "请拍一下房产证")

    await desk.presses(MONITOR, "不等了，接着办")

    assert (await stored(desk, case)).state is State.IN_WORK
    assert "接着办" in await newest(desk, RESIDENT, "material.resumed")


async def test_the_town_gives_zhao_yongqiang_five_more_days_and_wang_xiulan_knows_why(desk: Desk) -> None:
    """延期: asked before the deadline, granted by a superior, the resident told (process, section 3)."""
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "申请延期")
    await desk.presses(MONITOR, "5")
    await desk.types(MONITOR, "住建局下周才来鉴定")

    assert "住建局下周才来鉴定" in await newest(desk, TOWN_DESK, "task.card")
    await desk.presses(TOWN_DESK, "✅ 同意延期")

    after = await stored(desk, case)
    assert (after.extended, after.reply_due_at > case.reply_due_at) == (1, True)
    assert "住建局下周才来鉴定" in await newest(desk, RESIDENT, "extension.told")
    await desk.presses(MONITOR, "看卡片")
    assert "已延期 1 次" in await newest(desk, MONITOR, "task.card")


async def test_the_town_does_not_give_more_time(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "申请延期")
    await desk.presses(MONITOR, "10")
    await desk.types(MONITOR, "太忙")

    await desk.presses(TOWN_DESK, "不同意延期")

    assert (await stored(desk, case)).reply_due_at == case.reply_due_at
    assert "extension.refused" in await templates(desk, MONITOR)
    assert "extension.told" not in await templates(desk, RESIDENT)


async def test_it_is_too_late_to_ask_for_time(desk: Desk) -> None:
    case = await accepted(desk)
    desk.wait(days=20)

    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:ask_extension")

    assert answer.template == "extension.over"


async def test_wang_xiulan_is_declined_and_the_town_looks_again(desk: Desk) -> None:
    """不予受理: always with a reason, and 复核 goes one level up, to the county's last word (section 3)."""
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "不予受理")
    await desk.presses(MONITOR, "不够政策条件")
    assert "够不上条件" in await newest(desk, MONITOR, "form.question")
    await desk.presses(MONITOR, "不予受理，告诉群众")

    assert "够不上条件" in await newest(desk, RESIDENT, "decline.told")
    await desk.presses(RESIDENT, "请上一级再看看")
    assert "不予受理的理由" in await newest(desk, TOWN_DESK, "task.card")
    await _decline_in_own_words(desk, TOWN_DESK)
    await desk.presses(RESIDENT, "请上一级再看看")
    await _decline_in_own_words(desk, DUTY)

    told = [one for one in await desk.told(RESIDENT) if one.template == "decline.told"][-1]
    assert (told.buttons, rules().hotline in told.text) == ({}, True)
    [answer] = await desk.presses_code(RESIDENT, f"o:{case.id}:review")
    assert (answer.template, answer.arguments) == ("decline.no_review", {"hotline": rules().hotline})
    assert (await stored(desk, case)).state is State.DECLINED


async def _decline_in_own_words(desk: Desk, who: Character) -> None:
    await desk.presses(who, "更多操作")
    await desk.presses(who, "不予受理")
    await desk.types(who, "核实过，房子是新盖的")
    await desk.presses(who, "不予受理，告诉群众")


async def test_somebody_in_danger_is_neither_declined_nor_sent_away(desk: Desk) -> None:
    """绿色通道: help first; "call 120" never ends the case (process, section 3; rule 3)."""
    case = await report(desk, danger=True)
    await desk.presses(MONITOR, "更多操作")

    for act in ("decline", "redirect"):
        [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:{act}")
        assert answer.template == f"{act}.urgent_stays"
        assert answer.alert
    await desk.presses(MONITOR, "让群众打急救电话")
    await desk.presses(MONITOR, "120 急救")

    assert "120" in await newest(desk, RESIDENT, "call_help.told")
    assert (await stored(desk, case)).state is State.ASSIGNED


async def test_wages_are_owed_and_the_right_office_is_named(desk: Desk) -> None:
    """转渠道: the resident is told where to go and how (process, section 3)."""
    case = await accepted(desk)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "转其他渠道")
    await desk.presses(MONITOR, "12333 劳动监察")
    await desk.presses(MONITOR, "转渠道，告诉群众")

    assert "12333" in await newest(desk, RESIDENT, "redirect.told")
    assert (await stored(desk, case)).state is State.REDIRECTED
    await desk.presses_code(RESIDENT, f"o:{case.id}:view")
    assert "该找谁已告诉您" in (await desk.last_told(RESIDENT)).text


async def test_a_prepared_reply_is_read_once_more_and_sent_as_it_stands(desk: Desk) -> None:
    await accepted(desk)
    await desk.presses(MONITOR, "已走访")
    await desk.presses(MONITOR, "上门")
    await desk.types(MONITOR, "东墙裂了")
    await desk.presses(MONITOR, "说完了")

    await desk.presses(MONITOR, "答复")
    await desk.presses(MONITOR, "已报房屋鉴定")
    preview = await newest(desk, MONITOR, "form.question")
    await desk.presses(MONITOR, "发给群众")

    told = await newest(desk, RESIDENT, "tell.replied")
    assert "旧店镇九里夼村的房子，已经报给住建部门来鉴定" in told
    assert "11月23日" in told
    assert "旧店镇九里夼村的房子，已经报给住建部门来鉴定" in preview


async def test_a_suggestion_is_answered_with_whether_it_was_adopted(desk: Desk) -> None:
    person = await desk.resident()
    async with desk.work() as work:
        told = read_report(Kind.SUGGESTION, {"place": VILLAGE, "story": [spoken("村口装个路灯")]})
        case = await submit_report(work, person, told)
    await desk.presses(TOWN_DESK, "受理")

    await desk.presses(TOWN_DESK, "答复")
    await desk.presses(TOWN_DESK, "采纳")
    await desk.presses(TOWN_DESK, "谢谢，会照办")
    await desk.presses(TOWN_DESK, "发给群众")

    assert "我们采纳了" in await newest(desk, RESIDENT, "tell.replied")
    async with desk.database.transaction() as connection:
        [row] = await connection.fetch_all(
            "SELECT details FROM ledger WHERE case_id = :id AND act = 'reply'", {"id": case.id}
        )
    assert row["details"] == "adopted:yes"


async def test_a_finding_is_verified_and_another_is_sent_back(desk: Desk) -> None:
    """核查验收: who settled it does not close it (process, sections 2 and 3, rule 5)."""
    monitor, cases = await desk.resident(MONITOR), []
    for _ in range(2):
        async with desk.work() as work:
            found = read_report(
                Kind.PATROL, {"place": VILLAGE, "trouble": "water", "story": [spoken("水管裂了")]}
            )
            cases.append(await submit_report(work, monitor, found))
        await desk.presses(MONITOR, "受理")
        await desk.presses(MONITOR, "答复")
        await desk.types(MONITOR, "换好了")
        await desk.presses(MONITOR, "发给群众")
        if len(cases) == 1:
            await desk.presses(TOWN_DESK, "验收通过")
    await desk.presses(TOWN_DESK, "没办好，退回")
    await desk.types(TOWN_DESK, "接口还在滴水")

    assert [(await stored(desk, case)).state for case in cases] == [State.CLOSED, State.REOPENED]
    assert "接口还在滴水" in await newest(desk, MONITOR, "task.card")


async def test_the_town_notes_something_and_the_monitor_opens_the_card(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses_code(TOWN_DESK, f"k:{case.id}:{case.version}:comment")
    await desk.types(TOWN_DESK, "镇里已联系住建局")

    assert "镇里已联系住建局" in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "看卡片")
    assert "备注：镇里已联系住建局" in await newest(desk, MONITOR, "task.card")
    assert (await stored(desk, case)).due_at == case.due_at


async def test_the_card_is_at_hand_after_a_visit(desk: Desk) -> None:
    await report(desk, story=[{"kind": "photo", "file_id": f"wall-{n}"} for n in range(6)])
    await desk.presses(MONITOR, "已走访")
    await desk.presses(MONITOR, "上门")
    await desk.types(MONITOR, "看过了")
    await desk.presses(MONITOR, "说完了")

    told = await desk.told(MONITOR)
    cards = [
        number for number, one in enumerate(told) if one.template == "task.card" and not one.row.target_id
    ]
    assert "💬 答复" in told[cards[-1]].buttons
    assert not any(one.file_id for one in told[cards[-1] :])


async def drawn(desk: Desk, clockwork: Clockwork) -> Case:
    """Wang Xiulan was answered, did not say whether it helped, and is to be rung up."""
    await desk.appoint(INSPECTOR)
    desk.shared = replace(
        desk.shared, rules=replace(rules(), handling=replace(rules().handling, sample_percent=100))
    )
    case = await accepted(desk)
    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "已经修好了")
    await desk.presses(MONITOR, "发给群众")
    desk.wait(days=8)
    await close_silent(clockwork)
    return case


async def test_lin_xia_rings_up_and_hears_that_the_roof_still_leaks(desk: Desk, clockwork: Clockwork) -> None:
    """回访: an inspector samples who did not answer; the handlers do not see it (B16, rule 5)."""
    case = await drawn(desk, clockwork)
    await desk.types(INSPECTOR, "/calls")
    assert RESIDENT.phone not in (await desk.last_told(INSPECTOR)).text
    await desk.presses(INSPECTOR, case.number[-4:])
    card = (await desk.last_told(INSPECTOR)).text
    assert RESIDENT.phone in card
    assert "已经修好了" in card

    await desk.presses(INSPECTOR, "不满意")
    await desk.types(INSPECTOR, "一下雨还是漏")

    after = await stored(desk, case)
    assert (after.state, after.reopened) == (State.REOPENED, 1)
    assert "一下雨还是漏" in await newest(desk, MONITOR, "task.card")


async def test_lin_xia_rings_up_and_all_is_well(desk: Desk, clockwork: Clockwork) -> None:
    case = await drawn(desk, clockwork)
    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, case.number[-4:])

    await desk.presses(INSPECTOR, "😊 满意")

    assert (await stored(desk, case)).rating is Rating.SATISFIED
    assert "没有要打的回访电话" in (await desk.last_told(INSPECTOR)).text
    [answer] = await desk.presses_code(INSPECTOR, f"i:{case.id}:1:not_reached")
    assert answer.template == "common.too_late"


async def test_nobody_answers_the_telephone(desk: Desk, clockwork: Clockwork) -> None:
    case = await drawn(desk, clockwork)
    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, case.number[-4:])

    await desk.presses(INSPECTOR, "一直没打通")

    assert (await stored(desk, case)).rating is Rating.UNRATED


async def test_the_list_of_calls_is_for_inspectors(desk: Desk, clockwork: Clockwork) -> None:
    case = await drawn(desk, clockwork)

    for who in (MONITOR, NEIGHBOUR):
        await desk.types(who, "/calls")
        assert (await desk.last_told(who)).template == "calls.inspectors_only"
        for wish in ("open", "satisfied", "dissatisfied", "not_reached"):
            [answer] = await desk.presses_code(who, f"i:{case.id}:1:{wish}")
            assert answer.template == "common.not_yours"


async def test_twenty_calls_are_turned_page_by_page_in_one_message(desk: Desk, clockwork: Clockwork) -> None:
    await drawn(desk, clockwork)
    for _ in range(9):
        await accepted(desk)
        await desk.presses(MONITOR, "答复")
        await desk.types(MONITOR, "已经修好了")
        await desk.presses(MONITOR, "发给群众")
    desk.wait(days=4)
    first = desk.now
    desk.wait(days=4)
    await close_silent(clockwork)
    desk.now = first  # so that no call is over yet

    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, "下一页")
    second = await desk.last_told(INSPECTOR)
    await desk.presses(INSPECTOR, "上一页")

    assert "第 2 页，共 2 页" in second.text
    assert second.row.target_id is not None
    assert "第 1 页，共 2 页" in (await desk.last_told(INSPECTOR)).text
