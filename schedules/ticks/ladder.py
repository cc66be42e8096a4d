"""Every minute: what stands still climbs the ladder, what was solved comes off it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from desk.actions.ladder import climb, strike_off
from desk.actions.ports import Work
from desk.domain.ladder import Taken, climbs, in_working_hours, next_step
from schedules.clockwork import Clockwork
from schedules.sweep import each, read_all


async def tend_ladder(clockwork: Clockwork) -> None:
    """One pass: each case in a transaction of its own."""
    async with clockwork.open_work() as work:
        over = await read_all(work.ladder.find_over)
        still = await _standing_still(work)
    rows = [*((strike_off, case_id) for case_id in over), *((climb, case_id) for case_id in still)]
    await each(clockwork.open_work, rows, _do)


async def _standing_still(work: Work) -> Sequence[int]:
    """The cases whose next step has its day; looked at once more before anything is done."""
    if not in_working_hours(work.now, work.rules):
        return ()
    due = await read_all(lambda limit: work.cases.find_due(work.now, limit))
    cases = [case for case in due if climbs(case, work.rules)]
    taken: dict[int, list[Taken]] = {}
    for one in await work.ladder.taken_in([case.id for case in cases]):
        taken.setdefault(one.case_id, []).append(one)
    return [case.id for case in cases if next_step(case, taken.get(case.id, ()), work.now, work.rules)]


async def _do(work: Work, row: tuple[Callable[[Work, int], Awaitable[None]], int]) -> None:
    act, case_id = row
    await act(work, case_id)
