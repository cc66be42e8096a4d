"""What residents decide themselves: withdraw, be asked, say no, say it again, wait for what is promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desk.domain.cases.case import Rating, State
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
    with_handling,
)
from tests.village import (
    DUTY,
    INSPECTOR,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
)


async def test_wang_xiulan_withdraws_and_nobody_is_asked_about_it_any_more(desk: Desk) -> None:
    """Process.md 3 撤回: at any time, by herself, told to the owner; no call-back, no deadline, no ladder."""
    await desk.resident()
    case = await tells(desk, "吃水", "水管裂了")
    await desk.presses(MONITOR, "受理")
    await desk.types(RESIDENT, "我报的事")
    await desk.presses(RESIDENT, case.number)
    await desk.presses(RESIDENT, "不用办了")
    assert (await now(desk, case)).state is State.ACCEPTED  # asked first
    await desk.presses(RESIDENT, "不用办了")

    after = await now(desk, case)
    assert (after.state, after.due_at) == (State.WITHDRAWN, None)
    assert "不用再办" in (await last(desk, MONITOR, "task.card")).text
    await pass_time(desk, on(11, 26), on(12, 10))
    assert await read(desk, RESIDENT, "follow_up.ask") == []
    assert await read(desk, MONITOR, "ladder.notice.owner") == []
    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{after.version}:reply")
    assert answer.alert
    assert (await acts(desk, case))[-1] == "withdraw"


async def test_twice_not_solved_is_twice_done_again_with_her_words(desk: Desk) -> None:
    """Process.md 3.5: 不满意 and 只办好一半 reopen at once, words attached; no handler closes it."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    for number, (rating, words) in enumerate([("🙁 不满意", "没人来过"), ("😐 只办好一半", "东屋还漏")], 1):
        await solves(desk)
        [answer] = await desk.presses_code(MONITOR, f"r:{case.id}:{number}:satisfied")
        assert answer.template == "common.not_yours"
        await desk.presses(RESIDENT, rating)
        await desk.types(RESIDENT, words)
        await desk.presses(RESIDENT, "说完了")
        after = await now(desk, case)
        assert (after.state, after.reopened) == (State.REOPENED, number)
        assert words in (await read(desk, TOWN_DESK, "task.why"))[-1]
        desk.wait(hours=2)
    await solves(desk, words="全换了新瓦")
    await desk.presses(RESIDENT, "😊 满意")

    assert (await now(desk, case)).rating is Rating.SATISFIED
    assert [line.details for line in await ledger(desk, case) if line.act == "reopen"] == [
        "dissatisfied",
        "partly",
    ]
    [late] = await desk.presses_code(RESIDENT, f"r:{case.id}:1:satisfied")
    assert late.alert


async def test_silence_is_asked_by_telephone_and_never_counted_as_praise(desk: Desk) -> None:
    """Process.md 3.5, E18 暗访, E22: an inspector rings up a sample, hidden from the handlers."""
    await desk.appoint(INSPECTOR)
    with_handling(desk, sample_percent=100)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await solves(desk)
    before = len(await desk.told(MONITOR))
    await tick(desk, days=8)

    for who in (MONITOR, TOWN_DESK, DUTY):
        await desk.types(who, "/calls")
        assert case.number not in (await desk.last_told(who)).text
        assert "回访电话" not in "".join(one.text for one in (await desk.told(who))[before:-1])
    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, case.number[-4:])
    assert RESIDENT.phone in (await desk.last_told(INSPECTOR)).text
    await desk.presses(INSPECTOR, "🙁 不满意")
    await desk.types(INSPECTOR, "说只补了一块瓦")

    after = await now(desk, case)
    assert (after.state, after.reopened) == (State.REOPENED, 1)
    [line] = [line for line in await ledger(desk, case) if line.act == "reopen"]
    assert (line.who, line.capacity) == (INSPECTOR.name, "inspector")
    assert "只补了一块瓦" in (await last(desk, MONITOR, "task.card")).text


async def test_four_ways_to_find_out_leave_four_sorts_of_evidence(desk: Desk) -> None:
    """E18 查看材料、访问、入户走访、暗访: the ledger names each; the hidden one is hidden."""
    await desk.appoint(INSPECTOR)
    with_handling(desk, sample_percent=100)
    await desk.resident()
    case = await tells(desk, "孩子上学", "交不起住宿费")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "要群众补材料")
    await desk.types(MONITOR, "请拍一下缴费单")
    await desk.presses(RESIDENT, "补材料")
    await desk.types(RESIDENT, "住宿费一千二")
    await desk.presses(RESIDENT, "说完了")
    await visits(desk, MONITOR, "老师说孩子在校", "打电话")
    await visits(desk, MONITOR, "家里看过了", "上门")
    await replies(desk, MONITOR, "学校免了住宿费")
    await tick(desk, days=8)
    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, case.number[-4:])
    await desk.presses(INSPECTOR, "😊 满意")

    lines = await ledger(desk, case)
    assert [line.details for line in lines if line.act == "visit"] == ["phone", "home"]
    assert [line.act for line in lines if line.capacity == "inspector"][-1] == "rate"
    assert {"ask_material", "give_material"} <= set(await acts(desk, case))
    assert INSPECTOR.name not in await everything_read_by(desk, MONITOR)
    assert (await now(desk, case)).rating is Rating.SATISFIED


