"""Every minute: who answers for each part that a department owes now, and which parts are late."""

from __future__ import annotations

from typing import Final

from desk.actions.handing_over.joint_part_done import follow_helper
from schedules.clockwork import Clockwork
from schedules.each import each, read_all
from schedules.tick import MINUTE, Tick


async def watch_helpers(clockwork: Clockwork) -> None:
    """One pass over the parts that are not done."""
    async with clockwork.open_work() as work:
        owed = await read_all(work.helpers.find_open)
    await each(clockwork.open_work, owed, follow_helper)


TICKS: Final = (
    Tick("helpers", MINUTE, watch_helpers, "follows who answers for the parts that departments owe"),
)
