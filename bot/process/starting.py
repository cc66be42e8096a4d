"""The start: keys, the county, a Bot API that answers, and a webhook that Telegram has taken."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import click

from bot.connecting.api import Api
from bot.connecting.backoff import Backoff
from bot.connecting.patience import Patient
from bot.connecting.proxy import way
from bot.connecting.request import new_request
from bot.county.guards import require_demo, require_live
from bot.demo import demo_is_loaded, load_demo, sandbox_cast
from bot.demo.begun import forget_chats, has_past, is_begun, note_lived, sandbox_folder
from bot.demo.past import PastPlace, begins_at, lived_county
from bot.introduction import introduce
from bot.process.lock import only_poller
from bot.process.sandbox import TOKEN, running_sandbox
from bot.process.wiring import Foundation, RunningParts, assemble, now
from bot.receiving.webhook import Gate, WebhookServer
from bot.rules.listed_words import texts_of
from bot.sending.pacing import Budgets
from bot.settings import Settings
from bot.words import DEFAULT
from desk.domain.county.rules import Rules
from storage.engine.database import Database
from storage.engine.opening import open_database
from storage.engine.seal import Seal
from storage.keys.key_file import unlock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Started:
    """What has been put together, and the name of the bot that it is."""

    foundation: Foundation
    parts: RunningParts
    name: str


async def start(settings: Settings, database: Database, rules: Rules, stack: AsyncExitStack) -> Started:
    """Everything that may take long or be refused, before anything runs by itself.

    Raises CannotStart, TokenRefused, SandboxFailed, WrongDatabase, KeyFileError, StorageError.
    """
    foundation = await _foundation(settings, database, rules, stack)
    parts = await assemble(foundation)
    name = await _introduced(settings, foundation.api)
    foundation.texts.name_bot(name)
    await introduce(foundation.api, foundation.texts)
    if not settings.live and await is_begun(database):
        await _live_the_past(settings, foundation, parts)
    if settings.webhook_url:
        await stack.enter_async_context(_webhook(settings, foundation, parts))
    return Started(foundation, parts, name)


async def _foundation(
    settings: Settings, database: Database, rules: Rules, stack: AsyncExitStack
) -> Foundation:
    """Keys, the county, and a Bot API that answers: the sandbox when there is no token."""
    texts = texts_of(rules)
    proxy = settings.proxy_to_telegram if settings.live else None
    async with database.transaction() as connection:
        seal = await unlock(connection, settings.key_file)
    if settings.live:
        await require_live(database)
        token, root = settings.bot_token.get_secret_value(), settings.bot_api_root
    else:
        await require_demo(database)
        if not await demo_is_loaded(database):
            click.echo("Setting up the demo county, once: real towns and villages, invented people …")
        await _enter_demo(settings, database, seal, rules)
        click.echo("Opening the chat page …")
        name = texts.label(DEFAULT, "commands.name")
        cast = sandbox_cast(lived=await has_past(database))
        sandbox = running_sandbox(settings.port, sandbox_folder(settings), cast, name)
        root = await stack.enter_async_context(sandbox)
        token = TOKEN
    request = await stack.enter_async_context(new_request(settings.http_client, proxy))
    api = Api(request, token, root)
    budgets = Budgets(per_second=settings.sends_per_second, chat_per_second=settings.sends_per_chat)
    shelf = settings.data_dir / "policy"
    semantic = settings.policy_semantic == "auto"
    return Foundation(
        database, seal, rules, texts, api, settings.operator_chat, shelf, semantic, budgets, settings.data_dir
    )


async def _enter_demo(settings: Settings, database: Database, seal: Seal, rules: Rules) -> None:
    moment = now()
    begins = begins_at(moment, rules.zone) if settings.demo_past == "lived" else None
    await load_demo(database, seal, moment, rules.invitation_days, begins=begins)
    if await is_begun(database):
        forget_chats(settings)


async def _live_the_past(settings: Settings, foundation: Foundation, parts: RunningParts) -> None:
    """Once, on the first start: nobody waits for the disk, for a past that is cut short begins anew."""
    click.echo("Living through the last thirty days of the demo county …")
    hurried = await open_database(settings.database_url, hurried=True)
    try:
        root = f"http://127.0.0.1:{settings.port}"
        there = replace(foundation, database=hurried)
        async with only_poller(foundation.database, foundation.api.bot_id):
            await lived_county(PastPlace(there, parts.shared, root, settings.media_folder), now())
    finally:
        await hurried.close()
    await note_lived(foundation.database)


@asynccontextmanager
async def _webhook(settings: Settings, foundation: Foundation, parts: RunningParts) -> AsyncIterator[None]:
    gate = Gate(settings.webhook_url, settings.webhook_secret.get_secret_value(), settings.webhook_port)
    server = WebhookServer(foundation.api, parts.intake, gate)
    try:
        await server.start()
        yield
    finally:
        await server.stop()


def way_out(settings: Settings) -> str:
    """How the Bot API is reached; the sandbox stands on this machine."""
    return way(settings.proxy_to_telegram if settings.live else None)


async def _introduced(settings: Settings, api: Api) -> str:
    """The bot's name, once Telegram answers. Raises TokenRefused."""

    def unreached(reason: str) -> None:
        host = urlsplit(settings.bot_api_root).netloc.rpartition("@")[2]
        said = f"The Bot API at {host} cannot be reached {way_out(settings)} ({reason})"
        click.echo(f"{said}; trying again until it answers.", err=True)

    me = await Patient(api, Backoff(log, "telegram"), unreached).call("getMe")
    return str(me["username"])
