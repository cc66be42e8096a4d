"""Who takes a case up, and what the others see."""

from __future__ import annotations

from desk.actions.cases.door import NOT_YOURS, STALE, Refusal
from desk.actions.handling.accept import accept_case, take_case
from desk.domain.cases.case import DueStage, State
from desk.domain.county.areas import Level
from tests.actions.casework import accepted, report, stored, sure, templates
from tests.deskside import Desk
from tests.village import MONITOR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK


async def test_a_report_reaches_the_village_monitor_as_a_card(desk: Desk) -> None:
    case = await report(desk)

    card = (await desk.told(MONITOR))[-1]
    assert card.template == "task.card"
    acts = ("accept", "visit", "dispute", "pass_up")
    codes = [f"k:{case.id}:{case.version}:{act}" for act in acts]
    assert list(card.buttons.values()) == [*codes, f"c:{case.id}:why", f"c:{case.id}:more"]
    assert await desk.told(TOWN_DESK) == []


async def test_accepting_tells_the_resident_who_comes(desk: Desk) -> None:
    case = await accepted(desk)

    told = await desk.last_told(RESIDENT)
    assert told.template == "tell.accepted"
    assert told.content.arguments["owner"] == MONITOR.name
    assert told.content.arguments["phone"] == (await desk.official(MONITOR)).phone
    assert case.state is State.ACCEPTED
    assert (case.due_stage, case.due_at) == (DueStage.VISIT, case.visit_due_at)


async def test_the_second_press_of_one_card_changes_nothing(desk: Desk) -> None:
    case, monitor = await report(desk), await desk.person(MONITOR)

    async with desk.work() as work:
        first = sure(await accept_case(work, monitor, case.id, case.version))
    async with desk.work() as work:
        second = await accept_case(work, monitor, case.id, case.version)

    assert second == STALE
    assert await stored(desk, case) == first


async def test_whoever_is_second_learns_who_was_first(desk: Desk) -> None:
    case = await report(desk, danger=True)
    monitor, town = await desk.person(MONITOR), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        sure(await accept_case(work, monitor, case.id, case.version))
    async with desk.work() as work:
        second = await take_case(work, town, case.id, case.version)

    assert second == Refusal("task.taken", {"owner": MONITOR.name})
    assert (await templates(desk, TOWN_DESK))[-1] == "task.elsewhere"


async def test_no_such_case_and_not_yours_are_one_answer(desk: Desk) -> None:
    case, stranger = await report(desk), await desk.person(OTHER_TOWN_DESK)

    async with desk.work() as work:
        assert await accept_case(work, stranger, case.id, case.version) == NOT_YOURS
        assert await accept_case(work, stranger, 999, 1) == NOT_YOURS


async def test_danger_reaches_the_town_at_once_and_the_town_may_take_it(desk: Desk) -> None:
    case, town = await report(desk, danger=True), await desk.person(TOWN_DESK)

    [card] = await desk.told(TOWN_DESK)
    assert list(card.buttons.values()) == [
        f"k:{case.id}:{case.version}:take",
        f"c:{case.id}:why",
        f"c:{case.id}:more",
    ]
    assert card.row.lane == 1

    async with desk.work() as work:
        taken = sure(await take_case(work, town, case.id, case.version))

    assert taken.state is State.ACCEPTED
    assert taken.level is Level.TOWN
    assert (await templates(desk, MONITOR))[-1] == "task.elsewhere"
    assert (await desk.last_told(RESIDENT)).content.arguments["owner"] == TOWN_DESK.name
