"""Every ten minutes: windows of visits open for whoever has to be visited, and close when they are over."""

from __future__ import annotations

from desk.actions.visits.windows import close_some, note_opened, open_some, rounds_to_open
from schedules.clockwork import Clockwork


async def tend_periods(clockwork: Clockwork) -> None:
    """Open what began since the last time, then close what nobody can fulfil any more.

    Some thousands of households in each transaction: an answer never waits for all of them.
    """
    async with clockwork.open_work() as work:
        rounds = await rounds_to_open(work)
    for current in rounds:
        reached = 0
        while reached < current.upto:
            async with clockwork.open_work() as work:
                reached = await open_some(work, current, reached)
    async with clockwork.open_work() as work:
        await note_opened(work)
    more = True
    while more:
        async with clockwork.open_work() as work:
            more = await close_some(work)
