"""On working days from opening time: the leaders' digest, once a day."""

from __future__ import annotations

from desk.actions.digest import find_leaders, send_digest
from schedules.clockwork import Clockwork
from schedules.sweep import each


async def send_digests(clockwork: Clockwork) -> None:
    """Say each leader's digest unless it was said today; after closing time today's is of no use any more."""
    async with clockwork.open_work() as work:
        leaders = await find_leaders(work)
    await each(clockwork.open_work, leaders, send_digest)
