"""Stories in which several things happen to one case: rules must hold while they meet."""

from __future__ import annotations

from datetime import timedelta

from desk.domain.cases.case import DueStage, State
from desk.domain.county.areas import Level
from desk.domain.escalation.ladder import LadderStep
from desk.domain.people.people import Role
from desk.domain.talk.said import SaidKind
from tests.actions.pressure import steps_of
from tests.deskside import Desk
from tests.stories.steps import (
    acts,
    everything_read_by,
    last,
    ledger,
    more,
    newest_case,
    now,
    on,
    once,
    pass_time,
    read,
    replies,
    solves,
    tells,
    tick,
    visits,
)
from tests.village import (
    DUTY,
    HOUSING_DESK,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    WATER_DESK,
    Character,
)

NEWCOMER = Character(2003, "林小满", "+8613800002003", Role.VILLAGE_MONITOR, OTHER_VILLAGE)


async def test_while_the_paper_is_missing_no_step_is_taken_and_afterwards_the_days_are_given_back(
    desk: Desk,
) -> None:
    """Process.md 3 待补充: the only pause; nobody climbs meanwhile, and the days come back after it."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "要群众补材料")
    await desk.types(MONITOR, "请拍一下房产证")
    await pass_time(desk, on(11, 26), on(11, 30), on(12, 2))
    assert await steps_of(desk, case) == {}
    assert "时限停着" in (await last(desk, MONITOR, "task.card")).text

    await desk.presses(RESIDENT, "补材料")
    await desk.types(RESIDENT, "找到了")
    await desk.presses(RESIDENT, "说完了")
    after = await now(desk, case)
    assert after.reply_due_at > case.reply_due_at
    assert f"12月{after.reply_due_at.day}日" in await once(desk, RESIDENT, "material.given")
    await pass_time(desk, on(12, 2, 10), on(12, 3))
    assert await steps_of(desk, case) == {}


async def test_more_time_was_granted_and_the_ladder_waits_for_the_new_date(desk: Desk) -> None:
    """Process.md 3 延期: asked in time, granted by a superior, the resident told; then it counts."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await visits(desk, MONITOR, "要等天晴")
    await more(desk, MONITOR, "申请延期")
    await desk.presses(MONITOR, "5")
    await desk.types(MONITOR, "雨天上不了房")
    await desk.presses(TOWN_DESK, "✅ 同意延期")
    granted = await now(desk, case)
    assert granted.reply_due_at - case.reply_due_at == timedelta(days=7)

    await pass_time(desk, on(12, 1), on(12, 4))
    assert await steps_of(desk, case) == {}
    assert "雨天上不了房" in await once(desk, RESIDENT, "extension.told")
    await pass_time(desk, on(12, 8))
    assert set(await steps_of(desk, case)) == {LadderStep.NOTICE}


async def test_lin_xiaoman_inherits_a_case_that_waits_for_a_paper(desk: Desk) -> None:
    """B19 and 待补充 together: the paper goes to whoever answers now, and nothing is told twice."""
    await desk.appoint(NEWCOMER)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "要群众补材料")
    await desk.types(MONITOR, "请拍一下房产证")
    await desk.types(DUTY, f"/staff {MONITOR.name}")
    await desk.presses(DUTY, "交接")
    await desk.types(DUTY, NEWCOMER.name)
    await desk.presses(DUTY, NEWCOMER.name)
    await desk.presses(DUTY, "对")
    await tick(desk, minutes=1)

    before = len(await desk.told(MONITOR))
    await desk.presses(RESIDENT, "补材料")
    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="DEED")
    await desk.presses(RESIDENT, "说完了")

    assert "DEED" in [one.file_id for one in await desk.told(NEWCOMER)]
    assert not any(one.file_id for one in (await desk.told(MONITOR))[before:])
    assert NEWCOMER.phone in await once(desk, RESIDENT, "material.given")
    await replies(desk, NEWCOMER, "可以修了")
    assert (await now(desk, case)).state is State.RESOLVED


