"""Every minute: what stands still climbs the ladder, what was solved comes off it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from desk.actions.escalation.ladder import climb, strike_off
from desk.domain.escalation.ladder import in_working_hours
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import each, read_all
from schedules.moments import in_office_hours
from schedules.tick import MINUTE, Tick


async def tend_ladder(clockwork: Clockwork) -> None:
    """One pass: each case in a transaction of its own, where it is looked at once more."""
    async with clockwork.open_work() as work:
        over = await read_all(work.ladder.find_over)
        working = in_working_hours(work.now, work.rules)
        still = await read_all(work.ladder.find_standing_still) if working else ()
    rows = [*((strike_off, case_id) for case_id in over), *((climb, case_id) for case_id in still)]
    await each(clockwork.open_work, rows, _do)


async def _do(work: Work, row: tuple[Callable[[Work, int], Awaitable[None]], int]) -> None:
    act, case_id = row
    await act(work, case_id)


TICKS: Final = (
    Tick(
        "ladder", MINUTE, tend_ladder, "takes the next step against cases that stand still", in_office_hours
    ),
)
