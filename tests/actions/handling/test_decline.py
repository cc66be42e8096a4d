"""Declining: always with a reason, and the resident may have it looked at one level up."""

from __future__ import annotations

from typing import Any

import pytest

from desk.actions.cases.door import NOT_YOURS, TOO_LATE, Refusal
from desk.actions.handing_over.pass_up import pass_up_case
from desk.actions.handing_over.receivers import receivers_above
from desk.actions.handling.accept import accept_case
from desk.actions.handling.decline import URGENT_STAYS, Reason, decline_case, review_case
from desk.domain.cases.case import Case, DueStage, State
from desk.domain.county.areas import Level
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk, rules
from tests.village import COUNTY, DUTY, HOUSING_DESK, MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, Character

NO_RULE = Reason("no_rule", {"text": ""})


async def declined(desk: Desk, case: Case, who: Character = MONITOR, reason: Reason = NO_RULE) -> Case:
    person = await desk.person(who)
    async with desk.work() as work:
        return sure(await decline_case(work, person, case.id, reason))


async def reviewed(desk: Desk, case: Case, who: Character = RESIDENT) -> Case | Refusal:
    person = await desk.person(who)
    async with desk.work() as work:
        return await review_case(work, person, case.id)


async def test_the_resident_reads_the_reason_and_may_go_one_level_up(desk: Desk) -> None:
    case = await declined(desk, await accepted(desk))

    told = await desk.last_told(RESIDENT)
    assert (case.state, case.due_at, case.closed_at) == (State.DECLINED, None, desk.now)
    assert "够不上条件" in told.text
    assert list(told.buttons.values()) == [f"o:{case.id}:review"]
    assert (await desk.last_told(MONITOR)).buttons == {}


async def test_own_words_reach_the_resident_as_they_were_written(desk: Desk) -> None:
    words = "这块地去年就确权给了邻居，请找司法所"

    await declined(desk, await accepted(desk), reason=Reason("own", spoken(words)))

    assert words in (await desk.last_told(RESIDENT)).text


async def test_the_town_looks_at_what_the_village_declined_with_time_of_its_own(desk: Desk) -> None:
    before = await declined(desk, await accepted(desk))
    desk.wait(days=10)

    case = sure(await reviewed(desk, before))

    card = await desk.last_told(TOWN_DESK)
    assert (case.state, case.level, case.due_stage) == (State.ASSIGNED, Level.TOWN, DueStage.ACCEPT)
    assert (case.accepted_by, case.closed_at, case.counted_from) == (None, None, desk.now)
    assert case.reply_due_at > before.reply_due_at
    assert (card.template, "不予受理的理由" in card.text) == ("task.card", True)
    assert (await templates(desk, RESIDENT))[-1] == "decline.reviewed"


async def test_the_county_office_looks_at_what_a_department_declined(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    case, town, monitor = await accepted(desk), await desk.person(TOWN_DESK), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await pass_up_case(work, monitor, case.id, spoken("要鉴定")))
    code = await _code_of_housing(desk, case)
    async with desk.work() as work:
        case = sure(await pass_up_case(work, town, case.id, spoken("要鉴定"), code))
    await declined(desk, case, HOUSING_DESK)

    case = sure(await reviewed(desk, case))

    assert (case.level, case.department) == (Level.COUNTY, "")
    assert case.told_staff_id == (await desk.official(DUTY)).id


async def _code_of_housing(desk: Desk, case: Case) -> str:
    async with desk.work() as work:
        found = await work.cases.find(case.id)
        assert found is not None
        [code] = [one.code for one in await receivers_above(work, found) if one.hold.department == "住建局"]
    return code


async def test_the_county_says_the_last_word_and_names_the_hotline(desk: Desk) -> None:
    duty = await desk.person(DUTY)
    case = await report(desk, place=COUNTY)
    async with desk.work() as work:
        case = sure(await accept_case(work, duty, case.id, case.version))
    case = await declined(desk, case, DUTY)

    told = await desk.last_told(RESIDENT)
    assert (told.buttons, rules().hotline in told.text) == ({}, True)
    assert await reviewed(desk, case) == Refusal("decline.no_review", {"hotline": rules().hotline})


async def test_a_village_without_a_monitor_is_not_reviewed_by_who_declined(desk: Desk) -> None:
    case = await report(desk)
    await desk.person(MONITOR, reachable=False)
    case = await declined(desk, case, TOWN_DESK)

    case = sure(await reviewed(desk, case))

    assert case.told_staff_id == (await desk.official(DUTY)).id


async def test_a_review_is_for_the_reporter_once_and_in_time(desk: Desk) -> None:
    first, second = await declined(desk, await accepted(desk)), await declined(desk, await accepted(desk))
    assert await reviewed(desk, first, NEIGHBOUR) == NOT_YOURS
    assert await reviewed(desk, first, MONITOR) == NOT_YOURS
    sure(await reviewed(desk, first))
    assert await reviewed(desk, first) == TOO_LATE

    desk.wait(days=rules().handling.review_days + 1)

    assert await reviewed(desk, second) == Refusal("decline.review_late", {"hotline": rules().hotline})


@pytest.mark.parametrize("place", [{}, {"place": "370283122000"}])
async def test_danger_is_not_declined_below_the_county(desk: Desk, place: dict[str, Any]) -> None:
    case = await report(desk, danger=True, **place)
    who = await desk.person(TOWN_DESK if place else MONITOR)

    async with desk.work() as work:
        assert await decline_case(work, who, case.id, NO_RULE) == URGENT_STAYS

    assert (await stored(desk, case)).state is State.ASSIGNED


async def test_the_county_may_decline_what_looked_like_danger(desk: Desk) -> None:
    case = await declined(desk, await report(desk, danger=True, place=COUNTY), DUTY)

    assert case.state is State.DECLINED
