"""Two reports of one thing: which goes on, what goes along, and what each resident hears."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.actions.callbacks.follow_up import close_unrated, rate_case
from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.handing_over.join_department import join_department
from desk.actions.handing_over.joint_part_done import finish_part
from desk.actions.handing_over.receivers import receiver_code
from desk.actions.handling.accept import accept_case
from desk.actions.handling.merge import NOT_OFFERED, merge_cases, twins_of
from desk.actions.handling.reply import reply_to_resident
from desk.actions.reports.submit import submit_report
from desk.actions.reports.withdraw import withdraw_case
from desk.domain.cases.case import Case, Hold, Kind, Rating, State
from desk.domain.county.areas import Level
from desk.domain.reports.report import read_report
from tests.actions.casework import accepted, report, spoken, stored, sure, templates, voice
from tests.deskside import Desk
from tests.village import (
    HOUSING_DESK,
    MONITOR,
    NEIGHBOUR,
    NEIGHBOUR_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    Character,
)


async def reported_too(desk: Desk, who: Character = NEIGHBOUR, **more: Any) -> Case:
    """Somebody else reports the same an hour later."""
    person = await desk.resident(who)
    desk.wait(hours=1)
    story = [spoken("隔壁房顶也漏", message_id=7), voice("voice-2")]
    answers = {"trouble": "housing", "place": VILLAGE, "story": story, "danger": "no", **more}
    async with desk.work() as work:
        return await submit_report(work, person, read_report(Kind.HARDSHIP, answers))


async def merged(desk: Desk, case: Case, other: Case, who: Character = MONITOR) -> Case | Refusal:
    """What becomes of the merger."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await merge_cases(work, person, case.id, other.number)


async def both(desk: Desk) -> tuple[Case, Case]:
    """Two cases of one village, merged: the one that goes on, and the other."""
    first = await accepted(desk)
    second = await reported_too(desk)
    kept = sure(await merged(desk, second, first))
    return kept, await stored(desk, second)


async def test_the_earlier_promise_goes_on_whichever_card_was_pressed(desk: Desk) -> None:
    first, second = await accepted(desk), await reported_too(desk)

    kept = sure(await merged(desk, first, second))

    gone = await stored(desk, second)
    assert (kept.id, kept.state, kept.reply_due_at) == (first.id, first.state, first.reply_due_at)
    assert (gone.state, gone.merged_into, gone.due_at) == (State.MERGED, first.id, None)


async def test_words_and_files_go_along_to_the_owner_and_not_to_the_reporter(desk: Desk) -> None:
    kept, gone = await both(desk)

    async with desk.work() as work:
        words = await work.cases.words(kept.id)
    assert [word.body.get("file_id") for word in words if "file_id" in word.body] == ["voice-2"]
    assert all("message_id" not in word.body for word in words if "merged_from" in word.body)
    cards = [told for told in await desk.told(MONITOR) if told.template == "task.card"]
    assert "隔壁房顶也漏" in cards[-1].text
    assert NEIGHBOUR.name in cards[-1].text
    assert gone.number in cards[-1].text
    await desk.presses_code(RESIDENT, f"o:{kept.id}:view")
    seen = (await desk.last_told(RESIDENT)).text
    assert "房顶漏雨" in seen
    assert "隔壁" not in seen
    assert NEIGHBOUR.name not in seen


async def test_the_other_resident_learns_the_number_and_the_end_and_nothing_of_anybody(desk: Desk) -> None:
    kept, gone = await both(desk)
    told = await desk.last_told(NEIGHBOUR)
    assert (told.template, kept.number in told.text) == ("tell.merged", True)

    monitor, resident = await desk.person(MONITOR), await desk.person(RESIDENT)
    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, kept.id, spoken("王秀兰家的房顶补好了")))
    answered = await desk.last_told(NEIGHBOUR)
    async with desk.work() as work:
        sure(await rate_case(work, resident, kept.id, 1, Rating.SATISFIED))
    closed = await desk.last_told(NEIGHBOUR)

    assert (answered.template, closed.template) == ("tell.merged_news", "tell.merged_news")
    assert "有答复了" in answered.text
    assert "办完" in closed.text
    for one in await desk.told(NEIGHBOUR):
        assert RESIDENT.name not in one.text
        assert "房顶补好" not in one.text
    assert (await templates(desk, NEIGHBOUR)).count("tell.merged_news") == 2
    assert gone.number in closed.text


async def test_silence_closes_for_both(desk: Desk) -> None:
    kept, _ = await both(desk)
    monitor = await desk.person(MONITOR)
    async with desk.work() as work:
        case = sure(await reply_to_resident(work, monitor, kept.id, spoken("补好了")))
    desk.wait(days=8)

    async with desk.work() as work:
        await close_unrated(work, case)

    assert (await desk.last_told(NEIGHBOUR)).content.arguments["news"] == "closed"


