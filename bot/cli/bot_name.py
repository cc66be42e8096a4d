"""The name of the bot, for commands that print links to it."""

from __future__ import annotations

import click

from bot.cli.place_of_work import opened
from bot.connecting.errors import Lost, Refused
from bot.connecting.proxy import way
from bot.connecting.reach import telegram
from bot.county.guards import DEMO
from bot.process.sandbox import USERNAME
from bot.settings import Settings
from storage.engine.facts import get_fact


async def bot_name(settings: Settings, told: str | None) -> str:
    """As the operator told, or that of the sandbox, or as Telegram says. Raises click.ClickException."""
    if told:
        return told
    async with opened(settings) as database, database.reading() as connection:
        if await get_fact(connection, DEMO) == "yes":
            return USERNAME
    return await _asked(settings)


async def _asked(settings: Settings) -> str:
    if not settings.live:
        raise click.ClickException("Set BANGFU_BOT_TOKEN, or name the bot with --bot.")
    try:
        async with telegram(settings) as api:
            return str((await api.call("getMe"))["username"])
    except Refused as error:
        raise click.ClickException(
            "Telegram does not know this bot token: check BANGFU_BOT_TOKEN."
        ) from error
    except Lost as error:
        raise click.ClickException(
            f"Telegram cannot be reached {way(settings.proxy_to_telegram)}: name the bot with --bot."
        ) from error
