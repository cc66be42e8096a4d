"""When nobody moves: four steps and a strike-off, leaders who press, and what is never pressed for."""

from __future__ import annotations

from desk.domain.cases.case import Kind, State
from desk.domain.escalation.ladder import FileDecision, LadderStep
from desk.domain.people.people import Role
from tests.actions.pressure import steps_of
from tests.deskside import Desk
from tests.stories.steps import (
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
    visits,
)
from tests.village import (
    COUNTY_LEADER,
    DUTY,
    MONITOR,
    OTHER_TOWN,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    Character,
)

OTHER_LEADER = Character(7090, "马国强", "+8613800007090", Role.LEADER, OTHER_TOWN)
STEPS = ("notice", "rectification", "inspection", "accountability")


async def test_a_roof_climbs_all_four_steps_and_is_struck_off_with_its_evidence(desk: Desk) -> None:
    """E01 and E04, process.md 4: 告知→整改→督查→问责, each once; solved → 销号 with evidence."""
    await desk.appoint(COUNTY_LEADER)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")

    await pass_time(desk, on(11, 25, 9), on(11, 26), on(11, 26, 15))
    assert "11月25日" in await once(desk, MONITOR, "ladder.notice.owner")
    assert MONITOR.phone in await once(desk, TOWN_DESK, "ladder.notice.superior")
    await desk.presses(MONITOR, "收到")
    await pass_time(desk, on(11, 27), on(11, 28), on(11, 30))
    await desk.presses(MONITOR, "写整改")
    await desk.types(MONITOR, "周五前请瓦工")
    await desk.presses(MONITOR, "说完了")
    assert "周五前请瓦工" in await once(desk, TOWN_DESK, "ladder.rectified")
    await pass_time(desk, on(12, 3))
    await desk.presses(TOWN_DESK, "写督查情况")
    await desk.types(TOWN_DESK, "瓦工没有来")
    await desk.presses(TOWN_DESK, "说完了")
    await pass_time(desk, on(12, 10), on(12, 18), on(12, 25))

    file = await once(desk, COUNTY_LEADER, "ladder.file")
    assert all(word in file for word in (case.number, MONITOR.name, "告知", "整改", "督查"))
    climbed = [line.details for line in await ledger(desk, case) if line.act == "climb"]
    assert climbed == [*STEPS]  # each once, however often the clock looked
    assert (await steps_of(desk, case))[LadderStep.ACCOUNTABILITY].decision is None  # no machine decides
    assert "督查" not in await everything_read_by(desk, RESIDENT)

    await visits(desk, MONITOR, "瓦换好了")
    await replies(desk, MONITOR, "房顶换了新瓦")
    await pass_time(desk, on(12, 25, 10))
    for who in (TOWN_DESK, COUNTY_LEADER):
        struck = await once(desk, who, "ladder.struck")
        assert all(word in struck for word in ("销号", "房顶换了新瓦", "问责"))
    assert all(step.struck_at for step in (await steps_of(desk, case)).values())


async def test_the_county_leader_reads_the_file_and_a_person_decides(desk: Desk) -> None:
    """E01, process.md 4: 通报 and 约谈 are issued by a person, with a reason, once; never by the machine."""
    await desk.appoint(COUNTY_LEADER)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await pass_time(desk, on(11, 26), on(11, 30), on(12, 3), on(12, 10))
    assert await read(desk, MONITOR, "ladder.issued") == []

    await desk.presses(COUNTY_LEADER, "作出决定")
    await desk.presses(COUNTY_LEADER, "通报")
    await desk.types(COUNTY_LEADER, "四次提醒都没有动")
    await desk.presses(COUNTY_LEADER, "确定")

    assert "四次提醒都没有动" in await once(desk, MONITOR, "ladder.issued")
    decided = (await steps_of(desk, case))[LadderStep.ACCOUNTABILITY]
    assert decided.decision is FileDecision.CIRCULAR
    [line] = [line for line in await ledger(desk, case) if line.act == "issue"]
    assert line.who == COUNTY_LEADER.name
    assert COUNTY_LEADER.name in await once(desk, DUTY, "ladder.issued")
    await desk.presses(DUTY, "作出决定")
    await desk.presses(DUTY, "约谈")
    await desk.types(DUTY, "也该约谈")
    await desk.presses(DUTY, "确定")
    assert "已经有人作出决定" in await everything_read_by(desk, DUTY)
    assert len(await read(desk, MONITOR, "ladder.issued")) == 1


