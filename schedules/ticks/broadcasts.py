"""Every ten seconds: broadcasts that run get on, and their authors see how far.

Everything stands in the rows: after a stop the next tick goes on where the last one was.
"""

from __future__ import annotations

import logging
from typing import Final

from desk.actions.broadcasts.compose import count_some
from desk.actions.broadcasts.delivery import get_on, spread_some, sweep_some
from desk.actions.broadcasts.results import ring_some
from desk.actions.cases.door import Conflict
from schedules.clockwork import Clockwork, OpenWork, SomeFailed
from schedules.naming import named
from schedules.tick import Tick

_log: Final = logging.getLogger(__name__)


async def tend_broadcasts(clockwork: Clockwork) -> None:
    """Each broadcast that has something left to be done; one that is broken stops none. Raises SomeFailed."""
    async with clockwork.open_work() as work:
        untended = await work.broadcasts.find_untended()
    failed = 0
    for broadcast_id in untended:
        try:
            await _tend(clockwork.open_work, broadcast_id)
        except Conflict:
            continue  # another machine, or a person, was first
        except Exception as error:  # noqa: BLE001 - the next broadcast is somebody else's
            failed += 1
            _log.error("broadcast %d was left out: %s", broadcast_id, named(error))
    if failed:
        raise SomeFailed(failed)


async def _tend(open_work: OpenWork, broadcast_id: int) -> None:
    """Enter the recipients, some in each transaction; let some wait for the sender; show how it goes."""
    for some in (count_some, spread_some, sweep_some, ring_some):
        more = True
        while more:
            async with open_work() as work:
                more = await some(work, broadcast_id)
    async with open_work() as work:
        await get_on(work, broadcast_id)


TICKS: Final = (
    Tick("broadcasts", 10, tend_broadcasts, "gets broadcasts on and shows their authors how far they are"),
)
