"""More time: who asks, who rules, what the resident is told, and what becomes of an unanswered question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.actions.cases.door import NOT_YOURS, STALE, TOO_LATE, Refusal
from desk.actions.deadlines.extension import (
    OVER,
    TOO_LONG,
    ask_for_time,
    days_offered,
    grant_time,
    refuse_time,
)
from desk.actions.handing_over.pass_up import NOBODY_ABOVE, pass_up_case
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.handling.visited import record_case_visit
from desk.domain.cases.case import Case, DueStage
from desk.domain.deadlines.calendar import workdays_between
from schedules.clockwork import Clockwork
from schedules.ticks.deadlines import tend_clocks
from tests.actions.casework import accepted, report, spoken, stored, sure, templates
from tests.deskside import Desk, rules
from tests.village import COUNTY, DUTY, MONITOR, RESIDENT, TOWN_DESK

WHY = "住建局鉴定排到下周"


async def asked(desk: Desk, days: int = 5) -> Case:
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        return sure(await ask_for_time(work, monitor, case.id, days, spoken(WHY)))


async def test_the_superior_gets_the_question_and_nothing_moves_yet(desk: Desk) -> None:
    case = await asked(desk)

    card = await desk.last_told(TOWN_DESK)
    assert card.template == "task.card"
    assert {code.rpartition(":")[2] for code in card.buttons.values()} >= {"grant", "refuse"}
    assert f"申请延期的理由：{WHY}" in card.text
    assert "等上级定" in card.text
    assert (case.extended, case.due_at) == (0, case.visit_due_at)
    assert "extension.told" not in await templates(desk, RESIDENT)


async def test_granted_time_moves_the_answer_and_the_resident_knows_the_date_and_why(desk: Desk) -> None:
    before, town = await asked(desk), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        case = sure(await grant_time(work, town, before.id, before.version))

    calendar = rules().calendar
    assert case.reply_due_at == before.extension_until
    assert workdays_between(before.reply_due_at.date(), case.reply_due_at.date(), calendar) == 5
    assert (case.extended, case.extension_until, case.visit_due_at) == (1, None, before.visit_due_at)
    told = await desk.last_told(RESIDENT)
    assert (told.template, WHY in told.text) == ("extension.told", True)
    assert "extension.granted" in await templates(desk, MONITOR)


async def test_granted_time_moves_the_next_deadline_where_the_answer_is_next(desk: Desk) -> None:
    case, monitor, town = await accepted(desk), await desk.person(MONITOR), await desk.person(TOWN_DESK)
    async with desk.work() as work:
        sure(await record_case_visit(work, monitor, case.id, "home", [spoken("看过")]))
        case = sure(await ask_for_time(work, monitor, case.id, 3, spoken(WHY)))

    async with desk.work() as work:
        case = sure(await grant_time(work, town, case.id, case.version))

    assert (case.due_stage, case.due_at) == (DueStage.REPLY, case.reply_due_at)


async def test_refused_time_leaves_everything_and_the_owner_knows(desk: Desk) -> None:
    before, town = await asked(desk), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        case = sure(await refuse_time(work, town, before.id, before.version))
    async with desk.work() as work:
        again = await grant_time(work, town, case.id, case.version)

    assert (case.reply_due_at, case.extension_until) == (before.reply_due_at, None)
    assert again == TOO_LATE
    assert (await templates(desk, MONITOR))[-1] == "extension.refused"


@pytest.mark.parametrize("rule", [grant_time, refuse_time])
async def test_who_asks_does_not_rule_and_the_second_of_two_presses_changes_nothing(
    desk: Desk, rule: type
) -> None:
    case, monitor, town = await asked(desk), await desk.person(MONITOR), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        assert await rule(work, monitor, case.id, case.version) == NOT_YOURS
        assert await rule(work, town, case.id, case.version - 1) == STALE


async def test_time_is_asked_for_before_the_deadline_only(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    desk.wait(days=30)

    async with desk.work() as work:
        assert await ask_for_time(work, monitor, case.id, 5, spoken(WHY)) == OVER


async def test_no_more_may_be_asked_for_than_the_rules_allow(desk: Desk) -> None:
    case, monitor = await accepted(desk), await desk.person(MONITOR)
    narrow = replace(rules(), handling=replace(rules().handling, extension_working_days=2))

    async with desk.work() as work:
        assert await ask_for_time(work, monitor, case.id, 60, spoken(WHY)) == TOO_LONG

    assert (list(days_offered(rules())), list(days_offered(narrow))) == ([3, 5, 10, 15], [2])


async def test_nobody_above_means_nobody_to_ask(desk: Desk) -> None:
    case, duty = await report(desk, place=COUNTY), await desk.person(DUTY)
    async with desk.work() as work:
        case = sure(await accept_case(work, duty, case.id, case.version))

    async with desk.work() as work:
        assert await ask_for_time(work, duty, case.id, 5, spoken(WHY)) == NOBODY_ABOVE


async def test_what_nobody_ruled_on_falls_away_at_the_deadline(desk: Desk, clockwork: Clockwork) -> None:
    before = await asked(desk)
    await tend_clocks(clockwork)
    assert (await stored(desk, before)).extension_until is not None

    desk.wait(days=30)
    for _ in range(2):
        await tend_clocks(clockwork)

    after = await stored(desk, before)
    assert (after.extension_until, after.extended, after.reply_due_at) == (None, 0, before.reply_due_at)
    assert (await templates(desk, MONITOR)).count("extension.unanswered") == 1


async def test_a_question_means_nothing_any_more_once_the_case_was_answered_or_given_away(desk: Desk) -> None:
    monitor, first, second = await desk.person(MONITOR), await asked(desk), await asked(desk)

    async with desk.work() as work:
        answered = await reply_to_resident(work, monitor, first.id, spoken("办好了"))
    async with desk.work() as work:
        given = await pass_up_case(work, monitor, second.id, spoken("办不了"))

    for case in (answered, given):
        assert not isinstance(case, Refusal)
        assert case.extension_until is None
