"""What an official reported and an official settled is looked at by a superior before it is closed."""

from __future__ import annotations

from desk.actions.callbacks.follow_up import OWN_CASE, rate_case
from desk.actions.cases.door import NOT_YOURS, TOO_LATE
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.handling.verify import OWN_WORK, send_back, verify_case
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, DueStage, Kind, Rating, State
from desk.domain.county.areas import Level
from desk.domain.reports.report import read_report
from schedules.clockwork import Clockwork
from schedules.ticks.callbacks import close_silent
from tests.actions.casework import replied, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.village import DUTY, MONITOR, NEIGHBOUR, TOWN_DESK, VILLAGE, Character


async def settled(desk: Desk, finder: Character = MONITOR) -> Case:
    """A patrol finding of this person, settled by the village's monitor."""
    person, monitor = await desk.resident(finder), await desk.person(MONITOR)
    found = read_report(Kind.PATROL, {"place": VILLAGE, "trouble": "water", "story": [spoken("水管冻裂了")]})
    async with desk.work() as work:
        case = await submit_report(work, person, found)
    async with desk.work() as work:
        case = sure(await accept_case(work, monitor, case.id, case.version))
        return sure(await reply_to_resident(work, monitor, case.id, spoken("水管换好了")))


async def test_the_superior_gets_both_buttons_and_the_finder_is_not_asked_about_their_own_work(
    desk: Desk,
) -> None:
    case = await settled(desk)

    codes = {code.rpartition(":")[2] for code in (await desk.last_told(TOWN_DESK)).buttons.values()}
    assert codes >= {"verify", "send_back"}
    assert case.state is State.RESOLVED
    assert not {"follow_up.ask", "tell.replied"} & set(await templates(desk, MONITOR))


async def test_a_verified_case_is_closed_at_the_level_that_solved_it(desk: Desk) -> None:
    case, town = await settled(desk), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        case = sure(await verify_case(work, town, case.id, case.version))

    assert (case.state, case.closed_level, case.rating, case.due_at) == (
        State.CLOSED,
        Level.VILLAGE,
        None,
        None,
    )
    assert "send_back.verified" not in await templates(desk, MONITOR)


async def test_what_is_not_settled_goes_back_with_the_reason_and_new_deadlines(desk: Desk) -> None:
    before, town = await settled(desk), await desk.person(TOWN_DESK)
    desk.wait(days=2)

    async with desk.work() as work:
        case = sure(await send_back(work, town, before.id, spoken("还在漏水")))

    card = [one for one in await desk.told(MONITOR) if one.template == "task.card"][-1]
    assert (case.state, case.reopened, case.due_stage) == (State.REOPENED, 1, DueStage.VISIT)
    assert case.visit_due_at > before.visit_due_at
    assert "退回的原因：还在漏水" in card.text


async def test_a_finder_who_did_not_settle_it_is_asked_and_told(desk: Desk) -> None:
    case, town = await settled(desk, TOWN_DESK), await desk.person(TOWN_DESK)
    assert "follow_up.ask" in await templates(desk, TOWN_DESK)

    async with desk.work() as work:
        case = sure(await send_back(work, town, case.id, spoken("还在漏水")))
    monitor = await desk.person(MONITOR)
    async with desk.work() as work:
        case = sure(await reply_to_resident(work, monitor, case.id, spoken("又修了")))
    async with desk.work() as work:
        sure(await verify_case(work, town, case.id, case.version))

    told = await templates(desk, TOWN_DESK)
    assert [told.count(one) for one in ("send_back.told", "send_back.verified")] == [1, 1]


async def test_the_handler_cannot_close_their_own_work(desk: Desk) -> None:
    case, monitor = await settled(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        assert await verify_case(work, monitor, case.id, case.version) == NOT_YOURS
        assert await rate_case(work, monitor, case.id, 1, Rating.SATISFIED) == OWN_CASE


async def test_not_even_when_everybody_above_has_gone(desk: Desk) -> None:
    case, monitor = await settled(desk), await desk.person(MONITOR)
    for gone in (TOWN_DESK, DUTY):
        await desk.person(gone, reachable=False)

    async with desk.work() as work:
        assert await verify_case(work, monitor, case.id, case.version) == OWN_WORK
        assert await send_back(work, monitor, case.id, spoken("不好")) == OWN_WORK

    assert (await stored(desk, case)).state is State.RESOLVED


async def test_what_residents_reported_is_theirs_to_judge(desk: Desk) -> None:
    case, town, neighbour = await replied(desk), await desk.person(TOWN_DESK), await desk.person(NEIGHBOUR)

    async with desk.work() as work:
        assert await verify_case(work, town, case.id, case.version) == TOO_LATE
        assert await send_back(work, town, case.id, spoken("不好")) == TOO_LATE
        assert await verify_case(work, neighbour, case.id, case.version) == NOT_YOURS


async def reminders(desk: Desk, who: Character) -> int:
    return (await templates(desk, who)).count("send_back.unverified")


async def test_the_superior_is_reminded_once_the_working_day_before_it_closes_unverified(
    desk: Desk, clockwork: Clockwork
) -> None:
    case = await settled(desk)
    desk.wait(days=5)  # Saturday; it closes on Monday
    assert await reminders(desk, TOWN_DESK) == 0

    for _ in range(2):
        await close_silent(clockwork)

    assert await reminders(desk, TOWN_DESK) == 1
    desk.wait(days=3)
    await close_silent(clockwork)
    assert (await stored(desk, case)).state is State.CLOSED
    assert await reminders(desk, TOWN_DESK) == 0  # it had not been sent when the case closed


async def test_nobody_is_reminded_of_what_is_verified_or_of_what_residents_judge(
    desk: Desk, clockwork: Clockwork
) -> None:
    case, town = await settled(desk), await desk.person(TOWN_DESK)
    async with desk.work() as work:
        sure(await verify_case(work, town, case.id, case.version))
    await replied(desk)
    desk.wait(days=5)

    await close_silent(clockwork)

    assert await reminders(desk, TOWN_DESK) == 0
