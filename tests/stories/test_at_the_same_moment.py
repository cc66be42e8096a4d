"""Somebody is in the middle of something while somebody else is faster, goes, or changes their mind."""

from __future__ import annotations

from desk.domain.cases.case import Rating, State
from desk.domain.county.areas import Level
from desk.domain.people.people import Role
from desk.domain.talk.said import SaidKind
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
    COUNTY,
    DUTY,
    HOUSING_DESK,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    WATER_DESK,
    Character,
)

SECOND_DUTY = Character(4002, "高原", "+8613800004002", Role.COUNTY_OFFICE, COUNTY)


async def test_she_withdraws_while_he_types_his_answer(desk: Desk) -> None:
    """Process.md 3.8 and 撤回: his answer goes nowhere, he is told why, and she is asked nothing."""
    await desk.resident()
    case = await tells(desk, "吃水", "水管裂了")
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "已经换好了")
    await desk.presses_code(RESIDENT, f"o:{case.id}:withdraw_yes")
    await desk.presses(MONITOR, "发给群众")

    assert (await now(desk, case)).state is State.WITHDRAWN
    assert await read(desk, RESIDENT, "tell.replied") == []
    assert await read(desk, RESIDENT, "follow_up.ask") == []
    assert "common.too_late" in [one.template for one in await desk.told(MONITOR)]
    assert "reply" not in await acts(desk, case)


async def test_the_town_takes_over_while_he_writes_why_it_is_not_his(desk: Desk) -> None:
    """Process.md 3.8: the first wins; the dispute of whoever lost the case changes nothing."""
    await desk.resident()
    case = await tells(desk, "吃水", "水管裂了", danger="有，很急")
    await desk.presses(MONITOR, "不归我管")
    await desk.presses(TOWN_DESK, "我来办")
    await desk.types(MONITOR, "这是水厂的事")
    await desk.presses(MONITOR, "说不好")
    assert "不归您办" in await once(desk, MONITOR, "common.not_yours")

    after = await now(desk, case)
    assert (after.state, after.disputes) == (State.ACCEPTED, 0)
    assert after.accepted_by == (await desk.official(TOWN_DESK)).id
    assert await read(desk, RESIDENT, "tell.disputed") == []


async def test_he_is_revoked_while_he_types(desk: Desk) -> None:
    """Process.md 1: authority is resolved when it is used: nothing of a revoked official's form arrives."""
    await desk.resident()
    case = await tells(desk, "吃水", "水管裂了")
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "答复")
    await desk.types(DUTY, f"/staff {MONITOR.name}")
    await desk.presses(DUTY, "停用")
    await desk.presses(DUTY, "⛔ 停用")
    await desk.types(MONITOR, "已经换好了")
    await desk.presses(MONITOR, "发给群众")
    assert "不归您办" in await once(desk, MONITOR, "common.not_yours")

    assert await read(desk, RESIDENT, "tell.replied") == []
    assert (await now(desk, case)).state is State.ACCEPTED
    await tick(desk, minutes=1)
    assert "水管裂了" in (await last(desk, TOWN_DESK, "task.card")).text


async def test_she_presses_satisfied_and_the_inspector_was_just_about_to_ring(desk: Desk) -> None:
    """Process.md 3.5, 3.8: her own word counts; the inspector's later press is too late."""
    await desk.appoint(INSPECTOR)
    with_handling(desk, sample_percent=100)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await solves(desk)
    await tick(desk, days=8)
    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, case.number[-4:])
    await desk.presses(RESIDENT, "😊 满意")
    [answer] = await desk.presses(INSPECTOR, "🙁 不满意")

    assert answer.template == "common.too_late"
    after = await now(desk, case)
    assert (after.state, after.reopened) == (State.CLOSED, 0)
    assert (await acts(desk, case)).count("rate") == 1