async def test_what_nobody_ever_took_up_climbs_too(desk: Desk) -> None:
    """Process.md 4: unassigned or ownerless items climb too, and nobody who is late is spared for silence."""
    await desk.resident()
    case = await tells(desk, "吃水", "水管裂了")
    await pass_time(desk, on(11, 24), on(11, 24, 19), on(11, 25), on(11, 27), on(12, 2))

    taken = await steps_of(desk, case)
    assert set(taken) == {LadderStep.NOTICE, LadderStep.RECTIFICATION, LadderStep.INSPECTION}
    assert (await now(desk, case)).state is State.ASSIGNED
    assert len(await read(desk, MONITOR, "ladder.notice.owner")) == 1
    assert "请您督查" in await once(desk, TOWN_DESK, "ladder.inspection.superior")

    await desk.presses(TOWN_DESK, "看卡片")
    await desk.presses(TOWN_DESK, "我来办")
    await pass_time(desk, on(12, 2, 10))
    assert (await now(desk, case)).accepted_by == (await desk.official(TOWN_DESK)).id


async def test_an_idea_is_answered_without_anybody_being_pressed(desk: Desk) -> None:
    """B07 提个建议: the same flow, adopted or not with an answer, and no deadline pressure."""
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "提个建议")
    await desk.types(RESIDENT, "村口装个公交站牌吧")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "发送")
    case = await newest_case(desk)
    await desk.presses(TOWN_DESK, "受理")

    await pass_time(desk, on(12, 15), on(12, 18), on(12, 25))
    assert case.kind is Kind.SUGGESTION
    assert await steps_of(desk, case) == {}
    assert "告知" not in await everything_read_by(desk, TOWN_DESK)

    await desk.presses(TOWN_DESK, "答复")
    await desk.presses(TOWN_DESK, "采纳")
    await desk.types(TOWN_DESK, "下个月装站牌")
    await desk.presses(TOWN_DESK, "发给群众")
    assert "下个月装站牌" in await once(desk, RESIDENT, "tell.replied")
    [line] = [line for line in await ledger(desk, case) if line.act == "reply"]
    assert line.details == "adopted:yes"
    await desk.presses(RESIDENT, "😊 满意")
    assert (await now(desk, case)).state is State.CLOSED
    assert await desk.told(MONITOR) == []


async def test_gao_jianjun_presses_for_a_village_in_his_charge_and_ma_guoqiang_cannot(desk: Desk) -> None:
    """B16 包村: leaders answer for their villages and press 督办 at any time; not for those of others."""
    await desk.appoint(TOWN_LEADER, OTHER_LEADER)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    due = (await now(desk, case)).due_at
    await desk.types(OTHER_LEADER, f"/find {case.number}")
    assert "没有找到" in (await desk.last_told(OTHER_LEADER)).text
    [answer] = await desk.presses_code(OTHER_LEADER, f"k:{case.id}:{case.version}:supervise")
    assert answer.template == "common.not_yours"

    await desk.types(TOWN_LEADER, f"/find {case.number}")
    await desk.presses(TOWN_LEADER, "1")
    await desk.presses(TOWN_LEADER, "督办")
    await desk.types(TOWN_LEADER, "雨季前一定修好")

    assert "雨季前一定修好" in await once(desk, MONITOR, "supervise.owner")
    assert TOWN_LEADER.name in await once(desk, TOWN_DESK, "supervise.copy")
    assert (await last(desk, MONITOR, "task.card")).text.startswith("🔴 <b>督办</b>")
    after = await now(desk, case)
    assert (after.due_at, after.supervised_at is not None) == (due, True)
    assert "督办" not in await everything_read_by(desk, RESIDENT)

    await replies(desk, MONITOR, "换了新瓦")
    await pass_time(desk, on(11, 23, 10))
    assert "换了新瓦" in await once(desk, TOWN_LEADER, "ladder.struck")
    assert await read(desk, OTHER_LEADER, "ladder.struck") == []


async def test_a_morning_digest_for_the_leader_and_silence_on_sunday(desk: Desk) -> None:
    """B16 and process.md 6: one digest on a working morning, none in the night or on a Sunday."""
    await desk.appoint(TOWN_LEADER, OTHER_LEADER)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")

    await pass_time(desk, on(11, 24, 7), on(11, 24), on(11, 24, 14), on(11, 24, 22), on(11, 29, 9))

    digest = await once(desk, TOWN_LEADER, "digest.leader")
    assert case.number in digest
    assert RESIDENT.name not in digest
    assert case.number not in await everything_read_by(desk, OTHER_LEADER)
    assert case.number not in await everything_read_by(desk, OTHER_TOWN_DESK)


async def test_who_solves_in_time_hears_of_no_pressure_at_all(desk: Desk) -> None:
    """Process.md 4 and 6: a reminder before the deadline, once; done in time means no notice to anybody."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    await pass_time(desk, on(11, 24), on(11, 24, 15))
    assert "快到期了" in await once(desk, MONITOR, "tick.soon")

    await visits(desk, MONITOR, "看过了")
    await replies(desk, MONITOR, "瓦工来了")
    await desk.presses(RESIDENT, "😊 满意")
    await pass_time(desk, on(11, 26), on(12, 1), on(12, 10))

    assert await steps_of(desk, case) == {}
    for who in (TOWN_DESK, DUTY):
        assert {one.template for one in await desk.told(who)} <= {"desk.digest.message"}