async def test_declined_reviewed_and_then_done_by_the_town(desk: Desk) -> None:
    """Process.md 3 不予受理: 复核 goes one level up; whoever looks again may well take it up and solve it."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await more(desk, MONITOR, "不予受理")
    await desk.presses(MONITOR, "不够政策条件")
    await desk.presses(MONITOR, "不予受理，告诉群众")
    assert (await now(desk, case)).due_at is None
    desk.wait(days=2)
    await desk.presses(RESIDENT, "请上一级再看看")

    reviewed = await now(desk, case)
    assert (reviewed.state, reviewed.level) == (State.ASSIGNED, Level.TOWN)
    assert reviewed.due_at is not None
    [again] = await desk.presses_code(RESIDENT, f"o:{case.id}:review")
    assert again.alert
    assert len(await read(desk, RESIDENT, "decline.reviewed")) == 1
    await desk.presses(TOWN_DESK, "受理")
    await replies(desk, TOWN_DESK, "按特殊情况给修")
    await desk.presses(RESIDENT, "😊 满意")
    closed = await now(desk, case)
    assert (closed.state, closed.closed_level) == (State.CLOSED, Level.TOWN)


async def test_nobody_asked_for_a_review_and_it_stays_declined(desk: Desk) -> None:
    """Process.md 3: a refusal has a reason; no call-back; after thirty days it is for good."""
    await desk.resident()
    case = await tells(desk, "其他", "想要一辆三轮车")
    await more(desk, MONITOR, "不予受理")
    await desk.presses(MONITOR, "不归我们管")
    await desk.presses(MONITOR, "不予受理，告诉群众")
    await pass_time(desk, on(12, 3), on(12, 28))

    [answer] = await desk.presses_code(RESIDENT, f"o:{case.id}:review")
    assert answer.template == "decline.review_late"
    assert (await now(desk, case)).state is State.DECLINED
    assert await read(desk, RESIDENT, "follow_up.ask") == []
    assert len(await read(desk, RESIDENT, "decline.told")) == 1


async def test_sent_to_the_court_with_an_address_and_still_welcome(desk: Desk) -> None:
    """Process.md 3 转渠道: she is told where to go and how; a report of something else is welcome."""
    await desk.resident()
    case = await tells(desk, "其他", "邻居占了我的宅基地")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "转其他渠道")
    await desk.presses(MONITOR, "法院")
    await desk.presses(MONITOR, "转渠道，告诉群众")

    told = await once(desk, RESIDENT, "redirect.told")
    assert all(word in told for word in ("法院", "12348", MONITOR.phone))
    assert (await now(desk, case)).state is State.REDIRECTED
    roof = await tells(desk, "房子", "房顶漏雨")
    assert roof.number != case.number
    await tick(desk, days=9)
    assert await read(desk, RESIDENT, "follow_up.ask") == []


async def test_it_was_struck_off_too_early_and_the_next_step_follows_not_the_first_again(desk: Desk) -> None:
    """E04 销号管理、跟踪检查, E01 each once: reopened after 销号 the ladder goes on where it stood."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await pass_time(desk, on(11, 26))
    await replies(desk, MONITOR, "好了")
    await pass_time(desk, on(11, 26, 9))
    assert "可以销号" in await once(desk, TOWN_DESK, "ladder.struck")
    await desk.presses(RESIDENT, "🙁 不满意")
    await desk.presses(RESIDENT, "说完了")

    await pass_time(desk, on(11, 27), on(12, 1), on(12, 7), on(12, 15))
    climbed = [line.details for line in await ledger(desk, case) if line.act == "climb"]
    assert climbed == ["notice", "rectification", "inspection", "accountability"]
    await solves(desk, words="这回真好了")
    await pass_time(desk, on(12, 15, 10))
    assert len(await read(desk, TOWN_DESK, "ladder.struck")) == 2


