"""Short ways for tests of staff administration."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.door import Refusal
from desk.actions.staff.approval import ApprovalAsked, rule, wish_for
from desk.actions.staff.change import OPERATOR, carry_out
from desk.domain.people.people import Post, Role
from desk.domain.staff.staffing import Approval, StaffAct, StaffWish
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from tests.deskside import Desk
from tests.village import COUNTY, DUTY, VILLAGE, Character

SECOND_DUTY = Character(4002, "高原", "+8613800004002", Role.COUNTY_OFFICE, COUNTY)
OTHER_MONITOR = Character(2002, "孟庆华", "+8613800002002", Role.VILLAGE_MONITOR, VILLAGE)
NEWCOMER = Character(2003, "林小满", "+8613800002003", Role.LEADER, "370283119000")


class _Quiet:
    async def beat(self, tick: str, outcome: str) -> None:
        """Nobody looks at it."""


async def _nothing() -> None:
    return None


async def ticks(desk: Desk) -> None:
    """One pass of the minute's watch."""
    await watch_cases(Clockwork(desk.work, _Quiet(), _nothing, _nothing, _nothing))


async def number(desk: Desk, who: Character) -> int:
    """The row of the staff list."""
    return (await desk.official(who)).id


async def wishes(desk: Desk, wish: StaffWish, who: Character = DUTY) -> StaffWish | ApprovalAsked | Refusal:
    """An administrator asks for it in the chat."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await wish_for(work, person, wish)


async def operator(desk: Desk, wish: StaffWish) -> StaffWish | Refusal:
    """It is done at the terminal."""
    async with desk.work() as work:
        return await carry_out(work, OPERATOR, wish)


async def rules_on(desk: Desk, who: Character, *, granted: bool, approval_id: int = 1) -> Approval | Refusal:
    """Somebody answers the question of a second administrator."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await rule(work, person, approval_id, granted=granted)


async def posts(desk: Desk, who: Character) -> Sequence[Post]:
    """What they hold or stand in for now."""
    staff_id = await number(desk, who)
    async with desk.work() as work:
        return await work.staff.posts_of(staff_id)


async def post_of(desk: Desk, who: Character) -> Post:
    """Their only post."""
    (post,) = await posts(desk, who)
    return post


async def ledger(desk: Desk, chain: str) -> list[tuple[str, str, str]]:
    """Act, capacity and codes of a chain's entries, oldest first."""
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all(
            "SELECT act, capacity, details FROM ledger WHERE chain = :chain ORDER BY position",
            {"chain": chain},
        )
    return [(row["act"], row["capacity"], row["details"] or "") for row in rows]


def refused(result: object) -> str:
    """The last part of the sentence's key; anything but a refusal fails the test."""
    assert isinstance(result, Refusal), result
    return result.template.rpartition(".")[2]


async def revoke(desk: Desk, who: Character) -> StaffWish:
    """The wish to revoke somebody."""
    return StaffWish(StaffAct.REVOKE, await number(desk, who))
