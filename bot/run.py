"""`bangfu run`: from settings to a running desk, and back without leaving anything half done."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import click

from bot.api import Api
from bot.county.guards import require_demo, require_live
from bot.demo import load_demo, sandbox_cast
from bot.errors import Lost, Refused, TokenRefused
from bot.introduction import introduce
from bot.lock import only_poller, present
from bot.pacing import Budgets
from bot.policy import PolicyShelf
from bot.polling import Poller
from bot.proxy import way
from bot.request import new_request
from bot.rules import load_rules
from bot.sandbox import TOKEN, running_sandbox
from bot.settings import Settings
from bot.ticking import ticking
from bot.weather import Weather
from bot.webhook import Gate, WebhookServer
from bot.wiring import Foundation, Parts, assemble, now
from bot.words import DEFAULT, Texts
from desk.domain.rules import Rules
from storage.database import Database, open_database
from storage.keys import unlock

log = logging.getLogger(__name__)
_STOP_SECONDS = 4.0
_STAND_BY_SECONDS = 5.0


async def serve(settings: Settings) -> None:
    """Run until Ctrl-C or SIGTERM. Raises one of the errors that `bot.cli` tells in one sentence."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    rules = load_rules(settings.rules)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(_database(settings))
        foundation = await _foundation(settings, database, rules, stack)
        parts = await assemble(foundation)
        await _until(stopping, settings, foundation, parts)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = await open_database(settings.database_url)
    try:
        yield database
    finally:
        await database.close()


async def _foundation(
    settings: Settings, database: Database, rules: Rules, stack: AsyncExitStack
) -> Foundation:
    """Keys, the county, and a Bot API that answers: the sandbox when there is no token."""
    texts = Texts(zone=rules.zone.key)
    proxy = settings.proxy_to_telegram if settings.live else None
    async with database.transaction() as connection:
        seal = await unlock(connection, settings.key_file)
    if settings.live:
        await require_live(database)
        token, root = settings.bot_token.get_secret_value(), settings.bot_api_root
    else:
        await require_demo(database)
        await load_demo(database, seal, now())
        folder = settings.data_dir / "sandbox"
        name = texts.label(DEFAULT, "commands.name")
        sandbox = running_sandbox(settings.port, folder, sandbox_cast(), name)
        root = await stack.enter_async_context(sandbox)
        token = TOKEN
    request = await stack.enter_async_context(new_request(settings.http_client, proxy))
    api = Api(request, token, root)
    budgets = Budgets(per_second=settings.sends_per_second, chat_per_second=settings.sends_per_chat)
    shelf = settings.data_dir / "policy"
    semantic = settings.policy_semantic == "auto"
    return Foundation(database, seal, rules, texts, api, settings.operator_chat, shelf, semantic, budgets)


async def _until(stopping: asyncio.Event, settings: Settings, foundation: Foundation, parts: Parts) -> None:
    """Run every part; the first that fails stops all."""
    async with AsyncExitStack() as stack:
        name = await _introduced(foundation.api, stopping, _way(settings))
        if name is None:
            return
        foundation.texts.name_bot(name)
        await introduce(foundation.api, foundation.texts)
        # Another process may have messages on their way; ours alone are certain to be lost.
        alone = await stack.enter_async_context(present(foundation.database, foundation.api.bot_id))
        tasks = {
            asyncio.create_task(parts.pump.run(), name="pump"),
            asyncio.create_task(parts.sender.run(alone=alone), name="sender"),
        }
        await stack.enter_async_context(ticking(settings, foundation, parts))
        intake = await stack.enter_async_context(_intake(settings, foundation, parts))
        click.echo(_greeting(settings, name))
        if isinstance(parts.shared.policy, PolicyShelf):
            parts.shared.policy.say_how()
        halt = asyncio.create_task(stopping.wait(), name="halt")
        done, _ = await asyncio.wait({*tasks, *intake, halt}, return_when=asyncio.FIRST_COMPLETED)
        halt.cancel()
        await _wind_down(parts, tasks, intake)
        for task in done - {halt}:
            task.result()


@asynccontextmanager
async def _intake(
    settings: Settings, foundation: Foundation, parts: Parts
) -> AsyncIterator[set[asyncio.Task[None]]]:
    """Updates come by webhook where one is set, else by polling."""
    if settings.webhook_url:
        async with _webhook(settings, foundation, parts):
            yield set()
        return
    task = asyncio.create_task(_poll(foundation, parts), name="poller")
    try:
        yield {task}
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TokenRefused):
            await task


async def _poll(foundation: Foundation, parts: Parts) -> None:
    """Poll, if no other process does; else stand by until that one is gone."""
    while True:
        async with only_poller(foundation.database, foundation.api.bot_id) as ours:
            if ours:
                await Poller(foundation.api, parts.intake, now).run()
        await asyncio.sleep(_STAND_BY_SECONDS)


@asynccontextmanager
async def _webhook(settings: Settings, foundation: Foundation, parts: Parts) -> AsyncIterator[None]:
    gate = Gate(settings.webhook_url, settings.webhook_secret.get_secret_value(), settings.webhook_port)
    server = WebhookServer(foundation.api, parts.intake, gate)
    await server.start()
    try:
        yield
    finally:
        await server.stop()


async def _introduced(api: Api, stopping: asyncio.Event, how: str) -> str | None:
    """The bot's name, once Telegram answers, asked in that way; None when stopped before.

    Raises TokenRefused.
    """
    weather = Weather(log, "telegram")
    while not stopping.is_set():
        try:
            me = await api.call("getMe")
        except Refused as error:
            if error.code in {401, 404}:
                raise TokenRefused from None
            await weather.endure(str(error))
        except Lost as error:
            if weather.failures == 0:
                click.echo(f"The Bot API cannot be reached {how}; trying again until it answers.", err=True)
            await weather.endure(str(error))
        else:
            return str(me["username"])
    return None


async def _wind_down(parts: Parts, tasks: set[asyncio.Task[None]], intake: set[asyncio.Task[None]]) -> None:
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
        return f"Bangfu is running as https://t.me/{name}, reached {_way(settings)}. Press Ctrl-C to stop."
    return f"Bangfu is ready: open http://127.0.0.1:{settings.port}/ and press Ctrl-C to stop."


def _way(settings: Settings) -> str:
    """How the Bot API is reached; the sandbox stands on this machine."""
    return way(settings.proxy_to_telegram if settings.live else None)
