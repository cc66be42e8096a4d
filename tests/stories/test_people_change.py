"""Officials come, go, fall ill and block the chat; what a resident was promised stays."""

from __future__ import annotations

from desk.domain.people.people import Role
from desk.domain.talk.said import SaidKind
from tests.deskside import Desk
from tests.stories.steps import (
    acts,
    last,
    ledger,
    now,
    on,
    once,
    pass_time,
    read,
    replies,
    solves,
    tells,
    tick,
)
from tests.village import (
    COUNTY,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN,
    RESIDENT,
    TOWN_DESK,
    ZONE,
    Character,
)

NEWCOMER = Character(2003, "林小满", "+8613800002003", Role.LEADER, OTHER_TOWN)
SECOND_DUTY = Character(4002, "高原", "+8613800004002", Role.COUNTY_OFFICE, COUNTY)


async def test_lin_xiaoman_takes_over_everything_from_zhao_yongqiang(desk: Desk) -> None:
    """B19 调换帮扶责任人: everything held passes at once, each household has a note by day."""
    await desk.appoint(NEWCOMER)
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    first = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    second = await tells(desk, "吃水", "水发黄", NEIGHBOUR)
    done = await tells(desk, "其他", "路灯坏了")
    await solves(desk)
    await desk.presses(RESIDENT, "😊 满意")
    desk.now = on(11, 23, 21, 30)

    await desk.types(DUTY, f"/staff {MONITOR.name}")
    await desk.presses(DUTY, "交接")
    await desk.types(DUTY, NEWCOMER.name)
    await desk.presses(DUTY, NEWCOMER.name)
    await desk.presses(DUTY, "对")
    await tick(desk, minutes=1)

    heir = (await desk.official(NEWCOMER)).id
    assert [(await now(desk, one)).told_staff_id for one in (first, second)] == [heir, heir]
    for who, case in ((RESIDENT, first), (NEIGHBOUR, second)):
        [note] = [one for one in await desk.told(who) if one.template == "tell.new_owner"]
        assert all(word in note.text for word in (case.number, NEWCOMER.name, NEWCOMER.phone))
        assert note.row.not_before.astimezone(ZONE) == on(11, 24, 8, 0)
        reassigned = [line for line in await ledger(desk, case) if line.act == "reassign"]
        assert len(reassigned) == 1
    assert (await now(desk, done)).told_staff_id != heir
    assert "reassign" not in await acts(desk, done)

    [answer] = await desk.presses_code(MONITOR, f"k:{first.id}:{(await now(desk, first)).version}:reply")
    assert answer.alert
    await desk.types(NEWCOMER, "/today")
    today = (await desk.last_told(NEWCOMER)).text
    assert all(one.number in today for one in (first, second))
    assert "accept" in await acts(desk, first)  # what was done before stays done


