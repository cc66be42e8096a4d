"""Households for stories of visits, and what a story looks at afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.domain.households.household import Household, Member
from desk.domain.visits.visit import Period, Visit
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from tests.deskside import Desk
from tests.register import LIS, WANGS, other, register
from tests.schedules.conftest import Signs

_ORDER = "一二三四五六七八九十"


def named(count: int, **changed: Any) -> list[Household]:
    """So many monitored households of the village, 王一一 and the like, without telephones."""
    return [
        other(WANGS, f"N{i:03}", **{"members": (Member(name_of(i)),), "phone": "", **changed})
        for i in range(count)
    ]


def name_of(order: int) -> str:
    """The head of the household at this place."""
    return f"王{_ORDER[order // len(_ORDER)]}{_ORDER[order % len(_ORDER)]}"


async def settle(desk: Desk, *households: Household) -> Sequence[int]:
    """Enter them and open the windows in which they are to be visited."""
    ids = await register(desk, *households)
    await open_windows(desk)
    return ids


async def open_windows(desk: Desk) -> None:
    """What the clock does every night."""
    signs = Signs()
    await tend_periods(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))


async def newest(desk: Desk, household_id: int, limit: int = 9) -> Sequence[Visit]:
    """The last visits to a household, newest first."""
    async with desk.work() as work:
        return await work.visits.newest(household_id, limit)


async def still_due(desk: Desk, household_id: int) -> Sequence[Period]:
    """Windows of a household that nobody has fulfilled."""
    async with desk.work() as work:
        return await work.periods.of_household(household_id, desk.now.date())


__all__ = ["LIS", "WANGS", "name_of", "named", "newest", "open_windows", "settle", "still_due"]
