"""The queue of a desk: whose cases are in it, in which order, and what its pages and counts say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from desk.actions.worklists.queue import A_PAGE, QueuePage, desk_of, due_arguments, place_of, read_page
from desk.actions.worklists.queue import DeskViewer as DeskOf
from desk.domain.cases.case import Case, State
from desk.domain.cases.joint_parts import Helper
from desk.domain.county.areas import Level
from desk.domain.worklists.queue import QueueSlice, QueueView
from desk.ports.work import Work
from tests.actions.casework import accepted, report
from tests.deskside import Desk
from tests.village import (
    COMPLAINTS,
    DUTY,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
    Character,
)

WHOLE = QueueSlice()


async def changed(desk: Desk, case: Case, **columns: Any) -> Case:
    """The case with other columns, as if acts had brought it there."""
    after = replace(case, version=case.version + 1, **columns)
    async with desk.work() as work:
        assert await work.cases.save(after)
    return after


async def page_of(desk: Desk, who: Character, part: QueueSlice = WHOLE) -> QueuePage:
    """What this official sees of their queue."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await read_page(work, await _desk(work, person), part)


async def _desk(work: Work, person: Any) -> DeskOf:
    found = await desk_of(work, person)
    assert found is not None
    return found


def ids(page: QueuePage) -> list[int]:
    return [item.case.id for item in page.items]


async def test_a_town_sees_everything_in_its_villages_and_nothing_of_the_next_town(desk: Desk) -> None:
    own = await report(desk)
    neighbour = await report(desk, place=NEIGHBOUR_VILLAGE)
    foreign = await report(desk, place=OTHER_VILLAGE)
    passed_up = await changed(desk, await report(desk), level=Level.COUNTY)

    town, other = await page_of(desk, TOWN_DESK), await page_of(desk, OTHER_TOWN_DESK)

    assert ids(town) == [own.id, neighbour.id, passed_up.id]
    assert ids(other) == [foreign.id]
    assert [item.owner for item in town.items] == [MONITOR.name, TOWN_DESK.name, MONITOR.name]


async def test_the_county_sees_what_it_holds_and_what_went_wrong_below(desk: Desk) -> None:
    await report(desk)
    held = await changed(desk, await report(desk), level=Level.COUNTY)
    disputed = await changed(desk, await report(desk), state=State.DISPUTED)
    urgent = await report(desk, danger=True)
    late = await changed(desk, await accepted(desk), due_at=desk.now - timedelta(hours=2))

    page = await page_of(desk, DUTY)

    assert set(ids(page)) == {held.id, disputed.id, urgent.id, late.id}
    assert ids(page)[0] == late.id
    assert page.counts == {
        QueueView.ALL: 4,
        QueueView.OVERDUE: 1,
        QueueView.UNTAKEN: 2,
        QueueView.DISPUTED: 1,
        QueueView.URGENT: 1,
        QueueView.UNITS: 0,
    }