async def test_she_presses_twice_and_closes_once(desk: Desk) -> None:
    """Process.md 3.7: each act is one ledger entry; an impatient thumb is not a second one."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    for _ in range(2):
        await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")
    await replies(desk, MONITOR, "修好了")
    for rating in ("satisfied", "satisfied", "dissatisfied"):
        await desk.presses_code(RESIDENT, f"r:{case.id}:1:{rating}")

    assert await acts(desk, case) == ["submit", "assign", "accept", "reply", "rate"]
    assert (await now(desk, case)).state is State.CLOSED
    assert len(await read(desk, RESIDENT, "tell.accepted")) == 1
    assert len(await read(desk, RESIDENT, "follow_up.thanks")) == 1


async def test_two_leaders_and_the_town_press_and_the_monitor_has_one_card(desk: Desk) -> None:
    """B16, process.md 6: pressing is possible at any time; whoever pressed hears of the end, each once."""
    await desk.appoint(TOWN_LEADER)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    for who in (TOWN_LEADER, TOWN_DESK):
        await desk.presses_code(who, f"m:card:{case.id}")
        if who is TOWN_DESK:
            await desk.presses(who, "更多操作")
        await desk.presses(who, "督办")
        await desk.presses(who, "跳过")
    await once(desk, MONITOR, "task.card")
    await replies(desk, MONITOR, "修好了")
    await tick(desk, minutes=1)

    assert case.number in await once(desk, TOWN_LEADER, "ladder.struck")
    assert case.number in await once(desk, TOWN_DESK, "ladder.struck")
    assert (await acts(desk, case)).count("supervise") == 2


async def test_the_deputy_falls_ill_too_and_danger_still_finds_somebody(desk: Desk) -> None:
    """Process.md 3.1 and 3.3: an absent post is skipped to its deputy, then upwards, also at night."""
    await desk.resident()
    await desk.send_on_leave(MONITOR, 3, TOWN_DESK)
    await desk.send_on_leave(TOWN_DESK, 3)
    desk.now = on(11, 24, 2, 0)
    case = await tells(desk, "看病", "我爹晕倒了叫不醒", danger="")

    assert (await now(desk, case)).told_staff_id == (await desk.official(DUTY)).id
    assert DUTY.phone in await once(desk, RESIDENT, "report.receipt")
    card = await last(desk, DUTY, "task.card")
    assert card.row.not_before <= desk.now
    await desk.presses(DUTY, "为什么是我")
    why = (await desk.last_told(DUTY)).text
    assert "请假了" in why
    await desk.presses(DUTY, "受理")
    await visits(desk, DUTY, "救护车到了")
    await replies(desk, DUTY, "人送到医院了")
    await desk.presses(RESIDENT, "😊 满意")
    closed = await now(desk, case)
    assert (closed.state, closed.closed_level) == (State.CLOSED, Level.COUNTY)


async def test_words_added_to_a_merged_report_reach_whoever_works_on_it(desk: Desk) -> None:
    """Process.md 3 并案 and 3.9: who reported second is still heard, and still told of the end."""
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    first = await tells(desk, "吃水", "村口水管爆了")
    second = await tells(desk, "吃水", "路上都是水", NEIGHBOUR)
    await more(desk, MONITOR, "并案")
    await desk.presses(MONITOR, first.number)
    await desk.presses(MONITOR, "并成一件")
    [answer] = await desk.presses_code(NEIGHBOUR, f"o:{second.id}:urge")
    assert answer.alert
    await desk.types(NEIGHBOUR, "我报的事")
    assert "并到一起办" in (await last(desk, NEIGHBOUR, "mine.list")).text

    await desk.presses_code(RESIDENT, f"o:{first.id}:withdraw_yes")
    after = await now(desk, first)
    assert after.state is not State.WITHDRAWN  # a neighbour waits for it too
    await desk.presses_code(MONITOR, f"m:card:{first.id}")
    await solves(desk, words="管子接好了")
    assert await read(desk, NEIGHBOUR, "tell.merged_news") != []


async def test_a_blocked_chat_is_not_silence(desk: Desk) -> None:
    """Process.md 3.5, 3.9: who cannot be asked is rung up or closed as unrated, never as content."""
    await desk.appoint(INSPECTOR)
    with_handling(desk, sample_percent=100)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await desk.hears(RESIDENT, SaidKind.BLOCKED)
    await replies(desk, MONITOR, "修好了")
    await tick(desk, days=8)
    await desk.types(INSPECTOR, "/calls")
    await desk.presses(INSPECTOR, case.number[-4:])
    await desk.presses(INSPECTOR, "📵 一直没打通")

    after = await now(desk, case)
    assert (after.state, after.rating) == (State.CLOSED, Rating.UNRATED)
    *_, last_line = await ledger(desk, case)
    assert (last_line.act, last_line.details) == ("close", "unrated")


async def test_both_county_officers_rule_and_the_first_ruling_stands(desk: Desk) -> None:
    """Process.md 3.8: two superiors see one dispute; the second is told that it is decided."""
    await desk.appoint(SECOND_DUTY, WATER_DESK, HOUSING_DESK)
    await desk.resident()
    case = await tells(desk, "吃水", "水发黄")
    await more(desk, MONITOR, "转办")
    await desk.presses(MONITOR, "水利局")
    await desk.presses(MONITOR, "跳过")
    await desk.presses(WATER_DESK, "不归我管")
    await desk.types(WATER_DESK, "是楼里的管子")
    await desk.presses(WATER_DESK, "住建局")
    disputed = await now(desk, case)
    await desk.presses(DUTY, "退回原单位办")
    [answer] = await desk.presses_code(SECOND_DUTY, f"k:{case.id}:{disputed.version}:return")

    assert answer.alert
    assert (await acts(desk, case)).count("return") == 1
    assert len(await read(desk, RESIDENT, "tell.returned")) == 1
    assert await desk.told(HOUSING_DESK) == []


async def test_the_desk_was_switched_off_for_a_week_and_says_each_thing_once(desk: Desk) -> None:
    """Process.md 6: after an outage what is still relevant is sent once, one step at a time."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await pass_time(desk, on(12, 7))

    climbed = [line.details for line in await ledger(desk, case) if line.act == "climb"]
    assert climbed == ["notice"]
    heard = [one.template for one in await desk.told(MONITOR) if one.template.startswith(("tick", "ladder"))]
    assert heard == ["ladder.notice.owner"]
    assert "超期" not in await everything_read_by(desk, RESIDENT)
    assert (await newest_case(desk)).due_at == case.visit_due_at
