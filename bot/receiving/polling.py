"""Long polling: fetch, store, and only then let the next request confirm."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.connecting.api import Api
from bot.connecting.backoff import Backoff
from bot.connecting.errors import Lost, Refused, TokenRefused, named
from bot.receiving.intake import Intake
from storage.engine.trouble import passes

log = logging.getLogger(__name__)
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_LONG_POLL_SECONDS = 30
_MOST = 100


class Poller:
    """The only one who asks Telegram for updates.

    `last_poll` is when Telegram last answered: a watchdog may look at it.
    """

    def __init__(
        self, api: Api, intake: Intake, now: Callable[[], datetime], long_poll: int = _LONG_POLL_SECONDS
    ) -> None:
        self._api = api
        self._intake = intake
        self._now = now
        self._long_poll = long_poll
        self._offset: int | None = None
        self._telegram = Backoff(log, "telegram")
        self._storage = Backoff(log, "storing updates")
        self.last_poll: datetime | None = None

    async def run(self) -> None:
        """Poll until cancelled; cancelling loses nothing, for what is not stored is not confirmed.

        Raises TokenRefused.
        """
        await self._forget_webhook()
        while True:
            updates = await self._fetch()
            if updates is not None:
                await self._keep(updates)

    async def _forget_webhook(self) -> None:
        try:
            await self._api.call("deleteWebhook")
        except (Refused, Lost) as error:
            await self._suffer(error)

    async def _fetch(self) -> list[Any] | None:
        parameters = {"timeout": self._long_poll, "limit": _MOST, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            parameters["offset"] = self._offset
        try:
            updates = await self._api.call("getUpdates", parameters, self._long_poll + 10)
        except (Refused, Lost) as error:
            await self._suffer(error)
            return None
        self._telegram.clear()
        self.last_poll = self._now()
        return list(updates)

    async def _keep(self, updates: list[Any]) -> None:
        # An empty answer means that everything is confirmed. The offset is dropped then, because after a
        # quiet week Telegram may start again at a lower number, which an old offset would wave away.
        try:
            last = await self._intake.store(updates)
        except Exception as error:
            if not passes(error):
                raise
            await self._storage.endure(named(error))
            return
        self._storage.clear()
        self._offset = None if last is None else last + 1

    async def _suffer(self, error: Refused | Lost) -> None:
        if isinstance(error, Refused) and error.code in (401, 404):
            raise TokenRefused from None
        if isinstance(error, Refused) and error.retry_after:
            await asyncio.sleep(error.retry_after)
            return
        await self._telegram.endure(str(error))