async def test_the_office_solves_it_and_its_neighbour_village_is_none_the_wiser(desk: Desk) -> None:
    """C05, B25, D04: the trouble sets the department; whoever is not concerned reads nothing at all."""
    await desk.appoint(WATER_DESK, HOUSING_DESK)
    await desk.resident()
    case = await tells(desk, "吃水", "水管裂了")
    await more(desk, MONITOR, "转办")
    await desk.presses(MONITOR, "水利局")
    await desk.types(MONITOR, "总阀在镇水厂")
    await visits(desk, WATER_DESK, "总阀坏了")
    await more(desk, WATER_DESK, "申请延期")
    await desk.presses(WATER_DESK, "3")
    await desk.types(WATER_DESK, "等配件")
    await desk.presses(DUTY, "❌ 不同意延期")
    await replies(desk, WATER_DESK, "总阀换了")
    await desk.presses(RESIDENT, "🙂 还行")

    after = await now(desk, case)
    assert (after.state, after.transfers, after.extended) == (State.CLOSED, 1, 0)
    assert after.reply_due_at == case.reply_due_at
    assert await read(desk, RESIDENT, "extension.told") == []
    assert [await desk.told(one) for one in (HOUSING_DESK, OTHER_TOWN_DESK, NEIGHBOUR)] == [[], [], []]
    assert "总阀在镇水厂" not in await everything_read_by(desk, RESIDENT)


async def test_a_proxy_speaks_for_an_old_neighbour_in_five_turns(desk: Desk) -> None:
    """A03, A02 代报: under two minutes and six turns; whose trouble it is, and who told, stand apart."""
    await desk.resident(NEIGHBOUR)
    await desk.types(NEIGHBOUR, "更多")
    await desk.presses(NEIGHBOUR, "替别人报")
    await desk.types(NEIGHBOUR, "邻居张大爷")
    await desk.presses(NEIGHBOUR, "看病")
    await desk.types(NEIGHBOUR, "九里夼村")
    await desk.types(NEIGHBOUR, "腿疼下不了地，没去看过")
    await desk.presses(NEIGHBOUR, "说完了")
    await desk.presses(NEIGHBOUR, "没有危险")
    await desk.presses(NEIGHBOUR, "发送")

    case = await newest_case(desk, NEIGHBOUR)
    assert (case.source.value, case.subject, case.area_code) == ("proxy", "邻居张大爷", VILLAGE)
    card = (await last(desk, MONITOR, "task.card")).text
    assert "替别人报：邻居张大爷" in card
    assert f"群众：{NEIGHBOUR.name}" in card
    await solves(desk, words="带张大爷去了卫生院")
    assert "带张大爷去了卫生院" in await once(desk, NEIGHBOUR, "tell.replied")


async def test_visit_finds_a_second_trouble_and_both_are_solved_on_their_own(desk: Desk) -> None:
    """E13 边发现问题、边解决问题, B17, E14: what is found at a visit has its own owner, date and number."""
    await desk.resident()
    roof = await tells(desk, "房子", "房顶漏雨")
    await visits(desk, MONITOR, "房顶漏了两处")
    await more(desk, MONITOR, "发现新问题")
    await desk.presses(MONITOR, "孩子上学")
    await desk.types(MONITOR, "大闺女两个月没去学校")
    await desk.presses(MONITOR, "说完了")
    school = await newest_case(desk)
    assert school.id != roof.id
    assert school.number in await once(desk, RESIDENT, "tell.found")

    await solves(desk, words="学校接回去了")
    assert ((await now(desk, roof)).state, (await now(desk, school)).state) == (
        State.IN_WORK,
        State.RESOLVED,
    )
    assert (await now(desk, school)).due_stage is DueStage.FOLLOW_UP
    await desk.presses(RESIDENT, "😊 满意")
    assert (await now(desk, roof)).state is State.IN_WORK
    assert "found" in await acts(desk, roof)
