"""Running the timetable. Nothing due lives here: what is to be done is read from the rows each time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from schedules.clockwork import Clockwork
from schedules.naming import named
from schedules.tick import Tick
from schedules.timetable import TIMETABLE

DONE, FAILED = "done", "failed"
# However late a tick is, it runs, once; and never beside itself.
_LATE_IS_FINE: Final = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
_log = logging.getLogger(__name__)


class Runner:
    """Keeps the ticks going until it is stopped."""

    def __init__(self, clockwork: Clockwork, zone: ZoneInfo, ticks: Iterable[Tick] = TIMETABLE) -> None:
        self._clockwork = clockwork
        self._ticks = tuple(ticks)
        self._running: set[asyncio.Task[str]] = set()
        self._handed_out: set[asyncio.Task[object]] = set()
        self._stopped = False
        self._scheduler = AsyncIOScheduler(timezone=zone, job_defaults=dict(_LATE_IS_FINE))

    def start(self, now: datetime) -> None:
        """Run every tick at once, to catch up on what was missed, and then by the timetable."""
        for tick in self._ticks:
            trigger = IntervalTrigger(seconds=tick.every_seconds, timezone=self._scheduler.timezone)
            self._scheduler.add_job(self._run, trigger, args=[tick], id=tick.name, next_run_time=now)
        self._scheduler.start()

    def wind(self, now: datetime) -> None:
        """Run every tick now: the wall clock was put back, and all would wait until it is there again."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now)

    async def stop(self) -> None:
        """Start nothing more and leave what runs: its open transaction is rolled back and done later."""
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.pause()
        await asyncio.sleep(0)  # what was handed out and has not begun sees that it is over
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._handed_out, return_exceptions=True)
        if self._scheduler.running:
            # It would cancel what it has handed out, and write an error for each.
            self._scheduler.shutdown(wait=False)

    async def _run(self, tick: Tick) -> None:
        if self._stopped:
            return
        own = asyncio.current_task()
        if own is not None:
            self._handed_out.add(own)
            own.add_done_callback(self._handed_out.discard)
        task = asyncio.ensure_future(run_once(tick, self._clockwork))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait([task])


async def run_once(tick: Tick, clockwork: Clockwork) -> str:
    """One run, whatever becomes of it, and its sign of life; returns how it went."""
    outcome = DONE
    try:
        await tick.run(clockwork)
    except Exception as error:  # noqa: BLE001 - a tick that dies would never tick again
        _log.error("tick %s failed: %s", tick.name, named(error))
        outcome = FAILED
    try:
        await clockwork.heartbeats.beat(tick.name, outcome)
    except Exception as error:  # noqa: BLE001 - the sign of life is missing, and that shows
        _log.error("tick %s left no heartbeat: %s", tick.name, named(error))
    return outcome
