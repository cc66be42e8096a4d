"""Handing over: posts and cases in one act, residents told by day, history kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desk.domain.people.people import Role
from desk.domain.staff.staffing import NewPost, StaffAct, StaffWish
from tests.actions.casework import accepted, report, stored
from tests.actions.staffroom import (
    NEWCOMER,
    OTHER_MONITOR,
    ledger,
    number,
    operator,
    post_of,
    posts,
    ticks,
    wishes,
)
from tests.deskside import Desk
from tests.village import (
    DUTY,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    ZONE,
    Character,
)


async def hand_over(desk: Desk, giver: Character = MONITOR, heir: Character = NEWCOMER) -> StaffWish:
    wish = StaffWish(StaffAct.HAND_OVER, await number(desk, giver), to_id=await number(desk, heir))
    done = await wishes(desk, wish)
    assert done == wish
    return wish


async def test_every_case_goes_to_the_heir_and_each_resident_hears_of_it_by_day(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    cases = [await accepted(desk), await report(desk), await report(desk)]
    desk.now = datetime(2026, 11, 23, 22, 0, tzinfo=ZONE).astimezone(UTC)

    await hand_over(desk)
    await ticks(desk)

    heir = await number(desk, NEWCOMER)
    assert {(await stored(desk, case)).told_staff_id for case in cases} == {heir}
    told = [one for one in await desk.told(RESIDENT) if one.template == "tell.new_owner"]
    assert len(told) == len(cases)
    assert all(NEWCOMER.name in one.text and NEWCOMER.phone[-11:] in one.text for one in told)
    assert {one.row.not_before.astimezone(ZONE).hour for one in told} == {8}
    for case in cases:
        assert ("reassign", "desk", "village:chosen_holder") in await ledger(desk, f"case:{case.id}")


async def test_it_may_run_again_without_saying_anything_twice(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    await accepted(desk)
    await hand_over(desk)
    await ticks(desk)
    before = len(await desk.outbox())

    await ticks(desk)

    assert len(await desk.outbox()) == before


async def test_the_heir_reads_which_posts_came_and_the_ledger_keeps_who_gave_them(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    duty = await desk.person(DUTY)

    wish = await hand_over(desk)

    assert "九里夼村" in (await desk.last_told(NEWCOMER)).text
    assert (await ledger(desk, f"person:{duty.id}"))[-1] == (
        "hand_over",
        "administrator",
        f"staff_id:{wish.staff_id} to_id:{wish.to_id}",
    )


async def test_the_old_post_stays_in_the_history_and_the_new_one_goes_on_its_seat(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    before = await post_of(desk, MONITOR)
    desk.wait(days=1)

    await hand_over(desk)

    async with desk.work() as work:
        old = await work.staff.find_post(before.id)
        (new,) = [post for post in await work.staff.posts_in([VILLAGE]) if post.role is Role.VILLAGE_MONITOR]
    assert old is not None
    assert old.holder is not None
    assert (old.holder.name, old.valid_to) == (MONITOR.name, desk.now)
    assert (new.valid_from, new.rank) == (desk.now, before.id)


async def test_where_two_share_a_village_the_heir_gets_the_cases_not_the_other_one(desk: Desk) -> None:
    await desk.appoint(OTHER_MONITOR, NEWCOMER)
    case = await accepted(desk)

    await hand_over(desk)
    await ticks(desk)

    assert (await stored(desk, case)).told_staff_id == await number(desk, NEWCOMER)


async def test_posts_to_come_and_seats_as_a_stand_in_go_over_as_well(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    monitor, town, later = (
        await number(desk, MONITOR),
        await post_of(desk, TOWN_DESK),
        desk.now + timedelta(days=5),
    )
    async with desk.work() as work:
        await work.staff.add_post(
            NewPost(Role.VILLAGE_MONITOR, NEIGHBOUR_VILLAGE, monitor, valid_from=later, valid_to=None)
        )
    await operator(
        desk, StaffWish(StaffAct.STAND_IN, await number(desk, TOWN_DESK), post_id=town.id, to_id=monitor)
    )

    await hand_over(desk)
    now = [(post.role, post.area_code) for post in await posts(desk, NEWCOMER)]
    desk.now = later
    then = [(post.role, post.area_code) for post in await posts(desk, NEWCOMER)]

    own = (NEWCOMER.role, NEWCOMER.area)
    assert set(now) == {own, (Role.VILLAGE_MONITOR, VILLAGE), (Role.TOWN_DESK, TOWN_DESK.area)}
    assert set(then) == {*now, (Role.VILLAGE_MONITOR, NEIGHBOUR_VILLAGE)}
    assert await posts(desk, MONITOR) == []


async def test_nobody_stands_in_for_themselves_after_a_hand_over(desk: Desk) -> None:
    town, heir = await post_of(desk, TOWN_DESK), await number(desk, OTHER_TOWN_DESK)
    await operator(
        desk, StaffWish(StaffAct.STAND_IN, await number(desk, TOWN_DESK), post_id=town.id, to_id=heir)
    )

    await hand_over(desk, TOWN_DESK, OTHER_TOWN_DESK)

    (taken,) = [post for post in await posts(desk, OTHER_TOWN_DESK) if post.area_code == TOWN_DESK.area]
    assert taken.holder is not None
    assert (taken.holder.id, taken.stand_in) == (heir, None)


async def test_who_holds_such_a_seat_already_gets_no_second_one(desk: Desk) -> None:
    await desk.appoint(OTHER_MONITOR)
    case = await accepted(desk)

    await hand_over(desk, MONITOR, OTHER_MONITOR)
    await ticks(desk)

    assert len(await posts(desk, OTHER_MONITOR)) == 1
    assert (await stored(desk, case)).told_staff_id == await number(desk, OTHER_MONITOR)
