"""On working days from opening time: the digests of leaders, desks and inspectors, once a day."""

from __future__ import annotations

from typing import Final

from desk.actions.callbacks.call_digest import find_inspectors, send_call_digest
from desk.actions.worklists.desk_digest import find_desks, send_desk_digest
from desk.actions.worklists.leader_digest import find_leaders, send_digest
from schedules.clockwork import Clockwork
from schedules.each import each
from schedules.moments import each_morning
from schedules.tick import MINUTE, Tick


async def send_digests(clockwork: Clockwork) -> None:
    """Say each digest unless it was said today; after closing time today's is of no use any more."""
    async with clockwork.open_work() as work:
        leaders, desks, inspectors = (
            await find_leaders(work),
            await find_desks(work),
            await find_inspectors(work),
        )
    await each(clockwork.open_work, leaders, send_digest)
    await each(clockwork.open_work, desks, send_desk_digest)
    await each(clockwork.open_work, inspectors, send_call_digest)


TICKS: Final = (
    Tick(
        "digests",
        10 * MINUTE,
        send_digests,
        "sends the digests of leaders, desks and inspectors",
        each_morning,
    ),
)
