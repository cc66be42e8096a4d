"""Visits in the chat: a morning of a monitor, a phone without a network, what is found, who need not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desk.domain.cases.case import Kind, Source
from desk.domain.people.people import Role
from desk.domain.talk.said import SaidKind
from desk.domain.visits.duties import Visitor
from desk.domain.visits.panel_codes import Levels, levels_code
from desk.domain.visits.visit import Finding, FindingLevel, How
from tests.actions.staffroom import ledger
from tests.deskside import Desk, rules
from tests.stories.homes import LIS, WANGS, name_of, named, newest, open_windows, settle, still_due
from tests.stories.steps import acts, newest_case, once, pass_time
from tests.village import MONITOR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK, VILLAGE, Character

OFFICER = Character(2101, "陈凯", "+8613800002101", Role.RESPONSIBLE_OFFICER, VILLAGE)
SECOND = Character(2102, "周宁", "+8613800002102", Role.VILLAGE_MONITOR, VILLAGE)
MONDAY = date(2026, 11, 23)


async def goes_to(desk: Desk, who: Character, order: int) -> None:
    """Press a household of the list, and that nothing changed there."""
    await desk.presses(who, name_of(order))
    await desk.presses(who, "上门了，没有变化")


ALL_GOOD = dict.fromkeys(rules().visit_topics, FindingLevel.GOOD)


async def presses_level(desk: Desk, who: Character, levels: Levels) -> None:
    """The button of the panel after which things stand so."""
    wanted = levels_code(levels, rules().visit_topics)
    rows = (await desk.last_told(who)).content.rows
    [code] = {one["code"] for row in rows for one in row if one["code"].split(":")[3:4] == [wanted]} or [""]
    await desk.presses_code(who, code)


async def test_a_monitor_with_84_households_works_through_a_morning(desk: Desk) -> None:
    ids = await settle(desk, *named(84))
    await desk.types(MONITOR, "/visits")
    listed = await desk.last_told(MONITOR)
    assert "要走访 84 户" in listed.text
    assert "第 1 页，共 11 页" in listed.text
    assert len([one for one in listed.buttons.values() if one.startswith("w:c:")]) == 8

    for order in range(20):
        await goes_to(desk, MONITOR, order)

    shown = await desk.last_told(MONITOR)
    assert shown.row.method == "edit"  # one message, not a scroll
    assert len([one for one in await desk.told(MONITOR) if one.row.method != "edit"]) == 1
    assert "要走访 64 户" in shown.text
    assert f"✓ {name_of(19)}家已记下" in shown.text.replace("<b>", "").replace("</b>", "")
    assert f"{name_of(20)} 剩38天" in shown.buttons
    assert not [one for one in ids[:20] if await still_due(desk, one)]
    assert [visit.unchanged for visit in await newest(desk, ids[0])] == [True]
    assert [act for act, _, _ in await ledger(desk, f"household:{ids[0]}")] == ["enter", "visit"]


async def test_whoever_works_on_a_later_page_stays_there(desk: Desk) -> None:
    await settle(desk, *named(20))
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "下一页")

    await goes_to(desk, MONITOR, 10)

    shown = await desk.last_told(MONITOR)
    assert "第 2 页，共 3 页" in shown.text
    assert f"{name_of(9)} 剩38天" in shown.buttons


async def test_an_officer_reports_five_visits_late_in_mixed_order(desk: Desk) -> None:
    """The phone had no network: what was written on the way keeps its own days."""
    await desk.appoint(OFFICER)
    officer = await desk.official(OFFICER)
    ids = await settle(desk, *named(5, officer_id=officer.id))
    sentences = {
        2: (2, "{}家走访了，没变化"),
        0: (0, "昨天去了{}家，没变化。"),
        4: (1, "{}家11月27日走访过了，没有变化"),
        1: (0, "{} 去过了，没啥变化"),
        3: (2, "前天走访了{}家，情况没变"),
    }
    written = {order: desk.now + timedelta(days=7 + days) for order, (days, _) in sentences.items()}
    desk.wait(days=10)

    for order, (_, words) in sentences.items():
        await desk.hears(OFFICER, text=words.format(name_of(order)), at=written[order])
    for told in [one for one in await desk.told(OFFICER) if one.template == "visits.card"]:
        code = told.buttons["✅ 上门了，没有变化"]
        await desk.presses_code(OFFICER, code)

    days = {order: (await newest(desk, ids[order]))[0].visited_on.day for order in range(5)}
    assert days == {2: 2, 0: 29, 4: 27, 1: 30, 3: 30}
    assert [len(await newest(desk, one)) for one in ids] == [1] * 5
    left = [due.visitor for one in ids for due in await still_due(desk, one)]
    assert set(left) == {Visitor.MONITOR}


async def test_what_was_found_is_told_topic_by_topic_and_stands_there_next_time(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "✏️ 有变化")
    await desk.presses(MONITOR, "都好")
    await presses_level(desk, MONITOR, {**ALL_GOOD, "housing": FindingLevel.BAD})
    await desk.presses(MONITOR, "说几句")
    await desk.types(MONITOR, "屋顶漏雨")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="roof")
    await desk.hears(MONITOR, SaidKind.LOCATION, latitude=36.5, longitude=120.1)
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "✅ 记下")

    [visit] = await newest(desk, one)
    assert visit.findings["housing"] == Finding(FindingLevel.BAD, "屋顶漏雨")
    assert visit.findings["income"] == Finding(FindingLevel.GOOD)
    assert [photo.file_id for photo in visit.photos] == ["roof"]
    assert (visit.latitude, visit.longitude) == (36.5, 120.1)
    assert not await still_due(desk, one)
    desk.wait(days=45)
    await open_windows(desk)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    card = (await desk.last_told(MONITOR)).text
    assert "住房：有困难（屋顶漏雨）" in card
    await desk.presses(MONITOR, "✏️ 有变化")
    await desk.presses(MONITOR, "和上次一样")
    await desk.presses(MONITOR, "✅ 记下")
    assert (await newest(desk, one))[0].findings == visit.findings


async def test_a_press_too_quick_is_put_right_and_counts_once(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "上门了，没有变化")

    await desk.presses(MONITOR, "改一下")
    await presses_level(desk, MONITOR, {"health": FindingLevel.WATCH})
    (answer,) = await desk.presses(MONITOR, "✅ 记下")

    assert answer.template == "visits.corrected"
    [visit] = await newest(desk, one)
    assert dict(visit.findings) == {"health": Finding(FindingLevel.WATCH)}
    assert not visit.unchanged
    assert [act for act, _, _ in await ledger(desk, f"household:{one}")] == [
        "enter",
        "visit",
        "correct_visit",
    ]


async def test_what_somebody_else_recorded_is_theirs_to_put_right_and_only_for_some_days(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "上门了，没有变化")
    [visit] = await newest(desk, one)
    correct = f"w:k:{visit.id}v:bbbbb:0.0.1"

    (not_theirs,) = await desk.presses_code(TOWN_DESK, correct)
    desk.wait(days=5)
    (too_late,) = await desk.presses_code(MONITOR, correct)

    assert (not_theirs.template, too_late.template) == ("common.not_yours", "visit.settled")
    assert (await newest(desk, one)) == [visit]


async def test_a_problem_found_becomes_a_case_of_the_family_and_reaches_its_owner(desk: Desk) -> None:
    await desk.appoint(OFFICER)
    officer = await desk.official(OFFICER)
    await desk.resident(RESIDENT)
    (one,) = await settle(desk, replace(WANGS, officer_id=officer.id))

    await desk.types(OFFICER, "/visits")
    await desk.presses(OFFICER, "王秀兰")
    await desk.presses(OFFICER, "发现问题")
    await desk.presses(OFFICER, "上门")
    await desk.presses(OFFICER, "吃水")
    await desk.types(OFFICER, "水管冻裂了，两天没水")
    await desk.presses(OFFICER, "说完了")

    case = await newest_case(desk)
    assert (case.kind, case.source, case.area_code) == (Kind.VISIT_PROBLEM, Source.PATROL, VILLAGE)
    assert "陈凯走访您家时" in await once(desk, RESIDENT, "tell.found_at_visit")
    assert "水管冻裂了" in await once(desk, MONITOR, "task.card")
    assert "赵永强" in await once(desk, OFFICER, "visits.problem_kept")
    [visit] = await newest(desk, one)
    assert visit.case_id == case.id
    assert [act for act, _, _ in await ledger(desk, f"household:{one}")] == ["enter", "visit", "find_problem"]
    assert (await acts(desk, case))[:2] == ["submit", "assign"]
    await desk.presses_code(OFFICER, f"w:o:{one}")
    assert f"还在办：{case.number} 吃水" in (await desk.last_told(OFFICER)).text


async def test_without_anybody_of_the_family_in_the_chat_the_official_reports_it(desk: Desk) -> None:
    """A superior looks whether it is settled: nobody asks the official about their own work."""
    (one,) = await settle(desk, WANGS)
    await desk.presses_code(MONITOR, f"w:o:{one}")

    await desk.presses(MONITOR, "发现问题")
    await desk.presses(MONITOR, "打电话")
    await desk.presses(MONITOR, "看病")
    await desk.types(MONITOR, "老人晕倒了叫不醒")
    await desk.presses(MONITOR, "说完了")

    case = await newest_case(desk, MONITOR)
    assert (case.kind, case.source, case.subject) == (Kind.PATROL, Source.PATROL, "王秀兰")
    assert case.danger
    assert "🆘" in await once(desk, MONITOR, "visits.problem_kept")
    assert (await newest(desk, one))[0].how is How.PHONE
    assert await once(desk, TOWN_DESK, "task.card")


async def test_dangerous_words_about_a_topic_become_a_case_at_once(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.presses_code(MONITOR, f"w:m:{one}h:gggbg:0.0.1")

    await desk.types(MONITOR, "老人说不想活了")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "✅ 记下")

    case = await newest_case(desk, MONITOR)
    assert case.danger
    assert (await newest(desk, one))[0].case_id == case.id


async def test_a_household_that_is_away_is_left_alone_until_it_is_back(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "暂停走访")
    await desk.presses(MONITOR, "外出不在家")
    await desk.presses(MONITOR, "12月23日")
    assert "暂停走访（外出不在家），到12月23日（周三）为止" in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "走访名单")
    assert "现在没有要走访的户" in (await desk.last_told(MONITOR)).text

    await desk.presses_code(MONITOR, f"w:o:{one}")
    await desk.presses(MONITOR, "恢复走访")
    await desk.presses(MONITOR, "走访名单")

    assert "要走访 1 户" in (await desk.last_told(MONITOR)).text
    entries = await ledger(desk, f"household:{one}")
    assert entries[1:] == [("pause", "monitor", "reason:away until:2026-12-23"), ("resume", "monitor", "")]


async def test_a_pause_ends_by_itself(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.presses_code(MONITOR, f"w:z:{one}:moved:20261125:0.0.1")
    desk.wait(days=3)

    await desk.types(MONITOR, "/visits")

    assert "王秀兰 剩35天" in (await desk.last_told(MONITOR)).buttons


async def test_people_who_work_away_are_rung_up(desk: Desk) -> None:
    (one,) = await settle(desk, replace(LIS, lives_away=True))
    await desk.types(MONITOR, "/visits")
    assert any(label.startswith("☎️李建国") for label in (await desk.last_told(MONITOR)).buttons)
    await desk.presses(MONITOR, "李建国")
    card = await desk.last_told(MONITOR)
    assert next(iter(card.buttons)) == "☎️ 打了电话，没有变化"
    assert "打电话也算" in card.text

    await desk.presses(MONITOR, "打了电话，没有变化")

    assert not await still_due(desk, one)


async def test_a_call_where_somebody_has_to_go_says_that_it_is_not_enough(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")

    await desk.presses(MONITOR, "打了电话，没有变化")

    shown = await desk.last_told(MONITOR)
    assert "打电话不算完成" in shown.text
    assert len(await still_due(desk, one)) == 2


async def test_a_visit_of_the_day_before_yesterday_keeps_its_day(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    desk.wait(days=4)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "别的日子去的")
    await desk.presses(MONITOR, "前天")
    assert "这次记在 <b>11月25日" in (await desk.last_told(MONITOR)).text

    await desk.presses(MONITOR, "上门了，没有变化")

    assert [visit.visited_on for visit in await newest(desk, one)] == [date(2026, 11, 25)]


async def test_a_day_that_is_typed_is_understood_and_one_that_is_none_is_asked_for_again(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    desk.wait(days=9)
    await desk.presses_code(MONITOR, f"w:d:{one}:other:0.0.1")
    desk.wait(seconds=9)
    await desk.types(MONITOR, "上回")
    assert (await desk.last_told(MONITOR)).template == "form.question"

    await desk.types(MONITOR, "11月24号")
    await desk.presses(MONITOR, "上门了，没有变化")

    assert [visit.visited_on for visit in await newest(desk, one)] == [date(2026, 11, 24)]


async def test_who_announced_a_visit_and_went_earlier_is_not_announced_any_more(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.resident(RESIDENT)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "约好去")
    await desk.presses(MONITOR, "明天")
    assert "赵永强约好11月24日（周二）去" in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "走访名单")
    assert "📅王秀兰 剩38天" in (await desk.last_told(MONITOR)).buttons

    await desk.presses(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "上门了，没有变化")

    async with desk.work() as work:
        assert not await work.visits.planned(MONDAY, MONDAY + timedelta(days=9), 9)
    assert "plan_visit" in [act for act, _, _ in await ledger(desk, f"household:{one}")]


async def test_two_monitors_at_one_home_are_both_kept_and_the_second_is_told(desk: Desk) -> None:
    await desk.appoint(SECOND)
    (one,) = await settle(desk, WANGS)
    for who in (MONITOR, SECOND):
        await desk.presses_code(who, f"w:o:{one}")
        await desk.presses(who, "上门了，没有变化")

    assert {visit.staff_id for visit in await newest(desk, one)} == {
        (await desk.official(who)).id for who in (MONITOR, SECOND)
    }
    assert "赵永强今天也去过了" in (await desk.last_told(SECOND)).text
    assert "也去过了" not in (await desk.last_told(MONITOR)).text
    assert not await still_due(desk, one)


async def test_a_button_pressed_twice_is_one_visit(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    code = (await desk.last_told(MONITOR)).buttons["✅ 上门了，没有变化"]

    (first,) = await desk.presses_code(MONITOR, code)
    (second,) = await desk.presses_code(MONITOR, code)

    assert (first.template, second.template) == ("visits.noted", "visits.noted_already")
    assert len(await newest(desk, one)) == 1
    assert "改一下" in next(iter((await desk.last_told(MONITOR)).buttons))


async def test_whoever_has_nothing_to_do_there_learns_nothing_and_changes_nothing(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.resident(RESIDENT)
    codes: tuple[str, ...] = (
        "c:{}",
        "n:{}h",
        "p:{}h:",
        "k:{}h:bbbbb",
        "m:{}h:bbbbb",
        "q:{}:",
        "d:{}",
        "v:{}",
        "v:{}:20261124",
    )
    codes += ("z:{}", "z:{}:died", "z:{}:died:20261201", "r:{}", "e:{}", "d:{}:other")

    for who in (OTHER_TOWN_DESK, RESIDENT):
        for code in codes:
            for number in (one, 999):
                (answer,) = await desk.presses_code(who, f"w:{code.format(number)}:0.0.1")
                assert (answer.template, answer.alert) == ("common.not_yours", True), code
    await desk.types(RESIDENT, "/visits")
    assert (await desk.last_told(RESIDENT)).template == "desk.officials_only"
    assert [act for act, _, _ in await ledger(desk, f"household:{one}")] == ["enter"]


async def test_a_household_that_moved_to_another_village_meanwhile_is_not_theirs_any_more(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.types(MONITOR, "/visits")
    await desk.presses(MONITOR, "王秀兰")
    async with desk.database.transaction() as connection:
        values = {"id": one, "area": OTHER_TOWN_DESK.area[:9] + "267"}
        await connection.execute("UPDATE households SET area_code = :area WHERE id = :id", values)

    (answer,) = await desk.presses(MONITOR, "上门了，没有变化")

    assert answer.template == "common.not_yours"
    assert not await newest(desk, one)


async def test_a_resident_who_writes_such_a_sentence_is_heard_as_a_resident(desk: Desk) -> None:
    await settle(desk, WANGS)
    await desk.resident(RESIDENT)

    await desk.types(RESIDENT, "王秀兰家走访了，没变化")

    assert (await desk.last_told(RESIDENT)).template == "form.question"


async def test_two_households_of_one_name_are_told_apart(desk: Desk) -> None:
    ids = await settle(desk, WANGS, replace(LIS, members=(WANGS.head,)))

    await desk.types(MONITOR, "王秀兰家走访了，没变化")
    assert (await desk.last_told(MONITOR)).template == "visits.which"
    codes = [*(await desk.last_told(MONITOR)).buttons.values()]
    assert len(codes) == len(ids)
    await desk.presses_code(MONITOR, codes[1])
    await desk.presses(MONITOR, "上门了，没有变化")

    assert [len(await newest(desk, one)) for one in ids] == [0, 1]


async def test_the_card_is_reached_from_the_register(desk: Desk) -> None:
    await settle(desk, WANGS)
    await desk.types(MONITOR, "/household 王秀兰")

    await desk.presses(MONITOR, "📝 走访")

    assert (await desk.last_told(MONITOR)).template == "visits.card"
    assert (await desk.last_told(MONITOR)).row.method == "send"


async def test_everything_is_readable_in_english(desk: Desk) -> None:
    (one,) = await settle(desk, WANGS)
    await desk.person(MONITOR, language="en")
    await desk.presses_code(MONITOR, f"w:o:{one}")
    assert "No visit has been noted yet" in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "I was there, nothing new")

    await desk.types(MONITOR, "visited 王秀兰 yesterday, no change")

    assert "It will be noted for" in (await desk.last_told(MONITOR)).text
    await pass_time(desk, desk.now)
