"""Complaints: about officials past their line, about things along it, with a name or without."""

from __future__ import annotations

import pytest

from desk.domain.cases.case import Kind, State
from tests.deskside import Desk
from tests.stories.homes import WANGS, settle
from tests.stories.steps import (
    everything_read_by,
    last,
    ledger,
    more,
    newest_case,
    now,
    on,
    once,
    pass_time,
    replies,
    tells,
)
from tests.village import (
    COMPLAINTS,
    COUNTY_LEADER,
    MONITOR,
    NEIGHBOUR,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    Character,
)

LINE = (MONITOR, TOWN_DESK, TOWN_LEADER)


async def complains(desk: Desk, who: Character, story: str, *ways: str) -> None:
    """From the menu to the receipt."""
    await desk.types(who, "更多")
    for way in ("投诉", *ways):
        await desk.presses(who, way)
    await desk.types(who, story)
    for way in ("说完了", "没有危险", "发送"):
        await desk.presses(who, way)


async def test_wang_xiulan_complains_of_zhao_yongqiang_who_never_hears_of_it(desk: Desk) -> None:
    """B05, process.md 3.4: the handler is not the accused, and no list, search, digest, alarm has it."""
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER)
    await desk.resident()
    await complains(desk, RESIDENT, "他把修路的钱扣了", "村干部", MONITOR.name, "留名")
    case = await newest_case(desk)
    assert case.outside

    await pass_time(desk, on(11, 24), on(12, 11), on(12, 15), on(12, 18), on(12, 25))
    for who in LINE:
        await desk.types(who, "/desk")
        await desk.types(who, "/overdue")
        await desk.types(who, f"/find {RESIDENT.name}")
        await desk.types(who, "/today")
        seen = await everything_read_by(desk, who)
        assert not any(word in seen for word in (case.number[3:], "修路的钱", "投诉"))
        for act in ("accept", "reply", "take", "supervise", "comment"):
            [answer] = await desk.presses_code(who, f"k:{case.id}:{(await now(desk, case)).version}:{act}")
            assert answer.template == "common.not_yours"

    await desk.presses(COMPLAINTS, "受理")
    await replies(desk, COMPLAINTS, "钱已经退回，村里公开了账")
    assert "钱已经退回" in await once(desk, RESIDENT, "tell.replied")
    assert {line.who for line in await ledger(desk, case)} <= {"", RESIDENT.name, COMPLAINTS.name}


async def test_li_jianguo_stays_unknown_from_the_first_word_to_the_rating(desk: Desk) -> None:
    """B05, process.md 10: anonymous: no name and no ledger entry leads to him; answers arrive."""
    await desk.resident(NEIGHBOUR)
    await complains(desk, NEIGHBOUR, "镇里发救济先发亲戚", "镇干部", TOWN_DESK.name, "匿名")
    case = await newest_case(desk, NEIGHBOUR)

    await desk.presses(COMPLAINTS, "受理")
    await more(desk, COMPLAINTS, "要群众补材料")
    await desk.types(COMPLAINTS, "请说一下是哪几户")
    await desk.presses(NEIGHBOUR, "补材料")
    await desk.types(NEIGHBOUR, "老刘家和老马家")
    await desk.presses(NEIGHBOUR, "说完了")
    assert "老刘家和老马家" in (await last(desk, COMPLAINTS, "task.card")).text
    await replies(desk, COMPLAINTS, "查实了，已经收回重发")
    await desk.presses(NEIGHBOUR, "😊 满意")

    assert (await now(desk, case)).state is State.CLOSED
    for who in (COMPLAINTS, *LINE):
        told = await everything_read_by(desk, who)
        assert NEIGHBOUR.name not in told
        assert NEIGHBOUR.phone not in told
    names = {line.who for line in await ledger(desk, case)}
    assert names <= {"", COMPLAINTS.name}
    assert "查实了" in await once(desk, NEIGHBOUR, "tell.replied")


async def test_a_complaint_about_a_broken_lamp_takes_the_ordinary_way_with_thirteen_days(desk: Desk) -> None:
    """B05, hotline rule: a complaint about nobody in office goes to the town: 13 working days."""
    await desk.resident()
    await complains(desk, RESIDENT, "路灯坏了半年没人修", "不是说哪个干部", "留名")
    case = await newest_case(desk)

    assert (case.kind, case.outside) == (Kind.COMPLAINT, False)
    assert "12月10日" in await once(desk, RESIDENT, "complaint.receipt")
    await desk.presses(TOWN_DESK, "受理")
    await replies(desk, TOWN_DESK, "灯换好了")
    await desk.presses(RESIDENT, "😐 只办好一半")
    await desk.types(RESIDENT, "还有一盏没换")
    await desk.presses(RESIDENT, "说完了")

    after = await now(desk, case)
    assert (after.state, after.reopened) == (State.REOPENED, 1)
    assert "还有一盏没换" in (await last(desk, TOWN_DESK, "task.added")).text
    assert await desk.told(COMPLAINTS) == []


async def test_the_town_is_accused_and_its_own_cases_still_reach_it(desk: Desk) -> None:
    """Process.md 3.4: only the complaint passes by; the rest of the accused's work is not touched."""
    await desk.resident()
    await complains(desk, RESIDENT, "收了我两条烟", "镇干部", TOWN_DESK.name, "留名")
    complaint = await newest_case(desk)
    roof = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "上报")
    await desk.types(MONITOR, "要镇里出钱")

    assert "房顶漏雨" in (await last(desk, TOWN_DESK, "task.card")).text
    assert "两条烟" not in await everything_read_by(desk, TOWN_DESK)
    assert complaint.outside
    assert not roof.outside
    assert "房顶漏雨" not in await everything_read_by(desk, COMPLAINTS)


@pytest.mark.parametrize("name", [RESIDENT.name, "王桂英"], ids=["of the profile", "of the register"])
async def test_whoever_stays_unknown_reads_what_in_their_words_tells_who_they_are(
    desk: Desk, name: str
) -> None:
    await settle(desk, WANGS)
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "投诉")
    await desk.presses(RESIDENT, "村干部")
    await desk.presses(RESIDENT, "说不清")
    await desk.presses(RESIDENT, "匿名")
    await desk.types(RESIDENT, f"他把{name}的化肥补贴扣了。")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")

    read_back = [one for one in await desk.told(RESIDENT) if one.template == "form.question"][-1]
    assert f"您的话里有“{name}”" in read_back.text
