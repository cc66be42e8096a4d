"""Every minute: who answers for each part that a department owes now, and which parts are late."""

from __future__ import annotations

from desk.actions.handing_over.joint_part_done import follow_helper
from schedules.clockwork import Clockwork
from schedules.each import each, read_all


async def watch_helpers(clockwork: Clockwork) -> None:
    """One pass over the parts that are not done."""
    async with clockwork.open_work() as work:
        owed = await read_all(work.helpers.find_open)
    await each(clockwork.open_work, owed, follow_helper)
