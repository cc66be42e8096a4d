"""Telegram as a command asks it: through the operator's proxy, shortly, and closed again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.connecting.api import Api
from bot.connecting.request import new_request
from bot.settings import Settings


@asynccontextmanager
async def telegram(settings: Settings) -> AsyncIterator[Api]:
    """The Bot API of the settings, which must have a token. Raises BrokenProxy."""
    async with new_request(settings.http_client, settings.proxy_to_telegram) as request:
        yield Api(request, settings.bot_token.get_secret_value(), settings.bot_api_root)
