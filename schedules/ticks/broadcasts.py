"""Every ten seconds: broadcasts that run get on, and their authors see how far.

Everything stands in the rows: after a stop the next tick goes on where the last one was.
"""

from __future__ import annotations

from desk.actions.broadcast_run import get_on, spread_some, sweep_some
from schedules.clockwork import Clockwork
from schedules.sweep import each


async def tend_broadcasts(clockwork: Clockwork) -> None:
    """Enter the recipients, some in each transaction; let some wait for the sender; show how it goes."""
    async with clockwork.open_work() as work:
        untended = await work.broadcasts.find_untended()
    for broadcast_id in untended:
        for some in (spread_some, sweep_some):
            more = True
            while more:
                async with clockwork.open_work() as work:
                    more = await some(work, broadcast_id)
    await each(clockwork.open_work, untended, get_on)