async def test_nobody_takes_a_case_back_over_the_head_of_another(desk: Desk) -> None:
    kept, _ = await both(desk)
    resident = await desk.person(RESIDENT)

    async with desk.work() as work:
        answer = await withdraw_case(work, resident, kept.id)

    assert answer == Refusal("mine.shared")
    assert (await stored(desk, kept)).state is State.ACCEPTED


async def test_the_same_resident_is_told_so_and_may_take_it_back(desk: Desk) -> None:
    first, second = await accepted(desk), await reported_too(desk, RESIDENT)

    kept = sure(await merged(desk, first, second))

    assert "您前面报过" in (await desk.last_told(RESIDENT)).text
    resident = await desk.person(RESIDENT)
    async with desk.work() as work:
        assert sure(await withdraw_case(work, resident, kept.id)).state is State.WITHDRAWN


async def test_danger_and_joined_departments_go_along(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    first, second = await accepted(desk), await reported_too(desk, danger="yes")
    monitor, housing = await desk.person(MONITOR), receiver_code(Hold(Level.COUNTY, "住建局"))
    async with desk.work() as work:
        sure(await join_department(work, monitor, second.id, housing, spoken("请鉴定")))

    kept = sure(await merged(desk, first, second))

    assert kept.danger
    async with desk.work() as work:
        assert [one.department for one in await work.helpers.asked_in(kept.id)] == ["住建局"]


async def test_a_chain_of_mergers_forgets_nobody(desk: Desk) -> None:
    kept, gone = await both(desk)
    third = await reported_too(desk, RESIDENT)
    older = replace(kept, reply_due_at=third.reply_due_at.replace(year=2027), version=kept.version + 1)
    async with desk.work() as work:
        assert await work.cases.save(older)

    last = sure(await merged(desk, kept, third))

    assert last.id == third.id
    async with desk.work() as work:
        found = [case.id for case in await work.cases.find_merged_into(last.id)]
    assert found == [kept.id, gone.id]


async def test_only_the_owners_own_open_cases_of_the_same_place_are_offered(desk: Desk) -> None:
    first, elsewhere = await accepted(desk), await report(desk, place=NEIGHBOUR_VILLAGE)
    twin, mine = await reported_too(desk), await reported_too(desk, RESIDENT, trouble="water")
    monitor = await desk.official(MONITOR)

    async with desk.work() as work:
        offered = await twins_of(work, first, monitor)

    assert [case.id for case in offered] == [mine.id, twin.id]  # those of the same reporter first
    assert await merged(desk, first, elsewhere) == NOT_OFFERED
    assert await merged(desk, first, first) == NOT_OFFERED
    assert await merged(desk, first, replace(first, number="BF-000000-0000")) == NOT_OFFERED
    assert await merged(desk, first, twin, TOWN_DESK) == NOT_YOURS


@pytest.mark.parametrize("column", ["anonymous", "outside"])
async def test_what_is_told_in_confidence_is_never_merged(desk: Desk, column: str) -> None:
    first, second = await accepted(desk), await reported_too(desk)
    async with desk.database.transaction() as connection:
        await connection.execute(
            f"UPDATE cases SET {column} = :yes WHERE id = :id",
            {"id": second.id, "yes": True},
        )

    answer = await merged(desk, first, second)

    assert answer == NOT_OFFERED
    assert (await stored(desk, first)).version == first.version


async def test_a_case_that_was_taken_up_meanwhile_is_merged_all_the_same(desk: Desk) -> None:
    first, second = await accepted(desk), await reported_too(desk)
    monitor = await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await accept_case(work, monitor, second.id, second.version))

    assert sure(await merged(desk, first, second)).id == first.id


async def test_where_there_is_no_twin_the_button_says_so(desk: Desk) -> None:
    await accepted(desk)
    await desk.presses(MONITOR, "更多操作")

    [answer] = await desk.presses(MONITOR, "并案")

    assert (answer.template, answer.alert) == ("merge.nothing", True)


async def test_a_part_that_was_done_there_is_done_here(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    first, second = await accepted(desk), await reported_too(desk)
    monitor, housing = await desk.person(MONITOR), await desk.person(HOUSING_DESK)
    code = receiver_code(Hold(Level.COUNTY, "住建局"))
    async with desk.work() as work:
        sure(await join_department(work, monitor, second.id, code, spoken("请鉴定")))
    async with desk.work() as work:
        sure(await finish_part(work, housing, second.id, spoken("鉴定过了")))

    kept = sure(await merged(desk, first, second))

    async with desk.work() as work:
        assert all(one.done_at for one in await work.helpers.asked_in(kept.id))
    cards = [told.text for told in await desk.told(MONITOR) if told.template == "task.card"]
    assert "住建局：已办完" in cards[-1]