async def test_a_department_sees_what_it_holds_and_what_it_was_asked_to_join(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    await desk.appoint(WATER_DESK)
    held = await changed(desk, await report(desk), level=Level.COUNTY, department="医保局")
    joined, finished = await report(desk), await report(desk)
    async with desk.work() as work:
        for case, done in ((joined, None), (finished, desk.now)):
            part = Helper(case.id, "医保局", desk.now, desk.now + timedelta(days=3))
            await work.helpers.join(part)
            await work.helpers.save(replace(part, done_at=done))

    own, others = await page_of(desk, MEDICAL_DESK), await page_of(desk, WATER_DESK)

    assert ids(own) == [held.id, joined.id]
    assert [item.joined for item in own.items] == [False, True]
    assert ids(others) == []


async def test_a_complaint_outside_the_line_is_in_no_queue(desk: Desk) -> None:
    outside = await changed(desk, await report(desk, danger=True), level=Level.COUNTY, outside=True)
    accusing = await report(desk)
    accused = await desk.official(MONITOR)
    async with desk.database.transaction() as connection:
        await connection.execute(
            "UPDATE cases SET accused_id = :staff WHERE id = :id", {"staff": accused.id, "id": accusing.id}
        )

    pages = [await page_of(desk, who) for who in (TOWN_DESK, DUTY)]

    assert outside.state not in (State.CLOSED, State.WITHDRAWN)
    assert [ids(page) for page in pages] == [[], []]
    assert [page.counts[QueueView.ALL] for page in pages] == [0, 0]


async def test_each_part_of_the_queue_has_as_many_lines_as_its_count_says(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    await report(desk)
    await changed(desk, await report(desk), state=State.DISPUTED)
    await changed(desk, await report(desk), department="医保局", level=Level.COUNTY)
    await report(desk, danger=True)
    await accepted(desk)
    desk.wait(minutes=30)

    parts = {view: await page_of(desk, TOWN_DESK, QueueSlice(view)) for view in QueueView}

    assert {view: len(page.items) for view, page in parts.items()} == parts[QueueView.ALL].counts
    assert all(len(page.items) > 0 for page in parts.values())


async def test_turning_pages_there_and_back_shows_every_case_once(desk: Desk) -> None:
    cases = [await report(desk) for _ in range(2 * A_PAGE + 3)]

    first = await page_of(desk, TOWN_DESK)
    second = await page_of(desk, TOWN_DESK, QueueSlice(mark=first.items[-1].mark))
    third = await page_of(desk, TOWN_DESK, QueueSlice(mark=second.items[-1].mark))
    back = await page_of(desk, TOWN_DESK, QueueSlice(mark=third.items[0].mark, backwards=True))

    assert ids(first) + ids(second) + ids(third) == [case.id for case in cases]
    assert ids(back) == ids(second)
    assert [(page.before, page.after) for page in (first, second, third, back)] == [
        (False, True),
        (True, True),
        (True, False),
        (True, True),
    ]


async def test_what_is_settled_meanwhile_shifts_no_page(desk: Desk) -> None:
    cases = [await report(desk) for _ in range(A_PAGE + 2)]
    first = await page_of(desk, TOWN_DESK)
    await changed(desk, cases[0], state=State.CLOSED, due_at=None, due_stage=None)

    second = await page_of(desk, TOWN_DESK, QueueSlice(mark=first.items[-1].mark))

    assert ids(second) == [case.id for case in cases[A_PAGE:]]


async def test_a_page_that_has_emptied_gives_way_to_the_first(desk: Desk) -> None:
    cases = [await report(desk) for _ in range(A_PAGE + 1)]
    first = await page_of(desk, TOWN_DESK)
    await changed(desk, cases[-1], state=State.CLOSED, due_at=None, due_stage=None)

    beyond = await page_of(desk, TOWN_DESK, QueueSlice(mark=first.items[-1].mark))
    before = await page_of(desk, TOWN_DESK, QueueSlice(mark=first.items[0].mark, backwards=True))

    assert ids(beyond) == ids(before) == ids(first)
    assert (beyond.before, beyond.part.mark) == (False, None)


async def test_a_case_without_a_deadline_comes_last(desk: Desk) -> None:
    resting = await changed(desk, await report(desk), due_at=None, due_stage=None)
    urgent = await report(desk, danger=True)

    page = await page_of(desk, TOWN_DESK)
    behind = await page_of(desk, TOWN_DESK, QueueSlice(mark=page.items[0].mark))

    assert ids(page) == [urgent.id, resting.id]
    assert ids(behind) == [resting.id]


async def test_only_desks_have_a_queue(desk: Desk) -> None:
    monitor, complaints = await desk.person(MONITOR), await desk.person(COMPLAINTS)
    resident, town = await desk.resident(RESIDENT), await desk.person(TOWN_DESK)

    async with desk.work() as work:
        assert (await _desk(work, monitor)).reach == ()
        assert (await _desk(work, complaints)).reach == ()
        assert await desk_of(work, resident) is None
        assert place_of(work, await _desk(work, town)) == "旧店镇"


async def test_a_deadline_is_said_as_far_as_it_is(desk: Desk) -> None:
    async with desk.work() as work:
        said = {
            hours: due_arguments(work, desk.now + timedelta(hours=hours)) for hours in (-50, -1, 1, 24, 72)
        }
        never = due_arguments(work, None)

    assert [(one["when"], one["days"]) for one in said.values()] == [
        ("late", 2),
        ("late_today", 0),
        ("today", 0),
        ("tomorrow", 1),
        ("later", 3),
    ]
    assert never["when"] == "never"
