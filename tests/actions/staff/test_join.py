"""Invitations: one link, one person, their own number, and nothing to be learnt from a wrong one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.actions.cases.door import Refusal
from desk.actions.staff.join_by_link import (
    NOT_VALID,
    TRIES,
    Joined,
    claim_invitation,
    digest_of,
    open_invitation,
)
from tests.actions.casework import report, stored
from tests.deskside import Desk
from tests.village import DUTY, MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, Character

HASH = digest_of("a-token-of-128-bits")


@pytest.fixture
async def invited(empty_desk: Desk) -> Desk:
    """The village monitor has a link that works for two days."""
    staff = await empty_desk.official(MONITOR)
    async with empty_desk.work() as work:
        await work.staff.invite(staff.id, HASH, empty_desk.now + timedelta(hours=48))
    return empty_desk


async def opens(desk: Desk, who: Character, token_hash: str = HASH) -> bool:
    person = await desk.person(who)
    async with desk.work() as work:
        return not isinstance(await open_invitation(work, person, token_hash), Refusal)


async def claims(desk: Desk, who: Character, phone: str) -> Joined | Refusal:
    person = await desk.person(who)
    async with desk.work() as work:
        return await claim_invitation(work, person, HASH, phone)


async def test_an_official_joins_with_their_own_number(invited: Desk) -> None:
    assert await opens(invited, MONITOR)

    joined = await claims(invited, MONITOR, "138 0000 2001")

    assert isinstance(joined, Joined)
    assert [post.role for post in joined.posts] == [MONITOR.role]
    assert (await invited.official(MONITOR)).present


async def test_cases_that_waited_come_with_the_welcome(invited: Desk) -> None:
    duty, person = await invited.official(DUTY), await invited.person(DUTY)
    async with invited.work() as work:
        await work.staff.bind(duty.id, person.id)
    case = await report(invited)

    joined = await claims(invited, MONITOR, MONITOR.phone)

    assert isinstance(joined, Joined)
    assert joined.waiting == 1
    assert (await stored(invited, case)).told_staff_id == joined.staff.id
    assert [one.template for one in await invited.told(MONITOR)] == ["task.card"]
    assert (await invited.last_told(RESIDENT)).template == "tell.new_owner"


async def test_a_case_that_waited_for_nobody_else_gets_its_card_too(invited: Desk) -> None:
    await report(invited)

    joined = await claims(invited, MONITOR, MONITOR.phone)

    assert isinstance(joined, Joined)
    assert joined.waiting == 1
    assert [one.template for one in await invited.told(MONITOR)] == ["task.card"]


async def test_a_link_is_tied_to_whoever_opens_it_first(invited: Desk) -> None:
    assert await opens(invited, MONITOR)
    assert not await opens(invited, NEIGHBOUR)
    assert await claims(invited, NEIGHBOUR, MONITOR.phone) == NOT_VALID
    assert await opens(invited, MONITOR)


async def test_a_wrong_number_and_a_wrong_link_are_one_answer(invited: Desk) -> None:
    assert await claims(invited, MONITOR, NEIGHBOUR.phone) == NOT_VALID
    assert await claims(invited, MONITOR, TOWN_DESK.phone) == NOT_VALID
    assert not await opens(invited, MONITOR, digest_of("another"))
    assert not (await invited.official(MONITOR)).present


async def test_five_wrong_tries_end_the_link(invited: Desk) -> None:
    for _ in range(TRIES):
        assert await claims(invited, MONITOR, NEIGHBOUR.phone) == NOT_VALID

    assert await claims(invited, MONITOR, MONITOR.phone) == NOT_VALID


async def test_a_link_is_used_once(invited: Desk) -> None:
    assert isinstance(await claims(invited, MONITOR, MONITOR.phone), Joined)

    assert not await opens(invited, MONITOR)


@pytest.mark.parametrize(("hours", "open_"), [(47, True), (48, False)])
async def test_a_link_lasts_two_days(invited: Desk, hours: int, open_: bool) -> None:
    invited.wait(hours=hours)

    assert await opens(invited, MONITOR) is open_
