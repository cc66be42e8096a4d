"""The staff list: revoking at once, giving and ending posts, stand-ins by days, and what may never happen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.handling.accept import accept_case
from desk.actions.staff.approval import wish_for
from desk.actions.staff.change import OPERATOR, administrator, invite
from desk.actions.staff.find import areas_for, departments, find_staff, staff_words
from desk.actions.staff.join_by_link import claim_invitation, digest_of
from desk.actions.staff.leave import Absence, take_leave
from desk.domain.people.people import Role, Staff
from desk.domain.staff.staffing import StaffAct, StaffWish, wish_from
from tests.actions.casework import accepted, report, stored
from tests.actions.staffroom import (
    NEWCOMER,
    OTHER_MONITOR,
    ledger,
    number,
    operator,
    post_of,
    posts,
    refused,
    revoke,
    ticks,
    wishes,
)
from tests.deskside import Desk
from tests.village import (
    COMPLAINTS,
    COUNTY,
    DUTY,
    HOUSING_DESK,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN,
    RESIDENT,
    TOWN,
    TOWN_DESK,
    VILLAGE,
)

TOKEN = "a-token-of-128-bits"


async def test_who_is_revoked_can_do_nothing_from_that_moment(desk: Desk) -> None:
    case, monitor = await report(desk), await desk.person(MONITOR)

    done = await wishes(desk, await revoke(desk, MONITOR))

    assert isinstance(done, StaffWish)
    async with desk.work() as work:
        assert await accept_case(work, monitor, case.id, case.version) == NOT_YOURS
    last = await desk.last_told(MONITOR)
    assert last.template == "roster.you.revoked"
    assert list(last.buttons) == ["我有困难", "问政策", "我报的事", "更多"]


async def test_the_cases_of_who_is_revoked_go_to_whoever_answers_then(desk: Desk) -> None:
    case = await accepted(desk)

    await wishes(desk, await revoke(desk, MONITOR))
    await ticks(desk)

    assert (await stored(desk, case)).told_staff_id == await number(desk, TOWN_DESK)
    assert (await desk.last_told(RESIDENT)).template == "tell.new_owner"
    assert ("reassign", "desk", "village:revoked town:chosen_holder") in await ledger(desk, f"case:{case.id}")


async def test_revoking_ends_invitations_and_leaves(desk: Desk) -> None:
    await desk.appoint(OTHER_MONITOR)
    await operator(
        desk, StaffWish(StaffAct.RESTORE, await number(desk, OTHER_MONITOR))
    )  # not joined again yet
    other = await desk.official(OTHER_MONITOR)
    async with desk.work() as work:
        assert isinstance(await invite(work, OPERATOR, other.id, TOKEN), Staff)
        await take_leave(work, OPERATOR, other, Absence(desk.now.date(), desk.now.date()))

    await operator(desk, await revoke(desk, OTHER_MONITOR))

    person = await desk.person(OTHER_MONITOR)
    async with desk.work() as work:
        claimed = await claim_invitation(work, person, digest_of(TOKEN), OTHER_MONITOR.phone)
        assert refused(claimed) == "not_valid"
        assert not await work.leaves.not_over(other.id)
        assert refused(await invite(work, OPERATOR, other.id, "another")) == "off_the_list"


async def test_a_new_invitation_voids_the_one_before(empty_desk: Desk) -> None:
    staff, person = await empty_desk.official(MONITOR), await empty_desk.person(MONITOR)
    async with empty_desk.work() as work:
        await invite(work, OPERATOR, staff.id, "first")
        await invite(work, OPERATOR, staff.id, "second")

    async with empty_desk.work() as work:
        old = await claim_invitation(work, person, digest_of("first"), MONITOR.phone)
        new = await claim_invitation(work, person, digest_of("second"), MONITOR.phone)
        again = await invite(work, OPERATOR, staff.id, "third")
        nobody = await invite(work, OPERATOR, 999, "third")

    assert refused(old) == "not_valid"
    assert not isinstance(new, Refusal)
    assert (refused(again), refused(nobody)) == ("joined", "gone")


async def test_who_is_restored_must_join_anew(desk: Desk) -> None:
    await operator(desk, await revoke(desk, MONITOR))

    await operator(desk, StaffWish(StaffAct.RESTORE, await number(desk, MONITOR)))

    monitor = await desk.official(MONITOR)
    assert (monitor.revoked, monitor.user_id) == (False, None)


async def test_a_post_is_given_at_once_and_cases_follow(desk: Desk) -> None:
    case = await report(desk, place=NEIGHBOUR_VILLAGE)
    wish = StaffWish(
        StaffAct.GIVE_POST,
        await number(desk, MONITOR),
        role=Role.VILLAGE_MONITOR,
        area_code=NEIGHBOUR_VILLAGE,
        from_at=desk.now,
    )

    done = await wishes(desk, wish)
    await ticks(desk)

    assert isinstance(done, StaffWish)
    assert (await stored(desk, case)).told_staff_id == wish.staff_id
    assert "旧店村" in (await desk.told(MONITOR))[0].text
    assert refused(await wishes(desk, wish)) == "has_it"


async def test_a_post_that_is_ended_is_held_no_more(desk: Desk) -> None:
    case, post = await report(desk), await post_of(desk, MONITOR)

    await wishes(desk, StaffWish(StaffAct.END_POST, await number(desk, MONITOR), post_id=post.id))
    await ticks(desk)

    assert await posts(desk, MONITOR) == []
    assert (await stored(desk, case)).told_staff_id == await number(desk, TOWN_DESK)


async def test_somebody_stands_in_from_one_day_until_another(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    case, post = await accepted(desk), await post_of(desk, MONITOR)
    await desk.send_on_leave(MONITOR, days=9)
    wish = StaffWish(
        StaffAct.STAND_IN,
        await number(desk, MONITOR),
        post_id=post.id,
        to_id=await number(desk, NEWCOMER),
        from_at=desk.now + timedelta(days=1),
        until_at=desk.now + timedelta(days=3),
    )

    await wishes(desk, wish)

    owners = []
    for _ in range(4):
        await ticks(desk)
        owners.append((await stored(desk, case)).told_staff_id)
        desk.wait(days=1)
    town, newcomer = await number(desk, TOWN_DESK), await number(desk, NEWCOMER)
    assert owners == [town, newcomer, newcomer, town]


async def test_a_stand_in_is_taken_away_for_good(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    post = await post_of(desk, MONITOR)
    asked = StaffWish(
        StaffAct.STAND_IN, await number(desk, MONITOR), post_id=post.id, to_id=await number(desk, NEWCOMER)
    )
    await wishes(desk, asked)
    changed = await post_of(desk, MONITOR)
    desk.wait(days=1)

    await wishes(desk, StaffWish(StaffAct.STAND_IN, await number(desk, MONITOR), post_id=changed.id))

    assert changed.stand_in is not None
    now = await post_of(desk, MONITOR)
    assert now.stand_in is None
    assert now.rank == post.id


async def test_posts_that_the_county_cannot_do_without_are_never_empty(desk: Desk) -> None:
    for who in (DUTY, COMPLAINTS):
        post = await post_of(desk, who)
        staff_id = await number(desk, who)

        assert refused(await operator(desk, StaffWish(StaffAct.REVOKE, staff_id))) == "unheld"
        assert (
            refused(await operator(desk, StaffWish(StaffAct.END_POST, staff_id, post_id=post.id))) == "unheld"
        )
        assert (await post_of(desk, who)).id == post.id


async def test_who_takes_complaints_gets_no_other_post_and_nobody_else_gets_theirs(desk: Desk) -> None:
    complaints, town = await number(desk, COMPLAINTS), await number(desk, TOWN_DESK)
    post = await post_of(desk, MONITOR)
    line = StaffWish(StaffAct.GIVE_POST, complaints, role=Role.TOWN_DESK, area_code=TOWN, from_at=desk.now)
    outside = StaffWish(StaffAct.GIVE_POST, town, role=Role.COMPLAINTS, area_code=COUNTY, from_at=desk.now)
    stand_in = StaffWish(StaffAct.STAND_IN, await number(desk, MONITOR), post_id=post.id, to_id=complaints)
    heir = StaffWish(StaffAct.HAND_OVER, await number(desk, MONITOR), to_id=complaints)

    results = [refused(await operator(desk, wish)) for wish in (line, outside, stand_in, heir)]

    assert results == ["in_line"] * 4


@pytest.mark.parametrize(
    ("role", "area", "department", "key"),
    [
        (Role.VILLAGE_MONITOR, TOWN, "", "wrong_level"),
        (Role.TOWN_DESK, VILLAGE, "", "wrong_level"),
        (Role.LEADER, "999999999999", "", "wrong_level"),
        (Role.DEPARTMENT_DESK, COUNTY, "", "no_department"),
        (Role.VILLAGE_MONITOR, VILLAGE, "", "has_it"),
    ],
)
async def test_posts_that_cannot_be_are_refused(
    desk: Desk, role: Role, area: str, department: str, key: str
) -> None:
    wish = StaffWish(
        StaffAct.GIVE_POST, await number(desk, MONITOR), role=role, area_code=area, from_at=desk.now
    )

    assert refused(await wishes(desk, wish)) == key


async def test_people_and_posts_that_are_not_there_are_refused(desk: Desk) -> None:
    monitor, post = await number(desk, MONITOR), await post_of(desk, TOWN_DESK)
    await operator(desk, await revoke(desk, TOWN_DESK))
    town = await number(desk, TOWN_DESK)

    keys = [
        refused(await operator(desk, wish))
        for wish in (
            StaffWish(StaffAct.REVOKE, 999),
            StaffWish(StaffAct.REVOKE, town),
            StaffWish(StaffAct.END_POST, monitor, post_id=post.id),  # somebody else's
            StaffWish(StaffAct.END_POST, monitor),
            StaffWish(StaffAct.HAND_OVER, monitor, to_id=town),
            StaffWish(StaffAct.HAND_OVER, monitor, to_id=monitor),
        )
    ]

    assert keys == ["gone", "off_the_list", "gone", "gone", "off_the_list", "themselves"]


async def test_only_the_county_office_keeps_the_list(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    wish = await revoke(desk, MONITOR)

    for who in (RESIDENT, MONITOR, TOWN_DESK, COMPLAINTS, HOUSING_DESK):
        person = await desk.person(who)
        async with desk.work() as work:
            assert await wish_for(work, person, wish) == NOT_YOURS

    assert not (await desk.official(MONITOR)).revoked


async def test_a_stand_in_keeps_the_list_only_while_the_holder_is_away(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    post, person = await post_of(desk, DUTY), await desk.person(NEWCOMER)
    wish = StaffWish(
        StaffAct.STAND_IN, await number(desk, DUTY), post_id=post.id, to_id=await number(desk, NEWCOMER)
    )
    await operator(desk, wish)
    async with desk.work() as work:
        before = await administrator(work, person)
    await desk.send_on_leave(DUTY, days=2)

    async with desk.work() as work:
        during = await administrator(work, person)

    assert before == NOT_YOURS
    assert isinstance(during, Staff)


async def test_each_change_is_one_entry_and_the_operators_stand_in_the_desks_chain(desk: Desk) -> None:
    duty = await desk.person(DUTY)
    monitor, post = await number(desk, MONITOR), await post_of(desk, MONITOR)
    await wishes(desk, StaffWish(StaffAct.END_POST, monitor, post_id=post.id))

    await operator(desk, StaffWish(StaffAct.REVOKE, monitor))

    assert (await ledger(desk, f"person:{duty.id}"))[-1] == (
        "end_post",
        "administrator",
        f"staff_id:{monitor} post_id:{post.id}",
    )
    assert await ledger(desk, "desk") == [("revoke", "operator", f"staff_id:{monitor}")]


async def test_people_are_found_by_name_and_number_and_shown_with_what_they_hold(desk: Desk) -> None:
    await desk.appoint(OTHER_MONITOR)
    await desk.send_on_leave(MONITOR, days=2)

    async with desk.work() as work:
        found = [
            [one.name for one in await find_staff(work, words)]
            for words in ("赵", "2002", "赵永强同志", "200", "")
        ]
        shown = await staff_words(work, (await find_staff(work, "赵"))[0])

    assert found == [[MONITOR.name], [OTHER_MONITOR.name], [MONITOR.name], [], []]
    assert (shown["joined"], shown["revoked"], len(shown["leaves"] or [])) == (True, False, 1)


async def test_places_and_departments_are_offered_for_a_post(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    async with desk.work() as work:
        names = {
            "village": [area.code for area in areas_for(work, Role.VILLAGE_MONITOR, "九里夼")],
            "town": [area.code for area in areas_for(work, Role.TOWN_DESK, "店子镇")],
            "county": [area.code for area in areas_for(work, Role.COUNTY_OFFICE, "")],
            "code": [area.code for area in areas_for(work, Role.LEADER, TOWN)],
            "wrong": [area.code for area in areas_for(work, Role.TOWN_DESK, VILLAGE)],
            "none": [area.code for area in areas_for(work, Role.TOWN_DESK, "没有这个镇")],
        }
        offered = await departments(work)

    assert names == {
        "village": [VILLAGE],
        "town": [OTHER_TOWN],
        "county": [COUNTY],
        "code": [TOWN],
        "wrong": [],
        "none": [],
    }
    assert {"住建局", "医保局"} <= set(offered)


async def test_a_wish_is_read_back_as_it_was_written(desk: Desk) -> None:
    wish = StaffWish(
        StaffAct.GIVE_POST,
        3,
        to_id=4,
        role=Role.LEADER,
        area_code=TOWN,
        department="住建局",
        from_at=desk.now,
        until_at=desk.now + timedelta(days=1),
    )

    assert wish_from(wish.act, wish.details()) == wish
    assert wish_from(StaffAct.REVOKE, StaffWish(StaffAct.REVOKE, 3).details()) == StaffWish(
        StaffAct.REVOKE, 3
    )
