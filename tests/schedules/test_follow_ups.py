"""Call-backs without an answer, with a moved clock."""

from __future__ import annotations

from desk.actions.callbacks.follow_up import rate_case
from desk.domain.cases.case import Rating, State
from schedules.clockwork import Clockwork
from schedules.ticks.callbacks import close_silent
from tests.actions.casework import accepted, replied, stored, sure
from tests.deskside import Desk
from tests.village import RESIDENT


async def test_a_week_of_silence_closes_as_unrated(desk: Desk, clockwork: Clockwork) -> None:
    case = await replied(desk)

    desk.wait(days=6, hours=23)
    await close_silent(clockwork)
    assert (await stored(desk, case)).state is State.RESOLVED

    desk.wait(days=1)
    for _ in range(2):
        await close_silent(clockwork)
    after = await stored(desk, case)

    assert (after.state, after.rating) == (State.CLOSED, Rating.UNRATED)
    closed = [one for one in await desk.told(RESIDENT) if one.template == "follow_up.closed_unrated"]
    assert len(closed) == 1


async def test_the_answer_that_came_first_counts(desk: Desk, clockwork: Clockwork) -> None:
    case, person = await replied(desk), await desk.person(RESIDENT)
    desk.wait(days=8)
    async with desk.work() as work:
        sure(await rate_case(work, person, case.id, 1, Rating.SATISFIED))

    await close_silent(clockwork)

    assert (await stored(desk, case)).rating is Rating.SATISFIED


async def test_overdue_cases_in_front_do_not_keep_the_silent_ones_open(
    desk: Desk, clockwork: Clockwork
) -> None:
    for _ in range(55):
        await accepted(desk)
    case = await replied(desk)
    desk.wait(days=10)

    await close_silent(clockwork)

    assert (await stored(desk, case)).state is State.CLOSED