async def test_two_officials_sign_what_was_found_at_the_sickbed(desk: Desk) -> None:
    """C06 入户核实: the village goes and sees, the joined office signs its part; the owner stays."""
    await desk.appoint(MEDICAL_DESK)
    await desk.resident()
    case = await tells(desk, "看病", "医药费花光了积蓄")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "请部门协办")
    await desk.presses(MONITOR, "医保局")
    await desk.types(MONITOR, "请核对报销到多少")
    await visits(desk, MONITOR, "人卧床，家里没有收入")
    await desk.presses(MEDICAL_DESK, "协办完成")
    await desk.types(MEDICAL_DESK, "系统里自付三万一")

    signed = [(line.act, line.who) for line in await ledger(desk, case) if line.act in ("visit", "help")]
    assert signed == [("visit", MONITOR.name), ("help", MEDICAL_DESK.name)]
    card = (await last(desk, MONITOR, "task.card")).text
    assert all(word in card for word in ("人卧床", "自付三万一", "已办完"))
    assert MEDICAL_DESK.phone in await once(desk, RESIDENT, "tell.joined")
    [answer] = await desk.presses_code(MEDICAL_DESK, f"k:{case.id}:{(await now(desk, case)).version}:reply")
    assert answer.alert  # who helps does not answer for the case
    await replies(desk, MONITOR, "已经报了医疗救助")
    assert MONITOR.name in await once(desk, RESIDENT, "tell.replied")


async def test_a_dispute_is_ruled_once_and_for_all(desk: Desk) -> None:
    """Process.md 3 派单异议: not ours, with a reason; a superior rules; no second dispute."""
    await desk.resident()
    case = await tells(desk, "吃水", "水发黄")
    await desk.presses(MONITOR, "不归我管")
    await desk.types(MONITOR, "这是水厂的管子")
    await desk.presses(MONITOR, "说不好")
    assert "这是水厂的管子" in (await last(desk, TOWN_DESK, "task.card")).text
    assert TOWN_DESK.phone in await once(desk, RESIDENT, "tell.disputed")
    [early] = await desk.presses_code(MONITOR, f"k:{case.id}:{(await now(desk, case)).version}:accept")
    assert early.alert

    await desk.presses(TOWN_DESK, "退回原单位办")
    after = await now(desk, case)
    assert (after.state, after.disputes, after.reply_due_at) == (State.ASSIGNED, 1, case.reply_due_at)
    assert MONITOR.name in await once(desk, RESIDENT, "tell.returned")
    assert not any("不归我管" in label for label in (await last(desk, MONITOR, "task.card")).buttons)
    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{after.version}:dispute")
    assert answer.alert
    assert (await acts(desk, case)).count("dispute") == 1
    await solves(desk)
    assert "这是水厂的管子" not in await everything_read_by(desk, RESIDENT)


async def test_the_state_council_gives_two_days_off_and_she_is_told_the_new_date(desk: Desk) -> None:
    """Process.md 3.2: only an explicit act moves open deadlines, the ledger says so; a comment moves none."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "备注")
    await desk.types(MONITOR, "瓦工问好了")
    assert (await now(desk, case)).reply_due_at == case.reply_due_at
    await tick(desk, minutes=1)

    calendar = desk.shared.rules.calendar
    off = {date(2026, 11, 26), date(2026, 11, 27)}
    rules = replace(desk.shared.rules, calendar=replace(calendar, holidays=calendar.holidays | off))
    desk.shared = replace(desk.shared, rules=rules)
    await tick(desk, hours=1)

    after = await now(desk, case)
    assert after.reply_due_at > case.reply_due_at
    assert "12月2日" in await once(desk, RESIDENT, "tell.recomputed")
    assert (await acts(desk, case)).count("recompute") == 1
    await tick(desk, hours=2)
    assert len(await read(desk, RESIDENT, "tell.recomputed")) == 1
    assert "瓦工问好了" not in await everything_read_by(desk, RESIDENT)


async def test_neighbours_report_one_burst_pipe_and_each_keeps_their_number(desk: Desk) -> None:
    """Process.md 3 并案: two reports become one work; both hear the end, neither learns of the other."""
    await desk.appoint(WATER_DESK)
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    first = await tells(desk, "吃水", "村口水管爆了")
    desk.wait(minutes=20)
    second = await tells(desk, "吃水", "水管爆了，路上都是水", NEIGHBOUR)
    await more(desk, MONITOR, "并案")
    await desk.presses(MONITOR, first.number)
    await desk.presses(MONITOR, "并成一件")
    assert (await now(desk, second)).merged_into == first.id
    assert first.number in await once(desk, NEIGHBOUR, "tell.merged")

    await desk.presses_code(MONITOR, f"m:card:{first.id}")
    await solves(desk, words="管子接好了")
    await desk.presses(RESIDENT, "😊 满意")

    assert "管子接好了" in await once(desk, RESIDENT, "tell.replied")
    assert len(await read(desk, NEIGHBOUR, "tell.merged_news")) == 2
    assert await read(desk, NEIGHBOUR, "follow_up.ask") == []
    assert RESIDENT.name not in await everything_read_by(desk, NEIGHBOUR)
    assert NEIGHBOUR.name not in await everything_read_by(desk, RESIDENT)
    assert await desk.told(OTHER_TOWN_DESK) == []
    assert (await newest_case(desk, NEIGHBOUR)).number == second.number
