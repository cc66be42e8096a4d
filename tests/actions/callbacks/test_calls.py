"""Call-backs by telephone: who is drawn, who may ring up, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.actions.callbacks.calls import CallRound, answer_call, find_calls, not_reached, open_call
from desk.actions.callbacks.follow_up import rate_case
from desk.actions.cases.door import NOT_YOURS, TOO_LATE, Refusal
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.reports.submit import submit_report
from desk.domain.callbacks.calls import CallEnd, InspectorCall
from desk.domain.cases.case import Act, Case, Kind, Rating, State
from desk.domain.escalation.ladder import in_working_hours
from desk.domain.people.people import Role
from desk.domain.reports.report import read_report
from schedules.clockwork import Clockwork
from schedules.ticks.callbacks import close_silent, end_calls
from schedules.ticks.worklists import send_digests
from tests.actions.casework import replied, spoken, stored, sure, templates
from tests.deskside import Desk, rules
from tests.village import INSPECTOR, MONITOR, OTHER_TOWN, RESIDENT, TOWN_DESK, VILLAGE, Character

OTHER_INSPECTOR = Character(7002, "邓军", "+8613800007002", Role.INSPECTOR, OTHER_TOWN)


def sampling(desk: Desk, percent: int) -> None:
    handling = replace(rules().handling, sample_percent=percent)
    desk.shared = replace(desk.shared, rules=replace(rules(), handling=handling))


async def silent(desk: Desk, clockwork: Clockwork, case: Case | None = None) -> Case:
    """A resident who has not answered for a week, and was drawn."""
    case = case or await replied(desk)
    desk.wait(days=8)
    await close_silent(clockwork)
    return case


async def call_of(desk: Desk, case: Case, number: int = 1) -> InspectorCall | None:
    async with desk.work() as work:
        return await work.calls.find(case.id, number)


@pytest.fixture
async def inspected(desk: Desk) -> Desk:
    """An inspector is in post, and everybody silent is drawn."""
    await desk.appoint(INSPECTOR)
    sampling(desk, 100)
    return desk


async def test_whoever_is_drawn_is_rung_up_and_the_case_stays_open(
    inspected: Desk, clockwork: Clockwork
) -> None:
    case, inspector = await silent(inspected, clockwork), await inspected.person(INSPECTOR)
    await close_silent(clockwork)

    call = await call_of(inspected, case)
    assert (await stored(inspected, case)).state is State.RESOLVED
    assert call is not None
    assert (call.open, call.drawn_at) == (True, inspected.now)
    async with inspected.work() as work:
        page = await find_calls(work, inspector, 0)
    assert page is not None
    assert [(one.case_id, page.total) for one, _ in page.calls] == [(case.id, 1)]


async def test_the_lot_is_the_same_every_time_and_fits_the_share(desk: Desk) -> None:
    async with desk.work() as work:
        lots = [work.calls.lot(f"BF-261123-{number:04d}", 1) for number in range(2000)]
        again = [work.calls.lot(f"BF-261123-{number:04d}", 1) for number in range(2000)]
        second = [work.calls.lot(f"BF-261123-{number:04d}", 2) for number in range(2000)]

    assert lots == again
    assert lots != second
    assert {*lots} <= {*range(100)}
    assert 300 < sum(lot < 20 for lot in lots) < 500


@pytest.mark.parametrize("why", ["share", "anonymous", "outside", "no telephone", "nobody to ring up"])
async def test_nobody_else_is_drawn(desk: Desk, clockwork: Clockwork, why: str) -> None:
    """Anonymous means anonymous: an inspector has no number to ring up, and must not look for one."""
    sampling(desk, 0 if why == "share" else 100)
    if why != "nobody to ring up":
        await desk.appoint(INSPECTOR)
    case = await replied(desk)
    columns = {"anonymous": "anonymous = true", "outside": "outside = true", "no telephone": "contact = NULL"}
    if why == "no telephone":
        await desk.person(RESIDENT, phone="")
    if why in columns:
        async with desk.database.transaction() as connection:
            await connection.execute(f"UPDATE cases SET {columns[why]} WHERE id = :id", {"id": case.id})

    await silent(desk, clockwork, case)

    assert (await stored(desk, case)).rating is Rating.UNRATED
    assert await call_of(desk, case) is None


async def test_handlers_see_nothing_of_it(inspected: Desk, clockwork: Clockwork) -> None:
    case = await replied(inspected)
    before = [await templates(inspected, who) for who in (MONITOR, TOWN_DESK)]

    await silent(inspected, clockwork, case)

    assert [await templates(inspected, who) for who in (MONITOR, TOWN_DESK)] == before
    for who in (MONITOR, TOWN_DESK, RESIDENT):
        person = await inspected.person(who)
        async with inspected.work() as work:
            assert await find_calls(work, person, 0) is None
            assert await open_call(work, person, CallRound(case.id, 1)) == NOT_YOURS
            assert await answer_call(work, person, CallRound(case.id, 1), Rating.SATISFIED) == NOT_YOURS
            assert await not_reached(work, person, CallRound(case.id, 1)) == NOT_YOURS


async def test_an_inspector_of_another_place_sees_nothing_either(
    inspected: Desk, clockwork: Clockwork
) -> None:
    await inspected.appoint(OTHER_INSPECTOR)
    case, other = await silent(inspected, clockwork), await inspected.person(OTHER_INSPECTOR)

    async with inspected.work() as work:
        page = await find_calls(work, other, 0)
        assert page is not None
        assert page.calls == ()
        assert await open_call(work, other, CallRound(case.id, 1)) == NOT_YOURS


async def test_looking_at_the_number_is_written_down(inspected: Desk, clockwork: Clockwork) -> None:
    case, inspector = await silent(inspected, clockwork), await inspected.person(INSPECTOR)

    async with inspected.work() as work:
        sure(await open_call(work, inspector, CallRound(case.id, 1)))

    async with inspected.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT person_id, capacity FROM ledger WHERE case_id = :id AND act = :act",
            {"id": case.id, "act": Act.VIEW.value},
        )
    assert [(row["person_id"], row["capacity"]) for row in rows] == [(inspector.id, "inspector")]


async def test_content_on_the_telephone_closes_the_case(inspected: Desk, clockwork: Clockwork) -> None:
    case, inspector = await silent(inspected, clockwork), await inspected.person(INSPECTOR)

    async with inspected.work() as work:
        after = sure(await answer_call(work, inspector, CallRound(case.id, 1), Rating.MOSTLY))

    call = await call_of(inspected, case)
    assert (after.state, after.rating) == (State.CLOSED, Rating.MOSTLY)
    assert call is not None
    assert (call.outcome, call.staff_id) == (Rating.MOSTLY, (await inspected.official(INSPECTOR)).id)
    assert (await templates(inspected, RESIDENT))[-1] == "follow_up.thanks"


async def test_discontent_on_the_telephone_reopens_it_with_the_words(
    inspected: Desk, clockwork: Clockwork
) -> None:
    case, inspector = await silent(inspected, clockwork), await inspected.person(INSPECTOR)

    async with inspected.work() as work:
        asked = CallRound(case.id, 1)
        after = sure(await answer_call(work, inspector, asked, Rating.DISSATISFIED, "钱还没到"))

    cards = [one for one in await inspected.told(MONITOR) if one.template == "task.card"]
    assert (after.state, after.reopened) == (State.REOPENED, 1)
    assert "电话回访，群众说：钱还没到" in cards[-1].text
    assert (await templates(inspected, RESIDENT))[-1] == "follow_up.reopened"
    async with inspected.work() as work:
        assert await answer_call(work, inspector, asked, Rating.SATISFIED) == TOO_LATE


async def test_whoever_is_never_reached_is_closed_as_unrated(inspected: Desk, clockwork: Clockwork) -> None:
    case, inspector = await silent(inspected, clockwork), await inspected.person(INSPECTOR)

    async with inspected.work() as work:
        after = sure(await not_reached(work, inspector, CallRound(case.id, 1)))

    call = await call_of(inspected, case)
    assert (after.state, after.rating) == (State.CLOSED, Rating.UNRATED)
    assert call is not None
    assert call.outcome is CallEnd.NOT_REACHED


async def test_a_call_that_nobody_made_in_time_closes_as_unrated(
    inspected: Desk, clockwork: Clockwork
) -> None:
    case, inspector = await silent(inspected, clockwork), await inspected.person(INSPECTOR)
    await end_calls(clockwork)
    assert (await stored(inspected, case)).state is State.RESOLVED

    inspected.wait(days=10)
    async with inspected.work() as work:
        assert await answer_call(work, inspector, CallRound(case.id, 1), Rating.SATISFIED) == TOO_LATE
    for _ in range(2):
        await end_calls(clockwork)

    call = await call_of(inspected, case)
    assert (await stored(inspected, case)).rating is Rating.UNRATED
    assert call is not None
    assert call.outcome is CallEnd.TOO_LATE


async def test_a_resident_who_answers_after_all_need_not_be_rung_up(
    inspected: Desk, clockwork: Clockwork
) -> None:
    case, person = await silent(inspected, clockwork), await inspected.person(RESIDENT)

    async with inspected.work() as work:
        sure(await rate_case(work, person, case.id, 1, Rating.SATISFIED))
    inspected.wait(days=10)
    await end_calls(clockwork)

    call = await call_of(inspected, case)
    assert (await stored(inspected, case)).rating is Rating.SATISFIED
    assert call is not None
    assert call.outcome is CallEnd.ANSWERED


async def test_inspectors_ring_up_nobody_about_their_own_report(desk: Desk, clockwork: Clockwork) -> None:
    await desk.appoint(INSPECTOR)
    sampling(desk, 100)
    inspector, monitor = await desk.resident(INSPECTOR), await desk.person(MONITOR)
    async with desk.work() as work:
        told = read_report(Kind.HARDSHIP, {"place": VILLAGE, "trouble": "work", "danger": "no"})
        case = await submit_report(work, inspector, told)
    async with desk.work() as work:
        case = sure(await accept_case(work, monitor, case.id, case.version))
        case = sure(await reply_to_resident(work, monitor, case.id, spoken("办好了")))
    await silent(desk, clockwork, case)

    async with desk.work() as work:
        page = await find_calls(work, inspector, 0)
        answer = await answer_call(work, inspector, CallRound(case.id, 1), Rating.SATISFIED)

    assert page is not None
    assert page.calls == ()
    assert isinstance(answer, Refusal)


async def mornings(desk: Desk, who: Character) -> list[str]:
    return [told.text for told in await desk.told(who) if told.template == "calls.morning"]


async def test_an_inspector_reads_in_the_morning_how_many_calls_wait(
    inspected: Desk, clockwork: Clockwork
) -> None:
    await inspected.appoint(OTHER_INSPECTOR)
    await silent(inspected, clockwork)
    await silent(inspected, clockwork)
    inspected.now = inspected.now.replace(hour=1)  # nine in the morning
    while not in_working_hours(inspected.now, rules()):
        inspected.wait(days=1)

    for _ in range(2):
        await send_digests(clockwork)

    [said] = await mornings(inspected, INSPECTOR)
    assert "<b>1</b> 个回访" in said  # the time for the other is over
    assert await mornings(inspected, OTHER_INSPECTOR) == []
    await inspected.presses(INSPECTOR, "看名单")
    assert (await inspected.last_told(INSPECTOR)).template == "calls.list"


async def test_an_inspector_without_calls_is_left_alone(inspected: Desk, clockwork: Clockwork) -> None:
    await send_digests(clockwork)

    assert await mornings(inspected, INSPECTOR) == []
