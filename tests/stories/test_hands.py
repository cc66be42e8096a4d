"""Through how many hands a report may go, as its people see it: everybody presses what they are shown."""

from __future__ import annotations

from desk.domain.cases.case import Case, Rating, State
from desk.domain.county.areas import Level
from schedules.clockwork import Clockwork
from schedules.ticks.reports import tend_drafts
from tests.actions.casework import report, stored, templates
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.village import (
    DUTY,
    HOUSING_DESK,
    MONITOR,
    NEIGHBOUR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
    Character,
)


async def tells(desk: Desk, who: Character, trouble: str, story: str) -> None:
    """A whole report, by the buttons."""
    desk.wait(minutes=5)
    await desk.types(who, "我有困难")
    await desk.presses(who, trouble)
    await desk.types(who, story)
    await desk.presses(who, "说完了")
    await desk.presses(who, "没有危险")
    await desk.presses(who, "发送")


async def cases_of(desk: Desk, who: Character) -> list[Case]:
    """What they reported, oldest first."""
    person = await desk.person(who)
    async with desk.work() as work:
        return list(reversed(await work.cases.find_of_reporter(person.id)))


async def test_yellow_water_goes_to_the_county_and_two_neighbours_hear_of_it(desk: Desk) -> None:
    """B01, B04 and B25: the town whistles, departments come; process.md §3: disputed, joined, merged.

    The town passes yellow water up to the water office, which thinks that it is the housing office's. The
    county says no, the housing office adds its part, and the neighbour's report becomes one with it.
    """
    await desk.appoint(WATER_DESK, HOUSING_DESK)
    await desk.resident(RESIDENT, NEIGHBOUR_VILLAGE)
    await desk.resident(NEIGHBOUR, NEIGHBOUR_VILLAGE)
    await tells(desk, RESIDENT, "吃水", "井水发黄，不能喝")
    [first] = await cases_of(desk, RESIDENT)

    await desk.presses(TOWN_DESK, "上报")
    await desk.presses(TOWN_DESK, "水利局")
    await desk.types(TOWN_DESK, "要打深井，镇里没有钱")
    assert WATER_DESK.name in (await desk.last_told(RESIDENT)).text
    assert "要打深井" in (await desk.last_told(WATER_DESK)).text

    await desk.presses(WATER_DESK, "不归我管")
    await desk.types(WATER_DESK, "楼里的管子归住建")
    await desk.presses(WATER_DESK, "住建局")
    assert "建议：住建局" in (await desk.last_told(DUTY)).text
    await desk.presses(DUTY, "退回原单位办")
    assert "不归我管" not in (await desk.last_told(WATER_DESK)).buttons
    assert "定下来了" in (await desk.last_told(RESIDENT)).text

    await desk.presses(WATER_DESK, "受理")
    await desk.presses(WATER_DESK, "更多操作")
    await desk.presses(WATER_DESK, "请部门协办")
    await desk.presses(WATER_DESK, "住建局")
    await desk.types(WATER_DESK, "请查一查楼里的管子")
    assert "住建局也来帮忙" in (await desk.last_told(RESIDENT)).text
    await desk.presses(HOUSING_DESK, "为什么是我")
    assert "请住建局协办" in (await desk.last_told(HOUSING_DESK)).text
    await desk.presses(HOUSING_DESK, "协办完成")
    await desk.types(HOUSING_DESK, "管子没问题，是水源")
    assert "管子没问题" in (await desk.last_told(WATER_DESK)).text

    desk.wait(hours=1)
    await tells(desk, NEIGHBOUR, "吃水", "我家的水也是黄的")
    [second] = await cases_of(desk, NEIGHBOUR)
    await desk.presses(TOWN_DESK, "更多操作")
    await desk.presses(TOWN_DESK, "转办")
    await desk.presses(TOWN_DESK, "水利局")
    await desk.presses(TOWN_DESK, "跳过")
    assert "水利局" in (await desk.last_told(NEIGHBOUR)).text
    await desk.presses(WATER_DESK, "更多操作")
    await desk.presses(WATER_DESK, "并案")
    await desk.presses(WATER_DESK, first.number)
    await desk.presses(WATER_DESK, "并成一件")
    assert first.number in (await desk.last_told(NEIGHBOUR)).text

    await desk.presses(WATER_DESK, "答复")
    await desk.types(WATER_DESK, "深井打好了，王秀兰家先通")
    await desk.presses(WATER_DESK, "发给群众")
    assert "有答复了" in (await desk.last_told(NEIGHBOUR)).text
    await desk.presses(RESIDENT, "满意")

    after, other = await stored(desk, first), await stored(desk, second)
    assert (after.state, after.rating, after.closed_level) == (State.CLOSED, Rating.SATISFIED, Level.COUNTY)
    assert (after.disputes, after.reply_due_at) == (1, first.reply_due_at)
    assert (other.state, other.merged_into, other.transfers) == (State.MERGED, first.id, 1)
    assert "办完" in (await desk.last_told(NEIGHBOUR)).text
    assert all(RESIDENT.name not in told.text for told in await desk.told(NEIGHBOUR))