async def test_while_zhao_yongqiang_is_on_leave_his_deputy_has_the_cases(desk: Desk) -> None:
    """Process.md 3.1 and 1: 请假 with a deputy; the cases go to the deputy and come back by themselves."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await desk.types(MONITOR, "/leave")
    await desk.presses(MONITOR, "今天")
    await desk.presses(MONITOR, "3 天")
    await desk.presses(MONITOR, TOWN_DESK.name)
    await desk.presses(MONITOR, "✅")
    await tick(desk, minutes=1)

    assert "这几天由您代办" in await once(desk, TOWN_DESK, "leave.told")
    assert TOWN_DESK.name in await once(desk, RESIDENT, "tell.new_owner")
    assert (await now(desk, case)).reply_due_at == case.reply_due_at
    second = await tells(desk, "吃水", "水发黄")
    assert TOWN_DESK.name in (await read(desk, RESIDENT, "report.receipt"))[-1]
    await desk.presses(TOWN_DESK, "为什么是我")
    assert "请假期间代办" in (await desk.last_told(TOWN_DESK)).text

    await pass_time(desk, on(11, 26, 8, 31))
    monitor = (await desk.official(MONITOR)).id
    assert [(await now(desk, one)).told_staff_id for one in (case, second)] == [monitor, monitor]
    assert MONITOR.name in (await read(desk, RESIDENT, "tell.new_owner"))[-1]


async def test_nobody_has_joined_anywhere_and_still_nothing_is_lost(empty_desk: Desk) -> None:
    """Process.md 3.1: nothing is ever unrouted: the county answers, and whoever joins finds the card."""
    desk = empty_desk
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")

    assert DUTY.phone in await once(desk, RESIDENT, "report.receipt")
    stored = await now(desk, case)
    assert stored.told_staff_id is None or stored.told_staff_id == (await desk.official(DUTY)).id
    assert stored.due_at is not None

    await tick(desk, hours=1)
    person, staff = await desk.person(MONITOR), await desk.official(MONITOR)
    async with desk.work() as work:
        await work.staff.bind(staff.id, person.id)
    await tick(desk, minutes=1)

    assert "房顶漏雨" in (await last(desk, MONITOR, "task.card")).text
    await solves(desk)
    assert MONITOR.name in await once(desk, RESIDENT, "tell.accepted")


async def test_wang_xiulan_blocks_the_chat_and_zhao_yongqiang_is_asked_to_ring_her_up(desk: Desk) -> None:
    """Process.md 3.9: every change reaches the resident; who cannot be reached by chat is telephoned."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")

    for _ in range(2):
        await desk.hears(RESIDENT, SaidKind.BLOCKED)
    asked = await once(desk, MONITOR, "task.phone_needed")
    assert all(word in asked for word in (case.number, RESIDENT.name, RESIDENT.phone))
    await replies(desk, MONITOR, "瓦工明天来")
    assert len(await read(desk, MONITOR, "task.phone_needed")) == 1
    assert await read(desk, TOWN_DESK, "task.phone_needed") == []

    await desk.hears(RESIDENT, SaidKind.UNBLOCKED)
    assert "答复了" in (await last(desk, RESIDENT, "mine.list")).text


async def test_zhao_yongqiang_blocks_the_chat_and_counts_as_absent(desk: Desk) -> None:
    """Process.md 3.1: an official who blocked the bot counts as absent: the town has it within a minute."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.hears(MONITOR, SaidKind.BLOCKED)
    await tick(desk, minutes=1)

    assert "房顶漏雨" in (await last(desk, TOWN_DESK, "task.card")).text
    assert TOWN_DESK.phone in await once(desk, RESIDENT, "tell.new_owner")
    assert [line.details for line in await ledger(desk, case) if line.act == "reassign"] != []
    await desk.hears(MONITOR, SaidKind.UNBLOCKED)
    await tick(desk, minutes=1)
    assert (await now(desk, case)).told_staff_id == (await desk.official(MONITOR)).id


async def test_two_press_at_once_and_the_second_hears_who_has_it(desk: Desk) -> None:
    """Process.md 3.8: the first wins, the second is told who has it; the resident hears of it once."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨", danger="有，很急")
    await desk.presses(TOWN_DESK, "我来办")

    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")

    assert (answer.template, answer.alert) == ("task.taken", True)
    assert answer.arguments == {"owner": TOWN_DESK.name}
    assert (await now(desk, case)).accepted_by == (await desk.official(TOWN_DESK)).id
    assert await acts(desk, case) == ["submit", "assign", "take"]
    assert len(await read(desk, RESIDENT, "tell.taken")) == 1
    assert await read(desk, RESIDENT, "tell.accepted") == []


async def test_a_revoked_official_sees_nothing_more_at_once(desk: Desk) -> None:
    """Process.md 1: authority is resolved at the time of reading, and ends at once."""
    await desk.appoint(SECOND_DUTY)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.types(DUTY, f"/staff {MONITOR.name}")
    await desk.presses(DUTY, "停用")
    await desk.presses(DUTY, "⛔ 停用")

    await tick(desk, minutes=1)

    assert (await desk.official(MONITOR)).revoked
    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")
    assert answer.template == "common.not_yours"
    await desk.types(MONITOR, "/today")
    assert case.number not in (await desk.last_told(MONITOR)).text
    assert "房顶漏雨" in (await last(desk, TOWN_DESK, "task.card")).text
