"""The call-back: who may say whether it helped, and what the answer does."""

from __future__ import annotations

import pytest

from desk.actions.callbacks.follow_up import OWN_CASE, close_unrated, explain_rating, rate_case
from desk.actions.cases.door import NOT_YOURS, TOO_LATE
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.reports.additions import add_to_case
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, DueStage, Kind, Rating, State
from desk.domain.county.areas import Level
from desk.domain.reports.report import read_report
from tests.actions.casework import replied, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.village import MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, VILLAGE


async def rated(desk: Desk, case: Case, rating: Rating, round_number: int = 1) -> Case:
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        return sure(await rate_case(work, person, case.id, round_number, rating))


@pytest.mark.parametrize("rating", [Rating.SATISFIED, Rating.MOSTLY])
async def test_a_satisfied_resident_closes_the_case(desk: Desk, rating: Rating) -> None:
    case = await rated(desk, await replied(desk), rating)

    assert (case.state, case.rating, case.closed_level) == (State.CLOSED, rating, Level.VILLAGE)
    assert (case.due_stage, case.due_at) == (None, None)
    assert (await templates(desk, RESIDENT))[-1] == "follow_up.thanks"
    card = await desk.last_told(MONITOR)
    assert (card.content.arguments["state"], card.buttons) == ("closed", {})


@pytest.mark.parametrize("rating", [Rating.PARTLY, Rating.DISSATISFIED])
async def test_a_resident_who_was_not_helped_reopens_it_at_once(desk: Desk, rating: Rating) -> None:
    before = await replied(desk)
    desk.wait(days=2)

    case = await rated(desk, before, rating)

    assert (case.state, case.reopened, case.rating) == (State.REOPENED, 1, None)
    assert (case.due_stage, case.due_at) == (DueStage.VISIT, case.visit_due_at)
    assert case.visit_due_at > before.visit_due_at
    assert case.told_staff_id == (await desk.official(MONITOR)).id
    assert (await desk.last_told(MONITOR)).template == "task.card"
    assert (await desk.last_told(TOWN_DESK)).template == "task.card"


async def test_why_it_did_not_help_reaches_the_owner_and_the_superior(desk: Desk) -> None:
    case, person = await replied(desk), await desk.person(RESIDENT)
    await rated(desk, case, Rating.DISSATISFIED)

    async with desk.work() as work:
        words = [spoken("钱到现在也没到账")]
        sure(await explain_rating(work, person, case.id, Rating.DISSATISFIED, words))

    for official, template in ((MONITOR, "task.added"), (TOWN_DESK, "task.why")):
        told = [one for one in await desk.told(official) if one.template == template]
        assert [one.content.arguments["words"] for one in told] == ["钱到现在也没到账"]


async def test_a_call_back_is_answered_once(desk: Desk) -> None:
    case, person = await replied(desk), await desk.person(RESIDENT)
    await rated(desk, case, Rating.DISSATISFIED)

    async with desk.work() as work:
        assert await rate_case(work, person, case.id, 1, Rating.SATISFIED) == TOO_LATE

    assert (await stored(desk, case)).state is State.REOPENED


async def test_an_answer_to_an_earlier_round_does_not_close_a_later_one(desk: Desk) -> None:
    case, person, monitor = await replied(desk), await desk.person(RESIDENT), await desk.person(MONITOR)
    await rated(desk, case, Rating.PARTLY)

    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, case.id, spoken("这回办好了")))
    async with desk.work() as work:
        assert await rate_case(work, person, case.id, 1, Rating.SATISFIED) == TOO_LATE

    assert (await rated(desk, case, Rating.SATISFIED, round_number=2)).state is State.CLOSED


async def test_words_added_meanwhile_do_not_take_the_buttons_away(desk: Desk) -> None:
    case, person = await replied(desk), await desk.person(RESIDENT)

    async with desk.work() as work:
        sure(await add_to_case(work, person, case.id, [spoken("还有一件事")]))

    assert (await rated(desk, case, Rating.SATISFIED)).state is State.CLOSED


async def test_nobody_else_rates_the_case(desk: Desk) -> None:
    case = await replied(desk)

    for who in (NEIGHBOUR, MONITOR, TOWN_DESK):
        person = await desk.person(who)
        async with desk.work() as work:
            assert await rate_case(work, person, case.id, 1, Rating.SATISFIED) == NOT_YOURS


async def test_an_official_does_not_close_the_call_back_of_their_own_report(desk: Desk) -> None:
    monitor = await desk.resident(MONITOR)
    async with desk.work() as work:
        case = await submit_report(
            work, monitor, read_report(Kind.HARDSHIP, {"place": VILLAGE, "trouble": "work"})
        )
    async with desk.work() as work:
        case = sure(await accept_case(work, monitor, case.id, case.version))
        sure(await reply_to_resident(work, monitor, case.id, spoken("办好了")))

    async with desk.work() as work:
        assert await rate_case(work, monitor, case.id, 1, Rating.SATISFIED) == OWN_CASE

    assert (await stored(desk, case)).state is State.RESOLVED


async def test_silence_closes_as_unrated_and_never_as_satisfied(desk: Desk) -> None:
    case = await replied(desk)
    desk.wait(days=8)

    async with desk.work() as work:
        closed = await close_unrated(work, case)

    assert (closed.state, closed.rating) == (State.CLOSED, Rating.UNRATED)


async def test_a_case_that_nobody_answered_yet_has_no_rating(desk: Desk) -> None:
    case, person = await report(desk), await desk.person(RESIDENT)

    async with desk.work() as work:
        assert await rate_case(work, person, case.id, 1, Rating.SATISFIED) == TOO_LATE