async def test_li_jianguo_named_a_village_of_the_same_sound(desk: Desk) -> None:
    """E17 «零推诿»: the place was wrong; the case is handed on in a few presses, the resident is not."""
    case = await report(desk)

    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "转办")
    await desk.presses(MONITOR, "别的村")
    await desk.types(MONITOR, "店子镇石桥村")
    await desk.types(MONITOR, "是石桥村的，电话里问清了")

    after = await stored(desk, case)
    assert (after.area_code, after.transfers) == ("370283119267", 1)
    cards = [told.text for told in await desk.told(OTHER_TOWN_DESK) if told.template == "task.card"]
    assert "石桥村" in cards[-1]
    assert "电话里问清了" in cards[-1]
    assert OTHER_TOWN_DESK.name in (await desk.last_told(RESIDENT)).text
    assert "transfer.done" in await templates(desk, MONITOR)


async def says_it_again(desk: Desk, days: int = 3) -> Case:
    """The roof was reported; some days later it leaks more, and she is asked whether it is the same."""
    await desk.resident()
    await tells(desk, RESIDENT, "房子", "房顶漏雨")
    desk.wait(days=days)
    await tells(desk, RESIDENT, "房子", "漏得更大了，床也湿了")
    return (await cases_of(desk, RESIDENT))[0]


async def test_wang_xiulan_says_the_same_again_three_days_later(desk: Desk) -> None:
    """«您 3 天前报过»: her words go to the report of before, and nothing is doubled."""
    case = await says_it_again(desk)
    asked = [told.text for told in await desk.told(RESIDENT) if told.template == "form.question"][-1]

    await desk.presses(RESIDENT, "是同一件事")

    assert f"3 天前您报过<b>房子</b>的事，还在办（编号 <b>{case.number}</b>）" in asked
    assert len(await cases_of(desk, RESIDENT)) == 1
    assert "床也湿了" in (await desk.last_told(MONITOR)).text
    assert (await stored(desk, case)).reply_due_at == case.reply_due_at


async def test_another_thing_of_the_same_sort_is_a_report_of_its_own(desk: Desk) -> None:
    await says_it_again(desk)

    await desk.presses(RESIDENT, "是另一件事")

    first, second = await cases_of(desk, RESIDENT)
    assert first.number != second.number
    assert "report.receipt" in (await templates(desk, RESIDENT))[-2:]
    assert "床也湿了" in "".join(told.text for told in await desk.told(MONITOR))


async def test_what_was_closed_while_she_thought_about_it_becomes_a_new_report(desk: Desk) -> None:
    first = await says_it_again(desk)
    await desk.presses_code(RESIDENT, f"o:{first.id}:withdraw_yes")

    await desk.presses(RESIDENT, "是同一件事")

    assert [case.state for case in await cases_of(desk, RESIDENT)] == [State.WITHDRAWN, State.ASSIGNED]


async def test_a_question_left_open_loses_no_words(desk: Desk) -> None:
    """Process.md §3.1: she put the phone away; a day later the words are with the report of before."""
    case, signs = await says_it_again(desk), Signs()
    await desk.types(RESIDENT, "炕也塌了一角")
    desk.wait(days=1, hours=1)

    await tend_drafts(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))

    async with desk.work() as work:
        words = [str(word.body.get("text")) for word in await work.cases.words(case.id)]
    assert words == ["房顶漏雨", "漏得更大了，床也湿了", "炕也塌了一角"]


async def test_danger_is_never_asked_whether_it_is_the_same(desk: Desk) -> None:
    await desk.resident()
    await tells(desk, RESIDENT, "房子", "房顶漏雨")
    desk.wait(minutes=5)

    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "墙要倒了")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "发送")

    assert [case.danger for case in await cases_of(desk, RESIDENT)] == [False, True]


async def test_reports_for_different_neighbours_are_different_things(desk: Desk) -> None:
    """代报 (process.md §1): she speaks for others; only the same one named again is the same thing."""
    await desk.resident()
    person = await desk.person(RESIDENT)
    for subject in ("张大爷", "李大娘", "张大爷"):
        desk.wait(minutes=5)
        await desk.types(RESIDENT, "我有困难")
        await desk.presses(RESIDENT, "替别人报")
        await desk.types(RESIDENT, subject)
        await desk.presses(RESIDENT, "房子")
        await desk.types(RESIDENT, "旧店镇九里夼村")
        await desk.types(RESIDENT, "房顶漏雨")
        await desk.presses(RESIDENT, "说完了")
        await desk.presses(RESIDENT, "没有危险")
        await desk.presses(RESIDENT, "发送")

    async with desk.work() as work:
        found = await work.cases.find_of_reporter(person.id)
    assert [case.subject for case in found] == ["李大娘", "张大爷"]
    await desk.presses(RESIDENT, "是同一件事")
    assert len(await cases_of(desk, RESIDENT)) == 2
