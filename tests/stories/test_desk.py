"""Stories of those who sit at a desk: what 孙丽 at the town does on a morning with her phone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sending.split import units
from desk.actions.handing_over.dispute import dispute_case
from desk.actions.worklists.desk_digest import find_desks, send_desk_digest
from desk.domain.cases.case import Act, State
from desk.domain.cases.joint_parts import Helper
from desk.domain.county.areas import Level
from desk.domain.people.people import Role
from tests.actions.casework import accepted, report, stored, sure, templates
from tests.actions.worklists.test_queue import changed
from tests.deskside import Desk, Told
from tests.village import (
    COUNTY,
    DUTY,
    HOUSING_DESK,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
    Character,
)

LONGEST_MESSAGE, MOST_LINES = 4096, 25
LEADER = Character(7090, "马国强", "+8613800007090", Role.LEADER, COUNTY)


def visible(told: Told) -> list[str]:
    """The lines as a phone shows them."""
    return re.sub(r"<[^>]+>", "", told.text).splitlines()


def labels(told: Told) -> list[str]:
    return list(told.buttons)


async def test_sun_li_gives_an_unassigned_case_away_by_two_taps(desk: Desk) -> None:
    """process.md §1: the town triages what no village can solve; the act is one ledger entry."""
    await desk.appoint(HOUSING_DESK)
    case = await report(desk)
    await desk.types(TOWN_DESK, "/start")
    await desk.presses(TOWN_DESK, "工作台")

    await desk.presses(TOWN_DESK, "1")
    offered = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "住建局")

    assert offered.template == "desk.assign"
    assert "房顶漏雨" in offered.text
    now = await stored(desk, case)
    assert (now.department, now.state) == ("住建局", State.ASSIGNED)
    assert (await templates(desk, HOUSING_DESK))[-1] == "task.card"
    given = await desk.last_told(TOWN_DESK)
    assert (given.template, given.row.method) == ("desk.given.message", "edit")
    assert HOUSING_DESK.name in given.text


async def test_what_sun_li_has_taken_up_herself_opens_as_a_card(desk: Desk) -> None:
    await report(desk, place=NEIGHBOUR_VILLAGE)
    await desk.types(TOWN_DESK, "/desk")

    await desk.presses(TOWN_DESK, "1")

    assert (await desk.last_told(TOWN_DESK)).template == "task.card"


async def test_a_dispute_in_the_queue_is_ruled_from_the_line(desk: Desk) -> None:
    """process.md §3: disputed, with reason; a superior rules."""
    case, monitor = await report(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        words = {"kind": "text", "text": "是房管所的事"}
        sure(await dispute_case(work, monitor, case.id, words))
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "有异议")
    filtered = await desk.last_told(TOWN_DESK)

    await desk.presses(TOWN_DESK, "1")
    await desk.presses(TOWN_DESK, "退回原单位办")

    assert filtered.row.method == "edit"
    assert "●有异议" in labels(filtered)
    assert (await stored(desk, case)).state is State.ASSIGNED


async def test_somebody_was_faster_and_the_card_of_now_comes_instead(desk: Desk) -> None:
    """process.md §3 rule 8: the first wins, the second is told who has it."""
    await desk.appoint(HOUSING_DESK)
    case = await report(desk)
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "1")
    offered = await desk.last_told(TOWN_DESK)
    await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")

    [answer] = await desk.presses_code(TOWN_DESK, offered.buttons["住建局"])

    assert (answer.template, answer.arguments) == ("task.taken", {"owner": MONITOR.name})
    assert (await stored(desk, case)).department == ""


async def test_pages_and_filters_edit_the_one_message(desk: Desk) -> None:
    for _ in range(10):
        await report(desk)
    await desk.types(TOWN_DESK, "/desk")
    first = await desk.last_told(TOWN_DESK)

    await desk.presses(TOWN_DESK, "下一页")
    second = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "上一页")
    back = await desk.last_told(TOWN_DESK)

    assert [told.row.method for told in (first, second, back)] == ["send", "edit", "edit"]
    assert second.row.target_id == back.row.target_id == first.row.id
    assert visible(back) == visible(first)
    assert len(visible(second)) < len(visible(first))


async def test_sun_li_gives_twelve_away_and_hears_which_two_stayed(desk: Desk) -> None:
    """House promise: each through the same act, a change meanwhile is left out and named."""
    await desk.appoint(MEDICAL_DESK)
    cases = [await report(desk) for _ in range(14)]
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "多选转办")
    await desk.presses(TOWN_DESK, "全选本页")
    await desk.presses(TOWN_DESK, "下一页")
    await desk.presses(TOWN_DESK, "全选本页")
    ticked = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "转走这 14 件")
    for case in cases[:2]:
        await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:accept")
    await desk.presses(TOWN_DESK, "医保局")
    asked = await desk.told(TOWN_DESK)

    await desk.presses(TOWN_DESK, "对，转走")

    assert "已选 14 件" in visible(ticked)
    assert any("把 14 件转给 医保局" in line for told in asked for line in visible(told))
    [done] = [told for told in await desk.told(TOWN_DESK) if told.template == "bulk.done"]
    assert visible(done) == [
        "✅ 已转 12 件给医保局，2 件没转：",
        f"· {cases[0].number}：{MONITOR.name}已经接手",
        f"· {cases[1].number}：{MONITOR.name}已经接手",
    ]
    assert [(await stored(desk, case)).department for case in cases] == ["", "", *["医保局"] * 12]


async def test_ticks_are_taken_away_again_and_leaving_gives_nothing_away(desk: Desk) -> None:
    cases = [await report(desk) for _ in range(2)]
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "多选转办")
    await desk.presses(TOWN_DESK, "☐ 1")
    one = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "☑ 1")
    none = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "全选本页")
    await desk.presses(TOWN_DESK, "全选本页")
    neither = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "不选了")
    left = await desk.last_told(TOWN_DESK)
    [late] = await desk.presses_code(TOWN_DESK, f"q:t:{cases[0].id}:{cases[0].version}")

    assert "➡️ 转走这 1 件" in labels(one)
    assert not any("转走这" in label for label in (*labels(none), *labels(neither), *labels(left)))
    assert "☑ 多选转办" in labels(left)
    assert late.template == "form.stale"
    assert [(await stored(desk, case)).version for case in cases] == [case.version for case in cases]


async def test_going_on_with_nothing_ticked_or_nowhere_to_go_is_said(desk: Desk) -> None:
    await report(desk)
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "多选转办")

    [nothing] = await desk.presses_code(TOWN_DESK, "q:n")
    await desk.presses_code(TOWN_DESK, "q:t:999999:1")
    [nowhere] = await desk.presses_code(TOWN_DESK, "q:n")

    assert (nothing.template, nowhere.template) == ("bulk.none_chosen", "bulk.nobody")


async def test_more_than_fifty_are_not_ticked_at_once(desk: Desk) -> None:
    await report(desk)
    await desk.types(TOWN_DESK, "/desk")
    await desk.presses(TOWN_DESK, "多选转办")
    for number in range(100, 150):
        await desk.presses_code(TOWN_DESK, f"q:t:{number}:1")

    [answer] = await desk.presses_code(TOWN_DESK, "q:t:200:1")

    assert (answer.template, answer.arguments) == ("bulk.too_many", {"most": 50})


async def test_a_story_half_told_is_not_thrown_away_for_ticking_or_looking(desk: Desk) -> None:
    await report(desk)
    await desk.types(TOWN_DESK, "/desk")
    await desk.types(TOWN_DESK, "我家房顶漏雨，墙也裂了")

    [ticking] = await desk.presses_code(TOWN_DESK, "q:s:all::1:")
    [looking] = await desk.presses_code(TOWN_DESK, "q:f")

    assert (ticking.template, looking.template) == ("task.finish_first", "task.finish_first")


@pytest.mark.parametrize(
    "code",
    [
        *("q:v:nothing::1:", "q:v:all:x9.9:1:", "q:v:all:>:1:", "q:v:all:>!.1:1:", "q:v:all::-1:"),
        *(f"q:v:all:>{'z' * 20}.1:1:", f"q:v:all:>{'z' * 13}.1:1:", "q:v:all"),
        *("q:z", "q:o:x", "q:g:1:1", "q:o:1:2:3"),
    ],
)
async def test_a_forged_button_of_the_queue_is_an_old_button(desk: Desk, code: str) -> None:
    [answer] = await desk.presses_code(TOWN_DESK, code)

    assert answer.template == "form.stale"


async def test_the_county_and_the_leader_have_a_desk_and_the_monitor_has_a_list(desk: Desk) -> None:
    await desk.appoint(LEADER)
    await changed(desk, await report(desk), level=Level.COUNTY)
    for who in (DUTY, LEADER, MONITOR, RESIDENT):
        await desk.types(who, "/desk")

    shown = {who.name: (await desk.last_told(who)).template for who in (DUTY, LEADER, MONITOR, RESIDENT)}

    assert shown == {
        DUTY.name: "desk.list",
        LEADER.name: "desk.list",
        MONITOR.name: "today.list",
        RESIDENT.name: "desk.officials_only",
    }


async def test_zhou_tao_learns_nothing_of_the_next_town(desk: Desk) -> None:
    """«No such case» and «not yours» are one answer, and every look is in the ledger."""
    case = await report(desk)
    for words in (case.number, "BF-000101-0001"):
        await desk.types(OTHER_TOWN_DESK, f"/find {words}")
    await desk.types(TOWN_DESK, f"/find {case.number}")

    refused = [told.text for told in (await desk.told(OTHER_TOWN_DESK))[-2:]]
    await desk.presses(TOWN_DESK, "1")

    assert refused[0].replace(case.number, "") == refused[1].replace("BF-000101-0001", "")
    assert (await desk.last_told(TOWN_DESK)).template == "task.card"
    async with desk.database.transaction() as connection:
        looks = await connection.fetch_all(
            "SELECT person_id FROM ledger WHERE act = :act", {"act": Act.VIEW.value}
        )
    assert [row["person_id"] for row in looks] == [(await desk.person(TOWN_DESK)).id]


async def test_find_without_a_word_asks_for_one(desk: Desk) -> None:
    await report(desk)
    await desk.types(TOWN_DESK, "/find")
    asked = await desk.last_told(TOWN_DESK)

    await desk.types(TOWN_DESK, "秀兰")
    await desk.types(RESIDENT, "/find")
    await desk.types(RESIDENT, "/find 秀兰")

    assert "要找哪一件" in asked.text
    assert (await templates(desk, TOWN_DESK))[-2:] == ["find.done", "find.list"]
    assert (await templates(desk, RESIDENT))[-2:] == ["desk.officials_only", "desk.officials_only"]


async def test_the_digest_comes_once_on_a_working_morning_with_three_ways_into_the_queue(desk: Desk) -> None:
    """process.md §6: one morning list per desk on working days, nothing sent twice."""
    await desk.appoint(WATER_DESK)
    await changed(desk, await accepted(desk), due_at=desk.now - timedelta(hours=1))
    await report(desk)

    for _ in range(2):
        async with desk.work() as work:
            for one in await find_desks(work):
                await send_desk_digest(work, one)
    digest = await desk.last_told(TOWN_DESK)
    await desk.presses(TOWN_DESK, "没人接 1")

    assert (await templates(desk, TOWN_DESK)).count("desk.digest.message") == 1
    assert labels(digest) == ["超期 1", "没人接 1", "有异议 0"]
    assert (await desk.last_told(TOWN_DESK)).row.method == "send"
    assert "●没人接" in labels(await desk.last_told(TOWN_DESK))
    assert "desk.digest.message" not in await templates(desk, WATER_DESK)  # nothing is open there
    assert "desk.digest.message" not in await templates(desk, MONITOR)


async def test_nobody_is_told_counts_on_a_day_off_or_in_the_night(desk: Desk) -> None:
    await report(desk)

    desk.wait(hours=12)
    async with desk.work() as work:
        night = await find_desks(work)
    desk.wait(days=5)
    async with desk.work() as work:
        sunday = await find_desks(work)

    assert (len(night), len(sunday)) == (0, 0)


async def test_the_list_of_the_day_has_the_joined_part_and_what_is_pressed_for(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    joined = await report(desk)
    pressed = await changed(
        desk, await report(desk), level=Level.COUNTY, department="医保局", supervised_at=desk.now
    )
    staff = await desk.official(MEDICAL_DESK)
    await changed(desk, pressed, told_staff_id=staff.id)
    async with desk.work() as work:
        await work.helpers.join(
            Helper(joined.id, "医保局", desk.now, desk.now + timedelta(days=1), told_staff_id=staff.id)
        )

    await desk.types(MEDICAL_DESK, "/today")

    lines = visible(await desk.last_told(MEDICAL_DESK))
    assert any("督办" in line and pressed.number in line for line in lines)
    assert any("协办" in line for line in lines)


async def test_a_complaint_outside_leaves_the_list_of_whoever_had_it(desk: Desk) -> None:
    case = await report(desk)
    await changed(desk, case, level=Level.COUNTY, outside=True)

    await desk.types(MONITOR, "/today")

    assert (await desk.last_told(MONITOR)).template == "today.nothing"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_fullest_page_fits_a_phone(desk: Desk, language: str) -> None:
    town = replace(TOWN_DESK, language=language)
    await desk.person(TOWN_DESK, language=language)
    for _ in range(9):
        case = await report(desk, danger=True)
        await changed(
            desk,
            case,
            state=State.IN_WORK,
            department="人力资源和社会保障局",
            level=Level.COUNTY,
            supervised_at=desk.now,
            due_at=desk.now - timedelta(days=99),
        )
    await desk.types(town, "/desk")
    await desk.presses_code(town, "q:v:overdue::9:")
    await desk.presses_code(town, "q:s:overdue::9:")
    await desk.presses_code(town, "q:a")
    await desk.types(town, "/find 王秀兰")

    for told in (one for one in await desk.told(town) if one.template in ("desk.list", "find.list")):
        assert units(told.text) <= LONGEST_MESSAGE
        assert len(visible(told)) <= MOST_LINES
