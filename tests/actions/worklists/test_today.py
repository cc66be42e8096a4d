"""What an official owes, in the order of its urgency."""

from __future__ import annotations

from desk.actions.worklists.today import A_PAGE, Urgency, find_due
from tests.actions.casework import accepted, replied, report
from tests.deskside import Desk
from tests.village import MONITOR, NEIGHBOUR_VILLAGE, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK


async def test_overdue_comes_first_and_what_is_done_is_gone(desk: Desk) -> None:
    await replied(desk)
    old = await accepted(desk)
    desk.wait(days=3)
    new = await report(desk)
    monitor = await desk.person(MONITOR)

    async with desk.work() as work:
        page = await find_due(work, monitor, 0)

    assert page is not None
    assert [(owed.urgency, owed.case.id) for owed in page.cases] == [
        (Urgency.OVERDUE, old.id),
        (Urgency.TODAY, new.id),
    ]
    assert page.counts == {"overdue": 1, "today": 1, "later": 0}


async def test_a_town_owes_what_its_villages_without_officials_owe(desk: Desk) -> None:
    case = await report(desk, place=NEIGHBOUR_VILLAGE)
    await report(desk)
    town, other = await desk.person(TOWN_DESK), await desk.person(OTHER_TOWN_DESK)

    async with desk.work() as work:
        own, foreign = await find_due(work, town, 0), await find_due(work, other, 0)

    assert own is not None
    assert foreign is not None
    assert [owed.case.id for owed in own.cases] == [case.id]
    assert foreign.cases == ()


async def test_a_long_list_has_pages(desk: Desk) -> None:
    cases = [await report(desk) for _ in range(A_PAGE + 3)]
    monitor = await desk.person(MONITOR)

    async with desk.work() as work:
        first, last = await find_due(work, monitor, 0), await find_due(work, monitor, 99)

    assert first is not None
    assert last is not None
    assert (len(first.cases), len(last.cases), last.number, last.pages) == (A_PAGE, 3, 1, 2)
    assert [owed.case.id for owed in (*first.cases, *last.cases)] == [case.id for case in cases]


async def test_a_resident_has_no_such_list(desk: Desk) -> None:
    resident = await desk.resident(RESIDENT)

    async with desk.work() as work:
        assert await find_due(work, resident, 0) is None
