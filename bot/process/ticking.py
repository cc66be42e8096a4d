"""The ticks of the timetable beside everything else, with the chores of this process and a watcher."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.files import Fetcher
from bot.menus import Menus
from bot.process.outage import look_back
from bot.process.watcher import Clocks, Watcher
from bot.process.wiring import Foundation, RunningParts, learn_names, now
from bot.settings import Settings
from schedules.clockwork import Clockwork
from schedules.runner import Runner
from storage.engine.database import Database
from storage.mail.forgetting import purge_alarms, purge_inbox, purge_outbox
from storage.mail.heartbeats import beat


@dataclass(frozen=True, slots=True)
class _Heartbeats:
    database: Database

    async def beat(self, tick: str, outcome: str) -> None:
        async with self.database.transaction() as connection:
            await beat(connection, tick, now(), outcome)


@asynccontextmanager
async def ticking(settings: Settings, foundation: Foundation, parts: RunningParts) -> AsyncIterator[None]:
    """Run the timetable, and watch it, until leaving."""
    files = settings.media_folder
    fetcher = Fetcher(foundation.database, foundation.api, foundation.seal, files, parts.clock)
    clockwork = Clockwork(
        open_work=parts.work,
        heartbeats=_Heartbeats(foundation.database),
        fetch_media=fetcher.fetch_waiting,
        purge_mail=_purging(foundation),
        learn_names=_learning(foundation, parts),
        show_menus=Menus(foundation.api, foundation.texts, foundation.database, parts.work).show,
        down_since=await look_back(foundation, now()),
    )
    runner = Runner(clockwork, foundation.rules.zone)
    runner.start(now())
    watcher = Watcher(foundation, Clocks(now), runner.wind, parts.sender.wake)
    watching = asyncio.create_task(watcher.run(), name="watcher")
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await runner.stop()


def _learning(foundation: Foundation, parts: RunningParts) -> Callable[[], Awaitable[None]]:
    async def learn() -> None:
        await learn_names(foundation.database, parts.villages)

    return learn


def _purging(foundation: Foundation) -> Callable[[], Awaitable[None]]:
    async def purge() -> None:
        before = now() - timedelta(days=foundation.rules.inbox_keep_days)
        await purge_inbox(foundation.database, before)
        await purge_outbox(foundation.database, before)
        await purge_alarms(foundation.database, before)

    return purge
