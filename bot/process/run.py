"""`bangfu run`: from settings to a running desk, and back without leaving anything half done."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import click

from bot.connecting.errors import TokenRefused
from bot.connecting.patience import unless
from bot.demo.begun import forget_cut_short
from bot.policy.library import PolicyShelf
from bot.process.lock import only_poller, present
from bot.process.starting import Started, start, way_out
from bot.process.ticking import ticking
from bot.process.wiring import Foundation, RunningParts, now
from bot.receiving.polling import Poller
from bot.rules.reading import load_rules
from bot.settings import Settings
from storage.engine.opening import open_database

log = logging.getLogger(__name__)
_STOP_SECONDS = 4.0
_STAND_BY_SECONDS = 5.0


async def serve(settings: Settings) -> None:
    """Run until Ctrl-C or SIGTERM. Raises one of the errors that `bot.cli` tells in one sentence."""
    stopping = _stopping()
    rules = load_rules(settings.rules)
    if not settings.live:
        await forget_cut_short(settings)
    async with AsyncExitStack() as stack:
        database = await open_database(settings.database_url)
        stack.push_async_callback(database.close)
        started = await unless(stopping, start(settings, database, rules, stack))
        if started is not None:
            await _until(stopping, settings, started)


def _stopping() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM, of which people see that it was heard."""
    stopping = asyncio.Event()

    def stop() -> None:
        if not stopping.is_set():
            click.echo("Stopping: what is in hand is finished first …")
        stopping.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop)
    return stopping


async def _until(stopping: asyncio.Event, settings: Settings, started: Started) -> None:
    """Run every part; the first that fails stops all."""
    foundation, parts = started.foundation, started.parts
    async with AsyncExitStack() as stack:
        # Another process may have messages on their way; ours alone are certain to be lost.
        alone = await stack.enter_async_context(present(foundation.database, foundation.api.bot_id))
        tasks = {
            asyncio.create_task(parts.pump.run(), name="pump"),
            asyncio.create_task(parts.sender.run(alone=alone), name="sender"),
        }
        await stack.enter_async_context(ticking(settings, foundation, parts))
        intake = await stack.enter_async_context(_polling(settings, foundation, parts))
        click.echo(_greeting(settings, started.name))
        if isinstance(parts.shared.policy, PolicyShelf):
            parts.shared.policy.say_how()
        halt = asyncio.create_task(stopping.wait(), name="halt")
        done, _ = await asyncio.wait({*tasks, *intake, halt}, return_when=asyncio.FIRST_COMPLETED)
        halt.cancel()
        await _wind_down(parts, tasks, intake)
        for task in done - {halt}:
            _told(task)


def _told(task: asyncio.Task[Any]) -> None:
    """What ended the desk in the middle of its work stands in the log with its place, and is raised."""
    error = task.exception()
    if error is not None:
        if not isinstance(error, TokenRefused):
            log.critical("the %s ended the desk", task.get_name(), exc_info=error)
        raise error


@asynccontextmanager
async def _polling(
    settings: Settings, foundation: Foundation, parts: RunningParts
) -> AsyncIterator[set[asyncio.Task[None]]]:
    """Updates are fetched, unless a webhook is set and Telegram brings them."""
    if settings.webhook_url:
        yield set()
        return
    task = asyncio.create_task(_poll(foundation, parts), name="poller")
    try:
        yield {task}
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TokenRefused):
            await task


async def _poll(foundation: Foundation, parts: RunningParts) -> None:
    """Poll, if no other process does; else stand by until that one is gone."""
    while True:
        async with only_poller(foundation.database, foundation.api.bot_id) as ours:
            if ours:
                await Poller(foundation.api, parts.intake, now).run()
        await asyncio.sleep(_STAND_BY_SECONDS)


async def _wind_down(
    parts: RunningParts, tasks: set[asyncio.Task[None]], intake: set[asyncio.Task[None]]
) -> None:
    """No new updates, the batch in hand finished, what is on its way waited for."""
    for task in intake:
        task.cancel()
    parts.pump.stop()
    parts.sender.stop()
    _, late = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
    for task in late:
        task.cancel()
    await parts.answerer.close(patience=0.5)


def _greeting(settings: Settings, name: str) -> str:
    if settings.live:
        return f"Bangfu is running as https://t.me/{name}, reached {way_out(settings)}. Press Ctrl-C to stop."
    return f"Bangfu is ready: open http://127.0.0.1:{settings.port}/ and press Ctrl-C to stop."
