"""The green lane: help first, the town at the same time, and minutes instead of days."""

from __future__ import annotations

from datetime import timedelta

from desk.domain.cases.case import State
from tests.deskside import Desk
from tests.stories.steps import (
    acts,
    everything_read_by,
    last,
    ledger,
    newest_case,
    now,
    on,
    once,
    pass_time,
    read,
    replies,
    tells,
    tick,
    visits,
)
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

CLIMB = {TOWN_LEADER: "tick.danger_leader", DUTY: "tick.danger_county"}


async def alerted(desk: Desk) -> list[str]:
    """Who has been alerted so far."""
    return [who.name for who, template in CLIMB.items() if await read(desk, who, template)]


async def test_a_wall_falls_at_midnight_and_fifteen_and_thirty_minutes_are_counted(desk: Desk) -> None:
    """Process.md 3.3: within 15 minutes, then the town's leader, at 30 the county; also at night."""
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER)
    await desk.resident()
    desk.now = on(11, 28, 23, 50)  # a Saturday
    case = await tells(desk, "房子", "墙倒了，老人在里面", danger="")
    assert case.due_at == desk.now + timedelta(minutes=15)
    for who in (MONITOR, TOWN_DESK):
        card = await last(desk, who, "task.card")
        assert (card.row.not_before <= desk.now, "墙倒了" in card.text) == (True, True)
    assert "马上找您" in await once(desk, RESIDENT, "report.receipt")

    heard = []
    for minutes in (14, 2, 10, 5, 30):
        await tick(desk, minutes=minutes)
        heard.append(await alerted(desk))
    leader, county = TOWN_LEADER.name, DUTY.name
    assert heard == [[], [leader], [leader], [leader, county], [leader, county]]
    for who, template in CLIMB.items():
        alert = await once(desk, who, template)  # once, however long it lasts
        assert all(word in alert for word in (case.number, RESIDENT.phone, MONITOR.phone))
    assert await desk.told(COUNTY_LEADER) == []
    assert await desk.told(OTHER_TOWN_DESK) == []

    await desk.presses(TOWN_DESK, "我来办")
    assert TOWN_DESK.phone in await once(desk, RESIDENT, "tell.taken")
    await tick(desk, hours=2)
    assert len(await read(desk, DUTY, "tick.danger_county")) == 1


async def test_zhao_yongqiang_takes_it_up_in_ten_minutes_and_nobody_above_is_woken(desk: Desk) -> None:
    """Process.md 3.3: taking it up is the acknowledgement; a fever at night reaches no leader then."""
    await desk.appoint(TOWN_LEADER)
    await desk.resident()
    desk.now = on(11, 28, 2, 0)
    case = await tells(desk, "看病", "孩子烧得抽过去了，叫不醒", danger="")
    await tick(desk, minutes=10)
    await desk.presses(MONITOR, "受理")
    for minutes in (6, 20, 60):
        await tick(desk, minutes=minutes)

    assert await alerted(desk) == []
    assert (await now(desk, case)).state is State.ACCEPTED
    assert await acts(desk, case) == ["submit", "assign", "accept"]


async def test_wang_xiulan_is_sent_to_120_and_the_case_goes_on(desk: Desk) -> None:
    """Process.md 3.3: «call 120» never ends the case; danger is neither declined nor sent elsewhere."""
    await desk.resident()
    case = await tells(desk, "看病", "我爹晕倒了叫不醒", danger="")
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "让群众打急救电话")
    await desk.presses(MONITOR, "120 急救")

    told = await once(desk, RESIDENT, "call_help.told")
    assert all(word in told for word in ("120", MONITOR.phone, case.number))
    after = await now(desk, case)
    assert (after.state, after.due_at) == (State.ASSIGNED, case.due_at)
    for act in ("decline", "redirect"):
        [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{after.version}:{act}")
        assert answer.alert
    assert (await now(desk, case)).state is State.ASSIGNED
    await visits(desk, MONITOR, "人在医院，醒了", "打电话")
    await replies(desk, MONITOR, "救护车来过了，人已住院，村里在陪护")
    await desk.presses(RESIDENT, "😊 满意")
    assert (await now(desk, case)).state is State.CLOSED


async def test_danger_in_words_added_days_later_alarms_at_once(desk: Desk) -> None:
    """Process.md 3.3: danger is looked for in every message, also in what is added later."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    desk.wait(days=1)
    before = len(await desk.told(TOWN_DESK))
    await desk.types(RESIDENT, "我报的事")
    await desk.presses(RESIDENT, case.number)
    await desk.presses(RESIDENT, "补充几句")
    await desk.types(RESIDENT, "墙要倒了，老人还在屋里")

    new = (await desk.told(TOWN_DESK))[before:]
    assert any("墙要倒了" in one.text for one in new)
    assert "墙要倒了" in (await desk.last_told(MONITOR)).text
    read_by_her = await everything_read_by(desk, RESIDENT)
    assert all(number in read_by_her for number in ("110", "120", "119"))


async def test_three_families_are_hit_by_hail_and_the_town_hears_it_as_one(desk: Desk) -> None:
    """D06, process.md 2 灾情: a burst of disaster reports is one count for the town, not one call each."""
    families = [Character(1100 + n, f"村民{n}", f"+86138000011{n:02}") for n in range(4)]
    for family in families:
        await desk.resident(family)
        await tells(desk, "受灾", "冰雹把大棚砸了", family)
        desk.wait(minutes=5)

    tally = await once(desk, TOWN_DESK, "task.tally")
    assert "九里夼村" in tally
    assert "3 件" in tally
    assert len(await read(desk, MONITOR, "task.card")) == 4
    for family in families:
        case = await newest_case(desk, family)
        assert case.visit_due_at - case.submitted_at == timedelta(hours=24)
    assert await read(desk, OTHER_TOWN_DESK, "task.tally") == []


async def test_li_jianguo_leaves_the_phone_and_his_words_are_acted_on_all_the_same(desk: Desk) -> None:
    """Process.md 3.3: drafts included: a form with danger that is not sent becomes a case by itself."""
    await desk.resident(NEIGHBOUR)
    await desk.types(NEIGHBOUR, "我娘三天没吃饭了，家里断粮")
    assert "断粮" in (await desk.last_told(MONITOR)).text
    assert "断粮" in (await desk.last_told(TOWN_DESK)).text
    await tick(desk, minutes=11)

    case = await newest_case(desk, NEIGHBOUR)
    assert (case.danger, case.unfinished) == (True, True)
    assert "没填完" in (await last(desk, TOWN_DESK, "task.card")).text
    assert case.number in await once(desk, NEIGHBOUR, "tell.handed_over_danger")
    await desk.presses(TOWN_DESK, "受理")
    await visits(desk, TOWN_DESK, "老人吃上饭了")
    await replies(desk, TOWN_DESK, "米和面已经送到家")
    first, *_ = await ledger(desk, case)
    assert (first.act, first.capacity) == ("submit", "desk")
    assert "米和面已经送到家" in await once(desk, NEIGHBOUR, "tell.replied")
    await pass_time(desk, on(11, 23, 12))
    assert await read(desk, DUTY, "tick.danger_county") == []
