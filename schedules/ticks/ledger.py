"""Each day of the ledger is closed with one digest, some time after midnight; days missed are made up for."""

from __future__ import annotations

from typing import Final

from schedules.clockwork import Clockwork
from schedules.moments import after_midnight
from schedules.tick import HOUR, Tick


async def close_ledger_days(clockwork: Clockwork) -> None:
    """Close every day that is over, the oldest first, each in a transaction of its own."""
    while True:
        async with clockwork.open_work() as work:
            day = await work.ledger_days.next_to_close(work.rules.zone)
            if day is None:
                return
            await work.ledger_days.close(day, work.rules.zone)


TICKS: Final = (
    Tick("ledger", HOUR, close_ledger_days, "closes each day of the ledger with one digest", after_midnight),
)
