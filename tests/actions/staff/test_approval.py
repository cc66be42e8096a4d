"""Two administrators agree before a post changes hands that the county cannot do without."""

from __future__ import annotations

import pytest

from desk.actions.cases.door import NOT_YOURS
from desk.actions.staff.approval import ApprovalAsked
from desk.domain.people.people import Role
from desk.domain.staff.staffing import Approval, StaffAct, StaffWish
from tests.actions.staffroom import (
    NEWCOMER,
    SECOND_DUTY,
    ledger,
    number,
    operator,
    post_of,
    refused,
    revoke,
    rules_on,
    wishes,
)
from tests.deskside import Desk
from tests.village import COMPLAINTS, COUNTY, DUTY, MONITOR, RESIDENT, TOWN_DESK, Character

THIRD_DUTY = Character(4003, "彭涛", "+8613800004003", Role.COUNTY_OFFICE, COUNTY)


@pytest.fixture
async def two(desk: Desk) -> Desk:
    """A county with two administrators, and somebody to be made a third."""
    await desk.appoint(SECOND_DUTY, NEWCOMER)
    return desk


async def third(desk: Desk) -> StaffWish:
    return StaffWish(
        StaffAct.GIVE_POST,
        await number(desk, NEWCOMER),
        role=Role.COUNTY_OFFICE,
        area_code=COUNTY,
        from_at=desk.now,
    )


async def test_a_third_administrator_is_made_when_the_second_agrees(two: Desk) -> None:
    wish = await third(two)

    asked = await wishes(two, wish)
    before = (await post_of(two, NEWCOMER)).role
    ruled = await rules_on(two, SECOND_DUTY, granted=True)

    assert isinstance(asked, ApprovalAsked)
    assert [one.name for one in asked.others] == [SECOND_DUTY.name]
    assert before is NEWCOMER.role
    assert isinstance(ruled, Approval)
    async with two.work() as work:
        assert Role.COUNTY_OFFICE in {post.role for post in await work.staff.posts_of(wish.staff_id)}
    assert (await two.last_told(DUTY)).template == "roster.approval.ruling"
    assert (await two.last_told(SECOND_DUTY)).row.method == "edit"


async def test_both_stand_in_the_ledger_each_in_their_own_chain(two: Desk) -> None:
    first, second = await two.person(DUTY), await two.person(SECOND_DUTY)
    wish = await third(two)
    await wishes(two, wish)

    await rules_on(two, SECOND_DUTY, granted=True)

    asker = await number(two, DUTY)
    assert (await ledger(two, f"person:{first.id}"))[-1] == (
        "wish",
        "administrator",
        "approval:1 act:give_post",
    )
    assert [act for act, _, _ in await ledger(two, f"person:{second.id}")] == ["give_post", "agree"]
    assert (await ledger(two, f"person:{second.id}"))[-1][2] == f"approval:1 asked_by:{asker}"


async def test_who_does_not_agree_changes_nothing(two: Desk) -> None:
    await wishes(two, await third(two))

    await rules_on(two, SECOND_DUTY, granted=False)

    assert (await post_of(two, NEWCOMER)).role is NEWCOMER.role
    assert "不同意" in (await two.last_told(DUTY)).text
    assert refused(await rules_on(two, SECOND_DUTY, granted=True)) == "ruled"
    assert isinstance(await wishes(two, await third(two)), ApprovalAsked)


async def test_nobody_agrees_with_themselves_and_nobody_else_is_asked(two: Desk) -> None:
    await wishes(two, await third(two))

    for who in (DUTY, MONITOR, TOWN_DESK, COMPLAINTS, RESIDENT, NEWCOMER):
        assert await rules_on(two, who, granted=True) == NOT_YOURS

    assert await rules_on(two, SECOND_DUTY, granted=True, approval_id=99) == NOT_YOURS
    assert (await post_of(two, NEWCOMER)).role is NEWCOMER.role


async def test_after_three_days_it_must_be_asked_again(two: Desk) -> None:
    await wishes(two, await third(two))
    assert refused(await wishes(two, await third(two))) == "asked_before"
    two.wait(days=3)

    late = await rules_on(two, SECOND_DUTY, granted=True)
    again = await wishes(two, await third(two))

    assert refused(late) == "lapsed"
    assert isinstance(again, ApprovalAsked)
    assert isinstance(await rules_on(two, SECOND_DUTY, granted=True, approval_id=2), Approval)


async def test_what_became_impossible_meanwhile_is_not_done(two: Desk) -> None:
    await wishes(two, await third(two))
    await operator(two, await revoke(two, NEWCOMER))

    assert refused(await rules_on(two, SECOND_DUTY, granted=True)) == "off_the_list"


async def test_alone_in_the_county_nobody_can_do_it_in_the_chat(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)

    assert refused(await wishes(desk, await third(desk))) == "alone"
    assert isinstance(await operator(desk, await third(desk)), StaffWish)


async def test_who_is_to_go_does_not_rule_on_it(two: Desk) -> None:
    wish = await revoke(two, SECOND_DUTY)

    assert refused(await wishes(two, wish)) == "alone"
    assert await rules_on(two, SECOND_DUTY, granted=True) == NOT_YOURS


async def test_every_way_to_change_those_posts_needs_two(two: Desk) -> None:
    await two.appoint(THIRD_DUTY)
    complaints, second = await post_of(two, COMPLAINTS), await post_of(two, SECOND_DUTY)
    taker, duty, other = (
        await number(two, COMPLAINTS),
        await number(two, SECOND_DUTY),
        await number(two, NEWCOMER),
    )
    free = Character(2009, "向晚", "+8613800002009")
    async with two.database.transaction() as connection:
        from storage.staff.staff import StaffRows
        from tests.deskside import SEAL

        heir = await StaffRows(connection, SEAL, two.now).add(free.name, free.phone)

    asked = [
        await wishes(two, wish)
        for wish in (
            StaffWish(StaffAct.REVOKE, duty),
            StaffWish(StaffAct.END_POST, duty, post_id=second.id),
            StaffWish(StaffAct.STAND_IN, duty, post_id=second.id, to_id=other),
            StaffWish(StaffAct.HAND_OVER, duty, to_id=other),
            StaffWish(StaffAct.STAND_IN, taker, post_id=complaints.id, to_id=heir),
            StaffWish(StaffAct.HAND_OVER, taker, to_id=heir),
        )
    ]

    assert [type(one) for one in asked] == [ApprovalAsked] * 6
    assert isinstance(await wishes(two, await revoke(two, MONITOR)), StaffWish)
    assert not (await two.official(SECOND_DUTY)).revoked


async def test_the_last_complaints_post_goes_only_to_somebody_else_whatever_is_agreed(two: Desk) -> None:
    wish = await revoke(two, COMPLAINTS)

    assert refused(await wishes(two, wish)) == "unheld"
    assert refused(await operator(two, wish)) == "unheld"
