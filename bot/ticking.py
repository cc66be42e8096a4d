"""The ticks of the timetable beside everything else, with the chores of this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.files import Fetcher
from bot.settings import Settings
from bot.wiring import Foundation, Parts, learn_names, now
from schedules.clockwork import Clockwork
from schedules.runner import Runner
from storage.database import Database
from storage.forgetting import InboxWords
from storage.heartbeats import beat

_PURGED_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class _Heartbeats:
    database: Database

    async def beat(self, tick: str, outcome: str) -> None:
        async with self.database.transaction() as connection:
            await beat(connection, tick, now(), outcome)


@asynccontextmanager
async def ticking(settings: Settings, foundation: Foundation, parts: Parts) -> AsyncIterator[None]:
    """Run the timetable until leaving."""
    files = settings.data_dir / "media"
    fetcher = Fetcher(foundation.database, foundation.api, foundation.seal, files, now)
    clockwork = Clockwork(
        open_work=parts.work,
        heartbeats=_Heartbeats(foundation.database),
        fetch_media=fetcher.fetch_waiting,
        purge_inbox=_purging(foundation),
        learn_names=_learning(foundation, parts),
    )
    runner = Runner(clockwork, foundation.rules.zone)
    runner.start(now())
    try:
        yield
    finally:
        await runner.stop()


def _learning(foundation: Foundation, parts: Parts) -> Callable[[], Awaitable[None]]:
    async def learn() -> None:
        await learn_names(foundation.database, parts.villages)

    return learn


def _purging(foundation: Foundation) -> Callable[[], Awaitable[None]]:
    async def purge() -> None:
        before = now() - timedelta(days=foundation.rules.inbox_keep_days)
        while True:
            async with foundation.database.transaction() as connection:
                emptied = await InboxWords(connection).purge(before, _PURGED_AT_ONCE)
            if emptied < _PURGED_AT_ONCE:
                return
            await asyncio.sleep(0)  # in chunks: people's messages go between them

    return purge
