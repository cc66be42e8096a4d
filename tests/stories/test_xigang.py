"""西岗's desk as its newspaper tells it: one desk for a town, levels with clocks, departments behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.reading import load_rules
from desk.domain.cases.case import Kind, Source, State
from desk.domain.county.areas import Level
from desk.domain.people.people import Role
from desk.domain.talk.said import SaidKind
from desk.domain.worklists.figures import Ratio
from tests.deskside import Desk
from tests.stories.steps import (
    acts,
    everything_read_by,
    figures_of,
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
)
from tests.village import (
    COUNTY,
    DUTY,
    HOUSING_DESK,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    SCHOOL_DESK,
    TOWN_DESK,
    VILLAGE,
    WATER_DESK,
    ZONE,
    Character,
)


async def test_eight_things_are_settled_in_the_village_and_the_dry_well_at_the_county(
    desk: Desk,
) -> None:
    """B01 and process.md 3.6: closed in the village and passed upwards are recorded, for the headline."""
    await desk.appoint(WATER_DESK)
    await desk.resident()
    for number in range(8):
        await tells(desk, "其他", f"第 {number + 1} 盏路灯坏了")
        desk.wait(hours=1)
        await solves(desk)
        await desk.presses(RESIDENT, "😊 满意")

    well = await tells(desk, "吃水", "井干了，全村没水吃")
    await desk.presses(MONITOR, "上报")
    await desk.types(MONITOR, "要打新井，村里没有钱")
    assert "要打新井" in (await last(desk, TOWN_DESK, "task.card")).text
    await desk.presses(TOWN_DESK, "上报")
    await desk.presses(TOWN_DESK, "水利局")
    await desk.types(TOWN_DESK, "请派打井队")
    await solves(desk, WATER_DESK, "新井打好，通水了")
    await desk.presses(RESIDENT, "😊 满意")

    figures = await figures_of(desk)
    assert figures.in_village == Ratio(8, 9)
    assert figures.closed == Ratio(9, 9)
    after = await now(desk, well)
    assert (after.closed_level, after.department, after.reply_due_at) == (
        Level.COUNTY,
        "水利局",
        well.reply_due_at,
    )
    passed = [line for line in await ledger(desk, well) if line.act == "pass_up"]
    assert [line.who for line in passed] == [MONITOR.name, TOWN_DESK.name]
    assert len(await read(desk, RESIDENT, "tell.passed_up")) == 2
    assert WATER_DESK.name in (await read(desk, RESIDENT, "tell.passed_up"))[-1]
    assert await desk.told(OTHER_TOWN_DESK) == []


async def test_the_village_asks_the_town_which_gives_it_to_a_department(desk: Desk) -> None:
    """B01, 分流督办: village → town → department; whoever passed it on goes and looks, and owes no more."""
    await desk.appoint(HOUSING_DESK)
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨，东屋也漏")
    await desk.presses(MONITOR, "上报")
    await desk.types(MONITOR, "要请人来鉴定")

    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "1")
    await more(desk, TOWN_DESK, "转办")
    await desk.presses(TOWN_DESK, "住建局")
    await desk.presses(TOWN_DESK, "跳过")

    assert (await now(desk, case)).department == "住建局"
    assert "东屋也漏" in (await last(desk, HOUSING_DESK, "task.card")).text
    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")
    assert answer.alert
    assert (await now(desk, case)).state is State.ASSIGNED
    await desk.types(MONITOR, "/today")
    assert f"{case.number} 房子\n旧店镇九里夼村 · 🤝 协办" in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "协办完成")
    await desk.types(MONITOR, "看过了，东屋梁裂了")
    await desk.types(MONITOR, "/today")
    assert case.number not in (await desk.last_told(MONITOR)).text
    await desk.presses(HOUSING_DESK, "受理")
    assert HOUSING_DESK.phone in await once(desk, RESIDENT, "tell.accepted")


async def test_zhao_yongqiang_sees_a_leaning_pole_and_reports_it_in_three_taps(desk: Desk) -> None:
    """B02: the phone is the terminal: photo, place, category; the number is known at once."""
    await desk.types(MONITOR, "随手报")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="POLE")
    await desk.presses(MONITOR, "九里夼村")
    await desk.presses(MONITOR, "其他")

    case = await newest_case(desk, MONITOR)
    assert (case.kind, case.source, case.area_code) == (Kind.PATROL, Source.PATROL, VILLAGE)
    assert case.number in await once(desk, MONITOR, "patrol.receipt")
    async with desk.work() as work:
        [word] = await work.cases.words(case.id)
    assert word.body["file_id"] == "POLE"
    assert await desk.told(TOWN_DESK) == []  # it is the village's own matter

    await solves(desk, words="电线杆扶正了")
    assert "验收通过" in "".join((await last(desk, TOWN_DESK, "task.card")).buttons)
    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{(await now(desk, case)).version}:verify")
    assert answer.alert
    await desk.presses(TOWN_DESK, "验收通过")
    closed = await now(desk, case)
    assert (closed.state, closed.rating) == (State.CLOSED, None)
    assert (await ledger(desk, case))[-1].who == TOWN_DESK.name


async def test_what_is_said_in_the_morning_is_taken_up_the_same_day(desk: Desk) -> None:
    """B03 落实不过夜: the first response comes before the day ends; what comes late, next morning."""
    desk.shared = replace(desk.shared, rules=load_rules("xigang"))
    await desk.resident()
    early = await tells(desk, "吃水", "水管裂了")
    assert early.due_at is not None
    assert early.due_at.astimezone(ZONE).date() == early.submitted_at.astimezone(ZONE).date()
    assert early.visit_due_at - early.submitted_at == timedelta(hours=24)
    assert early.reply_due_at.astimezone(ZONE).day == 24

    await pass_time(desk, on(11, 23, 18, 1))
    assert "已超期" in await once(desk, MONITOR, "tick.overdue")
    assert MONITOR.name in await once(desk, TOWN_DESK, "tick.overdue_copy")
    assert "超期" not in await everything_read_by(desk, RESIDENT)

    desk.now = on(11, 23, 20, 0)
    late = await tells(desk, "房子", "房顶漏雨")
    assert late.due_at is not None
    assert late.due_at.astimezone(ZONE).replace(tzinfo=None).isoformat() == "2026-11-24T10:30:00"


FARMING_DESK = Character(
    6090, "于海波", "+8613800006090", Role.DEPARTMENT_DESK, COUNTY, department="农业农村局"
)
TRADES = (
    ("看病", "住院欠了八千", MEDICAL_DESK),
    ("房子", "房顶漏雨", HOUSING_DESK),
    ("孩子上学", "交不起住宿费", SCHOOL_DESK),
    ("吃水", "自来水停了三天", WATER_DESK),
)


@pytest.mark.parametrize(("trouble", "story", "office"), TRADES)
async def test_each_trouble_finds_the_office_that_leads(
    desk: Desk, trouble: str, story: str, office: Character
) -> None:
    """B04: 31 departments behind one desk: the one that leads is offered first, with a name."""
    await desk.appoint(MEDICAL_DESK, HOUSING_DESK, SCHOOL_DESK, WATER_DESK)
    await desk.resident()
    case = await tells(desk, trouble, story)
    await desk.presses(MONITOR, "上报")
    await desk.types(MONITOR, "村里办不了")

    await desk.presses(TOWN_DESK, "上报")
    offered = [label for label in (await desk.last_told(TOWN_DESK)).buttons if "局" in label]
    await desk.presses(TOWN_DESK, office.department)
    await desk.types(TOWN_DESK, "请接着办")

    assert office.department in offered[0]
    assert office.name in offered[0]
    assert (await now(desk, case)).department == office.department
    await desk.presses(office, "为什么是我")
    assert f"由{office.department}来办" in (await desk.last_told(office)).text
    others = {MEDICAL_DESK, HOUSING_DESK, SCHOOL_DESK, WATER_DESK} - {office}
    assert [await desk.told(one) for one in others] == [[], [], []]


async def test_a_question_about_subsidies_goes_to_the_office_and_not_to_the_village(desk: Desk) -> None:
    """B04 and process.md 1: departments answer policy questions, within three working days."""
    await desk.appoint(FARMING_DESK)
    await desk.resident()
    await desk.types(RESIDENT, "问政策")
    await desk.types(RESIDENT, "种玉米今年有补贴吗")
    await desk.presses(RESIDENT, "问人")

    case = await newest_case(desk)
    assert (case.kind, case.department) == (Kind.POLICY_QUESTION, "农业农村局")
    receipt = await once(desk, RESIDENT, "question.receipt")
    assert all(word in receipt for word in (FARMING_DESK.name, FARMING_DESK.phone, "11月26日"))
    await solves(desk, FARMING_DESK, "每亩补一百二，秋后打卡")
    assert "每亩补一百二" in await once(desk, RESIDENT, "tell.replied")
    assert [await desk.told(one) for one in (MONITOR, TOWN_DESK, DUTY)] == [[], [], []]


async def test_every_word_of_wang_xiulan_takes_four_steps(desk: Desk) -> None:
    """B08 专人实时接收—建立台账—分流督办—回复反馈: each step is in the ledger, and she saw each."""
    await desk.resident()
    case = await tells(desk, "房子", "房顶漏雨")
    await desk.presses(MONITOR, "受理")
    desk.wait(hours=3)
    await desk.presses(MONITOR, "已走访")
    await desk.presses(MONITOR, "上门")
    await desk.types(MONITOR, "东屋两处漏")
    await desk.presses(MONITOR, "说完了")
    await replies(desk, MONITOR, "瓦工明天来")
    await desk.presses(RESIDENT, "😊 满意")

    lines = await ledger(desk, case)
    assert [line.act for line in lines] == ["submit", "assign", "accept", "visit", "reply", "rate"]
    assert [line.after for line in lines] == [
        *("submitted", "assigned", "accepted", "in_work", "resolved", "closed")
    ]
    assert [line.who for line in lines] == [RESIDENT.name, "", *[MONITOR.name] * 3, RESIDENT.name]
    for template in ("report.receipt", "tell.accepted", "tell.visited", "tell.replied", "follow_up.thanks"):
        assert case.number in await once(desk, RESIDENT, template)
    assert "东屋两处漏" not in await everything_read_by(desk, RESIDENT)  # that is for officials
    assert await desk.told(TOWN_DESK) == []


async def test_three_rates_say_how_many_people_were_asked(desk: Desk) -> None:
    """B09: the three rates come from real ratings, with the raters beside; silence is no praise."""
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    for who, trouble, rating in (
        (RESIDENT, "房子", "😊 满意"),
        (NEIGHBOUR, "吃水", "🙂 还行"),
        (RESIDENT, "孩子上学", ""),
    ):
        await tells(desk, trouble, "请来看看", who)
        await solves(desk)
        if rating:
            await desk.presses(who, rating)
    await tells(desk, "其他", "路灯坏了", NEIGHBOUR)
    await desk.presses(MONITOR, "受理")
    await tick(desk, days=8)

    figures = await figures_of(desk)
    strict = await figures_of(desk, mostly_counts=False)
    assert figures.closed == Ratio(3, 4)
    assert figures.replied == Ratio(3, 4)
    assert (figures.satisfied, figures.answered) == (Ratio(2, 2), Ratio(2, 3))
    assert strict.satisfied == Ratio(1, 2)
    assert "没有等到您的评价" in await once(desk, RESIDENT, "follow_up.closed_unrated")
    assert await read(desk, NEIGHBOUR, "follow_up.closed_unrated") == []


async def test_four_zeros_are_counted_not_claimed(desk: Desk) -> None:
    """E17 四零: how often a case changed hands, how soon the first answer came, how many were done again."""
    await desk.appoint(WATER_DESK)
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    first = await tells(desk, "房子", "房顶漏雨")
    desk.wait(hours=2)
    await solves(desk)
    await desk.presses(RESIDENT, "🙁 不满意")
    await desk.types(RESIDENT, "一下雨还是漏")
    await desk.presses(RESIDENT, "说完了")
    await tells(desk, "吃水", "水发黄", NEIGHBOUR)
    await desk.presses(MONITOR, "更多操作")
    await desk.presses(MONITOR, "转办")
    await desk.presses(MONITOR, "水利局")
    await desk.presses(MONITOR, "跳过")
    desk.wait(hours=4)
    await solves(desk, WATER_DESK, "换了滤芯")

    figures = await figures_of(desk)
    assert figures.transfers == Ratio(1, 2)
    assert figures.reopened == Ratio(1, 2)
    assert (figures.to_resolve.hours, figures.to_resolve.of) == (4.0, 1)
    assert (figures.to_accept.mean, figures.complaints) == (3.0, Ratio(0, 2))
    assert (await now(desk, first)).state is State.REOPENED
    assert "reopen" in await acts(desk, first)
    assert "一下雨还是漏" in (await last(desk, MONITOR, "task.added")).text
    assert "一下雨还是漏" in await once(desk, TOWN_DESK, "task.why")
