"""What goes with the kinds of cases: disasters counted, finds, danger heard later, alarms taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.actions.cases.door import Refusal
from desk.actions.handling.further_problem import found_problem
from desk.actions.reports.patrol import own_places, submit_finding
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Act, Case, DueStage, Kind, State
from desk.domain.reports.report import read_report
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.village import COUNTY, DUTY, MONITOR, NEIGHBOUR, RESIDENT, TOWN, TOWN_DESK, VILLAGE, Character


async def hail(desk: Desk, *, danger: bool = False, place: str = VILLAGE) -> Case:
    return await report(desk, trouble="disaster", danger=danger, place=place)


async def tallies(desk: Desk) -> list[str]:
    return [one.text for one in await desk.told(TOWN_DESK) if one.template == "task.tally"]


async def test_the_town_is_told_how_many_are_hit_once_an_hour(desk: Desk):
    await hail(desk)
    await hail(desk, danger=True)
    two = await tallies(desk)
    for _ in range(4):
        await hail(desk)
    six = await tallies(desk)

    desk.wait(minutes=61)
    for _ in range(3):
        await hail(desk)

    assert two == []
    assert len(six) == 1
    assert "报灾 3 件</b>，其中紧急 1 件" in six[0]
    assert len(await tallies(desk)) == 2


async def test_reports_from_nowhere_in_particular_are_not_counted_together(desk: Desk):
    for _ in range(5):
        await hail(desk, place=COUNTY)

    assert await tallies(desk) == []


async def test_other_troubles_are_no_disaster(desk: Desk):
    case = await report(desk)

    assert case.kind is Kind.HARDSHIP


async def test_danger_in_added_words_makes_the_case_urgent_and_tells_the_town(desk: Desk):
    case = await report(desk)

    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "东屋的墙快倒了")
    await desk.presses(RESIDENT, "说完了")

    after = await stored(desk, case)
    assert after.danger
    assert (after.due_stage, after.due_at) == (DueStage.ACCEPT, desk.now + timedelta(minutes=15))
    assert "task.card" in await templates(desk, TOWN_DESK)
    assert "紧急" in (await desk.last_told(TOWN_DESK)).text
    assert any("紧急" in one.text for one in await desk.told(MONITOR) if one.template == "task.card")


async def test_danger_said_again_makes_no_second_alarm(desk: Desk):
    case = await report(desk, danger=True)
    before = (await templates(desk, TOWN_DESK)).count("task.card")

    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "墙又裂了一道缝")
    await desk.presses(RESIDENT, "说完了")

    cards = [
        one for one in await desk.told(TOWN_DESK) if one.template == "task.card" and one.row.method == "send"
    ]
    assert len(cards) == before


async def test_harmless_added_words_change_neither_danger_nor_deadline(desk: Desk):
    case = await report(desk)

    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "瓦是前年换的")
    await desk.presses(RESIDENT, "说完了")

    after = await stored(desk, case)
    assert (after.danger, after.due_at) == (False, case.due_at)


async def test_danger_in_added_words_of_a_case_in_work_keeps_its_deadline(desk: Desk):
    case = await accepted(desk)

    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "房子要塌了")
    await desk.presses(RESIDENT, "说完了")

    after = await stored(desk, case)
    assert (after.danger, after.due_stage, after.due_at) == (True, case.due_stage, case.due_at)


async def test_whoever_declines_after_danger_leaves_no_words_on_the_alarm(desk: Desk):
    """The alarm was read; what stays in the officials' chats says whom to look after, none of the words."""
    await desk.types(RESIDENT, "家里断粮了，我叫王秀兰")
    await desk.presses(RESIDENT, "跳过")

    await desk.presses(RESIDENT, "不同意")

    edits = [one for one in await desk.told(DUTY) if one.row.target_id is not None]
    assert "断粮" not in edits[-1].text
    assert RESIDENT.name in edits[-1].text
    assert "原话已经撤掉" in edits[-1].text
    assert any("我来联系" in label for label in edits[-1].buttons)


async def test_what_an_alarm_said_is_emptied_once_it_has_left(desk: Desk):
    await desk.types(RESIDENT, "家里断粮了")
    async with desk.database.transaction() as connection:
        await connection.execute(
            "UPDATE outbox SET state = 'sent', message_id = 7 WHERE template = 'alarm.card'"
        )
    await desk.presses(RESIDENT, "跳过")

    await desk.presses(RESIDENT, "不同意")

    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT arguments FROM outbox WHERE template = 'alarm.card' AND state = 'sent'"
        )
    assert {bytes(row["arguments"]) for row in rows} == {b""}


async def test_another_problem_at_the_same_home_is_a_case_of_its_own(desk: Desk):
    case, person = await accepted(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        result = await found_problem(
            work, person, case.id, "school", [spoken("孩子一个人在家，三天没吃东西了")]
        )

    assert not isinstance(result, Refusal)
    first, second = result
    async with desk.work() as work:
        entries = [word.kind for word in await work.cases.words(second.id)]
    assert (first.state, first.due_at) == (State.ACCEPTED, case.due_at)
    assert (second.kind, second.reporter_id, second.danger) == (Kind.VISIT_PROBLEM, case.reporter_id, True)
    assert entries == ["finding", "danger"]  # the dangerous sentence is kept beside what was found
    assert "tell.found" in await templates(desk, RESIDENT)
    assert "task.card" in await templates(desk, TOWN_DESK)  # danger: the superior knows at once


@pytest.mark.parametrize("who", [RESIDENT, NEIGHBOUR, DUTY])
async def test_only_who_works_on_a_case_finds_more_in_it(desk: Desk, who: Character):
    case = await accepted(desk)
    person = await desk.person(who)

    async with desk.work() as work:
        result = await found_problem(work, person, case.id, "other", [spoken("还有")])

    assert isinstance(result, Refusal)


async def test_nothing_is_found_at_the_home_of_somebody_who_stays_unknown(desk: Desk):
    person, town = await desk.resident(), await desk.person(TOWN_DESK)
    answers = {"place": VILLAGE, "about": "nobody", "identity": "nameless", "story": [spoken("路灯不亮")]}
    async with desk.work() as work:
        case = await submit_report(work, person, read_report(Kind.COMPLAINT, answers))
    await desk.presses_code(TOWN_DESK, f"k:{case.id}:{case.version}:{Act.ACCEPT.value}")

    async with desk.work() as work:
        result = await found_problem(work, town, case.id, "other", [spoken("还有")])

    assert isinstance(result, Refusal)


async def test_an_official_is_offered_their_own_places_villages_first(desk: Desk):
    people = [await desk.person(MONITOR), await desk.person(TOWN_DESK), await desk.resident()]

    async with desk.work() as work:
        offered = [[area.code for area in await own_places(work, person)] for person in people]

    assert offered == [[VILLAGE], [TOWN], []]


async def test_only_officials_report_what_they_found_on_the_way(desk: Desk):
    person = await desk.resident()

    async with desk.work() as work:
        result = await submit_finding(
            work, person, read_report(Kind.PATROL, {"place": VILLAGE, "story": [spoken("墙倒了")]})
        )

    assert result == Refusal("today.officials_only")


async def test_danger_on_the_way_is_urgent(desk: Desk):
    person = await desk.person(MONITOR)

    async with desk.work() as work:
        case = await submit_finding(
            work, person, read_report(Kind.PATROL, {"place": VILLAGE, "story": [spoken("老孙家房子要塌了")]})
        )

    assert sure(case).danger
    assert "task.card" in await templates(desk, TOWN_DESK)
